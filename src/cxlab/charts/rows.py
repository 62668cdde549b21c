"""Many scores on one scale: a row each, with label, dot or bar, whisker, target and figure."""

from __future__ import annotations

from cxlab.charts import figures, letters, words
from cxlab.charts.lines import Distribution, Line, Scores
from cxlab.charts.scales import Ruler, Scale, scale_of
from cxlab.charts.svg import Svg, hatch, hover, picture, tag, text
from cxlab.charts.tokens import Tokens
from cxlab.charts.whisker import mark, target_mark, target_text
from cxlab.results import Estimate, Suppressed

_ROW, _TOP, _FOOT, _GAP = 34.0, 8.0, 24.0, 12.0
_LABEL_MOST, _LABEL_SHARE = 260.0, 0.42
_NARROW = 420


def _figure(score: Estimate | Suppressed, language: str) -> str:
    if isinstance(score, Suppressed) or score.value is None:
        return ""
    return figures.figure(score.value, figures.unit_of(score.definition), language)


def told(line: Line, language: str) -> str:
    """One row in words: label, value, interval, n, target."""
    phrase = f"{line.label}: {words.estimate(line.score, language)}"
    if line.target is None or isinstance(line.score, Suppressed):
        return phrase
    return f"{phrase}, {words.say('target', language, value=target_text(line.score, line.target, language))}"


class _Sheet:
    """Where labels, marks and figures stand on a picture of a given width."""

    def __init__(
        self, result: Scores | Distribution, scale: Scale, *, width: int, language: str, tokens: Tokens
    ) -> None:
        lines = result.lines
        widest = max((letters.width(line.label, tokens.size) for line in lines), default=0.0)
        room = min(_LABEL_MOST, width * _LABEL_SHARE)
        self.label = min(widest + 2, room)
        figures_wide = [letters.width(_figure(line.score, language), tokens.size, bold=True) for line in lines]
        self.figure = max(figures_wide, default=0.0)
        self.left = self.label + _GAP + 6
        self.right = width - self.figure - _GAP - 6
        self.bottom = _TOP + _ROW * len(lines)
        self.ruler = Ruler(scale, self.left, self.right)
        self.bars = isinstance(result, Distribution)


def _axis(sheet: _Sheet, unit: str, language: str, tokens: Tokens) -> list[str]:
    """Grid lines and the labels under them, as many as fit."""
    parts, taken = [], -1e9
    for tick in sheet.ruler.scale.ticks:
        x = sheet.ruler.at(tick)
        parts.append(tag("line", x1=x, x2=x, y1=_TOP, y2=sheet.bottom, stroke=tokens.line, stroke_width=1))
        label = figures.figure(tick, unit, language)
        half = letters.width(label, tokens.size - 1) / 2
        if x - half > taken + 6:
            style = {"text_anchor": "middle", "fill": tokens.quiet, "font_size": tokens.size - 1}
            parts.append(text(label, x, sheet.bottom + 16, tokens, **style))
            taken = x + half
    return parts


def _row(line: Line, at: int, sheet: _Sheet, language: str, tokens: Tokens) -> str:
    y = _TOP + _ROW * (at + 0.5)
    lines = letters.wrap(line.label, tokens.size, sheet.label + 2)
    first = y + 4 - (len(lines) - 1) * (tokens.size + 2) / 2
    parts = [text(one, 0, first + number * (tokens.size + 2), tokens) for number, one in enumerate(lines)]
    if isinstance(line.score, Suppressed):
        parts += _veil(words.hidden(line.score, language), y, sheet, tokens)
    elif line.score.value is None:
        parts.append(text(words.say("no_answers", language), sheet.left + 4, y + 4, tokens, fill=tokens.quiet))
    else:
        if sheet.bars:
            end = sheet.ruler.at(line.score.value)
            parts.append(
                tag("rect", x=sheet.left, y=y - 8, width=max(end - sheet.left, 0.5), height=16, fill=tokens.band)
            )
        parts += mark(line.score, sheet.ruler, y, tokens)
        end = sheet.right + _GAP + 6 + sheet.figure
        parts.append(text(_figure(line.score, language), end, y + 4, tokens, text_anchor="end", font_weight=600))
    if line.target is not None and not isinstance(line.score, Suppressed):
        parts.append(target_mark(line.target, sheet.ruler, y, tokens))
    return hover(told(line, language), "".join(parts))


def _veil(reason: str, y: float, sheet: _Sheet, tokens: Tokens) -> list[str]:
    """Hatched, with the reason on a plate in its middle, as much of it as fits."""
    room = sheet.right - sheet.left
    shown = letters.shorten(reason, tokens.size - 1, room - 16)
    wide = letters.width(shown, tokens.size - 1) + 10
    middle = (sheet.left + sheet.right) / 2
    plate = tag("rect", x=middle - wide / 2, y=y - 9, width=wide, height=18, fill=tokens.paper)
    style = {"text_anchor": "middle", "font_size": tokens.size - 1, "fill": tokens.quiet}
    return [hatch((sheet.left, y - 9, room, 18), tokens), plate, text(shown, middle, y + 4, tokens, **style)]


def rows(
    result: Scores | Distribution,
    *,
    language: str,
    tokens: Tokens,
    title: str,
    width: int = 720,
    scale: Scale | None = None,
) -> Svg:
    """Draw labelled scores under each other.

    Args:
        result: scores (dots) or a distribution (bars), in the order they shall stand.
        language: fi, sv or en.
        tokens: the theme.
        title: what is shown.
        width: pixels; labels take at most two fifths of it and wrap.
        scale: a scale shared with another chart.

    Returns:
        The Svg; no rows give an empty picture that says so.
    """
    lines = result.lines
    if not lines:
        nothing = words.say("nothing", language)
        return picture(
            [text(nothing, 0, 20, tokens, fill=tokens.quiet)],
            title=title, description=nothing, width=width, height=32, tokens=tokens,
        )  # fmt: skip
    floor: list[float | None] = [0.0] if isinstance(result, Distribution) else []
    scores = [line.score for line in lines]
    most = 4 if width < _NARROW else 6
    used = scale or scale_of(scores, [line.target for line in lines] + floor, most=most)
    unit = next((figures.unit_of(score.definition) for score in scores if isinstance(score, Estimate)), "own")
    sheet = _Sheet(result, used, width=width, language=language, tokens=tokens)
    parts = _axis(sheet, unit, language, tokens) if any(isinstance(score, Estimate) for score in scores) else []
    parts += [_row(line, at, sheet, language, tokens) for at, line in enumerate(lines)]
    every = ". ".join(told(line, language) for line in lines) + "."
    description = words.say("rows", language, rows=figures.count(len(lines), language), all=every)
    return picture(parts, title=title, description=description, width=width, height=sheet.bottom + _FOOT, tokens=tokens)
