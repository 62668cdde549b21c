"""Working days, holidays, summer time and seasons of the simulated company."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import numpy as np
import polars as pl
import pytest

from cxlab.simulate.clock import clock, easter, holidays, utc_offset_s
from tests.cxlab.simulated import drawn


# Dates of Easter as the church calendar has them.
@pytest.mark.parametrize(
    "day",
    [date(1999, 4, 4), date(2000, 4, 23), date(2008, 3, 23), date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5)],
)
def test_easter(day):
    assert easter(day.year) == day


def test_finnish_holidays_of_2026():
    assert {d for d in holidays(2026) if d.month in {4, 5, 6}} == {
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 5, 14),
        date(2026, 6, 19),
    }


def test_summer_time_of_2026():
    assert utc_offset_s(date(2026, 3, 28)) == 7_200
    assert utc_offset_s(date(2026, 3, 29)) == 10_800
    assert utc_offset_s(date(2026, 10, 24)) == 10_800
    assert utc_offset_s(date(2026, 10, 25)) == 7_200


def local(ts_s: pl.Series) -> list[datetime]:
    moments = [datetime.fromtimestamp(s, tz=UTC) for s in ts_s]
    return [m.astimezone(timezone(timedelta(seconds=utc_offset_s(m.date())))) for m in moments]


def test_people_meet_us_on_working_days_in_office_hours():
    steps = drawn().events
    own = local(steps.join(drawn().touchpoints.select("touchpoint", "key"), on="touchpoint")["ts_s"])
    closed = {day for year in range(2023, 2027) for day in holidays(year)}
    odd = [m for m in own if m.weekday() > 4 or m.date() in closed or not 7 <= m.hour <= 17]
    assert len(odd) / len(own) < 0.01  # an enquiry pressed between order and delivery may fall on an evening


def test_july_stands_still():
    months = pl.from_epoch(drawn(2, 2_000).walks["started_s"]).dt.month()
    july, june = (months == 7).sum(), (months == 6).sum()
    assert 0.25 < july / june < 0.55


def test_pulses_go_out_twice_a_year():
    opened = drawn().waves.filter(survey=0)["opened"].to_list()
    assert [(d.year, d.month) for d in opened] == [(y, m) for y in (2024, 2025, 2026) for m in (3, 9)]
    assert all(d.weekday() == 1 for d in opened)


def test_months_and_times_agree():
    period = clock(date(2026, 2, 10), 14)
    assert period.labels()[0] == "2025-01"
    assert period.labels()[-1] == "2026-02"
    noon = np.array(
        [
            datetime(2025, 1, 31, 12, tzinfo=UTC).timestamp(),
            datetime(2025, 2, 1, 12, tzinfo=UTC).timestamp(),
        ]
    )
    assert period.month_of(noon.astype(np.int64)).tolist() == [0, 1]
    assert period.season()[-1] == pytest.approx(0.95 * 10 / 28)
