"""Decides what the address of the page asks (outcome, drivers, filters, months), and writes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import QueryDict

from polku.insights.drivers import FILTERS, Laid, Measured
from polku.insights.scores import Available
from polku.surveys.queries import QuestionName

# Chosen as outcome where nobody chooses: what people say they will do, then what they feel about it all.
_FIRST = ("nps", "nps_1_10", "enps")
_LAST = ("csat5", "csat5_mean", "scale5", "mean", "disconfirmation")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks, made whole by what there is."""

    outcome: str
    drivers: tuple[str, ...]
    chosen: bool
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first: str | None = None
    last: str | None = None

    @property
    def laid(self) -> Laid:
        return Laid(self.outcome, self.drivers, self.filters, self.first, self.last)

    def address(self, **changes: object) -> str:
        """The address that asks this with something changed; drivers nobody chose are left to be chosen."""
        asked = replace(self, **changes)  # type: ignore[arg-type]
        pairs = [("outcome", asked.outcome)]
        pairs += [("driver", key) for key in asked.drivers] if asked.chosen else []
        pairs += [(name, key) for name, keys in asked.filters.items() for key in keys]
        pairs += [(name, month) for name, month in (("first", asked.first), ("last", asked.last)) if month]
        return "?" + urlencode(pairs)

    def without(self, name: str) -> str:
        """The address with one filter taken off."""
        return self.address(filters={other: keys for other, keys in self.filters.items() if other != name})


def outcomes(known: tuple[Measured, ...], named: Mapping[str, QuestionName]) -> tuple[Measured, ...]:
    """The questions that others may go with, the likeliest outcome first."""
    asked = {key: [one for one in known if one.survey == key] for key in {one.survey for one in known}}

    def order(one: Measured) -> tuple[object, ...]:
        if one.definition in _FIRST:
            place = _FIRST.index(one.definition)
        elif is_outcome(one, named):
            place = len(_FIRST)
        else:
            place = len(_FIRST) + (1 if one.definition in _LAST else 2)
        # A survey of two questions has little to tell apart.
        return (place, len(asked[one.survey]) <= 2, -one.n, one.key)  # noqa: PLR2004

    return tuple(sorted((one for one in known if len(asked[one.survey]) > 1), key=order))


def is_outcome(one: Measured, named: Mapping[str, QuestionName]) -> bool:
    """Whether the question asks for a consequence: by its purpose, or for it asks to be recommended."""
    return one.definition in _FIRST or (one.key in named and named[one.key].nature == "outcome")


def beside(outcome: str, known: tuple[Measured, ...]) -> tuple[Measured, ...]:
    """The other questions of the same survey and the same people."""
    of = next(one for one in known if one.key == outcome)
    return tuple(one for one in known if one.survey == of.survey and one.audience == of.audience and one.key != outcome)


def asked(
    address: QueryDict, known: tuple[Measured, ...], named: Mapping[str, QuestionName], available: Available
) -> Asked:
    """What the address asks; what it names wrongly is passed over, so that an old link still shows something."""
    possible = [one.key for one in outcomes(known, named)]
    outcome = address.get("outcome", "")
    if outcome not in possible:
        outcome = possible[0]
    others = beside(outcome, known)
    wanted = set(address.getlist("driver"))
    drivers = tuple(one.key for one in others if one.key in wanted)
    causes = tuple(one.key for one in others if not is_outcome(one, named))
    filters = {
        name: keys
        for name in FILTERS
        if (keys := tuple(key for key in address.getlist(name) if key in available.dimensions.get(name, ())))
    }
    first, last = (address.get(name) if address.get(name) in available.months else None for name in ("first", "last"))
    if first and last and first > last:
        first, last = last, first
    every = causes or tuple(one.key for one in others)
    return Asked(outcome, _in_order(drivers or every, named), bool(drivers), filters, first, last)


def _in_order(keys: tuple[str, ...], named: Mapping[str, QuestionName]) -> tuple[str, ...]:
    """As the survey asks them."""
    places = {key: place for place, key in enumerate(named)}
    return tuple(sorted(keys, key=lambda key: (places.get(key, len(places)), key)))
