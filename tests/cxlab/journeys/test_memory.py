from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from cxlab.journeys.log import event_log
from cxlab.journeys.memory import peak_end, remembered


def made(seed: int, *, mean: float = 0.0, end: float = 0.0, peak: float = 0.0, cases: int = 400):
    """Walks of four to eight scores from 1 to 5, and an overall score made of the parts told."""
    rng = np.random.default_rng(seed)
    rows, overall = [], []
    for k in range(cases):
        scores = np.clip(np.round(rng.normal(3.3, 1.2, int(rng.integers(4, 9)))), 1, 5)
        rows += [(str(k), f"t{n}", float(s), str(k % 90)) for n, s in enumerate(scores)]
        far = scores[len(scores) - 1 - int(np.argmax(np.abs(scores[::-1] - 3)))]
        overall.append(float(mean * scores.mean() + end * scores[-1] + peak * far + rng.normal(0, 0.5)))
    log = event_log(pl.DataFrame(rows, schema=["case", "touchpoint", "score", "account"], orient="row"), time=None)
    return log, overall


def test_memory_that_keeps_the_mean_gains_nothing_by_end_and_peak():
    found = peak_end(*made(1, mean=1.0), neutral=3)
    assert found.walks == 400
    assert found.mean_only > 0.4
    assert found.end_adds.low <= 0.005
    assert found.peak_adds.low <= 0.005
    assert found.shares["mean"] > 0.5


def test_memory_that_keeps_the_end_shows_it():
    found = peak_end(*made(2, mean=0.3, end=0.7), neutral=3)
    assert found.end_adds.low > 0.05
    assert found.with_end == pytest.approx(found.mean_only + found.end_adds.value)
    assert found.peak_adds.high < 0.05


def test_memory_that_keeps_the_peak_shows_it():
    found = peak_end(*made(3, mean=0.3, peak=0.6), neutral=3)
    assert found.peak_adds.low > 0.05
    assert found.with_peak == pytest.approx(found.with_end + found.peak_adds.value)
    assert found.shares["peak"] == max(found.shares.values())
    assert sum(found.shares.values()) == pytest.approx(1)
    assert found.peak_adds.clusters == 90


def test_a_gain_from_few_walks_says_so():
    few, enough = (peak_end(*made(2, mean=0.3, end=0.7, cases=cases), neutral=3).end_adds for cases in (149, 150))
    assert (few.notes, enough.notes) == (("few_walks",), ())
    alone = peak_end(*made(2, end=0.7, cases=40), neutral=3, account="nobody").end_adds
    assert alone.notes == ("few_walks",)


def test_memory_that_keeps_nothing_foretells_nothing():
    found = peak_end(*made(4), neutral=3)
    assert found.mean_only < 0.02
    assert not found.end_adds.low > 0
    assert not found.peak_adds.low > 0


def small(scores):
    rows = [(str(k), f"t{n}", s) for k, walk in enumerate(scores) for n, s in enumerate(walk)]
    return event_log(pl.DataFrame(rows, schema=["case", "touchpoint", "score"], orient="row"), time=None)


def test_short_walks_and_walks_whose_end_is_not_scored_are_left_out_and_counted():
    log = small([[1.0, 2.0, 3.0, 4.0], [1.0, 2.0, 3.0], [1.0, 2.0, 3.0, 4.0, None], [5.0] * 4])
    found = peak_end(log, [3.0, 3.0, 3.0, None], neutral=3)
    assert (found.walks, found.left_out, found.mean_only) == (1, 2, None)


@pytest.mark.parametrize(
    ("walk", "low"), [([2.0, 4.0, 3.0, 1.0], 1), ([1.0, 3.0, 3.0, 5.0], 0), ([5.0, 3.0, 3.0, 1.0], 1)]
)
def test_the_peak_is_farthest_from_neutral_and_the_later_of_two(walk, low):
    assert peak_end(small([walk]), [3.0], neutral=3).peaks_low == low


def test_walks_without_accounts_stand_alone():
    log, overall = made(5, mean=1.0, cases=60)
    found = peak_end(log, overall, neutral=3, account=None)
    assert found.end_adds.clusters == 60


def test_overall_scores_that_are_all_alike_teach_nothing():
    log, overall = made(6, cases=50)
    assert peak_end(log, [4.0] * len(overall), neutral=3).mean_only is None


def test_questions_that_cannot_be_asked():
    log, overall = made(7, cases=5)
    with pytest.raises(ValueError, match="no column 'stars'"):
        peak_end(log, overall, neutral=3, score="stars")
    with pytest.raises(ValueError, match="5 cases, but 2 overall"):
        peak_end(log, overall[:2], neutral=3)


def test_what_people_name_long_after():
    named = [{"Workshop", "Invoice"}, {"Thank-you"}, set(), {"Delay"}, ["Workshop", "Workshop"], {"Delay"}]
    found = remembered(named, peaks={"Workshop"}, end="Thank-you", accounts=["a", "a", "b", "c", None, "c"])
    assert found.peak.value == pytest.approx(2 / 6)
    assert found.end.value == pytest.approx(1 / 6)
    assert found.either.value == pytest.approx(3 / 6)
    assert found.named == (("Delay", 2), ("Workshop", 2), ("Invoice", 1), ("Thank-you", 1))
    assert found.unplanned == (("Delay", 2), ("Invoice", 1))
    assert found.peak.clusters == 4


def test_nobody_asked():
    found = remembered([], peaks={"Workshop"}, end=None)
    assert (found.peak.value, found.named) == (None, ())
