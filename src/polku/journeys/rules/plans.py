"""Decides how the text of a plan names touchpoints, and which plan holds: the written one or the map's order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Sequence as Several

from cxlab.journeys.plan_text import parse_plan, write_plan
from cxlab.journeys.planned import Limit, Optional, Part, PlanError, PlannedJourney, Repeat, Sequence, Touchpoint

Names = Mapping[str, Mapping[str, str]]
MOST_SIGNS = 20_000
_HEAD = re.compile(r"\s*(?:(?:optional|repeat)\s+)*")


class PlanFault(Exception):  # noqa: N818 - reads as what is wrong
    """The text is no plan of this map: ``kind`` is ``grammar``, ``unknown`` or ``ambiguous``; ``what`` tells it."""

    def __init__(self, kind: str, what: str, line: int, column: int) -> None:
        super().__init__(what)
        self.kind, self.what, self.line, self.column = kind, what, line, column


def read(text: str, points: Names) -> PlannedJourney:
    """The plan with each touchpoint by its slug; the text may name it by slug or by its name in any language.

    Args:
        text: in the language of ``cxlab.journeys.parse_plan``.
        points: names of the map's touchpoints by slug.

    Raises:
        PlanFault: the text is no plan, or names what the map does not have, or has twice.
    """
    try:
        plan = parse_plan(text)
    except PlanError as error:
        what = re.sub(r"^(line \d+, column \d+: )+", "", str(error))
        raise PlanFault("grammar", what, error.line or 1, error.column or 1) from error
    known = _slugs_by_name(points)
    for line, column, name in _told(text):
        found = known.get(folded(name), frozenset()) if name not in points else {name}
        if len(found) != 1:
            raise PlanFault("ambiguous" if found else "unknown", name, line, column)
    return renamed(plan, lambda name: name if name in points else next(iter(known[folded(name)])))


def renamed(plan: PlannedJourney, name: Callable[[str], str]) -> PlannedJourney:
    """The plan with every touchpoint called otherwise, and without a name of its own."""

    def called(point: Touchpoint) -> Touchpoint:
        limit = point.limit
        if limit is not None and limit.after:
            limit = Limit(limit.amount, limit.unit, name(limit.after))
        return Touchpoint(name(point.name), point.owner, limit)

    root = _mapped(plan.root, called)
    assert root is not None
    return PlannedJourney(root)


def shown(plan: PlannedJourney, points: Names, called: Mapping[str, str]) -> str:
    """The plan as text with the names of the reader's language; a name that two touchpoints share stays a slug.

    Args:
        plan: by slug.
        points: names of the map's touchpoints by slug.
        called: what each is called in the reader's language.
    """
    known = _slugs_by_name(points)

    def one(slug: str) -> str:
        name = " ".join(called.get(slug, "").split())
        alone = known.get(folded(name)) == {slug}
        return name if alone and name.isprintable() and name not in points else slug

    return write_plan(renamed(plan, one))


def in_use(text: str, present: Several[str]) -> PlannedJourney | None:
    r"""The plan that holds: the written one without what is off the map, else the map's order; None on an empty map.

    >>> in_use("", ["a", "b"]).touchpoints()[1].name
    'b'
    >>> [one.name for one in in_use('"a"\nchoice\n  b\n  c', ["a", "c"]).touchpoints()]
    ['a', 'c']
    """
    there = frozenset(present)

    def kept(point: Touchpoint) -> Touchpoint | None:
        if point.name not in there:
            return None
        lost = point.limit is not None and point.limit.after is not None and point.limit.after not in there
        return Touchpoint(point.name, point.owner) if lost else point

    if text.strip() and (root := _mapped(parse_plan(text).root, kept)) is not None:
        return PlannedJourney(root)
    parts = tuple(Touchpoint(slug) for slug in dict.fromkeys(present))
    if not parts:
        return None
    return PlannedJourney(parts[0] if len(parts) == 1 else Sequence(parts))


def _mapped(part: Part, change: Callable[[Touchpoint], Touchpoint | None]) -> Part | None:
    """The part with each touchpoint changed; what holds none any more falls away, what holds one is that one."""
    if isinstance(part, Touchpoint):
        return change(part)
    if isinstance(part, Optional | Repeat):
        inner = _mapped(part.part, change)
        return None if inner is None else type(part)(inner)
    parts = tuple(one for child in part.parts if (one := _mapped(child, change)) is not None)
    if len(parts) < 2:  # noqa: PLR2004 - one alone is neither order nor choice
        return parts[0] if parts else None
    return type(part)(parts)


def folded(name: str) -> str:
    """A name as it is compared: spaces and capitals do not tell."""
    return " ".join(name.split()).casefold()


def _slugs_by_name(points: Names) -> dict[str, frozenset[str]]:
    known: dict[str, set[str]] = {}
    for slug, names in points.items():
        for name in names.values():
            known.setdefault(folded(name), set()).add(slug)
    return {name: frozenset(slugs) for name, slugs in known.items()}


def _told(text: str) -> Iterator[tuple[int, int, str]]:
    """Each touchpoint that the text names, with its line and column."""
    for number, raw in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        try:
            points = parse_plan(raw.strip()).touchpoints()
        except PlanError:
            # A line that opens a block, and the journey's own name, name no touchpoint.
            continue
        head = _HEAD.match(raw)
        begins = head.end() if head else 0
        for point in points:
            yield number, begins + 1, point.name
            if point.limit is not None and point.limit.after:
                at = max(raw.rfind(point.limit.after), begins)
                yield number, at + 1, point.limit.after
