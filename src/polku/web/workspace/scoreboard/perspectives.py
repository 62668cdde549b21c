"""Decides what stands in the three perspectives: customers, employees and finance, each metric with its purpose."""

from __future__ import annotations

from dataclasses import replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from cxlab.results import Suppressed
from polku.governance.gate import Viewer
from polku.insights.scores import Available, scores
from polku.strategy.queries import Purpose, purposes
from polku.web.workspace.scoreboard.address import EMPLOYEES, Asked, asked, proposed
from polku.web.workspace.scoreboard.cards import Card, Perspective, card, of_finance
from polku.web.workspace.scoreboard.finance import finance
from polku.web.workspace.scoreboard.sentence import why_hidden
from polku.web.workspace.templatetags import figures as written


def perspectives(available: Available, wanted: Asked, *, viewer: Viewer) -> tuple[Perspective, ...]:
    """Customers, employees, finance, over the same twelve months."""
    cards = purposes(viewer=viewer)
    return (
        _customers(available, wanted, cards, viewer),
        _employees(available, cards, viewer),
        finance(cards, viewer=viewer),
    )


def metrics_of(available: Available) -> frozenset[str]:
    """Everything that may have a purpose card."""
    asked_of = {metric for metrics in available.by_audience.values() for metric in metrics}
    return frozenset({*asked_of, *of_finance()})


def _customers(available: Available, wanted: Asked, cards: dict[str, Purpose], viewer: Viewer) -> Perspective:
    metrics = proposed(available)
    wanted = replace(wanted, metrics=metrics, filters=wanted.filtered("audience"))
    chosen = [
        card(metric, scores(wanted.total(metric), viewer=viewer).total, cards, wanted.address(show=metric))
        for metric in metrics
    ]
    return Perspective("customers", _("Customers"), _said(chosen, _("No customer has answered yet.")), tuple(chosen))


def _employees(available: Available, cards: dict[str, Purpose], viewer: Viewer) -> Perspective:
    known = available.by_audience.get(EMPLOYEES, ())
    wanted = asked(QueryDict(f"audience={EMPLOYEES}"), available)
    chosen = [
        card(metric, scores(wanted.total(metric), viewer=viewer).total, cards, wanted.address(show=metric))
        for metric in (wanted.metrics if known else ())
    ]
    nobody = _("Our own people have not been asked yet.")
    return Perspective("employees", _("Employees"), _said(chosen, nobody), tuple(chosen))


def _said(cards: list[Card], nobody: str) -> str:
    """The first metric in one sentence."""
    if not cards or cards[0].row is None:
        return nobody
    score, name = cards[0].row.score, cards[0].name
    if isinstance(score, Suppressed):
        return _("%(metric)s is not shown: %(reason)s.") % {"metric": name, "reason": why_hidden(score)}
    if score.value is None:
        return nobody
    told = {"metric": name, "value": written.value(score), "span": written.interval(score)}
    return _("%(metric)s is %(value)s (%(span)s).") % told if score.low is not None else f"{name}: {told['value']}."
