"""Monthly series keep their gaps."""

from __future__ import annotations

import polars as pl
import pytest

from cxlab.metrics import counts, score, series, series_of
from cxlab.tables import TableError

TABLE = pl.DataFrame({"s": [9, 9, 3, 10], "day": ["2025-11-02", "2025-11-30", "2025-12-01", "2026-02-28"]})


def test_gaps_are_kept_over_the_turn_of_the_year():
    found = series(TABLE, score="s", time="day")
    assert found.months == ("2025-11", "2025-12", "2026-01", "2026-02")
    assert [one.n for one in found.estimates] == [2, 1, 0, 1]
    assert found.definition == "nps@1"


def test_a_month_is_the_score_of_its_answers():
    found = series(TABLE, score="s", time="day").estimates[0]
    assert found == score(TABLE[:2], score="s", time="day")[0].estimate
    assert (found.period.first, found.period.last) == ("2025-11-02", "2025-11-30")


def test_nothing_gives_no_months():
    assert series(TABLE.clear(), score="s", time="day").months == ()


def test_months_kept_as_numbers():
    kept = counts(TABLE.with_columns(month=pl.Series([202511, 202511, 202512, 202602])), score="s", by="month")
    assert series_of(kept, month="month").months == ("2025-11", "2025-12", "2026-01", "2026-02")


def test_without_months_it_says_how():
    with pytest.raises(TableError, match="monthly=True"):
        series_of(counts(TABLE, score="s"))
