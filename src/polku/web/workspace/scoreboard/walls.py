"""Decides how much of a view stands on a wall, which nobody scrolls: so many rows, one journey, so many groups."""

from __future__ import annotations

from dataclasses import dataclass

from polku.web.workspace.scoreboard.board import Board
from polku.web.workspace.scoreboard.lines import Line
from polku.web.workspace.scoreboard.maps import Column, Journey
from polku.web.workspace.scoreboard.spread import Group

# Rows that stand beside the trend, and in two columns without it.
BESIDE, IN_COLUMNS = 13, 26
MOST_GROUPS = 6
MOST_CARDS = 6


@dataclass(frozen=True, slots=True)
class Wall:
    """What of the view there is room for; ``left_out`` counts the groups that only the page shows."""

    lines: tuple[Line, ...] = ()
    groups: tuple[Group, ...] = ()
    journey: Journey | None = None
    columns: tuple[tuple[Column, int], ...] = ()
    left_out: int = 0
    with_trend: bool = True

    @property
    def apart(self) -> bool:
        """Whether the picture shares the room with rows or groups."""
        return bool(self.lines or self.groups) and self.with_trend


def wall_of(board: Board) -> Wall:
    """The rows beside the trend, or in two columns where they are many; by step the largest groups; one map."""
    if board.asked.view == "trend":
        return Wall()
    if board.spread is not None:
        told = [group for group in board.spread.groups if group.picture is not None]
        largest = sorted(told, key=lambda group: -group.n)[:MOST_GROUPS]
        shown = tuple(group for group in told if group in largest)
        return Wall(groups=shown, left_out=len(told) - len(shown))
    if board.maps is not None:
        return _map(board)
    if board.by_time:
        return Wall(lines=board.lines[:BESIDE], left_out=max(0, len(board.lines) - BESIDE))
    many = len(board.lines) > BESIDE
    shown = board.lines[: IN_COLUMNS if many else BESIDE]
    return Wall(lines=shown, left_out=len(board.lines) - len(shown), with_trend=not many)


def _map(board: Board) -> Wall:
    """The journey with most scores; of a phase as many touchpoints as there is room for."""
    journeys = board.maps.journeys if board.maps else ()
    if not journeys:
        return Wall()
    journey = max(journeys, key=_scored)
    columns = tuple(
        (Column(column.name, column.cards[:MOST_CARDS]), max(0, len(column.cards) - MOST_CARDS))
        for column in journey.columns
    )
    return Wall(journey=journey, columns=columns, left_out=len(journeys) - 1)


def _scored(journey: Journey) -> int:
    return sum(card.row is not None for column in journey.columns for card in column.cards)
