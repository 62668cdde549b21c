"""Decides what a reader may choose on the scoreboard, where each choice leads, and which stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from polku.insights.scores import Available
from polku.web.workspace.scoreboard.address import BREAKDOWNS, CUSTOMERS, FILTERS, OF_CUSTOMERS, OF_TIME, Asked
from polku.web.workspace.scoreboard.naming import Names
from polku.web.workspace.templatetags import figures as written
from polku.web.workspace.words import word


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose: where it leads or what it sends, and whether it stands."""

    key: str
    name: str
    here: bool
    address: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Picker:
    """One filter of the form."""

    name: str
    label: str
    all: str
    choices: tuple[Choice, ...]


def breakdowns(asked: Asked, available: Available) -> tuple[Choice, ...]:
    """The ways to break the score down that have keys, and time."""
    offered = [name for name in BREAKDOWNS if name in {*OF_TIME, asked.by} or _known(name, asked, available)]
    return tuple(
        Choice(name, word("dimension", name), name == asked.by, asked.address(by=name, sort="place"))
        for name in offered
    )


def _known(name: str, asked: Asked, available: Available) -> bool:
    """Whether answers differ by it: our own people are in no segment and decide on no purchase."""
    return bool(available.dimensions.get(name)) and (asked.audience == CUSTOMERS or name not in OF_CUSTOMERS)


def sorts(asked: Asked) -> dict[str, Choice]:
    """For each column the address that sorts by it, the other way round when it already does."""
    columns = {"place": "", "score": "", "answers": "-", "change": ""}
    found = {}
    for column, first in columns.items():
        turned = asked.sort.removeprefix("-") == column
        way = ("" if asked.sort.startswith("-") else "-") if turned else first
        standing = ("descending" if asked.sort.startswith("-") else "ascending") if turned else ""
        if asked.sort == "place":
            standing = ""
        found[column] = Choice(column, standing, turned, asked.address(sort=f"{way}{column}"))
    return found


def views(asked: Asked) -> tuple[Choice, ...]:
    """The ways to look at the same figures."""
    texts = {"table": _("Table"), "trend": _("Trend"), "distribution": _("Distribution"), "map": _("Map")}
    return tuple(Choice(key, text, key == asked.view, asked.address(view=key)) for key, text in texts.items())


def sizes(asked: Asked) -> tuple[Choice, ...]:
    """All groups, or the five largest or smallest by their answers."""
    texts = {"all": _("All groups"), "largest": _("Five with most answers"), "smallest": _("Five with fewest answers")}
    return tuple(Choice(key, text, key == asked.only, asked.address(only=key)) for key, text in texts.items())


def pickers(asked: Asked, available: Available, names: Names) -> tuple[Picker, ...]:
    """The filters of the form."""
    return tuple(
        _picker(name, asked, available, names)
        for name in FILTERS
        # Journey and touchpoint chosen apart say the same; the two in one stand only where they were followed to.
        if _known(name, asked, available) and (name != "touchpoint" or asked.filters.get(name))
    )


def _picker(name: str, asked: Asked, available: Available, names: Names) -> Picker:
    every = {
        "segment": _("All segments"),
        "account_group": _("All account groups"),
        "journey": _("All journeys"),
        "phase": _("All phases"),
        "touchpoint_name": _("All touchpoints"),
        "touchpoint": _("All touchpoints"),
        "owner": _("All owners"),
        "decision_role": _("All roles"),
        "buyer_kind": _("New and repeat"),
        "language": _("All languages"),
        "wave": _("All waves"),
    }
    standing = asked.filters.get(name, ())
    keys: Sequence[str] = [key for key in available.dimensions[name] if key]
    made = (Choice(key, names.of(name, key), key in standing, group=names.group(name, key)) for key in keys)
    return Picker(name, word("dimension", name), every[name], tuple(made))


def months(proposal: str, standing: str | None, asked: Asked, available: Available) -> tuple[Choice, ...]:
    """The months there are, latest first, below what stands when nobody chooses."""
    chosen = asked.months_chosen
    every = (Choice(name, written.month(name), chosen and name == standing) for name in reversed(available.months))
    return (Choice("", proposal, not chosen), *every)


def compares(asked: Asked) -> tuple[Choice, ...]:
    """What to compare with."""
    texts = {
        "year": _("With a year earlier"),
        "previous": _("With the months before"),
        "complement": _("With all others"),
        "target": _("With the target"),
        "none": _("With nothing"),
    }
    return tuple(Choice(key, text, key == asked.compare) for key, text in texts.items())


def weights(asked: Asked, *, has_weights: bool) -> tuple[Choice, ...]:
    """How much an answer counts; weights of a file are offered where the answers came with any."""
    texts = {
        "respondent": _("Every answer once"),
        "weighted": _("Every answer by the weight in its file") if has_weights or asked.weight == "weighted" else "",
        "account": _("Every account once"),
        "revenue": _("Every account by its revenue"),
    }
    return tuple(Choice(key, text, key == asked.weight) for key, text in texts.items() if text)


def set_filters(asked: Asked, names: Names) -> tuple[Choice, ...]:
    """The filters that stand, each with the address that takes it off."""

    def named(name: str, keys: Iterable[str]) -> str:
        return ", ".join(names.of(name, key) for key in keys)

    def without(name: str) -> str:
        # The metrics of our own people are none of the customers'.
        return "?" if name == "audience" else asked.address(filters=asked.filtered(name))

    return tuple(
        Choice(name, named(name, keys), here=True, address=without(name)) for name, keys in asked.filters.items()
    )
