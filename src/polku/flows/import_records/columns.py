"""Decides which columns the tables of an import may have, and what each holds."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from types import MappingProxyType

import polars as pl
from django.utils.translation import gettext as _

from polku.governance.rules import Refused

_TEXT, _FLAG, _DAY = pl.String(), pl.Boolean(), pl.Date()
_TIME = pl.Int64()

# Columns that a row cannot do without stand in NEEDED; all others may be missing or empty. An id is that of the other
# system, as text. Times are epoch seconds (UTC), days are dates, months YYYY-MM.
COLUMNS: Mapping[str, Mapping[str, pl.DataType]] = MappingProxyType(
    {
        # id: without one an account is known by its name. owner, deputy: names. is_own: our own organisation.
        "accounts": {
            "id": _TEXT, "name": _TEXT, "segment": _TEXT, "account_group": _TEXT, "language": _TEXT, "country": _TEXT,
            "found_us": _TEXT,
            "owner": _TEXT, "deputy": _TEXT, "end_customer": _TEXT, "customer_since": _DAY, "is_own": _FLAG,
        },
        # account: id (or name) of an account in the same import, or of one that is known already.
        "contacts": {
            "id": _TEXT, "account": _TEXT, "name": _TEXT, "mail": _TEXT, "phone": _TEXT, "unit": _TEXT,
            "decision_role": _TEXT, "buyer_kind": _TEXT, "language": _TEXT, "country": _TEXT, "consent": _TEXT,
        },
        "revenue": {"account": _TEXT, "month": _TEXT, "amount": pl.Float64(), "currency": _TEXT},
        # id: without one an offer is known by what the row says. outcome: open, won or lost.
        "offers": {
            "id": _TEXT, "account": _TEXT, "contact": _TEXT, "made": _DAY, "decided": _DAY, "outcome": _TEXT,
            "amount": pl.Float64(), "currency": _TEXT, "touchpoint": _TEXT,
        },
        # survey: key of a published survey. response: any id, unique in the import, by which answers name the response.
        # respondent: the source's own number of the person in the wave, where it has one; with it the same person's
        # answers are known again in a later file. touchpoint: slug.
        "responses": {
            "response": _TEXT, "survey": _TEXT, "respondent": _TEXT, "account": _TEXT, "contact": _TEXT,
            "touchpoint": _TEXT, "answered_s": _TIME, "language": _TEXT, "wave": _TEXT, "weight": pl.Float64(),
        },
        # One row a question; value as text: a step of the scale, an option's key (several: one row each), or words.
        "answers": {"response": _TEXT, "question": _TEXT, "value": _TEXT},
        # case: what the events of one walk share. name: what the source calls the event.
        "events": {
            "case": _TEXT, "ts_s": _TIME, "account": _TEXT, "contact": _TEXT, "touchpoint": _TEXT, "name": _TEXT,
            "actor": _TEXT, "channel": _TEXT, "failing": _FLAG,
        },
    },
)  # fmt: skip
NEEDED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "accounts": ("name",),
        "contacts": ("account",),
        "revenue": ("account", "month", "amount"),
        "offers": ("account", "made", "outcome"),
        "responses": ("response", "survey", "answered_s"),
        "answers": ("response", "question"),
        "events": ("case", "ts_s"),
    },
)


class WrongTable(Refused):
    """A table has a name or a column that an import does not know, or values of another kind."""


def fitted(name: str, table: pl.DataFrame) -> pl.DataFrame:
    """The table with every column of its contract, missing ones empty; raises WrongTable naming what does not fit."""
    if name not in COLUMNS:
        raise WrongTable(
            _("There is no table called %(name)s. Tables: %(known)s.") % {"name": name, "known": ", ".join(COLUMNS)},
            name,
        )
    contract = COLUMNS[name]
    if unknown := [column for column in table.columns if column not in contract]:
        raise WrongTable(
            _("The table %(table)s has no column %(name)s. Columns: %(known)s.")
            % {"table": name, "name": unknown[0], "known": ", ".join(contract)},
            unknown[0],
        )
    if absent := [column for column in NEEDED[name] if column not in table.columns]:
        raise WrongTable(
            _("The table %(table)s needs a column %(name)s.") % {"table": name, "name": absent[0]}, absent[0]
        )
    columns = []
    for column, dtype in contract.items():
        if column not in table.columns:
            columns.append(pl.lit(None, dtype).alias(column))
            continue
        try:
            columns.append(table[column].cast(dtype))
        except pl.exceptions.PolarsError as wrong:
            raise WrongTable(
                _("The column %(name)s of the table %(table)s holds values of another kind than %(kind)s.")
                % {"name": column, "table": name, "kind": dtype},
                column,
            ) from wrong
    return table.select(columns)


def digest(tables: Mapping[str, pl.DataFrame]) -> str:
    """SHA-256 of the tables, the same for the same content."""
    seen = hashlib.sha256()
    for name in sorted(tables):
        seen.update(name.encode())
        seen.update(tables[name].write_csv().encode())
    return seen.hexdigest()
