"""Months as rows: those without answers are left out and told of, and the one under way says that it is."""

from __future__ import annotations

from datetime import date

from django.utils import translation

from cxlab.results import Estimate, Series, Suppressed
from polku.web.workspace.scoreboard.lines import of_time, without_answers

MONTHS = ("2026-01", "2026-02", "2026-03", "2026-04", "2026-05")
QUARTERS = ("2025-Q4", "2026-Q1", "2026-Q2")
TODAY = date(2026, 5, 3)


def estimate(n: int) -> Estimate:
    return Estimate(40.0 if n else None, None, None, n, float(n), "t", "nps@1")


def series(names: tuple[str, ...], *answers: int) -> Series:
    return Series("nps@1", names, tuple(estimate(n) for n in answers))


def test_empty_months_are_without_answers_and_the_running_one_says_so():
    told = of_time(series(MONTHS, 0, 40, 0, 50, 60), TODAY)
    assert [(line.name, line.notes) for line in told] == [
        ("May 2026", ("so far",)), ("Apr 2026", ()), ("Feb 2026", ()),
    ]  # fmt: skip


def test_the_quarter_under_way_says_so_beside_other_notes():
    told = of_time(series(QUARTERS, 40, 40, 3), TODAY)
    assert told[0].notes == ("so far", "small sample")
    assert told[1].notes == ()


def test_a_month_that_is_kept_back_stays():
    kept = Series("nps@1", MONTHS[:2], (Suppressed("below_threshold", 5), estimate(0)))
    assert [line.name for line in of_time(kept, TODAY)] == ["Jan 2026"]


def test_what_is_left_out_is_told():
    held = series(MONTHS, 0, 40, 0, 50, 60)
    assert without_answers(held, MONTHS) == "No answers before Feb 2026. 1 month without answers is left out."
    # Whether there were answers before the stretch asked about is not known from it.
    assert without_answers(held, ("2024-01", *MONTHS)) == "2 months without answers are left out."
    assert without_answers(series(MONTHS, 1, 1, 1, 1, 1), MONTHS) == ""
    assert without_answers(series(MONTHS, 0, 0, 0, 0, 0), MONTHS) == ""


def test_quarters_are_told_as_quarters_in_each_language():
    held = series(QUARTERS, 40, 0, 40)
    assert without_answers(held, ("2025-10",)) == "1 quarter without answers is left out."
    with translation.override("fi"):
        assert "vuosineljännes" in without_answers(held, ("2025-10",))
        assert of_time(held, TODAY)[0].notes == ("tähän mennessä",)
    with translation.override("sv"):
        assert without_answers(held, ("2025-10",)) == "1 kvartal utan svar är utelämnat."
