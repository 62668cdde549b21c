"""Decides how many messages reach the store quickly: by COPY on PostgreSQL, by one prepared statement on SQLite."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection

from polku.outreach.models import Message

_COLUMNS = (
    "key", "round_id", "happening_id", "contact_id", "account_id", "number", "state", "rule", "until", "rules_number",
    "language", "due_at", "handed_at", "tries", "fault", "bounced_at", "complained_at",
    "once",
)  # fmt: skip
_KEY, _MOMENT = Message._meta.get_field("key"), Message._meta.get_field("due_at")


@dataclass(frozen=True, slots=True)
class Fresh:
    """A message that is about to wait, or is held back from the first."""

    key: UUID
    round: int
    contact: int
    account: int
    rule: str
    until: datetime | None
    rules_number: int
    language: str
    due_at: datetime
    once: str
    happening: int | None = None


def insert_fresh(rows: Iterable[Fresh]) -> None:
    """Insert messages that are not in the store yet, in the caller's transaction."""
    quote = connection.ops.quote_name
    table = f"{quote(Message._meta.db_table)} ({', '.join(map(quote, _COLUMNS))})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(_values(row, row.key, row.until, row.due_at))
            return
        marks = ", ".join(["%s"] * len(_COLUMNS))
        prepared = [_values(row, _key(row.key), _moment(row.until), _moment(row.due_at)) for row in rows]
        cursor.executemany(f"INSERT INTO {table} VALUES ({marks})", prepared)  # noqa: S608 - names of the model


def _values(row: Fresh, key: Any, until: Any, due_at: Any) -> tuple[Any, ...]:
    """A row in the order of the columns; key and moments in the form the store takes them."""
    return (
        key, row.round, row.happening, row.contact, row.account, 0, "suppressed" if row.rule else "waiting", row.rule,
        until, row.rules_number, row.language, due_at, None, 0, "", None, None, row.once,
    )  # fmt: skip


def _key(key: UUID) -> Any:
    return _KEY.get_db_prep_value(key, connection)


@lru_cache(maxsize=1024)
def _moment(moment: datetime | None) -> Any:
    return None if moment is None else _MOMENT.get_db_prep_value(moment, connection)
