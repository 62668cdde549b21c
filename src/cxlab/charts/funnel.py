"""How far cases get: a bar a step with its whisker, and between two steps how many did not go on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cxlab.charts import figures, letters
from cxlab.charts import journey_words as words
from cxlab.charts.svg import Svg, hover, picture, tag, text
from cxlab.charts.tokens import PAGE, Tokens

if TYPE_CHECKING:
    from cxlab.journeys.funnel import Step

_SPARE = 1.15
_BAR, _BETWEEN, _TOP, _GAP = 26.0, 22.0, 6.0, 12.0
_LABEL_MOST, _LABEL_SHARE = 240.0, 0.42


def funnel(
    steps: Sequence[Step], *, language: str, tokens: Tokens = PAGE, title: str = "", width: int = 720
) -> Svg:  # fmt: skip
    """Draw a funnel.

    Args:
        steps: from ``cxlab.journeys.funnel``, in their order.
        language: fi, sv or en.
        tokens: the theme.
        title: what is shown.
        width: pixels.

    Returns:
        The Svg: shares of the cases that began, with their intervals; no steps give a sentence.

    Example:
        >>> funnel((), language="en").description
        'Nothing to show yet.'
    """
    if not steps:
        nothing = words.say("nothing", language)
        parts = [text(nothing, 0, 20, tokens, fill=tokens.quiet)]
        return picture(parts, title=title, description=nothing, width=width, height=32, tokens=tokens)
    # A fallback font runs wider than the one the widths are of.
    widest = max(letters.width(step.touchpoint, tokens.size * _SPARE) for step in steps)
    label = min(widest + 2, _LABEL_MOST, width * _LABEL_SHARE)
    figure = letters.width("100%", tokens.size, bold=True) + 8
    left, right = label + _GAP, width - figure - _GAP
    parts = []
    for at, step in enumerate(steps):
        y = _TOP + at * (_BAR + _BETWEEN)
        parts.append(
            hover(
                _told(step, first=at == 0, language=language),
                _row(step, at, y, (left, right), language=language, tokens=tokens),
            )
        )
        if at and step.lost:
            said = words.say("lost", language, n=figures.count(step.lost, language))
            style = {"fill": tokens.quiet, "font_size": tokens.size - 1}
            parts.append(text(said, left + 6, y - 7, tokens, **style))
    every = ". ".join(_told(step, first=at == 0, language=language) for at, step in enumerate(steps)) + "."
    described = words.say("funnel", language, n=len(steps), all=every)
    height = _TOP + len(steps) * (_BAR + _BETWEEN) - _BETWEEN + 6
    return picture(parts, title=title, description=described, width=width, height=height, tokens=tokens)


def _row(step: Step, at: int, y: float, ends: tuple[float, float], *, language: str, tokens: Tokens) -> str:
    left, right = ends
    share = 1.0 if at == 0 else step.of_first.value or 0.0
    middle = y + _BAR / 2
    lines = letters.wrap(step.touchpoint, tokens.size * _SPARE, left - _GAP + 2)
    first = middle + 4 - (len(lines) - 1) * (tokens.size + 1) / 2
    parts = [text(line, 0, first + k * (tokens.size + 1), tokens) for k, line in enumerate(lines)]
    parts.append(tag("rect", x=left, y=y, width=right - left, height=_BAR, rx=3, fill=tokens.line, fill_opacity=0.5))
    wide = max((right - left) * share, 1.0)
    parts.append(tag("rect", x=left, y=y, width=wide, height=_BAR, rx=3, fill=tokens.accent, fill_opacity=0.75))
    if at and step.of_first.low is not None and step.of_first.high is not None:
        a, b = (left + (right - left) * end for end in (step.of_first.low, step.of_first.high))
        line = {"stroke": tokens.ink, "stroke_width": 1.5}
        parts.append(tag("line", x1=a, x2=b, y1=middle, y2=middle, **line))
        parts += [tag("line", x1=x, x2=x, y1=middle - 4, y2=middle + 4, **line) for x in (a, b)]
    told = figures.figure(share, "share", language)
    end = right + _GAP + letters.width("100%", tokens.size, bold=True)
    parts.append(text(told, end, middle + 4, tokens, text_anchor="end", font_weight=600))
    return "".join(parts)


def _told(step: Step, *, first: bool, language: str) -> str:
    share = 1.0 if first else step.of_first.value or 0.0
    told = figures.figure(share, "share", language)
    one = step.of_first
    if not first and one.low is not None and one.high is not None:
        told = f"{told} ({figures.between(one.low, one.high, 'share', language)})"
    name, n = step.touchpoint, figures.count(step.reached, language)
    said = words.say("reached", language, name=name, n=n, share=told)
    if first or not step.lost:
        return said
    return f"{said}; {words.say('lost', language, n=figures.count(step.lost, language))}"
