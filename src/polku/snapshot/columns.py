"""Decides what the snapshot holds: its tables, their columns and types, and what stands for missing and for hidden.

A column that names something (an account, a touchpoint, a segment) holds a code: the row number in the dictionary of
its dimension. Codes are never reused and never change, so parts written months apart fit together.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

import polars as pl

FORMAT = 7
MISSING = -1
# There is a value that the promise keeps back: its cell is too small, it was not declared, or it is too early.
HIDDEN, UNDECLARED, EARLY = -2, -3, -4
KEPT_BACK = (HIDDEN, UNDECLARED, EARLY)

CODE = pl.Int32
AUDIENCES = ("customer", "employee", "partner")
PROMISES = ("open", "confidential", "anonymous")
# What is known of the person who answered, as it was when they answered. Promised answers are broken down by these only
# as far as their version declared.
PERSON = ("segment", "decision_role", "buyer_kind", "unit", "language")
# ``bundle`` numbers the batches in which promised answers of one group were let in, from 1 on; open ones have 0.
# What the answer is about; known of every answer, whoever gave it.
SUBJECT = ("survey", "version", "question", "definition", "touchpoint", "wave")

_ANSWERS = {
    "response": pl.Int64,
    **dict.fromkeys(SUBJECT, CODE),
    "audience": pl.Int8,
    "promise": pl.Int8,
    "value": pl.Float32,
    "weight": pl.Float32,
    "account": CODE,
    "contact": CODE,
    **dict.fromkeys(PERSON, CODE),
    "ts_s": pl.Int64,
    "month": pl.Int32,
    "bundle": pl.Int32,
}


@dataclass(frozen=True, slots=True)
class Table:
    """Columns of one table; ``monthly`` tables have a part for each local month, the others one part."""

    columns: MappingProxyType[str, pl.DataType]
    monthly: bool = False


def _table(columns: dict[str, object], *, monthly: bool = False) -> Table:
    return Table(MappingProxyType(dict(columns)), monthly)


TABLES: MappingProxyType[str, Table] = MappingProxyType(
    {
        "answers": _table(_ANSWERS, monthly=True),
        # The words themselves stay in the store, for they may hold names; ``value`` is how many characters they have.
        "comments": _table(
            {
                "response": pl.Int64,
                **dict.fromkeys((*SUBJECT, *PERSON), CODE),
                "audience": pl.Int8,
                "promise": pl.Int8,
                "value": pl.Float32,
                "account": CODE,
                "ts_s": pl.Int64,
                "month": pl.Int32,
                "bundle": pl.Int32,
            },
            monthly=True,
        ),
        "revenue": _table({"account": CODE, "month": pl.Int32, "currency": CODE, "amount": pl.Float64}, monthly=True),
        "events": _table(
            {
                "case": CODE,
                "account": CODE,
                "contact": CODE,
                "touchpoint": CODE,
                "name": CODE,
                "source": CODE,
                "actor": CODE,
                "channel": CODE,
                "failing": pl.Boolean,
                "ts_s": pl.Int64,
                "month": pl.Int32,
            },
            monthly=True,
        ),
        "accounts": _table(
            {
                "account": CODE,
                "segment": CODE,
                "account_group": CODE,
                "language": CODE,
                "country": CODE,
                "found_us": CODE,
                "is_own": pl.Boolean,
                "since": pl.Int32,
                "id": pl.Int64,
            },
        ),
        "contacts": _table(
            {
                "contact": CODE,
                "account": CODE,
                "unit": CODE,
                "decision_role": CODE,
                "buyer_kind": CODE,
                "language": CODE,
                "country": CODE,
                "active": pl.Boolean,
            },
        ),
        "journeys": _table({"journey": CODE, "segment": CODE, "scheme": CODE, "buyer_kind": CODE}),
        "touchpoints": _table(
            {
                "touchpoint": CODE,
                "journey": CODE,
                "phase": CODE,
                "stage": CODE,
                "present": pl.Boolean,
                "position": pl.Int32,
                "channel": CODE,
                "owner": CODE,
                "layer": CODE,
                "aim": CODE,
                "touchpoint_name": CODE,
                "interactive": pl.Boolean,
                "stated_importance": pl.Int8,
                "definition": CODE,
                "target": pl.Float64,
            },
        ),
        # The plan that holds, as text by slug: the written one, else the map's order.
        "planned": _table({"journey": CODE, "plan": pl.String}),
        "meanings": _table({"source": CODE, "name": CODE, "touchpoint": CODE}),
    },
)


def empty(table: str) -> pl.DataFrame:
    """The table with no rows."""
    return pl.DataFrame(schema=dict(TABLES[table].columns))
