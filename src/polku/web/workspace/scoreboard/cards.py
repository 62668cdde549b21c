"""Decides what a card of the three perspectives holds: a figure, its change, and what the metric is and is for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cxlab.charts import Scale, scale_of
from cxlab.results import Comparison, Estimate, Suppressed
from polku.insights.scores import Row
from polku.strategy.queries import Purpose
from polku.strategy.rules import proposed
from polku.web.workspace.scoreboard.proposed import proposal
from polku.web.workspace.scoreboard.sentence import change_word
from polku.web.workspace.templatetags import figures as written
from polku.web.workspace.words import word


@dataclass(frozen=True, slots=True)
class Card:
    """One metric: its score, or an amount known in full, its change in words, what it is and why it is measured.

    ``counted`` says what stands behind it where that is no answers; ``groups`` are the same figure of parts of it.
    """

    metric: str
    name: str
    row: Row | None
    purpose: Purpose
    amount: str = ""
    change: str = ""
    counted: str = ""
    address: str = ""
    scale: Scale | None = None
    groups: tuple[tuple[str, Estimate], ...] = ()

    @property
    def proposal(self) -> dict[str, str]:
        """What the product proposes as its purpose, until somebody has written it."""
        return {} if self.purpose.written else proposal(self.metric)


@dataclass(frozen=True, slots=True)
class Perspective:
    """One of the three; ``sentence`` answers where it stands."""

    key: str
    name: str
    sentence: str
    cards: tuple[Card, ...]


def of_finance() -> dict[str, str]:
    """The figures of finance in words, by their keys."""
    return {
        "revenue": _("Revenue, twelve months"),
        "repeat": _("Customers who bought again"),
        "hit_rate": _("Hit rate of offers"),
    }


def metric_name(metric: str) -> str:
    """A metric, or a figure of finance, in words."""
    return of_finance().get(metric) or word("metric", metric)


def purpose_of(metric: str, cards: Mapping[str, Purpose]) -> Purpose:
    """The purpose card written for a metric, else what it is proposed to be."""
    return cards.get(metric) or Purpose(metric, *proposed(metric))


def card(metric: str, row: Row, cards: Mapping[str, Purpose], address: str = "") -> Card:
    """The card of a metric that was asked."""
    return Card(
        metric, word("short_metric", metric), row, purpose_of(metric, cards), change=changed(row.change),
        address=address, scale=scale_of([row.score]),
    )  # fmt: skip


def changed(change: Comparison | Suppressed | None) -> str:
    """A change in words with its interval; empty where there is nothing to compare with."""
    if change is None:
        return ""
    told = written.difference(change) if isinstance(change, Comparison) else ""
    return f"{change_word(change)}, {told}" if told else change_word(change)
