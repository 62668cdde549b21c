"""Draws everything an answer about drivers needs, once: correlations, bootstrap samples, outcomes turned at random."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from cxlab.drivers.answers import Answers, DriversError, Missing, read_answers
from cxlab.drivers.correlations import as_correlation, mended, refuse_sums

if TYPE_CHECKING:
    from cxlab.drivers.polychoric import Steps
    from cxlab.drivers.resamples import Sums

Floats = NDArray[np.float64]
Kind = Literal["pearson", "polychoric"]
Gaps = Literal["impute", "complete"]

MOST_RESAMPLES, FEWEST_RESAMPLES = 1_000, 200
# About as many steps of the sweep, or of filling in, as a reader waits for.
_PATIENCE = 3e9
_FEWEST_ROWS = 10


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """Correlations of the rows as they are, of bootstrap samples, and of outcomes turned at random."""

    matrix: Floats
    repaired: float
    spread: Floats
    samples: Floats
    spreads: Floats
    by_chance: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """Answers and what was drawn from them; nothing drawn where there are too few."""

    answers: Answers
    drawn: Drawn | None
    correlations: Kind


def prepared(
    table: Any,
    *,
    outcome: str,
    drivers: Sequence[str],
    account: str | None = None,
    missing: Missing = (),
    gaps: Gaps = "impute",
    correlations: Kind = "pearson",
    resamples: int | None = None,
) -> Prepared:
    """Everything that takes time, once.

    Args:
        table: one row per response; any frame narwhals supports.
        outcome: column of the outcome. Rows without it are left out.
        drivers: 1 to 22 columns.
        account: column of accounts; without it every row stands alone.
        missing: codes that mean "no answer", for all columns or by column.
        gaps: ``impute`` or ``complete``; see ``importance``.
        correlations: ``pearson`` or ``polychoric``.
        resamples: bootstrap samples; None: 200 to 1,000 by the work they need.

    Returns:
        Answers and what was drawn from them, to be told at any level.

    Example:
        >>> import polars as pl
        >>> made = prepared(pl.DataFrame({"a": [1, 2], "y": [3, 4]}), outcome="y", drivers=["a"])
        >>> made.answers.n, made.drawn
        (2, None)
    """
    answers = read_answers(table, outcome=outcome, drivers=drivers, account=account, missing=missing)
    if gaps == "complete":
        answers = answers.complete()
    if answers.n < max(_FEWEST_ROWS, len(drivers) + 2):
        return Prepared(answers, None, correlations)
    _refuse_flat(answers)
    return Prepared(answers, _draw(answers, correlations, resamples), correlations)


def _refuse_flat(answers: Answers) -> None:
    for name, column in zip((*answers.drivers, answers.outcome), answers.values.T, strict=True):
        given = column[~np.isnan(column)]
        if not len(given):
            raise DriversError(f"Nobody who gave {answers.outcome!r} answered {name!r}. Leave it out.")
        if given.min() == given.max():
            raise DriversError(f"All answers to {name!r} are {given[0]:g}: nothing can go with it. Leave it out.")


def _draw(answers: Answers, correlations: Kind, resamples: int | None) -> Drawn:
    # Compiled code comes with the first answer that needs it: whoever only shows results waits for none.
    from cxlab.drivers.polychoric import polychoric, polychoric_resampled, steps_of
    from cxlab.drivers.resamples import of_all, resampled, sums_of, turned

    sums = sums_of(answers)
    whole = of_all(sums)
    names = (*answers.drivers, answers.outcome)
    steps: Steps | None = steps_of(answers.values, names) if correlations == "polychoric" else None
    matrix = as_correlation(whole.spread) if steps is None else polychoric(steps)
    sound = mended(matrix, names)
    refuse_sums(sound.matrix[:-1, :-1], answers.drivers)
    wanted = resamples or _affordable(sums)
    spreads = resampled(sums, whole, wanted) if sums.groups > 1 else np.empty((0, *matrix.shape))
    samples = as_correlation(spreads)
    if steps is not None and sums.groups > 1:
        samples = polychoric_resampled(steps, answers.unit, answers.units, wanted, matrix)
    by_chance = as_correlation(turned(sums, whole, wanted)) if sums.groups > 1 else samples
    return Drawn(sound.matrix, sound.moved, whole.spread, samples, spreads, by_chance)


def _affordable(sums: Sums) -> int:
    k = len(sums.shift)
    filling = 10 * len(sums.missing) * k**3 if len(sums.missing) > 1 or sums.missing.any() else 0
    return int(np.clip(_PATIENCE / (8 * 2.0 ** (k - 1) + filling), FEWEST_RESAMPLES, MOST_RESAMPLES))
