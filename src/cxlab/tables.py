"""What a table must hold before anything is computed from it: its columns, answers on their scale, real weights."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

import numpy as np
from numpy.typing import NDArray

from cxlab.definitions import Definition


class TableError(ValueError):
    """A table does not hold what was asked of it; the message names the place and the remedy."""


class ColumnMissingError(TableError):
    """A named column is not in the table."""


class OutsideScaleError(TableError):
    """Answers that are no step of the metric's scale; ``values`` maps each to its number of rows."""

    def __init__(self, message: str, values: dict[object, int]) -> None:
        super().__init__(message)
        self.values = values


class WeightError(TableError):
    """Weights that are missing, negative or not numbers."""


def need_columns(present: Sequence[str], wanted: Iterable[str]) -> None:
    """Stop unless every wanted column is there.

    Args:
        present: names of the table's columns.
        wanted: names asked for.

    Raises:
        ColumnMissingError: names the first missing one and the nearest columns.

    Example:
        >>> need_columns(["score", "account"], ["scores"])
        Traceback (most recent call last):
        cxlab.tables.ColumnMissingError: There is no column 'scores'. Nearest: score. (The table has 2 columns.)
    """
    lower = {name.lower(): name for name in present}
    for name in wanted:
        if name in present:
            continue
        near = [lower[found] for found in get_close_matches(name.lower(), lower, n=3, cutoff=0.5)]
        hint = f"Nearest: {', '.join(near)}." if near else f"Columns: {', '.join(list(present)[:20])}."
        raise ColumnMissingError(f"There is no column {name!r}. {hint} (The table has {len(present)} columns.)")


def as_numbers(values: Sequence[object], rows: Sequence[int], missing: Iterable[object]) -> list[float | None]:
    """Distinct raw answers as numbers, None where an answer is missing or its code says so.

    Args:
        values: distinct raw answers: numbers, texts, None.
        rows: how many rows hold each.
        missing: codes that mean "no answer"; 11, 11.0 and "11" are the same code.

    Returns:
        One number or None for each value, in order.

    Raises:
        OutsideScaleError: a text is neither a number nor a code for missing.

    Example:
        >>> as_numbers(["9", "n/a", None], [3, 1, 2], missing=["n/a"])
        [9.0, None, None]
    """
    codes = {_plain(code) for code in missing}
    result: list[float | None] = []
    strange: dict[object, int] = {}
    for value, count in zip(values, rows, strict=True):
        if value is None or _plain(value) in codes or (isinstance(value, str) and not value.strip()):
            result.append(None)
            continue
        number = _number(value)
        if number is None:
            strange[value] = int(count)
        result.append(None if number is None or np.isnan(number) else number)
    if strange:
        raise OutsideScaleError(_tell(strange, "are not numbers"), strange)
    return result


def check_scale(values: NDArray[np.float64], rows: NDArray[np.int64], metric: Definition) -> None:
    """Stop when an answer is no step of the metric's scale.

    Args:
        values: answers as numbers, one per row of counts.
        rows: answers each stands for.
        metric: the metric they are meant for.

    Raises:
        OutsideScaleError: names each value, its number of rows and the remedy.

    Example:
        >>> import numpy as np
        >>> from cxlab.definitions import definition
        >>> check_scale(np.array([9.0, 10.0]), np.array([1, 1]), definition("nps"))
    """
    if _plainly_on(values, metric):
        return
    off = ~np.isfinite(values)
    if metric.low is not None and metric.high is not None:
        off |= (values < metric.low) | (values > metric.high)
        if metric.whole_steps:
            off |= values != np.round(values)
    if not off.any():
        return
    found, place = np.unique(values[off], return_inverse=True)
    totals = np.bincount(place, rows[off])
    strange: dict[object, int] = {float(v): int(c) for v, c in zip(found, totals, strict=True)}
    scale = (
        "are no finite numbers"
        if metric.low is None
        else f"are not on the scale {metric.low:g} to {metric.high:g} of {metric.key}"
    )
    raise OutsideScaleError(_tell(strange, scale), strange)


def _plainly_on(values: NDArray[np.float64], metric: Definition) -> bool:
    """Whether all is well at a glance: the ends lie on the scale, and each is a whole step where it has to be."""
    if not values.size or metric.low is None or metric.high is None:
        return not values.size
    within = metric.low <= values.min() and values.max() <= metric.high
    return bool(within and (not metric.whole_steps or np.array_equal(values.astype(np.int64), values)))


def _tell(strange: dict[object, int], what: str) -> str:
    """The values, their rows and the remedy in one sentence."""
    shown = sorted(strange.items(), key=lambda pair: (-pair[1], str(pair[0])))[:5]
    named = ", ".join(f"{_plain(value)} ({count:,} {'row' if count == 1 else 'rows'})" for value, count in shown)
    more = f" and {len(strange) - 5} more values" if len(strange) > len(shown) else ""
    codes = " ".join(f"--missing {_quoted(value)}" for value, _ in shown)
    return (
        f"Values that {what}: {named}{more}. Nothing was computed. If they are codes for no answer, say so: {codes}; "
        "otherwise choose the definition that fits, or mend the file."
    )


def _quoted(value: object) -> str:
    text = _plain(value)
    return f'"{text}"' if " " in text or not text else text


def _number(value: object) -> float | None:
    try:
        return float(str(value).strip())
    except ValueError:
        return None


def _plain(value: object) -> str:
    """A value as a person writes it: 11 for 11.0 and for "11"."""
    number = _number(value)
    if number is None:
        return str(value).strip()
    return f"{number:g}" if abs(number) < 1e15 else str(number)  # noqa: PLR2004 - beyond, g loses digits
