"""Decides what may be asked of the snapshot, and what an answer is made of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from django.utils.translation import gettext as _

from cxlab.definitions import DEFINITIONS
from cxlab.metrics import answers_needed, tenth
from cxlab.results import Comparison, Estimate, Series, Suppressed
from polku.governance.rules import Refused
from polku.snapshot.columns import AUDIENCES, PERSON

# What is known of a touchpoint, read from the map as it is now.
OF_TOUCHPOINT = ("touchpoint_name", "journey", "phase", "stage", "channel", "owner", "layer")
# What is known of an account, read as it is now; promised answers come without their account.
OF_ACCOUNT = ("account_group",)
DIMENSIONS = ("touchpoint", *OF_TOUCHPOINT, *PERSON, *OF_ACCOUNT, "survey", "question", "wave", "audience")
MOST_DIMENSIONS = 2
# Each answer by the weight its file gave it (1 where it gave none), each answer once, each account once, each account
# by its revenue of the last twelve months.
WEIGHTS = ("respondent", "weighted", "account", "revenue")
STEPS = ("month", "quarter", "none")
COMPARES = ("previous", "year", "complement", "target")
# Stands for a class in a row whose figures the promise keeps back; what such classes say together; what was asked
# under a promise that did not declare the breakdown.
HIDDEN_KEY = "*"
TOGETHER_KEY, UNDIVIDED_KEY = "*together", "*undivided"
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


class CannotAsk(Refused):
    """The question names something that there is not; the message says what and what to do."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Attributes:
        metric: key of a metric definition.
        by: dimensions to break the score down by, none for the whole.
        filters: keys by dimension; only answers with one of them count. A key "" means "not known".
        first: first local month (``YYYY-MM``), None for the earliest there is.
        last: last local month, None for the latest there is.
        compare: what to compare with: the same length before, the same months a year earlier, all others together
            (of a group: the other groups; of the whole: what the filters keep out), or the target.
        weight: how much an answer counts: one of ``WEIGHTS``.
        step: the stretches of the series: one of ``STEPS``; "none" where nobody looks at it.
    """

    metric: str
    by: tuple[str, ...] = ("touchpoint",)
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first: str | None = None
    last: str | None = None
    compare: Literal["previous", "year", "complement", "target"] | None = None
    weight: str = "respondent"
    step: str = "month"

    @property
    def mark(self) -> tuple[object, ...]:
        """The question as something that can be looked up."""
        filters = tuple(sorted((name, tuple(sorted(keys))) for name, keys in self.filters.items()))
        return (self.metric, self.by, filters, self.first, self.last, self.compare, self.weight, self.step)


@dataclass(frozen=True, slots=True)
class Row:
    """One group: its keys by dimension, its score, its change, its target.

    ``needed`` is how many answers a period would take to tell a change of a tenth of the scale from none, when answers
    vary and cluster as they do now.
    """

    keys: tuple[tuple[str, str], ...]
    score: Estimate | Suppressed
    change: Comparison | Suppressed | None
    target: float | None
    needed: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole, its groups, its months, and the snapshot they come from.

    ``overlaps`` says that nothing is compared, for the months asked about and those a year earlier have some in common.
    """

    question: Question
    total: Row
    rows: tuple[Row, ...]
    series: Series
    generation: str
    built_at: datetime | None
    # Answers that weigh nothing: no revenue of their account is known.
    unheard: int = 0
    # Whether any of the answers came with a weight of its own.
    has_weights: bool = False
    overlaps: bool = False


@dataclass(frozen=True, slots=True)
class Available:
    """What there is to ask about.

    Attributes:
        metrics: metrics asked of customers, those with most answers first.
        dimensions: keys that occur, by dimension.
        months: local months from the first to the last with answers.
        audiences: who answered.
        empty: nobody has answered anything yet.
        by_audience: metrics by audience.
    """

    metrics: tuple[str, ...]
    dimensions: Mapping[str, tuple[str, ...]]
    months: tuple[str, ...]
    audiences: tuple[str, ...]
    empty: bool
    by_audience: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def check(question: Question) -> None:
    """Stop at what cannot be asked, naming the field."""
    if question.metric not in DEFINITIONS:
        raise CannotAsk(_("There is no metric called %(name)s.") % {"name": question.metric}, "metric")
    for name in (*question.by, *question.filters):
        if name not in DIMENSIONS:
            raise CannotAsk(_("Answers are not known by %(name)s.") % {"name": name}, "by")
    if len(set(question.by)) != len(question.by) or len(question.by) > MOST_DIMENSIONS:
        raise CannotAsk(_("Break a score down by one or two different things."), "by")
    if question.weight not in WEIGHTS:
        raise CannotAsk(_("Answers are weighed by respondent, by their file, by account or by revenue."), "weight")
    if question.step not in STEPS:
        raise CannotAsk(_("Look at a score by month or by quarter."), "step")
    for key in question.filters.get("audience", ()):
        if key not in AUDIENCES:
            raise CannotAsk(_("There is no such audience: %(name)s.") % {"name": key}, "audience")
    _check_months(question)


def _check_months(question: Question) -> None:
    for name, month in (("first", question.first), ("last", question.last)):
        if month is not None and not _MONTH.fullmatch(month):
            raise CannotAsk(_("Write the month as in 2026-03."), name)
    if question.first and question.last and question.first > question.last:
        raise CannotAsk(_("The first month comes after the last."), "first")
    if question.compare not in {None, *COMPARES}:
        raise CannotAsk(_("Compare with the period before, a year earlier, all others or the target."), "compare")


def names_a_group(key: str) -> bool:
    """Whether a row's key names a group, and is neither "not known" nor what a promise keeps back."""
    return bool(key) and not key.startswith(HIDDEN_KEY)


def audience_of(question: Question) -> tuple[str, ...]:
    """Who is asked about: as filtered, else employees for their own metrics and customers for all others."""
    if chosen := question.filters.get("audience"):
        return chosen
    return ("employee",) if "employees" in DEFINITIONS[question.metric].flags else ("customer",)


def number(month: str) -> int:
    """Months counted from year 0, to reckon with."""
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def month_at(count: int) -> str:
    """The month at a count, as YYYY-MM."""
    return f"{count // 12:04d}-{count % 12 + 1:02d}"


def quarter_of(month: str) -> str:
    """The quarter a month lies in, as YYYY-Qn."""
    return f"{month[:4]}-Q{(int(month[5:7]) + 2) // 3}"


def days_of(first: str, last: str) -> tuple[str, str]:
    """First and last day of a stretch of months."""
    after = month_at(number(last) + 1)
    return f"{first}-01", (date.fromisoformat(f"{after}-01") - timedelta(days=1)).isoformat()


def needed(score: Estimate | Suppressed) -> int | None:
    """Answers a period would take to tell a change of a tenth of the scale; None on an open scale, or hidden."""
    change = None if isinstance(score, Suppressed) else tenth(score.definition.partition("@")[0])
    return answers_needed(score, change) if change is not None and isinstance(score, Estimate) else None
