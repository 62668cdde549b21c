"""The theme of every chart: its colours and its type, once for pages and once for files."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tokens:
    """Colours and type of a chart.

    Attributes:
        ink: text and marks.
        quiet: labels of axes.
        line: grid and frames.
        accent: the series itself.
        band: the interval behind a series.
        pale: what rests on few answers.
        paper: the ground behind words; a chart itself has no ground.
        font: the type family, which must be there where the chart is read.
        size: type size of labels in pixels.
    """

    ink: str
    quiet: str
    line: str
    accent: str
    band: str
    pale: str
    paper: str
    font: str = "Inter, 'Segoe UI', system-ui, sans-serif"
    size: float = 12


LIGHT = Tokens("#1a2423", "#4d5b59", "#e2e7e5", "#0f6b64", "#cfe3e0", "#7f918e", "#ffffff")
DARK = Tokens("#e8eceb", "#aab6b3", "#2e3837", "#5cc8bc", "#24423f", "#71827f", "#191f1f")
PRINT = Tokens("#000000", "#333333", "#bbbbbb", "#0f6b64", "#dddddd", "#777777", "#ffffff")
# Inside a page the colours are the page's own variables, so that a change of theme needs no new picture. A file that
# leaves the page must carry one of the above: variables turn black there.
PAGE = Tokens(
    "var(--ink, #1a2423)",
    "var(--ink-2, #4d5b59)",
    "var(--line, #e2e7e5)",
    "var(--accent, #0f6b64)",
    "var(--band, #cfe3e0)",
    "var(--pale, #7f918e)",
    "var(--paper, #ffffff)",
)
