"""Looks a table over once and says what is odd in it; decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import polars as pl

from cxlab.noticing.cells import noticed_cells
from cxlab.noticing.codes import noticed_codes, noticed_weights
from cxlab.noticing.counting import TableCounts
from cxlab.noticing.dates import noticed_dates, order_of
from cxlab.noticing.found import Described, Earlier, Noticed, Role
from cxlab.noticing.headers import noticed_columns, noticed_headers
from cxlab.noticing.ids import ids_of
from cxlab.noticing.lines import lines_of
from cxlab.noticing.roles import roles_of
from cxlab.noticing.shapes import DATES
from cxlab.noticing.shifts import shifts_of
from cxlab.noticing.unclear import noticed_unclear
from cxlab.noticing.waves import noticed_waves
from cxlab.tables import TableError

_ORDER = (
    "ids_start_again", "duplicate_ids", "missing_ids", "bare_day", "mixed_dates", "ambiguous_dates", "scale_change",
    "column_renamed", "column_vanished", "marks_unclear", "words_unclear", "missing_code", "missing_word",
    "outside_scale", "not_a_number",
)  # fmt: skip


def notice(
    table: pl.DataFrame | Iterable[pl.DataFrame],
    *,
    roles: Mapping[str, Role] | None = None,
    columns: Sequence[Described] | None = None,
    earlier: Earlier | None = None,
    decimal: str = ".",
    today: date | None = None,
) -> tuple[Noticed, ...]:
    """What is odd in a table, each with its rows, and the choices it leaves open.

    One pass over all rows; a table that comes in batches is never whole in memory. What is kept: the 3,000 most
    frequent values of each column, and all ids of respondents.

    Args:
        table: every column as text, empty cells null; or batches of such a table.
        roles: what columns are for; those not named are guessed from the first batch, as ``proposed_roles`` does.
        columns: what the file says about its columns: labels, codes for missing.
        earlier: what the last wave of the same survey looked like.
        decimal: the decimal sign the file is known to use; "," makes commas in numbers nothing odd.
        today: answers dated later are odd; the present day unless given.

    Returns:
        What was noticed: first what figures depend on, then what changes nothing if left alone. A table without rows
        gives what its header shows.

    Raises:
        TableError: a column is not text.

    Example:
        >>> table = pl.DataFrame({"NETPRO": ["9", "10", "11", "7", "8", "0"]})
        >>> [(one.kind, one.column, one.values) for one in notice(table, roles={"NETPRO": Role("answer", "nps")})]
        [('missing_code', 'NETPRO', (('11', 1),))]
    """
    batches = iter((table,)) if isinstance(table, pl.DataFrame) else iter(table)
    first = next(batches, None)
    if first is None:
        return ()
    if odd := [name for name, kind in first.schema.items() if kind not in {pl.String, pl.Null}]:
        raise TableError(f"The column {odd[0]!r} is not text. Give every column as the file writes it: as text.")
    look = _Look(first, roles or {}, columns)
    for batch in batches:
        look.take(batch)
    day = today or date.today()  # noqa: DTZ011 - the day where the file is read, whatever the zone
    found = list(look.noticed(columns, earlier, decimal, day))
    rank = {kind: at for at, kind in enumerate(_ORDER)}
    return tuple(sorted(found, key=lambda one: (not one.needed, rank.get(one.kind, len(rank)))))


def _orders(counts: TableCounts) -> dict[str, str]:
    """Columns that are mostly dates, and the order to read them in."""
    return {
        name: order_of(column)
        for name, column in counts.columns.items()
        if column.filled and column.of_shape(*DATES) > column.filled / 2
    }


class _Look:
    """Everything that is gathered in the one pass."""

    def __init__(self, first: pl.DataFrame, roles: Mapping[str, Role], columns: Sequence[Described] | None) -> None:
        self.names = first.columns
        self.counts = TableCounts(self.names)
        texts = self._texts(first)
        self.counts.take(texts)
        self.roles = {**roles_of(self.counts, columns), **{name: roles[name] for name in self.names if name in roles}}
        self.ids, self.lines = ids_of(self.roles), lines_of(self.names, self.roles)
        self.shifts = shifts_of(self.roles, _orders(self.counts))
        self._gather(texts)

    def take(self, batch: pl.DataFrame) -> None:
        """Add the next rows."""
        texts = self._texts(batch)
        self.counts.take(texts)
        self._gather(texts)

    def _texts(self, batch: pl.DataFrame) -> pl.DataFrame:
        return batch.select(pl.col(self.names).cast(pl.String))

    def _gather(self, texts: pl.DataFrame) -> None:
        self.shifts.take(texts)
        self.lines.take(texts)
        if self.ids is not None:
            self.ids.take(texts)

    def noticed(
        self, columns: Sequence[Described] | None, earlier: Earlier | None, decimal: str, today: date
    ) -> Iterator[Noticed]:
        labels = {one.name: one for one in columns or ()}
        with_ids = any(role.kind == "account" for role in self.roles.values())
        yield from noticed_headers(self.names)
        yield from noticed_columns(self.counts, self.roles)
        for name, column in self.counts.columns.items():
            role = self.roles[name]
            yield from noticed_codes(column, role, labels.get(name))
            yield from noticed_unclear(column, role)
            yield from noticed_dates(column, role, today)
            # Where accounts have ids, how their names are spelt decides nothing.
            spelt = Role("background") if role.kind == "account_name" and with_ids else role
            yield from noticed_cells(column, spelt, decimal)
            if role.kind == "weight":
                yield from noticed_weights(column, self.counts.rows)
        yield from self.shifts.noticed(self.counts, self.roles)
        yield from self.lines.noticed()
        if self.ids is not None:
            yield from self.ids.noticed(earlier)
        if earlier is not None and earlier.columns:
            yield from noticed_waves(self.names, self.roles, earlier)
