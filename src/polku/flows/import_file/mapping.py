"""Decides what a mapping says: what kind of records a file holds, what each column is, and what was decided of it."""

from __future__ import annotations

from collections.abc import Mapping as Pairs
from dataclasses import dataclass, field, fields, replace
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _

from polku.governance.rules import Refused

# What a column may be, by the kind of record in a row. "background" (kept beside the answers as it stands) and
# "ignored" may stand in any file of answers; in the others what is not named is left out.
ROLES: Pairs[str, tuple[str, ...]] = MappingProxyType(
    {
        "answers": (
            "answer", "respondent", "account", "account_name", "contact", "mail", "time", "day", "weight", "language",
            "segment", "decision_role", "buyer_kind", "unit", "wave", "touchpoint", "background", "ignored",
        ),
        "accounts": (
            "id", "name", "segment", "account_group", "language", "country", "found_us", "owner", "deputy",
            "end_customer", "customer_since", "ignored",
        ),
        "contacts": (
            "id", "account", "account_name", "name", "mail", "phone", "unit", "decision_role", "buyer_kind", "language",
            "country", "consent", "ignored",
        ),
        "revenue": ("account", "account_name", "month", "amount", "currency", "ignored"),
        "offers": (
            "id", "account", "account_name", "contact", "made", "decided", "outcome", "amount", "currency",
            "touchpoint", "ignored",
        ),
        "events": (
            "case", "time", "account", "contact", "touchpoint", "name", "actor", "channel", "failing", "ignored",
        ),
    }
)  # fmt: skip
KINDS = tuple(ROLES)
PROMISES = ("open", "confidential", "anonymous")
AUDIENCES = ("customer", "employee", "partner")
DATE_ORDERS = ("", "day_first", "month_first", "day_first_only", "month_first_only")
UNREADABLE = ("", "missing")
TIDY = ("join", "drop_zeros")
# Roles that several columns may have in one file.
MANY = frozenset({"answer", "background", "ignored"})
# What holds for one file alone: it says which one it is.
OF_ONE_FILE = ("wave", "month", "day")


class MappingFault(Refused):
    """A mapping says something that cannot be; ``field`` names the place, as in ``columns.NETPRO.kind``."""


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """What one column is.

    Attributes:
        role: one of ``ROLES`` of the file's kind.
        question: key of the question a column of answers belongs to; columns of one multiple choice share it.
        kind: kind of question (nps, csat5, scale5, ..., single, multiple, number, date, short_text, long_text).
        definition: the metric it feeds (a key of ``cxlab.definitions``); empty for none.
        title: the question's words.
        name: what the column is called from here on, where its name in the file has stray signs.
        low: lowest step, high: highest step, where the kind leaves them open (number).
        labels: words of the steps or options, by value.
        option: in a multiple choice with a column an option: which option this is; ``counted`` marks it chosen,
            ``left`` that it was not (for exports; empty: an empty cell).
        missing: values that mean no answer.
        rejected: values whose rows are left out.
        unreadable: "missing": cells that cannot be read mean no answer; else their rows are rejected.
        tidy: "join": values alike but for case and spaces are one; "drop_zeros": 007 is 7.
        decimal: the decimal sign of its numbers, when it is not the file's.
        touchpoint: slug of the touchpoint the question is about.
        date_order: how dates are written, when it is not the file's.
    """

    role: str
    question: str = ""
    kind: str = ""
    definition: str = ""
    title: str = ""
    name: str = ""
    low: float | None = None
    high: float | None = None
    labels: Pairs[str, str] = field(default_factory=dict)
    option: str = ""
    counted: str = ""
    left: str = ""
    missing: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    unreadable: str = ""
    tidy: tuple[str, ...] = ()
    decimal: str = ""
    touchpoint: str = ""
    date_order: str = ""


@dataclass(frozen=True, slots=True)
class FileForm:
    """How the file is read where it is not as recognised; empty means as recognised."""

    encoding: str = ""
    separator: str = ""
    decimal: str = ""
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Mapping:
    """How a file becomes records: readable, kept under a name, used again for the next file.

    Attributes:
        kind: what a row is (``KINDS``).
        survey: title (or key) of the survey that answers belong to; a new one is made when there is none.
        promise, audience: what the answers were given under, and by whom.
        source: what the file comes from; the same row of the same source is known again.
        wave, month, day, language: what holds for every row that does not say it; month as in 2017-05, day as in
            2017-05-08.
        missing: values that mean no answer, in every column.
        date_order: how dates begin that can be read two ways ("day_first", "month_first"; empty: they are rejected);
            with "_only" added, those that can only begin otherwise are rejected.
        currency: of amounts without one.
        make_accounts: make accounts that the file names and that are not known; else their rows are rejected.
        columns: what each column is, by its name exactly as it stands in the file.
        decisions: what was decided of what was noticed, as ``kind:column`` -> choice.
        of_file: digest of the one file that wave, month and day were said of; of another file they are asked again.
        asks: which of them every file has to say.
        form: how the file is read.
    """

    kind: str = "answers"
    survey: str = ""
    promise: str = "open"
    audience: str = "customer"
    source: str = ""
    wave: str = ""
    month: str = ""
    day: str = ""
    language: str = ""
    missing: tuple[str, ...] = ()
    date_order: str = ""
    currency: str = ""
    make_accounts: bool = False
    columns: Pairs[str, ColumnUse] = field(default_factory=dict)
    decisions: Pairs[str, str] = field(default_factory=dict)
    of_file: str = ""
    asks: tuple[str, ...] = ()
    form: FileForm = FileForm()

    def __post_init__(self) -> None:
        checked(self)

    def named(self, role: str) -> str | None:
        """The column that has a role."""
        return next((name for name, use in self.columns.items() if use.role == role), None)

    def answers(self) -> dict[str, ColumnUse]:
        """The columns of answers, in the file's order."""
        return {name: use for name, use in self.columns.items() if use.role == "answer"}

    def missing_of(self, column: str) -> frozenset[str]:
        """Every value that means no answer in a column."""
        use = self.columns.get(column)
        return frozenset(self.missing) | frozenset(use.missing if use else ())

    def with_column(self, name: str, **changes: Any) -> Mapping:
        """The same mapping with one column used otherwise."""
        use = replace(self.columns.get(name, ColumnUse("ignored")), **changes)
        return replace(self, columns={**self.columns, name: use})


def checked(mapping: Mapping) -> None:
    """Raise MappingFault naming the first place that cannot be."""
    _one_of(mapping.kind, KINDS, "kind")
    _one_of(mapping.promise, PROMISES, "promise")
    _one_of(mapping.audience, AUDIENCES, "audience")
    _one_of(mapping.date_order, DATE_ORDERS, "date_order")
    for name in mapping.asks:
        _one_of(name, OF_ONE_FILE, "asks")
    roles: dict[str, str] = {}
    for name, use in mapping.columns.items():
        place = f"columns.{name}"
        _one_of(use.role, ROLES[mapping.kind], f"{place}.role")
        _one_of(use.date_order, DATE_ORDERS, f"{place}.date_order")
        _one_of(use.unreadable, UNREADABLE, f"{place}.unreadable")
        for one in use.tidy:
            _one_of(one, TIDY, f"{place}.tidy")
        if use.role in MANY:
            continue
        if use.role in roles:
            raise MappingFault(
                _("%(place)s: the column %(other)s is the %(role)s already. Let one of them be background or ignored.")
                % {"place": place, "other": roles[use.role], "role": use.role},
                place,
            )
        roles[use.role] = name


def _one_of(value: str, known: tuple[str, ...], place: str) -> None:
    if value not in known:
        raise MappingFault(
            _("%(place)s: %(value)s is not known here. Write one of: %(known)s.")
            % {"place": place, "value": repr(value), "known": ", ".join(one or '""' for one in known)},
            place,
        )


def to_json(mapping: Mapping) -> dict[str, Any]:
    """The mapping as plain values, what differs from the defaults alone."""
    told = {"kind": mapping.kind} | _told(mapping)
    uses = {name: use_to_json(use) for name, use in mapping.columns.items()}
    told["columns"] = {name: use if len(use) > 1 else use["role"] for name, use in uses.items()}
    told["decisions"] = dict(mapping.decisions)
    told["form"] = _told(mapping.form)
    return {name: value for name, value in told.items() if value not in ({}, [], "")}


def use_to_json(use: ColumnUse) -> dict[str, Any]:
    """What one column is as plain values."""
    return {"role": use.role} | _told(use)


def _told(one: Any) -> dict[str, Any]:
    """Fields of a dataclass that say something, as plain values."""
    told = {}
    for part in fields(one):
        value = getattr(one, part.name)
        if isinstance(value, FileForm) or part.name in {"columns", "decisions", "role"}:
            continue
        if value is None or value is False or value in ("", (), {}) or value == part.default:
            continue
        told[part.name] = list(value) if isinstance(value, tuple) else dict(value) if isinstance(value, dict) else value
    return told


def from_json(told: Pairs[str, Any]) -> Mapping:
    """The mapping that ``to_json`` told of; raises MappingFault naming the place that cannot be read."""
    given = _fitting(Mapping, told, "")
    columns = given.pop("columns", {})
    given["columns"] = {name: use_from_json(name, said) for name, said in columns.items()}
    given["form"] = FileForm(**_fitting(FileForm, given.pop("form", {}), "form."))
    return Mapping(**given)


def use_from_json(name: str, said: Any) -> ColumnUse:
    """What one column is, as ``to_json`` told of it."""
    place = f"columns.{name}."
    if isinstance(said, str):
        return ColumnUse(said)
    if not isinstance(said, dict) or "role" not in said:
        raise MappingFault(_("%(place)s: a column needs a role.") % {"place": place.rstrip(".")}, place.rstrip("."))
    return ColumnUse(**_fitting(ColumnUse, said, place))


_SHAPES: dict[str, tuple[type, ...]] = {
    "str": (str,),
    "bool": (bool,),
    "float | None": (int, float),
    "tuple[str, ...]": (list, tuple),
    "FileForm": (dict,),
}


def _fitting(kind: type, told: Pairs[str, Any], place: str) -> dict[str, Any]:
    """Values by field name, each of the field's kind; raises MappingFault naming what is not."""
    known = {part.name: str(part.type) for part in fields(kind)}
    fitting = {}
    for name, value in told.items():
        if name not in known:
            _one_of(name, tuple(known), f"{place}{name}")
        shape = known[name]
        if not isinstance(value, _SHAPES.get(shape, (dict,))) or (isinstance(value, bool) and shape != "bool"):
            raise MappingFault(
                _("%(place)s cannot be %(value)s.") % {"place": f"{place}{name}", "value": repr(value)},
                f"{place}{name}",
            )
        if shape.startswith("tuple"):
            value = tuple(str(one) for one in value)  # noqa: PLW2901 - the same value in its field's shape
        elif isinstance(value, dict) and name in {"labels", "decisions"}:
            value = {str(key): str(text) for key, text in value.items()}  # noqa: PLW2901 - as above
        fitting[name] = value
    return fitting
