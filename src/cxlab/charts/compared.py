"""Draws the plan as a spine with the real ways on it, and what left the plan as branches, each kind by its own mark."""

from __future__ import annotations

from dataclasses import dataclass

from cxlab.charts import compared_parts as parts
from cxlab.charts import journey_words as words
from cxlab.charts import letters
from cxlab.charts.svg import Svg, text
from cxlab.charts.tokens import PAGE, Tokens

MOST_BRANCHES = 3
MOST_WAYS = 24
LEAST_SHARE = 0.01
_NARROW = 560


@dataclass(frozen=True, slots=True)
class Station:
    """A touchpoint of the plan: its name, the walks that pass it, its events, and whether every planned walk does."""

    name: str
    walks: int
    times: int
    always: bool = True
    href: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """Who came directly after whom: in how many walks, how often, and the middle wait between them in seconds."""

    start: str
    end: str
    walks: int
    times: int
    wait_s: int | None = None
    href: str = ""


@dataclass(frozen=True, slots=True)
class Branch:
    """A way of leaving the plan: its kind, where, in how many walks; what its score tells, and whether that is sure."""

    kind: str
    touchpoint: str
    walks: int
    share: float
    told: str = ""
    sure: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """What is drawn: the plan in its order, and everything that happened, in ``cases`` walks."""

    cases: int
    stations: tuple[Station, ...]
    ways: tuple[Way, ...] = ()
    branches: tuple[Branch, ...] = ()


def compared(drawn: Compared, *, language: str, tokens: Tokens = PAGE, title: str = "", width: int = 920) -> Svg:
    """The picture of a journey as it was planned and as it went.

    Args:
        drawn: stations in the order of the plan; ways and branches in any order.
        language: fi, sv or en.
        tokens: the theme.
        title: what is shown, in the reader's language.
        width: pixels; below 560 the names stand beside the spine and everything else beneath them.

    Returns:
        An Svg. On the spine as wide as walks went straight on; beside it the other ways between planned touchpoints,
        the 24 most walked; branches for what left the plan, at most three a touchpoint and from one per cent on. How
        much is folded away is written beneath. Whatever has an address is a link that tells more when it is pointed at
        or reached by keyboard.

    Example:
        >>> made = compared(Compared(2, (Station("Call", 2, 2), Station("Pay", 1, 1))), language="en")
        >>> made.description
        'Call: 2 walks. Pay: 1 walk.'
    """
    if not drawn.stations:
        nothing = words.say("nothing", language)
        return parts.sheet([text(nothing, 0, 20, tokens, fill=tokens.quiet)], title, nothing, (width, 32), tokens)
    shown, folded = _branches(drawn)
    rows = tuple(len(shown[station.name]) for station in drawn.stations)
    place = parts.Place(width, width < _NARROW, rows, max(drawn.cases, 1), language, tokens)
    straight, others, rest = _ways(drawn)
    made, height = _beneath(drawn, folded, rest, place)
    made += [parts.arc(way, _row(drawn, way.start), _row(drawn, way.end), place) for way in others]
    made += [parts.link(straight.get(k), k, place) for k in range(len(drawn.stations) - 1)]
    for k, station in enumerate(drawn.stations):
        for at, branch in enumerate(shown[station.name]):
            made.append(parts.branch(branch, k, at, place, own=branch.touchpoint == station.name))
        made.append(parts.station(station, k, place))
    return parts.sheet(made, title, _described(drawn, language), (width, height), tokens)


def _row(drawn: Compared, name: str) -> int:
    return next(k for k, station in enumerate(drawn.stations) if station.name == name)


def _branches(drawn: Compared) -> tuple[dict[str, list[Branch]], list[Branch]]:
    """The branches of each station, and those that are folded away."""
    names = [station.name for station in drawn.stations]
    at: dict[str, list[Branch]] = {name: [] for name in names}
    before = _before(drawn)
    folded = []
    for branch in sorted(drawn.branches, key=lambda one: (-one.walks, one.kind, one.touchpoint)):
        there = at[branch.touchpoint if branch.touchpoint in at else before.get(branch.touchpoint, names[0])]
        if branch.share < LEAST_SHARE or len(there) >= MOST_BRANCHES:
            folded.append(branch)
        else:
            there.append(branch)
    return at, folded


def _before(drawn: Compared) -> dict[str, str]:
    """For what is not planned, the planned touchpoint that most walks came from."""
    planned = {station.name for station in drawn.stations}
    found: dict[str, tuple[int, str]] = {}
    for way in drawn.ways:
        if way.start in planned and way.end not in planned and way.walks > found.get(way.end, (0, ""))[0]:
            found[way.end] = (way.walks, way.start)
    return {name: start for name, (_walks, start) in found.items()}


def _ways(drawn: Compared) -> tuple[dict[int, Way], list[Way], list[Way]]:
    """Ways straight on by the row they begin in, the other ways that are drawn, and those that are not."""
    names = {station.name: k for k, station in enumerate(drawn.stations)}
    straight: dict[int, Way] = {}
    others = []
    for way in drawn.ways:
        if way.start not in names or way.end not in names:
            continue
        start, end = names[way.start], names[way.end]
        if end == start + 1:
            straight[start] = way
        elif end != start:
            others.append(way)
    others.sort(key=lambda way: (-way.walks, way.start, way.end))
    drawn_ones = [way for way in others if way.walks >= LEAST_SHARE * drawn.cases][:MOST_WAYS]
    return straight, drawn_ones, others[len(drawn_ones) :]


def _beneath(drawn: Compared, folded: list[Branch], rest: list[Way], place: parts.Place) -> tuple[list[str], float]:
    """The marks of the kinds that are drawn, how much is folded away, and where it ends."""
    language, tokens = place.language, place.tokens
    made, bottom = parts.legend({branch.kind for branch in drawn.branches if branch not in folded}, place)
    told = []
    if folded:
        most = max(branch.share for branch in folded)
        told.append(
            parts.say(
                "folded" if len(folded) > 1 else "folded_one",
                language,
                k=len(folded),
                share=parts.share(most, language),
            )
        )
    if rest:
        held = sum(way.times for way in rest) / max(sum(way.times for way in drawn.ways), 1)
        told.append(
            parts.say("rare" if len(rest) > 1 else "rare_one", language, k=len(rest), share=parts.share(held, language))
        )
    lines = [line for one in told for line in letters.wrap(one, tokens.size * 1.15, place.width, 3)]
    made += [text(line, 0, bottom + 14 + 15 * at, tokens, fill=tokens.quiet) for at, line in enumerate(lines)]
    if tokens is PAGE:
        hint = letters.wrap(parts.say("hint", language), tokens.size * 1.15, place.width, 2)
        made[:0] = [text(line, 0, 12 + 15 * at, tokens, fill=tokens.quiet) for at, line in enumerate(hint)]
    return made, bottom + 12 + 15 * len(lines)


def _described(drawn: Compared, language: str) -> str:
    """The picture in words: each touchpoint with its walks and the most frequent way of leaving the plan there."""
    told = []
    for station in drawn.stations:
        here = [one for one in drawn.branches if one.touchpoint == station.name and one.share >= LEAST_SHARE]
        said = parts.counted(station.walks, language)
        if here:
            most = max(here, key=lambda one: (one.walks, one.kind))
            said += f"; {words.say(most.kind, language)} {parts.share(most.share, language)}"
        told.append(f"{station.name}: {said}.")
    return " ".join(told)
