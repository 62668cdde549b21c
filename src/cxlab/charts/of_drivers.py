"""Which chart draws which result of the analysis of drivers."""

from __future__ import annotations

from typing import Any

from cxlab.charts.drivers import drivers
from cxlab.charts.importance_map import importance_map
from cxlab.charts.svg import Svg
from cxlab.charts.tokens import Tokens
from cxlab.drivers.importance import Importance
from cxlab.drivers.performance import ImportanceMap


def draw_drivers(result: object, *, language: str, tokens: Tokens, title: str, **options: Any) -> Svg:
    """Draw shares of drivers or their map.

    Raises:
        TypeError: another result.
    """
    if isinstance(result, Importance):
        return drivers(result, language=language, tokens=tokens, title=title, **options)
    if isinstance(result, ImportanceMap):
        return importance_map(result, language=language, tokens=tokens, title=title, **options)
    raise TypeError(f"{type(result).__name__} is no result that charts draw")
