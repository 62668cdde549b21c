"""Decides how files of records come in, and what would land of them: by the services all records come by."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import polars as pl

from polku.flows.import_file.mapping import Mapping
from polku.flows.import_file.records import RecordPart, RecordsFile
from polku.flows.import_file.rejected_rows import RejectedRows
from polku.flows.import_file.rejecting import FAULTS, RejectedRow
from polku.flows.import_file.summary import FIRST_REJECTED, SUMMED_ROWS, Summary
from polku.flows.import_records.flow import Coming
from polku.flows.import_records.taking import Rejected
from polku.flows.turns import give_way
from polku.governance.gate import Viewer
from polku.people import queries as people
from polku.people.services import AccountRow, load_accounts

if TYPE_CHECKING:
    from cxlab.files import TableFile


def take_records(
    file: TableFile,
    mapping: Mapping,
    rejected: RejectedRows,
    *,
    source: str,
    unit: int,
    actor: Viewer,
    progress: Callable[[float, int], None],
) -> tuple[int, int]:
    """Let the records of a file come in under an import; returns how many came, and how many were new."""
    coming = Coming(unit, source, actor, lambda _text: None)
    reading = RecordsFile(file, mapping, actor)
    for part in reading.parts():
        if mapping.make_accounts and "account" in part.table.columns:
            _make_accounts(part.table["account"], coming, unit, actor)
        refused = len(coming.rejected)
        getattr(coming, mapping.kind)(part.table)
        late = [_late(one, part, mapping) for one in coming.rejected[refused:]]
        faults = pl.concat([part.faults, pl.DataFrame(late, schema=FAULTS.schema, orient="row")])
        rows = part.raw.filter(pl.col("__row").is_in(faults["row"].implode()))
        rejected.add(faults, rows)
        progress(min(0.99, reading.done), coming.rows)
        give_way()
    return coming.rows, coming.new or coming.rows


def _late(one: Rejected, part: RecordPart, mapping: Mapping) -> tuple[int, str, str, str]:
    """A row that a service refused, told of by its place in the file."""
    number = part.numbers[one.row - 1]
    column = mapping.named(one.column) or mapping.named(f"{one.column}_name") or one.column
    value = part.raw[column][number - part.raw["__row"][0]] if column in part.raw.columns else ""
    return number, column, value or "", one.reason


def _make_accounts(names: pl.Series, coming: Coming, unit: int, actor: Viewer) -> None:
    """Accounts that the file names and nobody knows."""
    wanted = [name for name in names.drop_nulls().unique(maintain_order=True) if name not in coming.account_ids]
    coming.account_ids |= people.by_external_id(wanted, viewer=actor)
    new = [name for name in wanted if name not in coming.account_ids]
    made = load_accounts([AccountRow(name=name, external_id=name) for name in new], imported=unit, actor=actor)
    coming.account_ids |= dict(zip(new, made, strict=True))


def records_summed_up(file: TableFile, mapping: Mapping, *, viewer: Viewer, most: int = SUMMED_ROWS) -> Summary:
    """What would land of the first rows of a file of records."""
    reading = RecordsFile(file, mapping, viewer)
    rows = rejected = records = 0
    first: list[RejectedRow] = []
    months: set[str] = set()
    unknown: set[str] = set()
    whole = True
    for part in reading.parts():
        if rows >= most:
            whole = False
            break
        faults = pl.concat([part.faults, _unknown_accounts(part, mapping, unknown, viewer)])
        out = faults["row"].n_unique()
        records += part.table.height + part.faults["row"].n_unique() - out
        rejected, rows = rejected + out, rows + part.raw.height
        first += [RejectedRow(*row) for row in faults.head(FIRST_REJECTED - len(first)).iter_rows()]
        if "month" in part.table.columns:
            months |= set(part.table["month"].drop_nulls())
    return Summary(
        kind=mapping.kind, rows=rows, whole=whole, records=records, answers=0, rejected=rejected,
        first_rejected=tuple(first), months=tuple(sorted(months)), new_accounts=len(unknown),
    )  # fmt: skip


def _unknown_accounts(part: RecordPart, mapping: Mapping, unknown: set[str], viewer: Viewer) -> pl.DataFrame:
    """Rows whose account nobody knows; where accounts are made they are no fault, and counted as new."""
    if "account" not in part.table.columns:
        return FAULTS
    from polku.flows.import_file.questions import Unreadable
    from polku.flows.import_file.rejecting import reason

    names = part.table["account"]
    known = people.by_external_id(names.drop_nulls().unique(), viewer=viewer)
    strange = [(at, name) for at, name in enumerate(names) if name is not None and name not in known]
    if mapping.make_accounts:
        unknown.update(name for _at, name in strange)
        return FAULTS
    why = reason(Unreadable("no_account"))
    column = mapping.named("account") or mapping.named("account_name") or "account"
    return pl.DataFrame(
        [(part.numbers[at], column, name, why) for at, name in strange], schema=FAULTS.schema, orient="row"
    )
