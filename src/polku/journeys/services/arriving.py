"""Writes of events that come in by the million: checked and keyed as a table, written by one prepared statement."""

from __future__ import annotations

from types import MappingProxyType
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
from django.db import connection, transaction

from polku.governance.gate import Viewer, require
from polku.governance.models import Import
from polku.governance.queries import organisation
from polku.governance.services import mark_dirty
from polku.journeys import models

# What a row of ``store_events`` holds: ids of the store, texts that may be empty, epoch seconds.
ARRIVING = MappingProxyType(
    {
        "case": pl.String(), "account": pl.Int64(), "contact": pl.Int64(), "touchpoint": pl.Int64(),
        "name": pl.String(), "ts_s": pl.Int64(), "actor": pl.String(), "channel": pl.String(),
        "failing": pl.Boolean(), "row_key": pl.String(),
    }
)  # fmt: skip
_LONGEST = {"case": 100, "name": 200, "actor": 20, "channel": 20}
_COLUMNS = (
    "case", "account_id", "contact_id", "touchpoint_id", "name", "source", "ts", "month", "actor", "channel",
    "failing", "row_key", "imported_id",
)  # fmt: skip
# So many hexadecimal digits of a row's key tell it from every other: 60 bits of 160.
_DIGITS = 15


class KnownEvents:
    """Which rows of a source are here already, eight bytes each; asked once for an import."""

    def __init__(self, source: str) -> None:
        rows = models.Event.objects.filter(source=source[:100]).exclude(imported__state=Import.State.UNDONE)
        keys = rows.exclude(row_key="").values_list("row_key", flat=True)
        self._marks = np.sort(np.fromiter((int(key[:_DIGITS], 16) for key in keys.iterator()), dtype=np.int64))

    def among(self, keys: pl.Series) -> pl.Series:
        """Whether each key is here."""
        if not len(self._marks):
            return pl.repeat(value=False, n=len(keys), dtype=pl.Boolean, eager=True)
        asked = keys.str.slice(0, _DIGITS).str.to_integer(base=16).to_numpy()
        at = np.minimum(np.searchsorted(self._marks, asked), len(self._marks) - 1)
        return pl.Series(self._marks[at] == asked)


@transaction.atomic
def store_events(table: pl.DataFrame, *, source: str, imported: int, actor: Viewer) -> int:
    """Keep these events of an import, which are new; the columns of ``ARRIVING``. Returns how many. At most 5,000."""
    require(actor, "import_data")
    if not table.height:
        return 0
    zone = ZoneInfo(organisation(viewer=actor).time_zone)
    moment = pl.from_epoch(pl.col("ts_s"), time_unit="s").dt.replace_time_zone("UTC")
    ready = table.select(
        pl.col("case").str.slice(0, _LONGEST["case"]),
        "account",
        "contact",
        "touchpoint",
        pl.col("name").str.slice(0, _LONGEST["name"]),
        pl.lit(source[:100]).alias("source"),
        moment.dt.strftime("%Y-%m-%d %H:%M:%S").alias("ts"),
        moment.dt.convert_time_zone(zone.key).dt.strftime("%Y-%m").alias("month"),
        pl.col("actor").str.slice(0, _LONGEST["actor"]),
        pl.col("channel").str.slice(0, _LONGEST["channel"]),
        "failing",
        "row_key",
        pl.lit(imported).alias("imported"),
    )
    _insert(ready)
    mark_dirty("events", *ready["month"].unique().to_list(), imported=imported)
    return ready.height


def _insert(ready: pl.DataFrame) -> None:
    quote = connection.ops.quote_name
    table = f"{quote(models.Event._meta.db_table)} ({', '.join(map(quote, _COLUMNS))})"
    if connection.vendor == "postgresql":
        zoned = ready.with_columns(pl.col("ts") + "+00")
        with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
            for row in zoned.iter_rows():
                copy.write_row(row)
        return
    # By the store's own cursor: each value is in its form already and is not looked at again.
    connection.ensure_connection()
    statement = f"INSERT INTO {table} VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608 - names of the model
    with connection.wrap_database_errors:
        connection.connection.executemany(statement, ready.rows())
