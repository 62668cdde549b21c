"""Says what a planned journey is: touchpoints in sequence, optional, in any order, by choice, repeated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

Owner = Literal["brand", "partner", "customer", "social"]
Unit = Literal["minutes", "hours", "days", "weeks", "working hours", "working days"]

OWNERS: tuple[Owner, ...] = get_args(Owner)
UNITS: tuple[Unit, ...] = get_args(Unit)


_LONGEST = 1e6


class PlanError(ValueError):
    """A planned journey that cannot be; names line and column where the plan is text."""

    def __init__(self, message: str, *, line: int | None = None, column: int | None = None) -> None:
        where = f"line {line}, column {column}: " if line is not None else ""
        super().__init__(where + message)
        self.line, self.column = line, column


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``amount`` ``unit`` after another touchpoint, or after the one before when ``after`` is None."""

    amount: float
    unit: Unit
    after: str | None = None

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            message = f"A time limit is in {', '.join(UNITS)}, not in {self.unit!r}."
            raise PlanError(message)
        if not 0 < self.amount < _LONGEST:
            message = f"A time limit is a number above 0, not {self.amount!r}."
            raise PlanError(message)


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """One planned touchpoint, by the name that the log uses."""

    name: str
    owner: Owner | None = None
    limit: Limit | None = None

    def __post_init__(self) -> None:
        if not self.name.strip() or not self.name.isprintable():
            message = f"A touchpoint needs a name in printable signs, not {self.name!r}."
            raise PlanError(message)
        if self.name != self.name.strip():
            message = f"The name {self.name!r} begins or ends with a space."
            raise PlanError(message)
        if self.owner is not None and self.owner not in OWNERS:
            message = f"An owner is {', '.join(OWNERS)}, not {self.owner!r}."
            raise PlanError(message)


@dataclass(frozen=True, slots=True)
class Optional:
    """The part may be left out."""

    part: Part


@dataclass(frozen=True, slots=True)
class Repeat:
    """The part happens once or more."""

    part: Part


def _several(parts: tuple[Part, ...], what: str) -> None:
    if len(parts) < 2:  # noqa: PLR2004 (two is the least that can be ordered or chosen from)
        message = f"{what} needs at least two parts."
        raise PlanError(message)


@dataclass(frozen=True, slots=True)
class Sequence:
    """The parts follow each other in this order."""

    parts: tuple[Part, ...]

    def __post_init__(self) -> None:
        _several(self.parts, "A sequence")


@dataclass(frozen=True, slots=True)
class AnyOrder:
    """Every part happens; their touchpoints may come in any order and between each other."""

    parts: tuple[Part, ...]

    def __post_init__(self) -> None:
        _several(self.parts, "Any order")


@dataclass(frozen=True, slots=True)
class Choice:
    """Exactly one of the parts happens."""

    parts: tuple[Part, ...]

    def __post_init__(self) -> None:
        _several(self.parts, "A choice")


Part = Touchpoint | Optional | Repeat | Sequence | AnyOrder | Choice
_BLOCKS: Mapping[str, type[Sequence | AnyOrder | Choice]] = {
    "sequence": Sequence,
    "any_order": AnyOrder,
    "choice": Choice,
}
_WRAPS: Mapping[str, type[Optional | Repeat]] = {"optional": Optional, "repeat": Repeat}


@dataclass(frozen=True, slots=True)
class PlannedJourney:
    """A planned journey: a hypothesis that actual walks are compared with [Halvorsrud, Kvale & Følstad 2016]."""

    root: Part
    name: str | None = None

    def touchpoints(self) -> tuple[Touchpoint, ...]:
        """The planned touchpoints in the order of the plan; one that is planned twice stands twice."""
        return tuple(_touchpoints(self.root))

    def to_json(self) -> dict[str, Any]:
        """The plan as a JSON document; ``from_json`` reads it back unchanged."""
        document: dict[str, Any] = {"journey": self.name, "plan": _to_json(self.root)}
        return document

    @classmethod
    def from_json(cls, document: Any) -> PlannedJourney:
        """Read a plan from its JSON document.

        Raises:
            PlanError: something is not as ``to_json`` writes it; names the path.

        Example:
            >>> plan = PlannedJourney(Sequence((Touchpoint("Call"), Optional(Touchpoint("Visit", "partner")))), "Sale")
            >>> PlannedJourney.from_json(plan.to_json()) == plan
            True
        """
        if not isinstance(document, dict) or "plan" not in document:
            raise PlanError('A plan is an object with "journey" and "plan".')
        name = document.get("journey")
        if name is not None and not isinstance(name, str):
            raise PlanError('"journey" is the name of the plan, a text.')
        return cls(_from_json(document["plan"], "plan", 0), name)


_DEEPEST = 60


def _touchpoints(part: Part) -> Iterator[Touchpoint]:
    if isinstance(part, Touchpoint):
        yield part
    elif isinstance(part, Optional | Repeat):
        yield from _touchpoints(part.part)
    else:
        for child in part.parts:
            yield from _touchpoints(child)


def _to_json(part: Part) -> Any:
    if isinstance(part, Touchpoint):
        document: dict[str, Any] = {"touchpoint": part.name}
        if part.owner:
            document["owner"] = part.owner
        if part.limit:
            document["within"] = {"amount": part.limit.amount, "unit": part.limit.unit}
            if part.limit.after:
                document["within"]["after"] = part.limit.after
        return document
    for key, wrap in _WRAPS.items():
        if isinstance(part, wrap):
            return {key: _to_json(part.part)}
    for key, block in _BLOCKS.items():
        if isinstance(part, block):
            return {key: [_to_json(child) for child in part.parts]}
    raise AssertionError(part)


def _from_json(document: Any, path: str, depth: int) -> Part:
    if depth > _DEEPEST:
        message = f"{path}: parts lie more than {_DEEPEST} deep in each other."
        raise PlanError(message)
    if not isinstance(document, dict):
        message = f"{path}: a part is an object."
        raise PlanError(message)
    if "touchpoint" in document:
        return _touchpoint(document, path)
    if len(document) == 1:
        key, inner = next(iter(document.items()))
        if key in _WRAPS:
            return _WRAPS[key](_from_json(inner, f"{path}.{key}", depth + 1))
        if key in _BLOCKS and isinstance(inner, list):
            parts = tuple(_from_json(child, f"{path}.{key}[{number}]", depth + 1) for number, child in enumerate(inner))
            try:
                return _BLOCKS[key](parts)
            except PlanError as error:
                message = f"{path}: {error}"
                raise PlanError(message) from error
    known = ", ".join(("touchpoint", *_WRAPS, *_BLOCKS))
    message = f"{path}: a part is one of {known}."
    raise PlanError(message)


def _touchpoint(document: dict[str, Any], path: str) -> Touchpoint:
    within = document.get("within")
    name, owner = document["touchpoint"], document.get("owner")
    unknown = sorted(set(document) - {"touchpoint", "owner", "within"})
    if unknown or not isinstance(name, str) or not isinstance(owner, str | None):
        message = f"{path}: a touchpoint has a name, an owner and a limit as text; not {', '.join(unknown) or 'this'}."
        raise PlanError(message)
    limit = None
    if within is not None:
        amount = within.get("amount") if isinstance(within, dict) else None
        if not isinstance(amount, int | float) or isinstance(amount, bool):
            message = f'{path}.within: a limit has an "amount" and a "unit".'
            raise PlanError(message)
        limit = _checked(path, Limit, amount, within.get("unit"), within.get("after"))
    touchpoint: Touchpoint = _checked(path, Touchpoint, name, owner, limit)
    return touchpoint


def _checked(path: str, make: type, *values: Any) -> Any:
    try:
        return make(*values)
    except PlanError as error:
        message = f"{path}: {error}"
        raise PlanError(message) from error
