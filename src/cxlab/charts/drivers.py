"""Shares of drivers under each other: dot, whisker, figure, and brackets around those that cannot be told apart."""

from __future__ import annotations

from cxlab.charts import driver_words as words
from cxlab.charts import figures, letters
from cxlab.charts.scales import Ruler, stretch
from cxlab.charts.svg import Svg, hover, picture, tag, text
from cxlab.charts.tokens import Tokens
from cxlab.drivers.cautions import CHANCE
from cxlab.drivers.importance import Driver, Importance

_ROW, _TOP, _GAP, _LINE = 34.0, 30.0, 12.0, 18.0
_LABEL_MOST, _LABEL_SHARE, _BRACKET = 240.0, 0.4, 9.0
_NARROW = 480
Runs = tuple[tuple[int, int], ...]


class _Sheet:
    """Where labels, marks, figures and brackets stand."""

    def __init__(self, found: Importance, *, width: int, language: str, tokens: Tokens) -> None:
        names = [one.name for one in found.drivers]
        self.label = min(max(letters.width(name, tokens.size) for name in names) + 2, _LABEL_MOST, width * _LABEL_SHARE)
        shares = [figures.figure(one.share.value or 0.0, "share", language) for one in found.drivers]
        self.figure = max(letters.width(share, tokens.size, bold=True) for share in shares)
        place = {name: at for at, name in enumerate(names)}
        self.runs: Runs = tuple((place[tie[0]], place[tie[-1]]) for tie in found.order.ties)
        self.lanes = _lanes(self.runs)
        brackets = _BRACKET * (max(self.lanes, default=-1) + 1)
        self.left = self.label + _GAP
        self.right = width - self.figure - 2 * _GAP - brackets
        self.bottom = _TOP + _ROW * len(names)
        top = max(one.share.high if one.share.high is not None else one.share.value or 0.0 for one in found.drivers)
        self.ruler = Ruler(stretch(0.0, max(top, 0.05), most=3 if width < _NARROW else 5), self.left, self.right)


def _lanes(runs: Runs) -> list[int]:
    """A lane for each bracket, so that two over the same row stand beside each other."""
    ends: list[int] = []
    found = []
    for first, last in runs:
        lane = next((at for at, end in enumerate(ends) if end < first), len(ends))
        if lane == len(ends):
            ends.append(last)
        ends[lane] = last
        found.append(lane)
    return found


def drivers(found: Importance, *, language: str, tokens: Tokens, title: str, width: int = 720) -> Svg:
    """Draw the shares of drivers, largest first.

    Args:
        found: what goes with an outcome.
        language: fi, sv or en.
        tokens: the theme.
        title: what is shown.
        width: pixels; labels take at most two fifths of it and wrap.

    Returns:
        The Svg. A driver that chance would give as well is hollow; a dashed line marks equal shares; brackets hold
        drivers whose order these answers cannot tell. With too few answers a sentence says so.
    """
    if not found.drivers:
        nothing = words.say("nothing", language)
        parts = [text(nothing, 0, 20, tokens, fill=tokens.quiet)]
        return picture(parts, title=title, description=nothing, width=width, height=32, tokens=tokens)
    sheet = _Sheet(found, width=width, language=language, tokens=tokens)
    parts = _axis(sheet, 1 / len(found.drivers), language, tokens)
    parts += [_row(one, at, sheet, language, tokens) for at, one in enumerate(found.drivers)]
    parts += [_bracket(run, lane, sheet, tokens) for run, lane in zip(sheet.runs, sheet.lanes, strict=True)]
    legend = _legend(found, language)
    lines = letters.wrap(legend, tokens.size, width, lines=3)
    height = sheet.bottom + 30 + _LINE * len(lines)
    style = {"fill": tokens.quiet, "font_size": tokens.size - 1}
    parts += [text(line, 0, sheet.bottom + 40 + _LINE * at, tokens, **style) for at, line in enumerate(lines)]
    described = _description(found, language)
    return picture(parts, title=title, description=described, width=width, height=height + 8, tokens=tokens)


def _by_chance(one: Driver) -> bool:
    return one.chance is not None and one.chance > CHANCE


def _axis(sheet: _Sheet, equal: float, language: str, tokens: Tokens) -> list[str]:
    quiet = {"fill": tokens.quiet, "font_size": tokens.size - 1}
    parts = [text(words.say("share_axis", language), 0, 14, tokens, **quiet)]
    for tick in sheet.ruler.scale.ticks:
        x = sheet.ruler.at(tick)
        parts.append(tag("line", x1=x, x2=x, y1=_TOP, y2=sheet.bottom, stroke=tokens.line, stroke_width=1))
        label = figures.figure(tick, "share", language)
        parts.append(text(label, x, sheet.bottom + 16, tokens, **quiet, text_anchor="middle"))
    if equal < sheet.ruler.scale.high:
        x = sheet.ruler.at(equal)
        parts.append(
            tag(
                "line", x1=x, x2=x, y1=_TOP, y2=sheet.bottom, stroke=tokens.pale, stroke_width=1, stroke_dasharray="4 4"
            )
        )
    return parts


def _row(one: Driver, at: int, sheet: _Sheet, language: str, tokens: Tokens) -> str:
    y = _TOP + _ROW * (at + 0.5)
    lines = letters.wrap(one.name, tokens.size, sheet.label + 2)
    first = y + 4 - (len(lines) - 1) * (tokens.size + 2) / 2
    parts = [text(line, 0, first + k * (tokens.size + 2), tokens) for k, line in enumerate(lines)]
    colour = tokens.pale if _by_chance(one) else tokens.accent
    share = one.share
    if share.low is not None and share.high is not None:
        x1, x2 = sheet.ruler.at(share.low), sheet.ruler.at(share.high)
        line = {"stroke": colour, "stroke_width": 2, "stroke_linecap": "round"}
        parts.append(tag("line", x1=x1, x2=x2, y1=y, y2=y, **line))
        parts += [tag("line", x1=x, x2=x, y1=y - 3.5, y2=y + 3.5, **line) for x in (x1, x2)]
    hollow = _by_chance(one)
    parts.append(
        tag("circle", cx=sheet.ruler.at(share.value or 0.0), cy=y, r=4.5, stroke=colour, stroke_width=1.5,
            fill=tokens.paper if hollow else colour)
    )  # fmt: skip
    end = sheet.right + _GAP + sheet.figure
    figure = figures.figure(share.value or 0.0, "share", language)
    weight = {"font_weight": 600, "fill": tokens.quiet if hollow else tokens.ink}
    parts.append(text(figure, end, y + 4, tokens, text_anchor="end", **weight))
    return hover(_told(one, language), "".join(parts))


def _bracket(run: tuple[int, int], lane: int, sheet: _Sheet, tokens: Tokens) -> str:
    first, last = run
    x = sheet.right + 2 * _GAP + sheet.figure + _BRACKET * lane
    top, bottom = _TOP + _ROW * first + 8, _TOP + _ROW * (last + 1) - 8
    path = f"M{x - 4:.1f} {top:.1f}h4V{bottom:.1f}h-4"
    return tag("path", d=path, fill="none", stroke=tokens.quiet, stroke_width=1.25)


def _legend(found: Importance, language: str) -> str:
    said = ["equal"]
    said += ["tied"] if found.order.ties else []
    said += ["chance"] if any(_by_chance(one) for one in found.drivers) else []
    return " ".join(words.say(key, language) for key in said)


def _told(one: Driver, language: str) -> str:
    place = words.rank(one.ranks, language)
    told = words.say("bar", language, name=one.name, share=words.share(one.share, language), place=place)
    return f"{told}, {words.say('by_chance', language)}" if _by_chance(one) else told


def _description(found: Importance, language: str) -> str:
    every = ". ".join(_told(one, language) for one in found.drivers) + "."
    if found.order.ties:
        every += " " + words.say("ties", language, all="; ".join(", ".join(tie) for tie in found.order.ties))
    r2 = words.share(found.r2, language)
    return words.say("bars", language, n=len(found.drivers), outcome=found.outcome, r2=r2, all=every)
