"""Decides what stands in the three perspectives: customers, employees and finance, each metric with its purpose."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cxlab.charts import Scale, figures, scale_of
from cxlab.results import Estimate, Suppressed
from polku.governance.gate import Viewer
from polku.insights.money import Money, money
from polku.insights.scores import Available, Question, Row, scores
from polku.strategy.queries import Purpose, purposes
from polku.strategy.rules import proposed as proposed_nature
from polku.web.workspace.scoreboard.address import Asked, proposed
from polku.web.workspace.scoreboard.sentence import change_word, why_hidden
from polku.web.workspace.templatetags import figures as written
from polku.web.workspace.words import word

_YEAR = 12
# A perspective that needs scrolling is no perspective.
_MOST = 4


@dataclass(frozen=True, slots=True)
class Card:
    """One metric: its score, or an amount known in full, its change in words, what it is and why it is measured."""

    metric: str
    name: str
    row: Row | None
    amount: str
    change: str
    scale: Scale | None
    purpose: Purpose
    address: str


@dataclass(frozen=True, slots=True)
class Perspective:
    """One of the three; ``sentence`` answers where it stands."""

    key: str
    name: str
    sentence: str
    cards: tuple[Card, ...]


def perspectives(available: Available, wanted: Asked, *, viewer: Viewer) -> tuple[Perspective, ...]:
    """Customers, employees, finance, over the same twelve months."""
    cards = purposes(viewer=viewer)
    return (
        _customers(available, wanted, cards, viewer),
        _employees(available, cards, viewer),
        _finance(cards, money(viewer=viewer)),
    )


def metrics_of(available: Available) -> frozenset[str]:
    """Everything that may have a purpose card."""
    asked_of = {metric for metrics in available.by_audience.values() for metric in metrics}
    return frozenset({*asked_of, "revenue", "repeat"})


def _purpose(metric: str, cards: dict[str, Purpose]) -> Purpose:
    return cards.get(metric) or Purpose(metric, *proposed_nature(metric))


def _customers(available: Available, wanted: Asked, cards: dict[str, Purpose], viewer: Viewer) -> Perspective:
    chosen = [
        _card(metric, scores(wanted.total(metric), viewer=viewer).total, cards, wanted.address(show=metric))
        for metric in proposed(available)
    ]
    return Perspective("customers", _("Customers"), _said(chosen, _("No customer has answered yet.")), tuple(chosen))


def _employees(available: Available, cards: dict[str, Purpose], viewer: Viewer) -> Perspective:
    known = available.by_audience.get("employee", ())
    # The pulse of our own people comes seldom: the last twelve months in which anybody answered.
    first = available.months[-_YEAR:][0] if available.months else None
    chosen = []
    for metric in sorted(known, key=lambda name: name != "enps")[:_MOST]:
        question = Question(metric, (), {"audience": ("employee",)}, first, None, "year")
        chosen.append(_card(metric, scores(question, viewer=viewer).total, cards, ""))
    nobody = _("Our own people have not been asked yet.")
    return Perspective("employees", _("Employees"), _said(chosen, nobody), tuple(chosen))


def _card(metric: str, row: Row, cards: dict[str, Purpose], address: str) -> Card:
    told = row.change is not None
    change = change_word(row.change) if told else ""
    scale = scale_of([row.score])
    return Card(metric, word("short_metric", metric), row, "", change, scale, _purpose(metric, cards), address)


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


def _finance(cards: dict[str, Purpose], found: Money | None) -> Perspective:
    name = _("Finance")
    if found is None:
        return Perspective("finance", name, _("No revenue is known. It comes from a file by account and month."), ())
    language = written.language_now()
    amount = f"{figures.number(found.revenue, 0, language)} {found.currency}"
    change = ""
    if found.growth is not None:
        sign = figures.difference(found.growth, "share", language)
        change = _("%(growth)s %% against the twelve months before") % {"growth": sign}
    repeat = Row((), found.repeat, None, None)
    told = (
        Card("revenue", _("Revenue, twelve months"), None, amount, change, None, _purpose("revenue", cards), ""),
        _repeat(repeat, found.repeat, cards),
    )
    sentence = _("Revenue is %(amount)s from %(count)s buying customers.") % {
        "amount": amount,
        "count": written.count(found.buyers),
    }
    return Perspective("finance", name, sentence, told)


def _repeat(row: Row, score: Estimate, cards: dict[str, Purpose]) -> Card:
    name = _("Customers who bought again")
    return Card("repeat", name, row, "", "", scale_of([score]), _purpose("repeat", cards), "")
