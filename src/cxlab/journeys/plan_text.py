"""Decides how a planned journey is written as text, and reads such text back; errors name line and column."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from cxlab.journeys.planned import (
    OWNERS,
    UNITS,
    AnyOrder,
    Choice,
    Limit,
    Optional,
    Part,
    PlanError,
    PlannedJourney,
    Repeat,
    Sequence,
    Touchpoint,
)

_STEP = "    "
_BLOCKS: Mapping[str, type[Sequence | AnyOrder | Choice]] = {
    "sequence": Sequence,
    "any order": AnyOrder,
    "choice": Choice,
}
_WRAPS: Mapping[str, type[Optional | Repeat]] = {"optional": Optional, "repeat": Repeat}
_KEYWORD = re.compile(r"(optional|repeat|sequence|any order|choice)(?=\s|$)")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_UNIT = "|".join(sorted((f"{unit}|{unit.rstrip('s')}" for unit in UNITS), key=len, reverse=True))
_BY = re.compile(r"by (\S+)")
_WITHIN = re.compile(rf"within (\d+(?:\.\d+)?) ({_UNIT})(?=\s|$)")
# A name without quotation marks ends where an owner or a limit begins.
_BARE = re.compile(r"(.+?)(?=\s+by \S+(?:\s+within\s|\s*$)|\s+within\s|\s*$)")
_PLAIN = re.compile(r"[^\s\"#\\](?:[^\"#\\]*[^\s\"#\\])?")
_DEEPEST = 60


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    indent: int
    text: str


def parse_plan(text: str) -> PlannedJourney:
    r"""Read a planned journey from its text.

    One touchpoint a line, in their order. ``optional`` and ``repeat`` stand before a touchpoint, or before an indented
    block. ``any order``, ``choice`` and ``sequence`` begin an indented block, each line of which is one part. After a
    name may stand ``by`` brand, partner, customer or social, and ``within`` 2 days (minutes, hours, days, weeks,
    working hours, working days), counted from the touchpoint before or from another: ``within 2 days of "Order"``. A
    name that holds such a word is put in quotation marks. ``#`` begins a comment; ``journey "Name"`` may stand first.

    Args:
        text: the plan.

    Returns:
        The planned journey.

    Raises:
        PlanError: with line and column.

    Example:
        >>> plan = parse_plan('journey "Sale"\nCall by brand\noptional Visit by partner within 2 days\n')
        >>> [touchpoint.name for touchpoint in plan.touchpoints()]
        ['Call', 'Visit']
    """
    lines = [line for number, raw in enumerate(text.lstrip("\ufeff").splitlines(), 1) if (line := _line(number, raw))]
    name = None
    if lines and re.match(r"journey(\s|$)", lines[0].text):
        name = _journey_name(lines.pop(0))
    if not lines:
        raise PlanError("the plan holds no touchpoint; write one a line.", line=1, column=1)
    if lines[0].indent:
        raise PlanError("the first touchpoint begins at the margin.", line=lines[0].number, column=1)
    parts, end = _block(lines, 0, 0, 0)
    assert end == len(lines)
    return PlannedJourney(parts[0] if len(parts) == 1 else Sequence(tuple(parts)), name)


def _line(number: int, raw: str) -> _Line | None:
    body = _without_comment(raw)
    if not body.strip():
        return None
    margin = body[: len(body) - len(body.lstrip())]
    if margin.strip(" "):
        raise PlanError("indent with spaces, not tabs.", line=number, column=1)
    return _Line(number, len(margin), body.strip())


def _without_comment(raw: str) -> str:
    quoted = escaped = False
    for position, sign in enumerate(raw):
        if sign == "#" and not quoted:
            return raw[:position]
        if sign == '"' and not escaped:
            quoted = not quoted
        escaped = quoted and sign == "\\" and not escaped
    return raw


def _journey_name(line: _Line) -> str:
    rest = line.text[len("journey") :].strip()
    match = _QUOTED.fullmatch(rest)
    name = _unquote(match[1]) if match else rest
    if not name or '"' in rest.strip('"').replace('\\"', ""):
        raise PlanError('write the name as journey "Name".', line=line.number, column=line.indent + 9)
    return name


def _block(lines: list[_Line], start: int, indent: int, depth: int) -> tuple[list[Part], int]:
    if depth > _DEEPEST:
        raise PlanError(f"blocks lie more than {_DEEPEST} deep in each other.", line=lines[start].number, column=1)
    parts: list[Part] = []
    position = start
    while position < len(lines) and lines[position].indent >= indent:
        if lines[position].indent > indent:
            message = f"this line is indented by {lines[position].indent}, but the block by {indent}."
            raise PlanError(message, line=lines[position].number, column=lines[position].indent + 1)
        part, position = _part(lines, position, depth)
        parts.append(part)
    return parts, position


def _part(lines: list[_Line], position: int, depth: int) -> tuple[Part, int]:
    line = lines[position]
    rest, at = line.text, line.indent
    words: list[tuple[str, int]] = []
    while match := _KEYWORD.match(rest):
        words.append((match[1], at + 1))
        at += len(rest) - len(rest[match.end() :].lstrip())
        rest = rest[match.end() :].lstrip()
        if match[1] in _BLOCKS:
            break
    position += 1
    children: list[Part] = []
    if position < len(lines) and lines[position].indent > line.indent:
        if not words or rest:
            message = "nothing can be indented under a touchpoint."
            raise PlanError(message, line=lines[position].number, column=lines[position].indent + 1)
        children, position = _block(lines, position, lines[position].indent, depth + 1)
        if position < len(lines) and lines[position].indent > line.indent:
            raise PlanError(
                "this line fits no block above it.", line=lines[position].number, column=lines[position].indent + 1
            )
    return _made(words, rest, children, line, at), position


def _made(words: list[tuple[str, int]], rest: str, children: list[Part], line: _Line, at: int) -> Part:
    part: Part
    if words and words[-1][0] in _BLOCKS:
        word, column = words.pop()
        if rest:
            raise PlanError(
                f"the parts of {word!r} stand on lines of their own, indented.", line=line.number, column=at + 1
            )
        if len(children) < 2:  # noqa: PLR2004 (one alone is neither order nor choice)
            raise PlanError(f"{word!r} needs at least two indented lines.", line=line.number, column=column)
        part = _BLOCKS[word](tuple(children))
    elif rest:
        part = _touchpoint(rest, line.number, at)
    elif children:
        part = children[0] if len(children) == 1 else Sequence(tuple(children))
    else:
        word, column = words[-1]
        raise PlanError(f"{word!r} needs a touchpoint after it or an indented block.", line=line.number, column=column)
    for word, _ in reversed(words):
        part = _WRAPS[word](part)
    return part


def _touchpoint(text: str, number: int, at: int) -> Touchpoint:
    name, end = _name(text, 0, number, at)
    owner, limit = None, None
    while end < len(text):
        space = len(text[end:]) - len(text[end:].lstrip())
        end += space
        by, within = _BY.match(text, end), _WITHIN.match(text, end)
        if by and space and owner is None and limit is None:
            owner, end = by[1], by.end()
            if owner not in OWNERS:
                raise PlanError(
                    f"an owner is {', '.join(OWNERS)}, not {owner!r}.", line=number, column=at + by.start(1) + 1
                )
        elif within and limit is None and space:
            limit, end = _limit(within, text, number, at)
        else:
            message = "expected by OWNER or within NUMBER UNIT" + (
                f" ({', '.join(UNITS)})." if text.startswith("within", end) else "."
            )
            raise PlanError(message, line=number, column=at + end + 1)
    try:
        return Touchpoint(name, owner, limit)  # type: ignore[arg-type]  # the owner was checked above
    except PlanError as error:
        raise PlanError(str(error), line=number, column=at + 1) from error


def _limit(within: re.Match[str], text: str, number: int, at: int) -> tuple[Limit, int]:
    end = within.end()
    unit = next(unit for unit in UNITS if within[2] in {unit, unit.rstrip("s")})
    after = None
    of = re.compile(r"\s+of\s+(?=\S)").match(text, end)
    if of:
        after, end = _name(text, of.end(), number, at)
    try:
        return Limit(float(within[1]), unit, after), end
    except PlanError as error:
        raise PlanError(str(error), line=number, column=at + within.start(1) + 1) from error


def _name(text: str, start: int, number: int, at: int) -> tuple[str, int]:
    if text[start] == '"':
        match = _QUOTED.match(text, start)
        if not match:
            raise PlanError("the quotation mark is not closed.", line=number, column=at + start + 1)
        return _unquote(match[1]), match.end()
    match = _BARE.match(text, start)
    assert match
    stray = match[1].find('"')
    if stray >= 0:
        raise PlanError(
            "a name in quotation marks is quoted from its first sign.", line=number, column=at + start + stray + 1
        )
    return match[1], match.end(1)


def _unquote(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def write_plan(plan: PlannedJourney) -> str:
    r"""The plan as text that ``parse_plan`` reads back unchanged.

    Args:
        plan: the planned journey.

    Returns:
        Lines, a touchpoint each, the last with its end of line.

    Example:
        >>> print(write_plan(parse_plan('Call\nchoice\n    Buy\n    Decline')), end="")
        Call
        choice
            Buy
            Decline
    """
    head = [f"journey {_quoted(plan.name)}", ""] if plan.name else []
    parts = plan.root.parts if isinstance(plan.root, Sequence) else (plan.root,)
    return "\n".join([*head, *(line for part in parts for line in _lines(part))]) + "\n"


def _lines(part: Part) -> list[str]:
    if isinstance(part, Touchpoint):
        return [_touchpoint_text(part)]
    for word, block in _BLOCKS.items():
        if isinstance(part, block):
            return [word, *(_STEP + line for child in part.parts for line in _lines(child))]
    for word, wrap in _WRAPS.items():
        if isinstance(part, wrap):
            if isinstance(part.part, Sequence):
                return [word, *(_STEP + line for child in part.part.parts for line in _lines(child))]
            inner = _lines(part.part)
            return [f"{word} {inner[0]}", *inner[1:]]
    raise AssertionError(part)


def _touchpoint_text(touchpoint: Touchpoint) -> str:
    text = _written(touchpoint.name)
    if touchpoint.owner:
        text += f" by {touchpoint.owner}"
    limit = touchpoint.limit
    if limit:
        amount = f"{limit.amount:.6f}".rstrip("0").rstrip(".")
        text += f" within {amount} {limit.unit}"
        if limit.after:
            text += f" of {_written(limit.after)}"
    return text


def _written(name: str) -> str:
    risky = _KEYWORD.match(name) or re.search(r"(^|\s)(by|within|of|journey)(\s|$)", name)
    return name if _PLAIN.fullmatch(name) and not risky else _quoted(name)


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
