"""Importance against performance: a numbered dot a driver, whiskers on both axes, and its name and place beneath."""

from __future__ import annotations

from xml.sax.saxutils import escape

from cxlab.charts import driver_words as words
from cxlab.charts import figures, letters
from cxlab.charts.scales import Ruler, stretch
from cxlab.charts.svg import Svg, hover, picture, tag, text
from cxlab.charts.tokens import Tokens
from cxlab.drivers.performance import ImportanceMap, Place

_TOP, _FOOT, _ENTRY, _DOT = 34.0, 44.0, 22.0, 9.5
_NARROW = 560
_FALLBACK = 1.15
_CORNERS = (("improve_first", 0, 0), ("keep_up", 1, 0), ("not_first", 0, 1), ("enough", 1, 1))


class _Sheet:
    """Pixels of both axes. Performance runs to the right in shares of the scale, importance upwards."""

    def __init__(self, found: ImportanceMap, *, width: int, language: str, tokens: Tokens) -> None:
        highest = max(_most(one) for one in found.places)
        importance = stretch(0.0, max(highest, found.equal_share * 1.5))
        labels = [figures.figure(tick, "share", language) for tick in importance.ticks]
        self.left = max(letters.width(label, tokens.size) for label in labels) + 10
        self.right = width - 12.0
        self.bottom = _TOP + min(width * 0.62, 430.0)
        self.y = Ruler(importance, self.bottom, _TOP)
        scales = {one.scale for one in found.places}
        self.common = scales.pop() if len(scales) == 1 else None
        spans = [_across(one, found.average) for one in found.places]
        seen = [part for span in spans for part in span if part is not None]
        seen += [found.average] if found.average is not None else []
        seen += [_part(one, one.target) for one in found.places if one.target is not None]
        pad = max(0.1 - (max(seen) - min(seen)) / 2, (max(seen) - min(seen)) * 0.05)
        low, high = max(min(seen) - pad, 0.0), min(max(seen) + pad, 1.0)
        if self.common is None:
            self.scale = stretch(low, high)
        else:
            first, last = self.common
            self.scale = stretch(first + low * (last - first), first + high * (last - first))
        self.x = Ruler(self.scale, self.left, self.right)

    def across(self, part: float) -> float:
        """The pixel of a share of the scale."""
        if self.common is None:
            return self.x.at(part)
        first, last = self.common
        return self.x.at(first + part * (last - first))


def _most(one: Place) -> float:
    return one.importance.high if one.importance.high is not None else one.importance.value or 0.0


def _part(one: Place, value: float | None) -> float:
    """A value of its scale as a share of it."""
    return ((value if value is not None else one.scale[0]) - one.scale[0]) / (one.scale[1] - one.scale[0])


def _across(one: Place, average: float | None) -> tuple[float | None, float, float | None]:
    """Lower end, place and upper end of performance as shares of the scale: what decides on which side it stands.

    The ends are those of its distance from its line, target or average, which hold for all drivers together.
    """
    wide = one.scale[1] - one.scale[0]
    if one.gap is not None and one.gap.value is not None:
        line, away, unit = _part(one, one.target), one.gap, wide
    elif average is not None and one.against_average.value is not None:
        line, away, unit = average, one.against_average, 1.0
    else:
        return None, _part(one, one.performance.value), None
    low, high = (None if end is None else line + end / unit for end in (away.low, away.high))
    return low, line + (away.value or 0.0) / unit, high


def importance_map(found: ImportanceMap, *, language: str, tokens: Tokens, title: str, width: int = 720) -> Svg:
    """Draw importance against performance.

    Args:
        found: the map.
        language: fi, sv or en.
        tokens: the theme.
        title: what is shown.
        width: pixels.

    Returns:
        The Svg: numbered dots, a line for equal shares and one for the average performance (or ticks for targets), and
        beneath a list that names each number and says what to do, or that it cannot be told. With too few answers a
        sentence says so.
    """
    if not found.places:
        nothing = words.say("nothing", language)
        parts = [text(nothing, 0, 20, tokens, fill=tokens.quiet)]
        return picture(parts, title=title, description=nothing, width=width, height=32, tokens=tokens)
    sheet = _Sheet(found, width=width, language=language, tokens=tokens)
    parts = _axes(found, sheet, language, tokens)
    order = sorted(range(len(found.places)), key=lambda at: found.places[at].where != "cannot_tell")
    parts += [_whiskers(found.places[at], found.average, sheet, tokens) for at in order]
    parts += [_dot(at + 1, found, sheet, language, tokens) for at in order]
    listed, height = _list(found, sheet, width, language, tokens)
    every = ". ".join(_told(one, language) for one in found.places) + "."
    described = words.say("map", language, n=len(found.places), outcome=found.outcome, all=every)
    return picture(parts + listed, title=title, description=described, width=width, height=height, tokens=tokens)


def _axes(found: ImportanceMap, sheet: _Sheet, language: str, tokens: Tokens) -> list[str]:
    quiet = {"fill": tokens.quiet, "font_size": tokens.size - 1}
    parts = [text(words.say("share_axis", language), 0, 14, tokens, **quiet)]
    for tick in sheet.y.scale.ticks:
        y = sheet.y.at(tick)
        parts.append(tag("line", x1=sheet.left, x2=sheet.right, y1=y, y2=y, stroke=tokens.line, stroke_width=1))
        parts.append(
            text(figures.figure(tick, "share", language), sheet.left - 8, y + 4, tokens, **quiet, text_anchor="end")
        )
    for tick in sheet.scale.ticks:
        x = sheet.x.at(tick)
        label = figures.figure(tick, "share", language) if sheet.common is None else _short(tick, language)
        parts.append(text(label, x, sheet.bottom + 16, tokens, **quiet, text_anchor="middle"))
    if sheet.common is None:
        name = words.say("scale_axis", language)
    else:
        low, high = (_short(one, language) for one in sheet.common)
        name = words.say("mean_axis", language, low=low, high=high)
    parts.append(text(name, sheet.right, sheet.bottom + 34, tokens, **quiet, text_anchor="end"))
    return parts + _quadrants(found, sheet, language, tokens)


def _short(value: float, language: str) -> str:
    """A step of a scale with as few decimals as it needs."""
    digits = next((digits for digits in (0, 1) if abs(round(value, digits) - value) < 1e-9), 2)  # noqa: PLR2004
    return figures.number(value, digits, language)


def _quadrants(found: ImportanceMap, sheet: _Sheet, language: str, tokens: Tokens) -> list[str]:
    dashed = {"stroke": tokens.pale, "stroke_width": 1, "stroke_dasharray": "4 4"}
    y = sheet.y.at(found.equal_share)
    parts = [tag("line", x1=sheet.left, x2=sheet.right, y1=y, y2=y, **dashed)]
    if found.average is None:
        return parts
    x = sheet.across(found.average)
    parts.append(tag("line", x1=x, x2=x, y1=_TOP, y2=sheet.bottom, **dashed))
    for key, right, low in _CORNERS:
        place = {"text_anchor": "end" if right else "start", "fill": tokens.quiet, "font_style": "italic"}
        at = sheet.right - 6 if right else sheet.left + 6
        room = (sheet.right - x if right else x - sheet.left) - 12
        said = words.say(key, language)
        wide = letters.width(said, tokens.size)
        if wide <= room:
            box = (at - wide, at) if right else (at, at + wide)
            parts.append(text(said, at, _clear(found, sheet, box, low=bool(low)), tokens, **place))
    return parts


def _clear(found: ImportanceMap, sheet: _Sheet, box: tuple[float, float], *, low: bool) -> float:
    """The line nearest to its corner on which no dot lies under the words; the corner itself where all are taken."""
    corner = sheet.bottom - 8 if low else _TOP + 14
    dots = [
        sheet.y.at(one.importance.value or 0.0) + 4
        for one in found.places
        if box[0] - _DOT < sheet.across(_across(one, found.average)[1]) < box[1] + _DOT
    ]
    lines = [corner + step * (-1 if low else 1) for step in (0, 22, 44, 66)]
    return next((y for y in lines if all(abs(dot - y) > _DOT + 8 for dot in dots)), corner)


def _colour(one: Place, tokens: Tokens) -> str:
    return tokens.pale if one.where == "cannot_tell" else tokens.accent


def _whiskers(one: Place, average: float | None, sheet: _Sheet, tokens: Tokens) -> str:
    low, at, high = _across(one, average)
    x, y = sheet.across(at), sheet.y.at(one.importance.value or 0.0)
    line = {"stroke": _colour(one, tokens), "stroke_width": 1.25, "stroke_opacity": 0.6}
    parts = []
    if low is not None and high is not None:
        parts.append(tag("line", x1=sheet.across(low), x2=sheet.across(high), y1=y, y2=y, **line))
    if one.importance.low is not None and one.importance.high is not None:
        first, last = sheet.y.at(one.importance.low), sheet.y.at(one.importance.high)
        parts.append(tag("line", x1=x, x2=x, y1=first, y2=last, **line))
    if one.target is not None:
        aim = sheet.across(_part(one, one.target))
        gap = {"stroke": tokens.ink, "stroke_width": 1, "stroke_dasharray": "1 3"}
        parts.append(tag("line", x1=x, x2=aim, y1=y, y2=y, **gap))
        parts.append(tag("line", x1=aim, x2=aim, y1=y - 6, y2=y + 6, stroke=tokens.ink, stroke_width=1.5))
    return "".join(parts)


def _dot(number: int, found: ImportanceMap, sheet: _Sheet, language: str, tokens: Tokens) -> str:
    one = found.places[number - 1]
    x, y = sheet.across(_across(one, found.average)[1]), sheet.y.at(one.importance.value or 0.0)
    return hover(_told(one, language), _badge(number, x, y, one, tokens))


def _badge(number: int, x: float, y: float, one: Place, tokens: Tokens) -> str:
    surely = one.where != "cannot_tell"
    colour = _colour(one, tokens)
    circle = tag("circle", cx=x, cy=y, r=_DOT, fill=colour if surely else tokens.paper, stroke=colour, stroke_width=1.5)
    style = {"text_anchor": "middle", "font_size": tokens.size - 2, "font_weight": 600}
    return circle + text(str(number), x, y + 3.5, tokens, **style, fill=tokens.paper if surely else tokens.ink)


def _list(found: ImportanceMap, sheet: _Sheet, width: int, language: str, tokens: Tokens) -> tuple[list[str], float]:
    """Number, name and what to do, in one column or two."""
    columns = 1 if width < _NARROW else 2
    rows = -(-len(found.places) // columns)
    top, wide = sheet.bottom + _FOOT + 14, width / columns
    parts = []
    for at, one in enumerate(found.places):
        x, y = wide * (at // rows), top + _ENTRY * (at % rows)
        said = words.say(one.where, language)
        # A fallback font runs wider than the one the widths are of.
        room = wide - 2 * _DOT - 20 - letters.width(said, tokens.size) * _FALLBACK
        name = letters.shorten(one.name, tokens.size * _FALLBACK, max(room, 60))
        parts.append(_badge(at + 1, x + _DOT + 1, y - 4, one, tokens))
        # One line of text, so that the second word follows the first whatever font the reader has.
        after = tag("tspan", escape(said), dx=7, fill=tokens.quiet)
        parts.append(tag("text", escape(name) + after, x=x + 2 * _DOT + 8, y=y, fill=tokens.ink))
    return parts, top + _ENTRY * rows


def _told(one: Place, language: str) -> str:
    said = words.say(one.where, language)
    share, score = words.share(one.importance, language), words.spelt(one.performance, "scale", language)
    return words.say("place", language, name=one.name, share=share, score=score, where=said)
