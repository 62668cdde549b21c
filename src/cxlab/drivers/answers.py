"""Which rows and numbers of a table are analysed: answers as a matrix, accounts as units, gaps as gaps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl
from numpy.typing import NDArray

from cxlab.tables import TableError, as_numbers, need_columns

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MOST_DRIVERS = 22
Missing = Iterable[object] | Mapping[str, Iterable[object]]


class DriversError(TableError):
    """Drivers that cannot be analysed as asked; the message names the columns and the remedy."""


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """Answers as numbers.

    Attributes:
        drivers: names; outcome: name.
        values: one row per response that gave the outcome and at least one driver, the outcome last, NaN where a
            driver was not answered; shape (rows, drivers + 1).
        unit: the account of each row as a number from 0, a row without an account stands alone; shape (rows,).
        units: number of accounts and rows that stand alone.
        accounts: number of accounts; None when they are not known.
        left_out: rows of the table that lack the outcome or every driver.
    """

    drivers: tuple[str, ...]
    outcome: str
    values: Floats
    unit: Ints
    units: int
    accounts: int | None
    left_out: int

    @property
    def n(self) -> int:
        """Number of rows."""
        return len(self.values)

    def complete(self) -> Answers:
        """The rows that answered everything."""
        return self.of(np.asarray(~np.isnan(self.values).any(axis=1)))

    def of(self, keep: NDArray[np.bool_]) -> Answers:
        """The rows marked true; accounts are numbered anew."""
        kept, unit = np.unique(self.unit[keep], return_inverse=True)
        # Accounts stand before the rows that stand alone.
        accounts = None if self.accounts is None else int((kept < self.accounts).sum())
        left = self.left_out + int((~keep).sum())
        return Answers(self.drivers, self.outcome, self.values[keep], unit, len(kept), accounts, left)


def read_answers(
    table: Any, *, outcome: str, drivers: Sequence[str], account: str | None = None, missing: Missing = ()
) -> Answers:
    """Take outcome, drivers and accounts out of a table.

    Args:
        table: any eager or lazy frame narwhals supports; one row per response.
        outcome: column of what is to be explained, e.g. the 0 to 10 recommendation.
        drivers: columns of the drivers, 1 to 22.
        account: column of accounts; answers of one account are not independent.
        missing: codes that mean "no answer" in every column, or codes by column.

    Returns:
        Answers; no rows where nobody gave the outcome and a driver.

    Raises:
        TableError: columns absent or named twice, too many drivers, answers that are no numbers.

    Example:
        >>> table = pl.DataFrame({"y": [9, 7, None], "a": [5, 4, 3], "b": [None, 2, 1]})
        >>> read_answers(table, outcome="y", drivers=["a", "b"]).values.tolist()
        [[5.0, nan, 9.0], [4.0, 2.0, 7.0]]
    """
    _refuse_names(drivers, outcome)
    values, unit, accounts = read_columns(table, [*drivers, outcome], account=account, missing=missing)
    told = ~np.isnan(values)
    keep = told[:, -1] & told[:, :-1].any(axis=1)
    whole = Answers(tuple(drivers), outcome, values, unit, int(unit.max(initial=-1)) + 1, accounts, 0)
    return whole.of(keep)


def read_columns(
    table: Any, names: Sequence[str], *, account: str | None = None, missing: Missing = ()
) -> tuple[Floats, Ints, int | None]:
    """Columns as numbers with the account of each row.

    Args:
        table: any eager or lazy frame narwhals supports.
        names: columns of answers.
        account: column of accounts.
        missing: codes that mean "no answer" in every column, or codes by column.

    Returns:
        Answers of shape (rows, names), NaN where missing; the account of each row as a number, a row without one
        stands alone after them; the number of accounts, None when they are not known.

    Raises:
        TableError: columns absent, or answers that are no numbers.

    Example:
        >>> values, unit, accounts = read_columns(pl.DataFrame({"a": [1, 2], "who": ["x", None]}), ["a"], account="who")
        >>> values.tolist(), unit.tolist(), accounts
        ([[1.0], [2.0]], [0, 1], 1)
    """
    wanted = list(dict.fromkeys([*names, *([account] if account else [])]))
    frame = nw.from_native(table)
    need_columns(frame.columns, wanted)
    chosen = frame.select(*wanted)
    held = (chosen.collect() if isinstance(chosen, nw.LazyFrame) else chosen).to_polars()
    columns = [_numbers(held[name], _codes(missing, name)) for name in names]
    values = np.column_stack(columns) if held.height else np.empty((0, len(names)))
    unit, accounts = _units(held[account] if account else None, held.height)
    return values, unit, accounts


def _refuse_names(drivers: Sequence[str], outcome: str) -> None:
    if not drivers:
        raise DriversError("No driver is named. Name at least one column whose answers may go with the outcome.")
    twice = sorted({name for name in drivers if list(drivers).count(name) > 1})
    if twice:
        raise DriversError(f"Named twice among the drivers: {', '.join(twice)}. Name each driver once.")
    if outcome in drivers:
        raise DriversError(f"{outcome!r} is both outcome and driver. Take it out of the drivers.")
    if len(drivers) > MOST_DRIVERS:
        raise DriversError(
            f"{len(drivers)} drivers: their shares would need {2 ** len(drivers):,} models. "
            f"Choose at most {MOST_DRIVERS}, or put those that belong together into one mean."
        )


def _codes(missing: Missing, name: str) -> list[object]:
    return list(missing.get(name, ())) if isinstance(missing, Mapping) else list(missing)


def _numbers(column: pl.Series, codes: list[object]) -> Floats:
    """A column as numbers, NaN for what was not answered."""
    if column.dtype.is_numeric() and not codes:
        given = column.cast(pl.Float64).fill_null(float("nan")).to_numpy()
    else:
        counted = column.value_counts(name="n")
        known = counted[column.name].to_list()
        try:
            numbers = as_numbers(known, counted["n"].to_list(), codes)
        except TableError as error:
            raise DriversError(f"Column {column.name!r}: {error}") from error
        places = pl.DataFrame({"value": counted[column.name], "number": pl.Series(numbers, dtype=pl.Float64)})
        joined = (
            column.alias("value")
            .to_frame()
            .join(places, on="value", how="left", nulls_equal=True, maintain_order="left")
        )
        given = joined["number"].fill_null(float("nan")).to_numpy()
    infinite = np.isinf(given)
    if infinite.any():
        raise DriversError(f"Column {column.name!r} holds {int(infinite.sum())} infinite values. Mend the file.")
    return np.asarray(given, dtype=np.float64)


def _units(column: pl.Series | None, rows: int) -> tuple[Ints, int | None]:
    if column is None:
        return np.arange(rows, dtype=np.int64), None
    told = column.cast(pl.String)
    words = told.drop_nulls().unique().sort()
    numbers = (
        told.alias("a")
        .to_frame()
        .join(
            pl.DataFrame({"a": words, "k": pl.arange(len(words), eager=True)}),
            on="a",
            how="left",
            maintain_order="left",
        )["k"]
    )
    alone = numbers.is_null().to_numpy()
    unit = numbers.fill_null(0).to_numpy().astype(np.int64)
    unit[alone] = len(words) + np.arange(int(alone.sum()))
    return unit, len(words)
