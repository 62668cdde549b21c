"""Groups cases that walked the same way, and counts who follows whom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cxlab.journeys.log import EventLog

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Variants:
    """The different walks of a log, most frequent first; of equal ones the one that came first.

    Attributes:
        log: the log they come from.
        of_case: the variant of each case; shape (cases,).
        counts: cases of each variant; shape (variants,).
        first: a case that stands for each variant; shape (variants,).
    """

    log: EventLog
    of_case: Ints
    counts: Ints
    first: Ints

    def __len__(self) -> int:
        return len(self.counts)

    def walk(self, variant: int) -> tuple[str, ...]:
        """The touchpoints of a variant, decoded from the case that stands for it."""
        return self.log.walk(int(self.first[variant]))

    def share(self, variant: int) -> float:
        """Share of cases that walked this way."""
        return float(self.counts[variant]) / self.log.n_cases

    def holding(self, share: float) -> int:
        """How many of the most frequent variants together hold at least this share of cases.

        Example:
            >>> from cxlab.journeys.log import from_walks
            >>> variants(from_walks([["a"], ["a"], ["a"], ["b"]])).holding(0.7)
            1
        """
        if not len(self):
            return 0
        return int(np.searchsorted(np.cumsum(self.counts), share * self.log.n_cases - 1e-9) + 1)


def variants(log: EventLog) -> Variants:
    """Group the cases of a log by their walk.

    Args:
        log: shape (events,) in (cases,).

    Returns:
        The variants; none when the log has no cases.

    Example:
        >>> from cxlab.journeys.log import from_walks
        >>> found = variants(from_walks([["Call", "Visit"], ["Call"], ["Call", "Visit"]]))
        >>> [(found.walk(k), int(found.counts[k])) for k in range(len(found))]
        [(('Call', 'Visit'), 2), (('Call',), 1)]
    """
    from cxlab.journeys.kernels import number_variants

    of_case, first, counts = number_variants(log.codes, log.offsets)
    order = np.argsort(-counts, kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    return Variants(log, place[of_case] if len(order) else of_case, counts[order], first[order])


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """Who follows whom: the directly-follows graph.

    Attributes:
        names: touchpoints.
        pairs: times that the column's touchpoint came directly after the row's; shape (names, names).
        starts, ends, totals: cases that begin and end with each touchpoint, and its events; shape (names,).
        cases, events: sizes of the log.
    """

    names: tuple[str, ...]
    pairs: Ints
    starts: Ints
    ends: Ints
    totals: Ints
    cases: int
    events: int

    def edges(self) -> list[tuple[str, str, int]]:
        """Pairs that occur, most frequent first."""
        rows, columns = np.nonzero(self.pairs)
        found = [(self.names[r], self.names[c], int(self.pairs[r, c])) for r, c in zip(rows, columns, strict=True)]
        return sorted(found, key=lambda edge: (-edge[2], edge[0], edge[1]))

    def start_counts(self) -> dict[str, int]:
        """Touchpoints that cases begin with, most frequent first."""
        return self._named(self.starts)

    def end_counts(self) -> dict[str, int]:
        """Touchpoints that cases end with, most frequent first."""
        return self._named(self.ends)

    def _named(self, counts: Ints) -> dict[str, int]:
        order = np.argsort(-counts, kind="stable")
        return {self.names[k]: int(counts[k]) for k in order if counts[k]}


def directly_follows(log: EventLog) -> Graph:
    """Count directly-follows pairs, starts and ends over all cases.

    Args:
        log: shape (events,) in (cases,).

    Returns:
        The graph: counts of shape (touchpoints, touchpoints), and of starts, ends and events of each touchpoint; nought
        throughout for a log without cases.

    Reference:
        van der Aalst (2016), Process Mining, 5.2.

    Example:
        >>> from cxlab.journeys.log import from_walks
        >>> directly_follows(from_walks([["Call", "Visit"], ["Call", "Call"]])).edges()
        [('Call', 'Call', 1), ('Call', 'Visit', 1)]
    """
    from cxlab.journeys.kernels import count_pairs

    pairs, starts, ends, totals = count_pairs(log.codes, log.offsets, len(log.names))
    return Graph(log.names, pairs, starts, ends, totals, log.n_cases, log.n_events)
