"""Decides how answers are added up by group and by account in one pass over integer codes."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Coded = NDArray[np.integer]

# The columns of what ``tally`` gives, one row a group.
N, U, UU, UUU, TT, TN, NN, CLUSTERS, KNOWN, LOW, HIGH, UP, DOWN = range(13)
WIDTH = 13
# An account's answers and their worth share one word of memory, so that reading the account costs one look.
HALF = 32
LOWER = (1 << HALF) - 1


@njit(cache=True, nogil=True)
def sort_by_group(  # pragma: no cover
    group: Coded, cluster: Coded, value: Coded, answers: Coded, groups: int
) -> tuple[Ints, Coded, Coded, Coded]:
    """Where each group begins, and the accounts, values and numbers of answers in the order of their groups.

    A counting sort. ``answers`` may be empty: then each row is one answer, and none are written.
    """
    start = np.zeros(groups + 1, np.int64)
    for row in range(group.size):
        start[group[row] + 1] += 1
    for at in range(groups):
        start[at + 1] += start[at]
    free = start[:-1].copy()
    clusters = np.empty(cluster.size, np.int32)
    values = np.empty(value.size, np.int16)
    numbers = np.empty(answers.size, np.int32)
    for row in range(group.size):
        place = free[group[row]]
        free[group[row]] = place + 1
        clusters[place] = cluster[row]
        values[place] = value[row]
        if answers.size:
            numbers[place] = answers[row]
    return start, clusters, values, numbers


@njit(cache=True, nogil=True)
def tally(start: Ints, clusters: Coded, values: Coded, numbers: Coded, span: int) -> Ints:  # pragma: no cover
    """The sums of each group over answers, and over accounts; shape (groups, WIDTH).

    What each account says in a group is added up in a word of its own, which is emptied when the group has been read:
    the memory is one word an account, whatever the number of groups. An answer without an account stands alone.
    """
    groups = start.size - 1
    found = np.zeros((groups, WIDTH), np.int64)
    said = np.zeros(span, np.int64)
    for g in range(groups):
        one = found[g]
        low, high = np.int64(1 << 40), -np.int64(1 << 40)
        n = u1 = u2 = u3 = tt = tn = nn = many = known = up = down = np.int64(0)
        for at in range(start[g], start[g + 1]):
            u = np.int64(values[at])
            k = np.int64(numbers[at]) if numbers.size else np.int64(1)
            n += k
            u1 += k * u
            u2 += k * u * u
            u3 += k * u * u * u
            up += k * (u > 0)
            down += k * (u < 0)
            low, high = min(low, u), max(high, u)
            account = clusters[at]
            if account >= 0:
                known += 1
                said[account] += ((k * u) << HALF) + k
            else:
                tt += k * u * u
                tn += k * u
                nn += k
                many += k
        for at in range(start[g], start[g + 1] if known else start[g]):
            account = clusters[at]
            if account >= 0 and said[account] != 0:
                k = said[account] & LOWER
                t = said[account] >> HALF
                tt += t * t
                tn += t * k
                nn += k * k
                many += 1
                said[account] = 0
        one[N], one[U], one[UU], one[UUU] = n, u1, u2, u3
        one[TT], one[TN], one[NN], one[CLUSTERS] = tt, tn, nn, many
        one[KNOWN], one[LOW], one[HIGH], one[UP], one[DOWN] = known, low, high, up, down
    return found


@njit(cache=True, nogil=True)
def tally_at_once(  # pragma: no cover
    columns: tuple[Coded, Coded, Coded, Coded], groups: int, span: int, ends: tuple[int, int]
) -> Ints:
    """The same sums as ``tally`` from rows in any order: ``columns`` are group, account, value and number of answers.

    Values lie between the ``ends``. Each row adds to two words: how often its group gave its value, and what its
    account said there; the rest follows from these.
    """
    group, clusters, values, numbers = columns
    least, steps = ends[0], ends[1] - ends[0] + 1
    given = np.zeros((groups * steps, 2), np.int64)
    known = np.zeros(groups, np.int64)
    said = np.zeros(groups * span, np.int64)
    for row in range(group.size):
        g, u, account = group[row], np.int64(values[row]), clusters[row]
        k = np.int64(numbers[row]) if numbers.size else np.int64(1)
        alone = account < 0
        given[g * steps + u - least, int(alone)] += k
        if not alone:
            known[g] += 1
            said[g * span + account] += ((k * u) << HALF) + k
    found = np.zeros((groups, WIDTH), np.int64)
    for g in range(groups):
        one = found[g]
        one[LOW], one[HIGH], one[KNOWN] = 1 << 40, -(1 << 40), known[g]
        for step in range(steps):
            worth = step + least
            apart = given[g * steps + step, 1]
            k = given[g * steps + step, 0] + apart
            if k:
                one[N] += k
                one[U] += k * worth
                one[UU] += k * worth * worth
                one[UUU] += k * worth**3
                one[UP] += k * (worth > 0)
                one[DOWN] += k * (worth < 0)
                one[LOW], one[HIGH] = min(one[LOW], worth), max(one[HIGH], worth)
                one[TT] += apart * worth * worth
                one[TN] += apart * worth
                one[NN] += apart
                one[CLUSTERS] += apart
        for account in range(span):
            word = said[g * span + account]
            if word != 0:
                n, t = word & LOWER, word >> HALF
                one[TT] += t * t
                one[TN] += t * n
                one[NN] += n * n
                one[CLUSTERS] += 1
    return found


@njit(cache=True, nogil=True)
def fold_in(group: Coded, codes: Coded, low: int, span: int) -> None:  # pragma: no cover
    """Divide each group by one more column of codes."""
    for row in range(group.size):
        group[row] = group[row] * span + (codes[row] - low)


@njit(cache=True, nogil=True)
def place_worth(  # pragma: no cover
    score: Coded, scale: tuple[float, float], counted: tuple[float, float], against: tuple[float, float], worth: Coded
) -> bool:
    """What each answer is worth, written into ``worth``; false where any is not whole or off the scale.

    ``counted`` of nothing (its first end above its last) says that an answer is worth what it says.
    """
    plain = counted[0] > counted[1]
    whole_lows, whole_highs = np.int16(counted[0]), np.int16(counted[1])
    other_lows, other_highs = np.int16(against[0]), np.int16(against[1])
    # No row decides where the next step goes: answers come in no order, and guessing it would cost more than counting.
    strange = 0
    for row in range(score.size):
        one = score[row]
        whole = np.int16(one)
        strange += (one < scale[0]) | (one > scale[1]) | (whole != one)
        if plain:
            worth[row] = whole
        else:
            up = (whole >= whole_lows) & (whole <= whole_highs)
            worth[row] = np.int16(up) - np.int16((whole >= other_lows) & (whole <= other_highs))
    return strange == 0
