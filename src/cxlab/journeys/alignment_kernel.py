"""Finds, for each walk, a cheapest way through the plan and the moves that make it; every visible move costs one."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from cxlab.journeys.alignment import BOTH, LOG_ONLY, PLAN_ONLY

Ints = NDArray[np.int64]
Codes = NDArray[np.int32]
Kinds = NDArray[np.int8]

_FAR = 1 << 29


@njit(cache=True, nogil=True)
def _settle(cost: Codes, how: Codes, source: Codes, target: Codes) -> None:  # pragma: no cover
    """Let planned touchpoints that did not happen be passed at one each, until nothing gets cheaper."""
    n_steps = len(source)
    changed = True
    while changed:
        changed = False
        for step in range(n_steps):
            through = cost[source[step]] + 1
            if through < cost[target[step]]:
                cost[target[step]] = through
                how[target[step]] = n_steps + step
                changed = True


@njit(cache=True, nogil=True)
def _advance(  # noqa: PLR0917  # pragma: no cover
    before: Codes, after: Codes, how: Codes, source: Codes, target: Codes, matching: Codes
) -> None:
    """Costs after one more event: it matches a step, or is left over; at equal cost the earlier event is the match."""
    for state in range(len(before)):
        after[state] = before[state] + 1
        how[state] = 2 * len(source)
    for step in matching:
        if before[source[step]] < after[target[step]]:
            after[target[step]] = before[source[step]]
            how[target[step]] = step
    _settle(after, how, source, target)


@njit(cache=True, nogil=True)
def _trace_back(  # noqa: PLR0917  # pragma: no cover
    how: Codes, length: int, state: int, source: Codes, kinds: Kinds, steps: Codes, events: Codes
) -> int:
    """Write the moves that led here, first move first; return how many."""
    n_steps = len(source)
    written, i = 0, length
    # Every state of every later column was come to by some way; only the start, before any event, was not.
    while how[i, state] >= 0:
        way = how[i, state]
        if way == 2 * n_steps:
            i -= 1
            kinds[written], steps[written], events[written] = LOG_ONLY, -1, i
        elif way >= n_steps:
            state = source[way - n_steps]
            kinds[written], steps[written], events[written] = PLAN_ONLY, way - n_steps, -1
        else:
            i -= 1
            state = source[way]
            kinds[written], steps[written], events[written] = BOTH, way, i
        written += 1
    kinds[:written] = kinds[:written][::-1].copy()
    steps[:written] = steps[:written][::-1].copy()
    events[:written] = events[:written][::-1].copy()
    return written


@njit(cache=True, nogil=True)
def align_walks(  # noqa: PLR0917  # pragma: no cover
    codes: Codes,
    offsets: Ints,
    shared: Ints,
    source: Codes,
    target: Codes,
    by_label: Codes,
    label_from: Ints,
    final: NDArray[np.bool_],
    shortest: int,
) -> tuple[Codes, Ints, Kinds, Codes, Codes]:
    """Costs and moves of walks that stand in the order of the alphabet.

    ``shared[k]`` is how many first events walk k has in common with walk k - 1: their columns are kept. ``by_label``
    lists the steps by label, those of label l in ``label_from[l]:label_from[l + 1]``.

    Returns:
        Cost of each walk; where its moves begin; and per move its kind, its step (-1: none) and its event (-1: none).
    """
    n_walks, n_states = len(offsets) - 1, len(final)
    longest = 0
    for k in range(n_walks):
        longest = max(longest, offsets[k + 1] - offsets[k])
    cost = np.full((longest + 1, n_states), _FAR, dtype=np.int32)
    how = np.full((longest + 1, n_states), -1, dtype=np.int32)
    cost[0, 0] = 0
    _settle(cost[0], how[0], source, target)
    costs = np.empty(n_walks, dtype=np.int32)
    begins = np.zeros(n_walks + 1, dtype=np.int64)
    # No alignment is longer than to leave every event over and to pass a shortest plan.
    room = 2 * len(codes) + n_walks * shortest
    kinds = np.empty(room, dtype=np.int8)
    steps = np.empty(room, dtype=np.int32)
    events = np.empty(room, dtype=np.int32)
    for k in range(n_walks):
        low, length = offsets[k], offsets[k + 1] - offsets[k]
        for i in range(shared[k], length):
            code = codes[low + i]
            _advance(
                cost[i], cost[i + 1], how[i + 1], source, target, by_label[label_from[code] : label_from[code + 1]]
            )
        best, end = _FAR, -1
        for state in range(n_states):
            if final[state] and cost[length, state] < best:
                best, end = cost[length, state], state
        costs[k] = best
        at = begins[k]
        begins[k + 1] = at + _trace_back(how, length, end, source, kinds[at:], steps[at:], events[at:])
    written = begins[n_walks]
    return costs, begins, kinds[:written].copy(), steps[:written].copy(), events[:written].copy()
