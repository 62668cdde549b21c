from __future__ import annotations

import pytest

from cxlab.journeys.log import from_walks
from cxlab.journeys.overview import overview
from cxlab.journeys.plan_text import parse_plan

from .real import PLANNED, real_log


def test_one_look_at_the_help_desk():
    plan = parse_plan((PLANNED / "helpdesk-1.txt").read_text(encoding="utf-8"))
    found = overview(real_log("helpdesk"), plan, timed=2)
    assert (found.cases, found.events, found.activities, len(found.variants)) == (4580, 21348, 14, 226)
    assert found.accounts == 394
    assert (found.period.first, found.period.last) == ("2010-01-13", "2014-01-03")
    assert found.as_planned.value == pytest.approx(2951 / 4580)
    assert found.as_planned.clusters == 394
    assert [step.reached for step in found.funnel] == [4495, 4207, 4199, 4189]
    assert len(found.transitions) == 2
    assert found.alignments.total_cost == 2436


def test_without_a_plan_and_without_times():
    found = overview(from_walks([["a", "b"], ["a"]]), steps=["a", "b"])
    assert (found.as_planned, found.deviations, found.alignments, found.period) == (None, None, None, None)
    assert (found.months, found.transitions) == ((), ())
    assert [step.reached for step in found.funnel] == [2, 1]


def test_an_empty_log():
    found = overview(from_walks([]), parse_plan("a"))
    assert (found.cases, found.as_planned.value, found.deviations.found) == (0, None, ())
