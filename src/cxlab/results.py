"""What every analysis returns: frozen values that carry their interval, their n, their method and their period.

A result is complete in itself: a page, a command or a notebook shows it and computes nothing. Numbers are plain floats
in the unit of their definition (an NPS is in points from -100 to 100, a share from 0 to 1, a mean in scale points); a
value that cannot be known is ``None``, never NaN.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Word = Literal["better", "worse", "no_difference_shown", "cannot_tell"]


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of local days, both ends included, as ISO dates."""

    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Estimate:
    """One score: the plain value and its interval.

    Attributes:
        value: the plain score in the definition's unit; None when n is 0.
        low: lower limit of the interval; None when no interval can be given (n < 2).
        high: upper limit; None together with ``low``.
        n: answers that carry a valid score.
        n_effective: n divided by the design effect (at least 1); None when n is 0.
        method: key of the interval's method, e.g. ``adjusted_wald``, ``wilson``, ``t``; ``_clustered`` is appended when
            the variance is clustered by account.
        definition: key of the metric definition with its version, e.g. ``nps@1``.
        period: the days the answers come from; None when they carry no time.
        clusters: accounts behind the answers; None where accounts are not known.
        level: coverage of the interval, .95 unless told.
        notes: keys of plain warnings, e.g. ``few_accounts`` (under 10), ``single_answer``, ``all_equal``, ``weighted``,
            ``finite_population``.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    n_effective: float | None
    method: str
    definition: str
    period: Period | None = None
    clusters: int | None = None
    level: float = 0.95
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A figure that the promise given to the respondents forbids to show.

    ``reason`` is ``below_threshold``, ``remainder_below_threshold``, ``kept_back`` (one of these two, or answers that
    are all the same: which of them is not told), ``not_declared`` or ``not_published_yet``.
    It holds no count: a count below the threshold is itself what must not be told.
    """

    reason: str
    threshold: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """The difference of two scores, ``left`` minus ``right``, with the interval from which its word comes.

    ``low`` and ``high`` are simultaneous over ``family_size`` comparisons; ``word`` follows from them and from whether
    a higher value is better, and from nothing else.
    """

    left: Estimate
    right: Estimate
    difference: float | None
    low: float | None
    high: float | None
    word: Word
    family_size: int
    method: str
    level: float = 0.95
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One group of a grouped score: the values of the grouping columns, in their order, and its score."""

    by: tuple[tuple[str, object], ...]
    estimate: Estimate | Suppressed


@dataclass(frozen=True, slots=True)
class Series:
    """Scores over consecutive months (``YYYY-MM``) or quarters (``YYYY-Qn``), gaps kept as estimates with n = 0."""

    definition: str
    months: tuple[str, ...]
    estimates: tuple[Estimate | Suppressed, ...]
