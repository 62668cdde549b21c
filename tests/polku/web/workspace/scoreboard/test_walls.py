"""How much of a view stands on a wall: what nobody can scroll to is counted instead."""

from __future__ import annotations

from types import SimpleNamespace
from uuid import UUID

from cxlab.charts import PAGE, Distribution, draw
from cxlab.results import Estimate
from polku.insights.scores import Row
from polku.web.workspace.scoreboard.lines import Line
from polku.web.workspace.scoreboard.maps import Card, Column, Journey
from polku.web.workspace.scoreboard.spread import Group
from polku.web.workspace.scoreboard.walls import BESIDE, IN_COLUMNS, MOST_CARDS, MOST_GROUPS, wall_of

ROW = Row((), Estimate(1.0, 0.0, 2.0, 40, 40.0, "t", "nps@1"), None, None)


def board(view: str = "table", lines: int = 0, *, by_time: bool = False, **more: object) -> SimpleNamespace:
    told = tuple(Line(str(at), "", ROW, "", ()) for at in range(lines))
    whole = {"spread": None, "maps": None} | more
    return SimpleNamespace(asked=SimpleNamespace(view=view), lines=told, by_time=by_time, **whole)


def test_few_rows_stand_beside_the_trend():
    wall = wall_of(board(lines=BESIDE))
    assert (len(wall.lines), wall.left_out, wall.with_trend, wall.apart) == (BESIDE, 0, True, True)


def test_many_rows_take_the_place_of_the_trend_and_the_rest_is_counted():
    wall = wall_of(board(lines=IN_COLUMNS + 3))
    assert (len(wall.lines), wall.left_out, wall.with_trend, wall.apart) == (IN_COLUMNS, 3, False, False)


def test_months_are_the_latest_beside_their_trend():
    wall = wall_of(board(lines=36, by_time=True))
    assert (wall.lines[0].name, len(wall.lines), wall.left_out, wall.apart) == ("0", BESIDE, 36 - BESIDE, True)


def test_a_trend_has_the_whole_wall():
    wall = wall_of(board("trend", lines=5))
    assert (wall.lines, wall.apart, wall.with_trend) == ((), False, True)


def test_the_largest_groups_are_drawn_in_their_order():
    picture = draw(Distribution(()), language="en", tokens=PAGE, title="")
    groups = tuple(Group(str(n), (), n, "", picture) for n in (5, 90, 10, 80, 20, 70, 30, 60))
    wall = wall_of(board("distribution", spread=SimpleNamespace(groups=(*groups, Group("kept", (), 99, "why")))))
    assert [group.n for group in wall.groups] == [90, 80, 20, 70, 30, 60]
    assert (len(wall.groups), wall.left_out) == (MOST_GROUPS, 2)


def test_of_the_maps_the_one_with_most_scores_stands():
    def journey(name: str, scored: int) -> Journey:
        cards = tuple(Card(str(at), str(at), ROW if at < scored else None, ()) for at in range(MOST_CARDS + 2))
        return Journey(UUID(int=scored), name, (Column("Buys", cards),))

    wall = wall_of(board("map", maps=SimpleNamespace(journeys=(journey("a", 2), journey("b", 5), journey("c", 1)))))
    assert wall.journey is not None
    assert (wall.journey.name, wall.left_out) == ("b", 2)
    ((column, more),) = wall.columns
    assert (len(column.cards), more) == (MOST_CARDS, 2)
    assert wall_of(board("map", maps=SimpleNamespace(journeys=()))).journey is None
