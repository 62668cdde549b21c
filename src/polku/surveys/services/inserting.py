"""Decides how rows reach the store quickly: one prepared statement a table, the same on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db import connection, models


@cache
def _statement(model: type[models.Model], conflict: str, vendor: str) -> str:
    del vendor  # a statement is kept for each store, whose quoting may differ
    quote = connection.ops.quote_name
    fields = model._meta.concrete_fields
    columns = ", ".join(quote(one.column) for one in fields)
    marks = ", ".join(["%s"] * len(fields))
    ending = f" ON CONFLICT ({quote(conflict)}) DO NOTHING" if conflict else ""
    return f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks}){ending}"  # noqa: S608 - names from the model


def values_of(row: models.Model) -> tuple[Any, ...]:
    """What is written for a row, in the order of its table's columns."""
    return tuple(
        one.get_db_prep_save(getattr(row, one.attname), connection=connection) for one in row._meta.concrete_fields
    )


def insert_once(row: models.Model, conflict: str) -> bool:
    """Insert a row unless one with the same ``conflict`` column is there; no error to mend, and one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_statement(type(row), conflict, connection.vendor), values_of(row))
        return cursor.rowcount == 1


def insert_values(model: type[models.Model], prepared: Iterable[tuple[Any, ...]]) -> None:
    """Insert rows that ``values_of`` has prepared, outside the transaction that is short because of it."""
    listed = list(prepared)
    if listed:
        with connection.cursor() as cursor:
            cursor.executemany(_statement(model, "", connection.vendor), listed)


def insert_tuples(model: type[models.Model], prepared: list[tuple[Any, ...]]) -> None:
    """Insert rows that are in the store's own form already, by SQLite's own cursor: no value is looked at again."""
    connection.ensure_connection()
    statement = _statement(model, "", connection.vendor).replace("%s", "?")
    with connection.wrap_database_errors:
        connection.connection.executemany(statement, prepared)


def room_for_many() -> None:
    """Let this connection keep the pages it writes to: what exceeds SQLite's own 2 MB is written and read again."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size = -65536")
