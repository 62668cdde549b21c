"""Turns sums into correlations, and mends a matrix that is none: repaired when little is wrong, else refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cxlab.tables import TableError

Floats = NDArray[np.float64]

# A repair that moves a correlation further than this invents more than it mends.
MOST_REPAIR = 0.05
# A driver of which less than a millionth is its own is a sum of the others.
LEAST_OWN = 1e-6
_LEAST_EIGENVALUE = 1e-6
_BLOCK = 8_192


class CorrelationError(TableError):
    """A correlation matrix that cannot be used; the message names the columns and the remedy.

    Attributes:
        columns: the names of those at fault, none where it is the whole.
    """

    def __init__(self, message: str, columns: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.columns = tuple(columns)


@dataclass(frozen=True, slots=True, eq=False)
class Mended:
    """A correlation matrix, and how far it had to be moved to be one.

    Attributes:
        matrix: positive definite, ones on its diagonal.
        moved: the largest change of a correlation; 0 when nothing was wrong.
    """

    matrix: Floats
    moved: float


def correlation_of(columns: Sequence[Floats]) -> Floats:
    """The correlation matrix of columns without missing values, in one pass over blocks of rows.

    Args:
        columns: k columns of one length.

    Returns:
        Shape (k, k). A column without variation gives zeros beside its one; no rows give the unit matrix.

    Example:
        >>> correlation_of([np.array([1.0, 2, 3]), np.array([2.0, 4, 6])]).round(6).tolist()
        [[1.0, 1.0], [1.0, 1.0]]
    """
    k, rows = len(columns), len(columns[0]) if columns else 0
    shift = np.array([column[:_BLOCK].mean() if rows else 0.0 for column in columns])
    sums, products = np.zeros(k), np.zeros((k, k))
    block = np.empty((k, min(_BLOCK, max(rows, 1))))
    for at in range(0, rows, _BLOCK):
        size = min(_BLOCK, rows - at)
        for j, column in enumerate(columns):
            np.subtract(column[at : at + size], shift[j], out=block[j, :size])
        part = block[:, :size]
        sums += part.sum(axis=1)
        products += part @ part.T
    return as_correlation(products / max(rows, 1) - np.outer(sums, sums) / max(rows, 1) ** 2)


def as_correlation(spread: Floats) -> Floats:
    """Covariances as correlations, for one matrix or a stack of them.

    Example:
        >>> as_correlation(np.array([[4.0, 1.0], [1.0, 1.0]])).tolist()
        [[1.0, 0.5], [0.5, 1.0]]
    """
    variance = np.diagonal(spread, axis1=-2, axis2=-1)
    lives = variance > 0
    scale = np.where(lives, 1 / np.sqrt(np.where(lives, variance, 1.0)), 0.0)
    found: Floats = np.clip(spread * scale[..., :, None] * scale[..., None, :], -1.0, 1.0)
    each = np.arange(spread.shape[-1])
    found[..., each, each] = 1.0
    return found


def mended(matrix: Floats, names: Sequence[str]) -> Mended:
    """Make a correlation matrix positive definite, or refuse it.

    Matrices put together from pairs of columns need not fit together. Negative eigenvalues are raised to a millionth
    and the diagonal is brought back to one; when no correlation moves by more than .05 the repaired matrix is used.

    Args:
        matrix: symmetric, ones on the diagonal; shape (k, k).
        names: of its k columns, for the message.

    Returns:
        The matrix and how far the largest change went.

    Raises:
        CorrelationError: no correlation matrix, or one that would have to be changed too much.

    Example:
        >>> mended(np.array([[1.0, 0.5], [0.5, 1.0]]), ["a", "b"]).moved
        0.0
    """
    square = matrix.shape == (len(names), len(names))
    if not square or not np.isfinite(matrix).all() or np.abs(matrix - matrix.T).max(initial=0.0) > 1e-8:  # noqa: PLR2004
        message = f"A correlation matrix of {len(names)} columns is symmetric and without gaps; this one is not."
        raise CorrelationError(message)
    values, vectors = np.linalg.eigh(matrix)
    if not len(values) or values[0] >= 0 or values[0] > -1e-10:  # noqa: PLR2004 (rounding)
        return Mended(matrix, 0.0)
    raised = (vectors * np.maximum(values, _LEAST_EIGENVALUE)) @ vectors.T
    fresh = as_correlation((raised + raised.T) / 2)
    change = np.abs(fresh - matrix)
    i, j = divmod(int(change.argmax()), len(names))
    if change[i, j] > MOST_REPAIR:
        message = (
            f"The correlations do not fit together: a repair would move that of {names[i]!r} and {names[j]!r} by "
            f"{change[i, j]:.2f}. Use rows that answered everything (gaps='complete'), or fewer drivers."
        )
        raise CorrelationError(message, (names[i], names[j]))
    return Mended(fresh, float(change[i, j]))


def inflation(matrix: Floats) -> Floats:
    """How much the other drivers blur each one: 1 / (1 - R2 of the driver on the others).

    Args:
        matrix: correlations of the drivers alone; shape (p, p).

    Returns:
        Variance inflation factors, 1 or more; infinite where a driver follows from the others.

    Example:
        >>> inflation(np.array([[1.0, 0.6], [0.6, 1.0]])).round(4).tolist()
        [1.5625, 1.5625]
    """
    found = np.empty(len(matrix))
    for j in range(len(matrix)):
        others = np.arange(len(matrix)) != j
        towards = matrix[np.ix_(others, ~others)][:, 0]
        fit = np.linalg.lstsq(matrix[np.ix_(others, others)], towards, rcond=1e-12)[0] if others.any() else towards
        own = 1 - float(towards @ fit)
        found[j] = 1 / own if own > LEAST_OWN / 100 else np.inf
    return found


def refuse_sums(matrix: Floats, names: Sequence[str]) -> None:
    """Stop when a driver follows exactly from the others: its share could be given to them at will.

    Args:
        matrix: correlations of the drivers alone.
        names: of the drivers.

    Raises:
        CorrelationError: names the driver and those it follows from.

    Example:
        >>> refuse_sums(np.array([[1.0, 0.99], [0.99, 1.0]]), ["a", "b"])
    """
    blurred = inflation(matrix)
    if not len(blurred) or blurred.max() < 1 / LEAST_OWN:
        return
    bound = [name for name, factor in zip(names, blurred, strict=True) if factor >= 1 / LEAST_OWN]
    message = f"These drivers follow from one another exactly: {', '.join(map(repr, bound))}. Leave one of them out."
    raise CorrelationError(message, bound)
