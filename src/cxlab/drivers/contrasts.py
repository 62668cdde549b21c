"""Tells basic, linear and exciting drivers apart: what an answer below the turning point costs, what one above adds.

A basic driver takes away when it fails and adds little when it excels; an exciting one the other way [Kano 1984;
Brandt 1987; Matzler & Sauerwein 2002].
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from cxlab.drivers.answers import Answers, DriversError, Missing, read_answers
from cxlab.results import Estimate
from cxlab.statistics.intervals import critical
from cxlab.statistics.simultaneous import max_t

Floats = NDArray[np.float64]
Coding = Literal["slopes", "classes"]
Nature = Literal["basic", "linear", "exciting", "cannot_tell"]

_FEW_ACCOUNTS = 10
_SPARE_ROWS = 10
# Beyond this many accounts one of them pulls too little to matter.
_MOST_LEFT_OUT = 2_000
_UNSTEADY = 1e10


@dataclass(frozen=True, slots=True)
class Contrast:
    """What one driver takes away and adds.

    Attributes:
        name: of the driver.
        turning: the answer from which one reckons.
        penalty: how much lower the outcome is below the turning point: per step (slopes), or of all answers below
            against those at it (classes). In units of the outcome, the other drivers being the same.
        reward: how much higher it is above.
        asymmetry: reward less penalty, simultaneous over all drivers.
        effect: mean of penalty and reward, simultaneous over all drivers.
        nature: ``basic``: the penalty is surely larger; ``exciting``: the reward is; ``linear``: there is an effect
            and no difference between the two that this n can show; else ``cannot_tell``.
        below, above: answers on either side of the turning point.
    """

    name: str
    turning: float
    penalty: Estimate
    reward: Estimate
    asymmetry: Estimate
    effect: Estimate
    nature: Nature
    below: int
    above: int


@dataclass(frozen=True, slots=True)
class Contrasts:
    """All drivers of one outcome.

    Attributes:
        outcome: its column.
        drivers: in the order given; empty with too few rows.
        n: rows that answered everything; accounts behind them; left_out: the other rows.
        coding: slopes or classes.
        notes: ``few_accounts``, ``too_few_answers``, ``turning_seen`` (taken from the answers).
    """

    outcome: str
    drivers: tuple[Contrast, ...]
    n: int
    accounts: int | None
    left_out: int
    coding: Coding
    notes: tuple[str, ...]


def penalty_reward(
    table: Any,
    *,
    outcome: str,
    drivers: Sequence[str],
    account: str | None = None,
    missing: Missing = (),
    turning: float | Mapping[str, float] | None = None,
    coding: Coding = "slopes",
    level: float = 0.95,
) -> Contrasts:
    """Penalty-reward contrasts with a test of their difference.

    One regression of the outcome on two columns a driver. ``slopes``: steps below and steps above the turning point,
    so that a driver with an even effect is found linear however its answers lie. ``classes``: answers below, at and
    above it [Brandt 1987]. Variance clustered by account by leaving each out in turn (CR3; without accounts
    HC3) [MacKinnon, Nielsen & Webb 2023], Student's t with accounts - 1 degrees of freedom, max-T over the drivers.

    Args:
        table: one row per response; rows that did not answer everything are left out.
        outcome: column of the outcome.
        drivers: 1 to 22 columns.
        account: column of accounts.
        missing: codes that mean "no answer".
        turning: the answer from which one reckons, for all drivers or by driver, e.g. 3 of 1 to 5. None: the middle
            between lowest and highest answer of the driver, and the note ``turning_seen``.
        coding: slopes or classes.
        level: coverage of the intervals.

    Returns:
        Contrasts; no drivers with fewer than 2 p + 11 rows. With one account values without intervals.

    Raises:
        TableError: as ``importance``; nobody on one side of a turning point, or (classes) at it.

    Example:
        >>> import polars as pl
        >>> rng = np.random.default_rng(1)
        >>> a = rng.integers(1, 6, 400)
        >>> table = pl.DataFrame({"a": a, "y": np.minimum(a, 3) + rng.normal(0, 0.5, 400)})
        >>> penalty_reward(table, outcome="y", drivers=["a"], turning=3).drivers[0].nature
        'basic'
    """
    answers = read_answers(table, outcome=outcome, drivers=drivers, account=account, missing=missing).complete()
    p = len(drivers)
    notes = ["few_accounts"] if answers.accounts is not None and answers.accounts < _FEW_ACCOUNTS else []
    notes += ["turning_seen"] if turning is None else []
    if answers.n < 2 * p + 1 + _SPARE_ROWS:
        told = ("too_few_answers",)
        return Contrasts(outcome, (), answers.n, answers.accounts, answers.left_out, coding, told)
    points = _points(answers, turning, coding)
    found = _contrasts(answers, points, coding, level)
    return Contrasts(outcome, found, answers.n, answers.accounts, answers.left_out, coding, tuple(notes))


def _points(answers: Answers, turning: float | Mapping[str, float] | None, coding: Coding) -> Floats:
    """The turning point of each driver, with answers on both sides."""
    values = answers.values[:, :-1]
    if turning is None:
        points = (values.min(axis=0) + values.max(axis=0)) / 2
    elif isinstance(turning, Mapping):
        absent = [name for name in answers.drivers if name not in turning]
        if absent:
            raise DriversError(f"No turning point is given for {', '.join(map(repr, absent))}.")
        points = np.array([float(turning[name]) for name in answers.drivers])
    else:
        points = np.full(values.shape[1], float(turning))
    for j, name in enumerate(answers.drivers):
        lacks = [
            side
            for side, there in (
                ("below", values[:, j] < points[j]),
                ("above", values[:, j] > points[j]),
                ("at", (values[:, j] == points[j]) | (coding == "slopes")),
            )
            if not there.any()
        ]
        if lacks:
            raise DriversError(
                f"Nobody answered {lacks[0]} {points[j]:g} to {name!r}: what lies there cannot be told. "
                "Choose another turning point, or leave the driver out."
            )
    return np.asarray(points, dtype=np.float64)


def _contrasts(answers: Answers, points: Floats, coding: Coding, level: float) -> tuple[Contrast, ...]:
    values, p = answers.values[:, :-1], len(points)
    away = values - points
    if coding == "slopes":
        low, high = np.minimum(away, 0.0), np.maximum(away, 0.0)
    else:
        low, high = -(away < 0).astype(np.float64), (away > 0).astype(np.float64)
    slopes, influence = _regressed(np.column_stack([low, high]), answers)
    pen, rew = slopes[:p], slopes[p:]
    of_pen, of_rew = influence[:, :p], influence[:, p:]
    penalty = _ranged(pen, of_pen, answers, "penalty@1", each=level, level=level)
    reward = _ranged(rew, of_rew, answers, "reward@1", each=level, level=level)
    uneven, middle = of_rew - of_pen, (of_rew + of_pen) / 2
    asymmetry = _ranged(rew - pen, uneven, answers, "asymmetry@1", each=_together(uneven, level), level=level)
    effect = _ranged((rew + pen) / 2, middle, answers, "effect@1", each=_together(middle, level), level=level)
    return tuple(
        Contrast(
            answers.drivers[j],
            float(points[j]),
            penalty[j],
            reward[j],
            asymmetry[j],
            effect[j],
            _nature(asymmetry[j], effect[j]),
            int((away[:, j] < 0).sum()),
            int((away[:, j] > 0).sum()),
        )
        for j in range(p)
    )


def _nature(asymmetry: Estimate, effect: Estimate) -> Nature:
    if asymmetry.low is None or asymmetry.high is None or effect.low is None or effect.high is None:
        return "cannot_tell"
    if asymmetry.high < 0:
        return "basic"
    if asymmetry.low > 0:
        return "exciting"
    return "linear" if effect.low > 0 or effect.high < 0 else "cannot_tell"


def _regressed(columns: Floats, answers: Answers) -> tuple[Floats, Floats]:
    """Coefficients, and what each account adds to them; shapes (k,) and (accounts, k).

    What an account adds is how far the coefficients move when it is left out: with few answers its own pull on the
    line hides its error otherwise.
    """
    design = np.column_stack([np.ones(len(columns)), columns])
    y, k, g = answers.values[:, -1], design.shape[1], answers.units
    products = design.T @ design
    slopes = np.linalg.pinv(products, hermitian=True) @ (design.T @ y)
    pulls = design * (y - design @ slopes)[:, None]
    by_account = np.array([np.bincount(answers.unit, pull, g) for pull in pulls.T]).T
    moved: NDArray[np.float64] | None = None
    if g <= _MOST_LEFT_OUT:
        pairs = (design[:, :, None] * design[:, None, :]).reshape(-1, k * k)
        own = np.array([np.bincount(answers.unit, pair, g) for pair in pairs.T]).T.reshape(g, k, k)
        moved = _left_out(products - own, by_account)
    if moved is None:
        shrunk = len(y) / max(len(y) - k, 1) * g / max(g - 1, 1)
        plain = by_account @ np.linalg.pinv(products, hermitian=True)
        return slopes[1:], plain[:, 1:] * float(np.sqrt(shrunk))
    return slopes[1:], moved[:, 1:] * float(np.sqrt((g - 1) / g))


def _left_out(rest: Floats, pulls: Floats) -> Floats | None:
    """How far coefficients move when each account is left out; None where what remains cannot carry them all."""
    try:
        moved = np.asarray(np.linalg.solve(rest, pulls[..., None])[..., 0], dtype=np.float64)
    except np.linalg.LinAlgError:
        return None
    return moved if np.isfinite(moved).all() and np.linalg.cond(rest).max() < _UNSTEADY else None


def _together(influence: Floats, level: float) -> float:
    unit, column = np.nonzero(influence)
    return max_t(
        unit, column, influence[unit, column], np.ones(len(influence)), family=influence.shape[1], level=level
    )  # fmt: skip


def _ranged(
    values: Floats, influence: Floats, answers: Answers, name: str, *, each: float, level: float
) -> list[Estimate]:
    half = float(critical(each, answers.units - 1)) * np.sqrt((influence**2).sum(axis=0))
    clustered = answers.accounts is not None
    found = []
    for value, wide in zip(values, half, strict=True):
        known = bool(np.isfinite(wide)) and answers.units > 1
        low, high = (float(value - wide), float(value + wide)) if known else (None, None)
        method = "none" if not known else "sandwich_clustered" if clustered else "sandwich"
        found.append(
            Estimate(float(value), low, high, answers.n, None, method, name, None, answers.accounts, level)
        )  # fmt: skip
    return found
