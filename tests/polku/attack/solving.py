"""Solves the equations that published figures make: what follows from them of fewer than k answers, or of one.

An equation says what the answers of some people add up to. Everything that follows from equations of that kind is a
combination of them, so what can be known of the answers of few people is found in the space that their rows span.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

import numpy as np

from tests.polku.attack.asking import Figure

People = frozenset[int]


def people_of(figure: Figure) -> People | None:
    """Whose answers to *mark* a figure stands on; None when it is no plain mean of the answers of some people."""
    total = figure.value * figure.n
    whole = round(total)
    if abs(total - whole) > 1e-6 * max(1.0, abs(total)) or whole.bit_count() != figure.n:
        return None
    return frozenset(bit for bit in range(whole.bit_length()) if whole >> bit & 1)


def bundles(equations: Iterable[People]) -> list[People]:
    """People whom no equation tells apart, all of those that stand in any."""
    rows = sorted({tuple(sorted(one)) for one in equations if one})
    stands_in: dict[int, list[int]] = {}
    for number, row in enumerate(rows):
        for bit in row:
            stands_in.setdefault(bit, []).append(number)
    alike: dict[tuple[int, ...], set[int]] = {}
    for bit, numbers in stands_in.items():
        alike.setdefault(tuple(numbers), set()).add(bit)
    return [frozenset(one) for one in alike.values()]


def given_away(equations: Iterable[People], k: int) -> People | None:
    """Fewer than k people of whose answers something follows; None where there are none.

    A combination of equations that is about few people only leaves out all the others, so it is one exactly when
    leaving the few out takes away from the rank.
    """
    rows = {one for one in equations if one}
    groups = bundles(rows)
    if not rows:
        return None
    matrix = np.array([[float(bool(one & group)) for group in groups] for one in sorted(rows, key=sorted)])
    rank = np.linalg.matrix_rank(matrix)
    for few in _unions([group for group in groups if len(group) < k], k):
        rest = [place for place, group in enumerate(groups) if not group & few]
        if not rest or np.linalg.matrix_rank(matrix[:, rest]) < rank:
            return few
    return None


def _unions(groups: list[People], k: int) -> Iterator[People]:
    """Every union of some of the groups that has fewer than k people."""
    for number in range(1, k):
        for some in combinations(groups, number):
            union = frozenset[int]().union(*some)
            if len(union) < k:
                yield union


def known_answers(steps: Mapping[People, Mapping[float, int]]) -> dict[int, float]:
    """People whose answer on a scale follows from how many gave each step of it: no other step fits.

    For each step, by linear programming, whether somebody may have given it; one step left is known. That is more than
    scores tell, for a mean, a share or an interval follows from how many gave what.
    """
    rows = [one for one in steps if one]
    everybody = sorted(frozenset[int]().union(*rows)) if rows else []
    place = {bit: number for number, bit in enumerate(everybody)}
    matrix = np.zeros((len(rows), len(everybody)))
    for number, row in enumerate(rows):
        matrix[number, [place[bit] for bit in row]] = 1.0
    given = sorted({step for counts in steps.values() for step in counts})
    found = {}
    # Those of one bundle are alike to every equation: what holds for one holds for all of it.
    for group in bundles(rows):
        fits = [step for step in given if _may(place[min(group)], matrix, [steps[row].get(step, 0) for row in rows])]
        if len(fits) == 1:
            found |= dict.fromkeys(group, fits[0])
    return found


def _may(one: int, matrix: np.ndarray, counts: list[int]) -> bool:
    """Whether this person may be among those who gave a step, when so many of each row's people gave it."""
    from scipy.optimize import linprog

    aim = np.zeros(matrix.shape[1])
    aim[one] = -1.0
    solved = linprog(aim, A_eq=matrix, b_eq=np.array(counts, float), bounds=(0, 1))
    assert solved.success, solved.message
    return -solved.fun > 1 - 1e-6
