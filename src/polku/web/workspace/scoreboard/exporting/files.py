"""Decides what a view hands out as a file: its rows, and a sheet with its charts that is read."""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

from django.utils.translation import gettext as _

from cxlab.charts import Line, Scores, Svg, draw
from cxlab.charts.sheet import Words
from cxlab.results import Suppressed
from polku.insights.scores import Row
from polku.web.workspace.handing_out import TOKENS, WIDTH, Shown
from polku.web.workspace.scoreboard.board import Board
from polku.web.workspace.scoreboard.exporting.rows import HEADER, on_maps, rows
from polku.web.workspace.scoreboard.spread import Spread
from polku.web.workspace.templatetags import figures as written

# More rows than these belong into a spreadsheet.
_MOST_DRAWN = 30
# Each with all its steps.
_MOST_GROUPS = 6


def shown(board: Board) -> Shown:
    """What the view hands out as a file."""
    return Shown(
        "figures", HEADER, lambda: [astuple(row) for row in rows(board)], facts(board), _("Where are we today?"),
        lambda: _charts(board), kept_in_view=2,
    )  # fmt: skip


def facts(board: Board) -> tuple[str, ...]:
    """What must be known of the figures, in the reader's language: sentence, period, filters, weights, method."""
    chosen = [f"{choice.key}: {choice.name}" for choice in board.set_filters]
    weight = next((choice.name for choice in board.weights if choice.here), "")
    asked = " · ".join(filter(None, [board.period, *chosen, weight, board.change_name]))
    when = _("Figures of %(when)s.") % {"when": written.moment(board.built_at)} if board.built_at else ""
    formula = f"{board.method.name}. {board.method.formula}"
    return tuple(
        filter(None, (board.sentence, *board.notices, *board.beside, asked, formula, *board.method.sentences, when))
    )


def _charts(board: Board) -> list[Svg | Words]:
    options = {"language": written.language_now(), "tokens": TOKENS, "width": WIDTH}
    found: list[Svg | Words] = []
    if board.spread is not None:
        return _shares(board.spread, options)
    if board.maps is None and board.history.months[1:]:
        found.append(draw(board.history, title=board.metric_name, target=board.total.target, height=230, **options))
    lines = [Line(_label(name, row), row.score, row.target) for name, row in _named(board)]
    if lines:
        found.append(Words(board.by_name, 13, bold=True))
        found.append(draw(Scores(tuple(lines[:_MOST_DRAWN])), title=board.by_name, **options))
    if len(lines) > _MOST_DRAWN:
        found.append(_not_all(_MOST_DRAWN, len(lines)))
    return found


def _shares(spread: Spread, options: dict[str, Any]) -> list[Svg | Words]:
    """The whole, then as many groups as a sheet has room for."""
    if spread.drawn is None:
        return [Words(spread.why, 13)]
    found: list[Svg | Words] = [draw(spread.drawn, title=spread.title, **options)]
    groups = [group for group in spread.groups if group.drawn is not None and group.steps]
    for group in groups[:_MOST_GROUPS]:
        heading = f"{group.name}, {written.answers(group.steps[0].share)}"
        found += [Words(heading, 13, bold=True), draw(group.drawn, title=group.name, **options)]  # type: ignore[arg-type]
    if len(groups) > _MOST_GROUPS:
        found.append(_not_all(_MOST_GROUPS, len(groups)))
    return found


def _not_all(shown: int, every: int) -> Words:
    told = {"shown": shown, "all": every}
    return Words(_("%(shown)s of %(all)s groups are drawn; the table file holds all of them.") % told, 10.5)


def _label(name: str, row: Row) -> str:
    """A name with how many answers it stands on, and its interval in figures."""
    if isinstance(row.score, Suppressed):
        return name
    return ", ".join(filter(None, (name, written.answers(row.score), written.interval(row.score))))


def _named(board: Board) -> list[tuple[str, Row]]:
    if board.maps is not None:
        return list(on_maps(board.maps))
    return [(line.name, line.row) for line in board.lines] if board.asked.view == "table" else []
