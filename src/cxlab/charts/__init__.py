"""Draws results and nothing else: a picture as SVG, with the words that stand for it in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from cxlab.charts.gap import gap, gap_scale
from cxlab.charts.lines import Distribution, Line, Scores
from cxlab.charts.radar import Radar, radar
from cxlab.charts.rows import rows
from cxlab.charts.scales import Scale, scale_of
from cxlab.charts.spine import Spine, spine
from cxlab.charts.svg import Svg
from cxlab.charts.tokens import DARK, LIGHT, PAGE, PRINT, Tokens
from cxlab.charts.trend import trend
from cxlab.charts.walk import walk
from cxlab.charts.whisker import whisker
from cxlab.results import Comparison, Estimate, Series, Suppressed

if TYPE_CHECKING:
    from cxlab.drivers.importance import Importance
    from cxlab.drivers.performance import ImportanceMap
    from cxlab.journeys.walks import Walk

__all__ = [
    "DARK",
    "LIGHT",
    "PAGE",
    "PRINT",
    "Distribution",
    "Line",
    "Radar",
    "Scale",
    "Scores",
    "Spine",
    "Svg",
    "Tokens",
    "draw",
    "gap_scale",
    "scale_of",
]

Drawn: TypeAlias = (
    "Estimate | Suppressed | Comparison | Series | Scores | Distribution | Radar | Spine"
    " | Importance | ImportanceMap | Walk"
)
_MAKERS: dict[type, Callable[..., Svg]] = {
    Estimate: whisker,
    Suppressed: whisker,
    Comparison: gap,
    Series: trend,
    Scores: rows,
    Distribution: rows,
    Radar: radar,
    Spine: spine,
}


def draw(result: Drawn, *, language: str, tokens: Tokens = PAGE, title: str = "", **options: Any) -> Svg:
    """Draw a result.

    Args:
        result: an Estimate or Suppressed (a whisker for a table), a Comparison (a difference around nought), a Series
            (a trend), Scores (dots with whiskers), a Distribution (bars with whiskers), a Radar (phases beside
            targets), a Spine (a journey with its real flows), a Walk (of one case), an Importance (shares of drivers)
            or an ImportanceMap.
        language: fi, sv or en; another is drawn with English words.
        tokens: the theme: PAGE inside a page, LIGHT, DARK or PRINT for a file.
        title: what is shown, in the reader's language.
        options: of the single charts: ``target``, ``scale``, ``width``, ``height``, ``hidden``.

    Returns:
        A frozen Svg: markup, title, description, width, height. n = 0 is drawn as a gap with words, n = 1 as a hollow
        dot without whisker, under 30 answers pale, and what a promise hides is hatched with the reason.

    Raises:
        TypeError: something that is not a result.

    Example:
        >>> one = Estimate(40.0, 37.0, 42.0, 2746, 2746.0, "adjusted_wald", "nps@1")
        >>> draw(one, language="en").description
        '40, 95% interval 37 to 42, 2,746 answers'
    """
    spoken = language if language in {"fi", "sv", "en"} else "en"
    maker = _MAKERS.get(type(result))
    # What draws drivers is imported with the first of them: their analysis is heavy, and pages seldom need it.
    if type(result).__module__.startswith("cxlab.drivers."):
        from cxlab.charts.of_drivers import draw_drivers

        maker = draw_drivers
    elif type(result).__module__ == "cxlab.journeys.walks":
        maker = walk
    if maker is not None:
        return maker(result, language=spoken, tokens=tokens, title=title, **options)
    raise TypeError(f"{type(result).__name__} is no result that charts draw")
