"""Decides how rows that cannot come in are told of: their place, the value, the reason, and the row as it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from polku.flows.import_file.questions import Unreadable

# A fault: the row within its part (from 0), the column, the value, and the reason as a message and its params.
SCHEMA = {"row": pl.UInt32, "column": pl.String, "value": pl.String, "reason": pl.String}
FAULTS = pl.DataFrame(schema=SCHEMA)
SHOWN = 80

REASONS = {
    "not_on_scale": gettext_noop("Not on the scale from %(low)s to %(high)s."),
    "not_an_option": gettext_noop("Not one of the options."),
    "not_a_number": gettext_noop("Not a number."),
    "number_too_small": gettext_noop("Less than %(least)s."),
    "number_too_large": gettext_noop("More than %(most)s."),
    "not_a_date": gettext_noop("Not a date that can be read in one way only."),
    "too_long": gettext_noop("Longer than %(most)s characters."),
    "not_a_time": gettext_noop("Not a time that can be read in one way only."),
    "not_a_day": gettext_noop("Not a day of %(month)s."),
    "not_a_month": gettext_noop("Not a month. Write it as in 2026-03."),
    "not_a_weight": gettext_noop("A weight is a number, zero or more."),
    "no_account": gettext_noop("There is no account with this id or name."),
    "no_mail": gettext_noop("Not a mail address, as in name@example.com."),
    "no_contact": gettext_noop("There is no contact with this id in the account."),
    "no_touchpoint": gettext_noop("There is no touchpoint with this short name."),
    "not_known": gettext_noop("Not known here. Write one of: %(known)s."),
    "no_outcome": gettext_noop("Not known here as open, won or lost."),
    "no_flag": gettext_noop("Write yes or no."),
    "missing": gettext_noop("This is missing."),
    "twice": gettext_noop("The same id stands in an earlier row."),
    "decided": gettext_noop("Left out, as was decided."),
}


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that did not come in: its number in the file (the header is row 1), the column, the value, and why."""

    row: int
    column: str
    value: str
    reason: str


def reason(wrong: Unreadable) -> str:
    """Why, in the language in force."""
    return _(REASONS[wrong.message]) % wrong.params


def faulty(series: pl.Series, wrong: Mapping[str, Unreadable]) -> pl.DataFrame:
    """The faults of a column: its rows that hold one of the values that cannot be read."""
    if not wrong:
        return FAULTS
    rows = series.to_frame("value").with_row_index("row").filter(pl.col("value").is_in(list(wrong)))
    reasons = {value: reason(why) for value, why in wrong.items()}
    return rows.select(
        "row",
        pl.lit(series.name).alias("column"),
        pl.col("value").str.slice(0, SHOWN),
        pl.col("value").replace_strict(reasons, default="", return_dtype=pl.String).alias("reason"),
    )


def fault(series: pl.Series, where: pl.Series, message: str, **params: Any) -> pl.DataFrame:
    """The faults of the rows of a column at which ``where`` is true."""
    why = reason(Unreadable(message, **params))
    rows = series.to_frame("value").with_row_index("row").filter(where)
    return rows.select(
        "row",
        pl.lit(series.name).alias("column"),
        pl.col("value").fill_null("").str.slice(0, SHOWN),
        pl.lit(why).alias("reason"),
    )
