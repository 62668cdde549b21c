"""Decides what a decision does to the mapping: codes that mean nothing, rows left out, how dates are read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from polku.flows.import_file.mapping import ColumnUse, Mapping
from polku.flows.import_file.new_columns import TAKEN, proposed_use

if TYPE_CHECKING:
    from cxlab.noticing import Noticed

# As many values as are named of something noticed: there may be more of them.
NAMED = 100


def with_choice(mapping: Mapping, noticed: Noticed, choice: str) -> Mapping:
    """The mapping with a decision in it, and with what the decision does."""
    before = mapping
    if (earlier := before.decisions.get(noticed.key)) and earlier != choice:
        mapping = _taken_back(mapping, noticed, earlier)
    mapping = replace(mapping, decisions={**mapping.decisions, noticed.key: choice})
    act = _ACTS.get(choice)
    return act(mapping, noticed) if act is not None else mapping


def with_proposed(mapping: Mapping, noticed: tuple[Noticed, ...]) -> Mapping:
    """The mapping with every choice taken that is proposed; only for a person who asked for that."""
    for one in noticed:
        if one.proposed is not None and one.key not in mapping.decisions:
            mapping = with_choice(mapping, one, one.proposed)
    return mapping


def _use(mapping: Mapping, noticed: Noticed, **changes: Any) -> Mapping:
    if noticed.column is None:
        return mapping
    if noticed.column not in mapping.columns:
        default = ColumnUse("background" if mapping.kind == "answers" else "ignored")
        mapping = replace(mapping, columns={**mapping.columns, noticed.column: default})
    return mapping.with_column(noticed.column, **changes)


def _there(mapping: Mapping, noticed: Noticed) -> ColumnUse:
    return mapping.columns.get(noticed.column or "", ColumnUse("background"))


def _values(noticed: Noticed) -> tuple[str, ...]:
    return tuple(value for value, _count in noticed.values)


def _taken_back(mapping: Mapping, noticed: Noticed, earlier: str) -> Mapping:
    """The mapping without what another choice did before."""
    use, gone = _there(mapping, noticed), set(_values(noticed))
    if earlier == "missing":
        kept = tuple(value for value in use.missing if value not in gone)
        return _use(mapping, noticed, missing=kept, unreadable="")
    if earlier == "reject_rows":
        return _use(mapping, noticed, rejected=tuple(value for value in use.rejected if value not in gone))
    return _use(mapping, noticed, name="") if earlier == "rename" else mapping


def _missing(mapping: Mapping, noticed: Noticed) -> Mapping:
    use, values = _there(mapping, noticed), _values(noticed)
    more = len(values) >= NAMED or not values
    unreadable = {"unreadable": "missing"} if more or noticed.kind in _UNREADABLE else {}
    return _use(mapping, noticed, missing=_joined(use.missing, values), **unreadable)


_UNREADABLE = frozenset({"impossible_dates", "not_a_time", "no_dates", "zero_dates", "not_a_number"})


def _rejected(mapping: Mapping, noticed: Noticed) -> Mapping:
    if noticed.kind == "mixed_dates":
        more = "day_first" if noticed.params["day_first"] >= noticed.params["month_first"] else "month_first"
        return _use(mapping, noticed, date_order=f"{more}_only", rejected=_values(noticed))
    if noticed.kind in {"straight_lines", "identical_rows", "missing_ids"}:
        return mapping
    return _use(mapping, noticed, rejected=_joined(_there(mapping, noticed).rejected, _values(noticed)))


def _as_number(mapping: Mapping, noticed: Noticed) -> Mapping:
    """Marks on a scale that we do not know are counted as numbers; bare days that stay bare are no days."""
    if noticed.kind == "bare_day":
        return _use(mapping, noticed, role="background")
    if noticed.kind not in {"missing_code", "outside_scale"} or _there(mapping, noticed).role != "answer":
        return mapping
    return _use(mapping, noticed, kind="number", definition="mean", low=None, high=None)


def _order(order: str) -> Callable[[Mapping, Noticed], Mapping]:
    return lambda mapping, noticed: _use(mapping, noticed, date_order=order)


def renamed(mapping: Mapping, gone: str, name: str) -> Mapping:
    """The mapping for a file in which a column goes by another name: it is used as it was."""
    use = mapping.columns.get(gone)
    if use is None:
        return mapping
    columns = {key: one for key, one in mapping.columns.items() if key != gone}
    if use.role == "answer" and not use.question:
        from polku.flows.import_file.questions import key_of

        use = replace(use, question=key_of(gone))
    return replace(mapping, columns={**columns, name: use})


def without(mapping: Mapping, gone: str) -> Mapping:
    """The mapping for a file that has a column no more: it is asked for no more."""
    return replace(mapping, columns={name: use for name, use in mapping.columns.items() if name != gone})


def _named(mapping: Mapping, noticed: Noticed, use: ColumnUse) -> Mapping:
    """The mapping that names a column it did not know."""
    return replace(mapping, columns={**mapping.columns, noticed.column or "": use})


def _take(choice: str) -> Callable[[Mapping, Noticed], Mapping]:
    return lambda mapping, noticed: _named(mapping, noticed, proposed_use(noticed, choice))


def _joined(there: tuple[str, ...], values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*there, *values)))


_ACTS: dict[str, Callable[[Mapping, Noticed], Mapping]] = {
    "missing": _missing,
    "reject_rows": _rejected,
    "keep": _as_number,
    "other_scale": _as_number,
    "day_first": _order("day_first"),
    "month_first": _order("month_first"),
    "with_month": lambda mapping, noticed: _use(mapping, noticed, role="day"),
    "as_time": lambda mapping, noticed: _use(mapping, noticed, role="time"),
    "decimal": lambda mapping, noticed: _use(mapping, noticed, decimal=","),
    "ignore": lambda mapping, noticed: _use(mapping, noticed, role="ignored"),
    "weight_one": lambda mapping, noticed: _use(mapping, noticed, unreadable="missing"),
    "join": lambda mapping, noticed: _use(mapping, noticed, tidy=_joined(_there(mapping, noticed).tidy, ("join",))),
    "drop_zeros": lambda mapping, noticed: _use(
        mapping, noticed, tidy=_joined(_there(mapping, noticed).tidy, ("drop_zeros",))
    ),
    "rename": lambda mapping, noticed: _use(mapping, noticed, name=str(noticed.params["name"])),
    "same": lambda mapping, noticed: renamed(mapping, noticed.column or "", str(noticed.params["name"])),
    **{choice: _take(choice) for choice in TAKEN},
    "background": lambda mapping, noticed: _named(mapping, noticed, ColumnUse("background")),
    "leave_out": lambda mapping, noticed: _named(mapping, noticed, ColumnUse("ignored")),
    "without": lambda mapping, noticed: without(mapping, noticed.column or ""),
}
