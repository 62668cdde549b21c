"""Decides how a table of responses reaches the store: by COPY on PostgreSQL, by one statement on SQLite."""

from __future__ import annotations

import json
import os
import secrets
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Exists, OuterRef

from polku.governance.gate import Viewer, require
from polku.governance.models import Import
from polku.governance.services import mark_dirty
from polku.surveys.models import Comment, Response
from polku.surveys.queries import PublishedVersion
from polku.surveys.services.inserting import insert_tuples, room_for_many

# What a table of responses holds, a row a response. answers and background are JSON; answered_at is UTC without a zone.
ARRIVING = {
    "once_key": pl.String, "answers": pl.String, "language": pl.String, "answered_at": pl.Datetime("us"),
    "week": pl.String, "month": pl.String, "wave": pl.String, "account": pl.Int64, "contact": pl.Int64,
    "touchpoint": pl.Int64, "segment": pl.String, "decision_role": pl.String, "buyer_kind": pl.String,
    "unit": pl.String, "weight": pl.Float64, "background": pl.String,
}  # fmt: skip
# The words that came with them: the place of the response in its table, the question's key, the text.
WORDS = {"row": pl.UInt32, "question": pl.String, "text": pl.String}
_GROUPS = ("segment", "decision_role", "buyer_kind", "unit")
_LINKS = {"account": "account_id", "contact": "contact_id", "touchpoint": "touchpoint_id"}
_TAKEN = {
    "postgresql": "SELECT r.once_key, i.state, i.id FROM surveys_response r "
    "LEFT JOIN governance_import i ON i.id = r.imported_id WHERE r.once_key = ANY(%s)",
    "sqlite": "SELECT r.once_key, i.state, i.id FROM surveys_response r "
    "LEFT JOIN governance_import i ON i.id = r.imported_id "
    "WHERE r.once_key IN (SELECT value FROM json_each(%s))",
}


@dataclass(frozen=True, slots=True)
class Ready:
    """Responses and words as the store writes them, in one order: any stretch of them can be stored by itself.

    ``known`` are the rows left out because they are here already, by the import they came with.
    """

    responses: pl.DataFrame
    comments: pl.DataFrame
    rows: Any
    words: Any
    known: Mapping[int, int]

    @property
    def height(self) -> int:
        return self.responses.height


def made_ready(
    version: PublishedVersion, table: pl.DataFrame, words: pl.DataFrame, *, imported: int, actor: Viewer
) -> Ready:
    """Responses (``ARRIVING``) and their words (``WORDS``) made ready before the store is locked for their writing.

    What the version's promise does not allow is left out here, whatever the table holds. A row whose key is known
    already is left out, unless the import it came with was undone.
    """
    require(actor, "import_data")
    room_for_many()
    table, known = _unknown(as_promised(version, table.select(list(ARRIVING)).with_row_index("row")))
    if version.promise != "open":
        # Rows in the order of the file would say who gave which answer.
        table = table.sample(fraction=1, shuffle=True, seed=secrets.randbits(63))
    ids = _ids(table.height)
    responses = table.rename(_LINKS).with_columns(
        ids,
        _random_keys(table.height),
        pl.lit(version.id).alias("version_id"),
        pl.lit("import").alias("channel"),
        pl.lit(imported).alias("imported_id"),
    )
    numbered = table.select("row", ids, "language", "month").with_row_index("at")
    said = words.join(numbered, on="row", how="inner").sort("at", maintain_order=True)
    comments = said.rename({"id": "response_id"}).with_columns(_ids(said.height))
    rows, words = _as_written(Response, responses), _as_written(Comment, comments)
    return Ready(
        responses.select("once_key", "month"),
        comments.select("at", "month"),
        _payload(rows),
        _payload(words),
        known,
    )


def store_ready(ready: Ready, start: int, size: int, *, imported: int, actor: Viewer) -> int:
    """Store ``size`` of the responses from ``start`` on, with their words, in one transaction; returns how many.

    Raises ValueError for an import that is not arriving.
    """
    require(actor, "import_data")
    try:
        return _store(ready, start, size, imported)
    except IntegrityError:
        # Another import brought one of the keys meanwhile: its row stands, the others come in one by one.
        keys = ready.responses["once_key"][start : start + size].to_list()
        known = _taken([key for key in keys if key])
        if not known:
            raise
        return sum(_store(ready, at, 1, imported) for at, key in enumerate(keys, start) if key not in known)


def as_promised(version: PublishedVersion, table: pl.DataFrame) -> pl.DataFrame:
    """The table with what the promise allows to be kept: under an anonymous one no person, no moment, no key."""
    if version.promise != "anonymous":
        return table
    hidden = [name for name in (*_GROUPS, "touchpoint") if name not in version.breakdowns]
    gone = ["once_key", "account", "contact", "answered_at", *(name for name in hidden if name == "touchpoint")]
    return table.with_columns(
        *(pl.lit(None, ARRIVING[name]).alias(name) for name in gone),
        *(pl.lit("").alias(name) for name in hidden if name != "touchpoint"),
        pl.lit("{}").alias("background"),
    )


def _unknown(table: pl.DataFrame) -> tuple[pl.DataFrame, Mapping[int, int]]:
    """Rows whose key nobody has taken, each key once; and how many were taken by which import."""
    keys = table["once_key"].drop_nulls().to_list()
    if not keys:
        return table, {}
    if len(set(keys)) < len(keys):
        keyed = pl.col("once_key").is_not_null()
        table = table.filter(~keyed | (pl.int_range(pl.len()).over("once_key") == 0))
    taken = _taken(keys)
    back = [key for key, (state, _unit) in taken.items() if state == Import.State.UNDONE]
    if back:
        _give_back(back)
    standing = {key: unit for key, (state, unit) in taken.items() if state != Import.State.UNDONE}
    if not standing:
        return table, {}
    known = Counter(unit for unit in standing.values() if unit is not None)
    return table.filter(~pl.col("once_key").is_in(list(standing)) | pl.col("once_key").is_null()), known


def _taken(keys: list[str]) -> dict[str, tuple[str | None, int | None]]:
    """Keys that rows have already, with the import each came with and its state; by hand: every row is asked of."""
    given = keys if connection.vendor == "postgresql" else json.dumps(keys)
    with connection.cursor() as cursor:
        cursor.execute(_TAKEN[connection.vendor], [given])
        return {key: (state, unit) for key, state, unit in cursor.fetchall()}


def _give_back(keys: list[str]) -> None:
    """Rows of an import that was undone give their keys back."""
    undone = Import.objects.filter(pk=OuterRef("imported"), state=Import.State.UNDONE)
    with transaction.atomic():
        gone = Response.objects.filter(Exists(undone), once_key__in=keys)
        Comment.objects.filter(response__in=gone).delete()
        gone.delete()


def _as_written(model: type[models.Model], table: pl.DataFrame) -> pl.DataFrame:
    """The model's columns in their order; moments as the store writes them."""
    table = table.select([one.column for one in model._meta.concrete_fields])
    moments = [name for name, kind in table.schema.items() if kind == pl.Datetime("us")]
    zone = "" if connection.vendor == "sqlite" else "+00"
    return table.with_columns(pl.col(name).dt.to_string(f"%Y-%m-%d %H:%M:%S{zone}") for name in moments)


def _ids(number: int) -> pl.Series:
    """Primary keys in a row from a random place: they tell nothing, and lie together where they are written."""
    start = secrets.randbelow(2**63 - number)
    return pl.int_range(start, start + number, dtype=pl.Int64, eager=True).alias("id")


def _random_keys(number: int) -> pl.Series:
    """Random UUIDs (version 4), as the store writes them."""
    random = os.urandom(16 * number).hex()
    dashes = connection.vendor == "postgresql"
    starts = range(0, len(random), 32)
    keys = [f"{random[at : at + 12]}4{random[at + 13 : at + 16]}a{random[at + 17 : at + 32]}" for at in starts]
    made = pl.Series("key", keys, pl.String)
    return made.str.replace(r"^(.{8})(.{4})(.{4})(.{4})(.{12})$", "$1-$2-$3-$4-$5") if dashes else made


def _store(ready: Ready, start: int, size: int, imported: int) -> int:
    months = ready.responses["month"][start : start + size]
    within = ready.comments["at"].is_between(start, start + size - 1)
    first, said = int(within.arg_max() or 0), int(within.sum())
    with transaction.atomic():
        unit = Import.objects.select_for_update(no_key=True).get(pk=imported)
        if unit.state != Import.State.ARRIVING:
            raise ValueError("responses come in under an import that is still arriving")
        _insert(Response, ready.rows, start, size)
        _insert(Comment, ready.words, first, said)
        if len(months):
            mark_dirty("answers", *months.unique(), imported=imported)
        if said:
            mark_dirty("comments", *ready.comments["month"][first : first + said].unique(), imported=imported)
    return len(months)


def _payload(table: pl.DataFrame) -> Any:
    """What is handed to the store: a table for COPY, tuples for a statement."""
    return table if connection.vendor == "postgresql" else table.rows()


def _insert(model: type[models.Model], payload: Any, start: int, size: int) -> None:
    if not size:
        return
    if connection.vendor != "postgresql":
        insert_tuples(model, payload[start : start + size])
        return
    text = payload.slice(start, size).write_csv(include_header=False, quote_style="non_numeric", null_value="\\N")
    quote = connection.ops.quote_name
    columns = ", ".join(quote(one.column) for one in model._meta.concrete_fields)
    asked = f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN WITH (FORMAT csv, NULL '\\N')"
    with connection.cursor() as cursor, cursor.copy(asked) as copy:
        copy.write(text.encode())
