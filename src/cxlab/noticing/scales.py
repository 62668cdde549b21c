"""Guesses which columns hold marks, and on which scale: by name, by items of one question, by the shape of marks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from cxlab.noticing import names
from cxlab.noticing.counting import ColumnCounts, TableCounts
from cxlab.noticing.found import Described, Role
from cxlab.noticing.shapes import NUMBERS, WORD
from cxlab.noticing.words import code_like, means_no_answer

# Widest first: a scale is taken when all its steps are given, and a wide one explains what a narrow one calls codes.
SCALES = ((0, 10), (1, 10), (1, 7), (1, 5), (-2, 2))
FEWEST_FILLED = 0.05
ALMOST_ALL = 0.95
ENOUGH = 50

_MARK_WORDS = re.compile(
    r"agree|satisf|excellent|outstanding|poor|very (?:good|bad|likely|easy)|likely|unacceptable|\bgood\b|"
    r"samaa mieltä|eri mieltä|tyytyv|erinomai|huono|hyvä|instämmer|nöjd|utmärkt|dålig|\bbra\b",
    re.IGNORECASE,
)


def guessed_scales(counts: TableCounts, labels: Mapping[str, Described]) -> dict[str, Role]:
    """Roles of the columns that look like marks.

    Args:
        counts: the columns' distinct values.
        labels: what the file says about columns, by name.

    Returns:
        A role ``answer`` for each such column; columns that look like anything else are left out.
    """
    steps: dict[str, Counter[float]] = {}
    for name, column in counts.columns.items():
        if marks := _steps(column, labels.get(name)):
            steps[name] = marks
    found: dict[str, Role] = {}
    for name, given in steps.items():
        role = _by_name(_told(name, labels), given) or _by_labels(name, given, labels.get(name))
        if role is not None:
            found[name] = role
    for _, members in names.batteries(list(steps)):
        items = [one for one in members if sum(steps[one].values()) >= FEWEST_FILLED * counts.rows]
        scale = _battery_scale([steps[one] for one in items])
        if scale is not None:
            for one in items:
                found.setdefault(one, _role(_told(one, labels), scale))
    known = {role.scale for role in found.values()}
    for name, given in steps.items():
        if name not in found and (role := _by_shape(_told(name, labels), given, known)) is not None:
            found[name] = role
    return found


def _told(name: str, labels: Mapping[str, Described]) -> str:
    label = labels[name].label if name in labels else ""
    return f"{name} {label}" if label else name


def _steps(column: ColumnCounts, described: Described | None) -> Counter[float] | None:
    """How often each whole number is given; None when the column is no column of few whole numbers."""
    numbers = column.of_shape(*NUMBERS)
    if column.more or not numbers or numbers + column.of_shape(WORD) < ALMOST_ALL * column.filled:
        return None
    steps: Counter[float] = Counter(column.steps)
    if described is not None:
        for code, label in described.value_labels.items():
            if means_no_answer(label) and _number(code) in steps:
                del steps[_number(code)]
    whole = all(number == int(number) for number in steps)
    return steps if steps and whole and len(steps) <= 40 else None  # noqa: PLR2004 - no scale has as many steps


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("nan")


def _fits(steps: Counter[float], scale: tuple[int, int], *, missing: int = 0) -> bool:
    """Whether all steps but ``missing`` are given, and everything beside the scale looks like a code."""
    low, high = scale
    inside = {step for step in steps if low <= step <= high}
    beside = [step for step in steps if not low <= step <= high]
    return high - low + 1 - len(inside) <= missing and all(code_like(step, low, high) for step in beside)


def _by_name(told: str, steps: Counter[float]) -> Role | None:
    """A scale that the name speaks of and the values allow."""
    if names.RECOMMEND.search(told) and (role := _recommending(told, steps)) is not None:
        return role
    if names.EXPECTED.search(told) and min(steps) < 0 and _fits(steps, (-2, 2), missing=2):
        return Role("answer", "disconfirmation")
    if names.EFFORT.search(told):
        for scale, definition in (((1, 5), "ces5"), ((1, 7), "ces7")):
            if _fits(steps, scale, missing=2) and steps[scale[1]] and not _runs_on(steps, scale):
                return Role("answer", definition)
    if names.SATISFIED.search(told) or names.RATED.search(told):
        for scale in SCALES:
            # Few answers leave steps out; a word that speaks of satisfaction makes up for one more.
            missing = 2 if scale == (1, 5) and names.SATISFIED.search(told) else 1
            if _fits(steps, scale, missing=missing) and steps[scale[1]]:
                return _role(told, scale)
    return None


def _recommending(told: str, steps: Counter[float]) -> Role | None:
    """Would you recommend us: yes or no, or 0 to 10."""
    if set(steps) <= {0.0, 1.0}:
        return Role("answer", "yes")
    if max(steps) > 5 and _fits(steps, (0, 10), missing=7):  # noqa: PLR2004 - beyond five steps
        return Role("answer", "enps" if re.search("enps", told, re.IGNORECASE) else "nps")
    return None


def _runs_on(steps: Counter[float], scale: tuple[int, int]) -> bool:
    """Whether marks go on beyond the scale: on 1 to 7 both 6 and 7 are given."""
    return all(steps[scale[1] + more] for more in (1, 2))


def _by_labels(name: str, steps: Counter[float], described: Described | None) -> Role | None:
    """A scale whose labels speak of good and bad."""
    if described is None or not described.value_labels:
        return None
    marks = {_number(code) for code, label in described.value_labels.items() if not means_no_answer(label)}
    if not marks or not any(_MARK_WORDS.search(label) for label in described.value_labels.values()):
        return None
    for scale in SCALES:
        if [min(marks), max(marks)] == [float(step) for step in scale] and _fits(
            steps, scale, missing=scale[1] - scale[0]
        ):
            return _role(f"{name} {described.label}", scale)
    return None


def _battery_scale(items: Sequence[Counter[float]]) -> tuple[int, int] | None:
    """The scale that three or more items of one question share."""
    if len(items) < 3:  # noqa: PLR2004 - three are a pattern
        return None
    pooled: Counter[float] = Counter()
    for one in items:
        pooled.update(one)
    if sorted(pooled) == [1.0, 2.0, 3.0, 4.0, 5.0, 6.0] and not any(one[6] > 1.5 * one[5] + 5 for one in items):
        return 1, 6  # where 6 is a code it stands out in some item; here it ends the scale
    for scale in SCALES:
        if _fits(pooled, scale) and all(_fits(one, scale, missing=(scale[1] - scale[0]) // 2) for one in items):
            return scale
    return None


def _by_shape(told: str, steps: Counter[float], known: Collection[tuple[float, float] | None]) -> Role | None:
    """Marks give themselves away: few at the bottom, ever more towards the upper end; or a long scale met already."""
    answers = sum(steps.values())
    if answers < ENOUGH:
        return None
    mode = steps.most_common(1)[0][0]
    if _fits(steps, (0, 10)) and mode >= 7 and steps[8] + steps[9] + steps[10] > 0.4 * answers:  # noqa: PLR2004 - as NPS
        return Role("answer", "nps")
    for scale in SCALES:
        if scale not in known or not _fits(steps, scale) or _runs_on(steps, scale):
            continue
        low, high = scale
        rising = steps[low] < steps[low + 1] < steps[low + 2] and mode > (low + high) / 2
        if rising or high - low >= 6:  # noqa: PLR2004 - seven steps by chance are rare
            return _role(told, scale)
    return None


def _role(told: str, scale: tuple[int, int]) -> Role:
    """The metric an answer on a scale feeds, with the help of its name."""
    low, high = scale
    if scale == (0, 10) and names.RECOMMEND.search(told):
        return Role("answer", "nps")
    if scale == (1, 10) and names.RECOMMEND.search(told):
        return Role("answer", "nps_1_10")
    if scale == (1, 7) and names.EFFORT.search(told):
        return Role("answer", "ces7")
    if scale == (1, 5):
        effort, satisfied = names.EFFORT.search(told), names.SATISFIED.search(told)
        return Role("answer", "ces5" if effort else "csat5" if satisfied else "scale5")
    if scale == (-2, 2):
        return Role("answer", "disconfirmation")
    return Role("answer", "mean", low, high)
