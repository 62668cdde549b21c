"""One customer's walk against the plan: planned touchpoints on a line, what was not planned beside it, gaps told."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from cxlab.charts import figures, letters
from cxlab.charts import journey_words as words
from cxlab.charts.svg import Svg, hover, picture, tag, text
from cxlab.charts.tokens import PAGE, Tokens

if TYPE_CHECKING:
    from cxlab.journeys.walks import Stop, Walk

_ROW, _TOP, _LINE, _ASIDE = 34.0, 10.0, 96.0, 26.0


def walk(drawn: Walk, *, language: str, tokens: Tokens = PAGE, title: str = "", width: int = 560) -> Svg:
    """Draw one walk, first stop on top.

    Args:
        drawn: its stops.
        language: fi, sv or en.
        tokens: the theme.
        title: what is shown.
        width: pixels.

    Returns:
        The Svg: a full dot came as planned, a hollow one on a broken line did not happen, a diamond beside the line was
        not planned, came again or in another place. No stops give a sentence.

    Example:
        >>> from cxlab.journeys import Stop, Walk
        >>> walk(Walk((Stop("Call", "as_planned"), Stop("Visit", "missing"))), language="en").description
        'One walk, 1 touchpoints. Call: as planned. Visit: missing.'
    """
    if not drawn.stops:
        nothing = words.say("nothing", language)
        parts = [text(nothing, 0, 20, tokens, fill=tokens.quiet)]
        return picture(parts, title=title, description=nothing, width=width, height=32, tokens=tokens)
    parts = _spine(drawn, tokens)
    before: int | None = None
    for at, stop in enumerate(drawn.stops):
        wait = None if stop.ts_s is None or before is None else max(stop.ts_s - before, 0)
        parts.append(hover(_told(stop, language), _stop(stop, at, wait, width=width, language=language, tokens=tokens)))
        before = stop.ts_s if stop.ts_s is not None else before
    happened = sum(stop.how != "missing" for stop in drawn.stops)
    every = ". ".join(_told(stop, language) for stop in drawn.stops) + "."
    described = words.say("walk", language, n=happened, all=every)
    height = _TOP * 2 + _ROW * len(drawn.stops)
    return picture(parts, title=title, description=described, width=width, height=height, tokens=tokens)


def _y(at: int) -> float:
    return _TOP + _ROW * (at + 0.5)


def _spine(drawn: Walk, tokens: Tokens) -> list[str]:
    """The line between planned touchpoints: broken before one that did not happen."""
    planned = [at for at, stop in enumerate(drawn.stops) if stop.how in {"as_planned", "missing"}]
    parts = []
    for above, below in pairwise(planned):
        gone = "missing" in {drawn.stops[above].how, drawn.stops[below].how}
        dash = "3 5" if gone else None
        style = {"stroke": tokens.pale if gone else tokens.accent, "stroke_width": 2, "stroke_dasharray": dash}
        parts.append(tag("line", x1=_LINE, x2=_LINE, y1=_y(above), y2=_y(below), **style))
    return parts


def _stop(stop: Stop, at: int, wait: int | None, *, width: int, language: str, tokens: Tokens) -> str:
    y, aside = _y(at), stop.how in {"ad_hoc", "repeated", "out_of_order"}
    x = _LINE + _ASIDE if aside else _LINE
    parts = []
    if wait is not None:
        style = {"fill": tokens.quiet, "font_size": tokens.size - 1, "text_anchor": "end"}
        parts.append(text(f"+ {words.wait(wait, language)}", _LINE - 16, y + 4, tokens, **style))
    if aside:
        parts.append(
            tag("line", x1=_LINE, x2=x, y1=y, y2=y, stroke=tokens.pale, stroke_width=1, stroke_dasharray="2 3")
        )
        parts.append(tag("path", d=f"M{x:.1f} {y - 6:.1f}l6 6l-6 6l-6 -6z", fill=tokens.ink))
    elif stop.how == "missing":
        parts.append(tag("circle", cx=x, cy=y, r=5, fill=tokens.paper, stroke=tokens.pale, stroke_width=1.5))
    else:
        parts.append(tag("circle", cx=x, cy=y, r=5, fill=tokens.accent))
    notes = _notes(stop, language)
    start, ink = _LINE + _ASIDE + 16, tokens.quiet if stop.how == "missing" else tokens.ink
    room = width - start - letters.width(notes, tokens.size) * 1.15 - 12
    # A fallback font runs wider than the one the widths are of.
    name = letters.shorten(stop.touchpoint, tokens.size * 1.15, max(room, 60))
    parts.append(text(name, start, y + 4, tokens, fill=ink))
    parts.append(text(notes, width, y + 4, tokens, fill=tokens.quiet, text_anchor="end"))
    return "".join(parts)


def _notes(stop: Stop, language: str) -> str:
    """All that is to be said of a stop beside its name."""
    said = [] if stop.how == "as_planned" else [words.say(stop.how, language)]
    said += [words.say(key, language) for key, marked in (("late", stop.late), ("failing", stop.failing)) if marked]
    if stop.score is not None:
        digits = 0 if stop.score == round(stop.score) else 1
        said.append(words.say("score", language, value=figures.number(stop.score, digits, language)))
    return ", ".join(said)


def _told(stop: Stop, language: str) -> str:
    return f"{stop.touchpoint}: {_notes(stop, language) or words.say('as_planned', language)}"
