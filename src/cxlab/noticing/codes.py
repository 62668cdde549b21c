"""Notices answers that are no marks: codes and words for no answer, and numbers beside the scale."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import polars as pl

from cxlab.noticing.counting import ColumnCounts
from cxlab.noticing.evidence import noticed
from cxlab.noticing.found import Described, Noticed, Role
from cxlab.noticing.shapes import BLANK, NUMBERS, WORD
from cxlab.noticing.words import MAYBE_TEXT, NO_ANSWER, bare, code_like, means_no_answer

MOSTLY = 0.8
FEWEST_OTHERS = 3
_LOW_CODES = frozenset({-1.0, -7.0, -8.0, -9.0, -77.0, -88.0, -98.0, -99.0, -999.0, -9999.0})
_HIGH_CODES = frozenset({77.0, 88.0, 98.0, 99.0, 777.0, 888.0, 998.0, 999.0, 9998.0, 9999.0, 99999.0})
_CODE = ("missing", "keep", "reject_rows")
# What figures are broken down by.
_GROUPS = frozenset(
    {"choice", "segment", "language", "wave", "touchpoint", "account_name", "decision_role", "buyer_kind"}
)
_QUIET = frozenset({"respondent", "account", "contact", "mail", "ignored", "time", "day"})


def noticed_codes(column: ColumnCounts, role: Role, described: Described | None) -> Iterator[Noticed]:
    """What a column holds that may be no answer."""
    if role.kind == "ignored" or not column.filled:
        return
    if role.kind == "answer":
        yield from _of_answers(column, role, described)
    else:
        yield from _of_others(column, role, described)


def _of_answers(column: ColumnCounts, role: Role, described: Described | None) -> Iterator[Noticed]:
    scale = role.scale
    named = _labelled(described) if described is not None else {}
    cells = column.numeric
    inside = pl.lit(value=True)
    if scale is not None:
        inside = pl.col("number").is_between(*scale)
        if _whole_steps(role):
            inside &= pl.col("number") == pl.col("number").round()
    by_label = pl.col("number").is_in(list(named))
    params = {"low": _plain(scale[0]), "high": _plain(scale[1])} if scale is not None else {}
    beside = cells.filter(~inside | by_label)
    codes = [
        value
        for value in beside["number"].unique().to_list()
        if value in named or (scale is not None and code_like(value, *scale))
    ]
    is_code = pl.col("number").is_in(codes)
    if len(found := beside.filter(is_code)):
        labels = {_plain(value): named[value] for value in codes if named.get(value)}
        more = {**params, "labels": labels} if labels else params
        yield noticed("missing_code", column.name, found, _CODE, "missing", params=more)
    if len(found := beside.filter(~is_code)):
        keys = ("reject_rows", "missing", "other_scale")
        yield noticed("outside_scale", column.name, found, keys, params=params)
    words = column.values.filter(pl.col("shape") == WORD)
    if role.words:  # a step may be called by a word that means no answer elsewhere
        words = words.filter(~pl.col("value").is_in([text for _step, text in role.words]))
    if len(words):
        yield noticed("missing_word", column.name, words, ("missing", "reject_rows"), "missing", params=params)
    others = column.shapes.filter(~pl.col("shape").is_in([*NUMBERS, WORD, BLANK]))
    strange = column.values.filter(~pl.col("shape").is_in([*NUMBERS, WORD, BLANK]))
    if role.words:
        steps = {text.strip().casefold() for _step, text in role.words}
        said = pl.Series([text.strip().casefold() in steps for text in strange["value"]], dtype=pl.Boolean)
        others = strange = strange.filter(~said)
    if len(others):
        settle = ("reject_rows", "missing")
        yield noticed("not_a_number", column.name, others, settle, shown=strange, params=params)


def _of_others(column: ColumnCounts, role: Role, described: Described | None) -> Iterator[Noticed]:
    """Columns without a scale: nothing is computed from most of them, so little of it has to be decided."""
    named = _labelled(described) if described is not None else {}
    needed = role.kind in _GROUPS
    words = column.values.filter(pl.col("shape") == WORD)
    plain = pl.Series([bare(word) for word in words["value"].to_list()], dtype=pl.String)
    if role.kind not in _QUIET and len(found := words.filter(plain.is_in(sorted(NO_ANSWER - MAYBE_TEXT)))):
        yield noticed("missing_word", column.name, found, ("missing", "keep"), "missing", needed=needed)
    maybe = sorted(MAYBE_TEXT) if role.kind != "text" else ["na"]
    if role.kind not in _QUIET and len(found := words.filter(plain.is_in(maybe))):
        yield noticed("text_na", column.name, found, ("missing", "keep"), needed=needed)
    cells = column.numeric
    codes = sorted(set(named) | _sentinels(cells) | _lone_zero(column))
    if role.kind not in _QUIET | {"text", "weight"} and len(found := cells.filter(pl.col("number").is_in(codes))):
        labels = {_plain(value): named[value] for value in codes if named.get(value)}
        params: dict[str, Any] = {"labels": labels} if labels else {}
        yield noticed("missing_code", column.name, found, ("missing", "keep"), "missing", params=params, needed=needed)


def noticed_weights(column: ColumnCounts, rows: int) -> Iterator[Noticed]:
    """Weights that cannot be: none, zero, below zero, no number."""
    fine = column.numeric.filter(pl.col("number") > 0).select("value")
    wrong = column.values.join(fine, on="value", how="anti")
    empty = rows - column.filled
    if len(wrong) or empty:
        found = noticed("weight_missing", column.name, wrong, ("weight_one", "reject_rows"), params={"empty": empty})
        yield replace(found, count=found.count + empty)


def _labelled(described: Described) -> dict[float, str]:
    """Codes that the file itself calls missing, or labels so; with their labels."""
    codes = {code: described.value_labels.get(code, "") for code in described.missing}
    codes |= {code: label for code, label in described.value_labels.items() if means_no_answer(label)}
    found = {}
    for code, label in codes.items():
        try:
            found[float(code)] = label
        except ValueError:
            continue
    return found


def _sentinels(cells: pl.DataFrame) -> set[float]:
    """Codes far from all other numbers: -99 among 1 to 7, 99 among 1 to 23."""
    numbers: set[float] = set(cells["number"].to_list())
    found: set[float] = set()
    for codes in (_LOW_CODES, _HIGH_CODES):
        there, others = numbers & codes, numbers - codes
        if not there or len(others) < FEWEST_OTHERS:
            continue
        whole = all(number == int(number) for number in others)
        if codes is _LOW_CODES:
            found |= there if min(others) >= 0 else set()
        elif whole and min(others) >= 0:
            found |= {code for code in there if max(others) < code / 3}
    return found


def _lone_zero(column: ColumnCounts) -> set[float]:
    """A 0 among words, as the only number: Male, Female, 0."""
    numbers = column.numeric["number"].unique().to_list()
    texts = column.filled - column.of_shape(*NUMBERS)
    alone = numbers == [0.0] and not column.more and texts > MOSTLY * column.filled and len(column.values) > 2  # noqa: PLR2004
    return {0.0} if alone else set()


def _whole_steps(role: Role) -> bool:
    from cxlab.definitions import DEFINITIONS

    known = DEFINITIONS.get((role.definition or "").partition("@")[0])
    return known is not None and known.whole_steps


def _plain(number: float) -> str:
    return f"{number:g}"
