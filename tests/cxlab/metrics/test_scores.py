"""Scores from tables: published figures, groups, edges."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from cxlab import metrics
from cxlab.tables import OutsideScaleError

DATA = Path(os.environ.get("POLKU_REAL_DATA", Path(__file__).resolve().parents[4] / "shared" / "data"))
SFO = DATA / "sfo_customer_survey_2017" / "sfo_2017.csv"


def one(**columns):
    kwargs = {k: columns.pop(k) for k in ("definition", "account", "weight", "missing", "population") if k in columns}
    return metrics.score(pl.DataFrame(columns), score="s", **kwargs)[0].estimate


@pytest.mark.skipif(not SFO.exists(), reason="real data is not here")
def test_sfo_2017_recommendation():
    """NPS 39.84 from 2,746 answers, adjusted Wald 37.18 to 42.41; 11 is the code book's blank."""
    from cxlab.files import read_table

    found = metrics.score(read_table(SFO), score="NETPRO", missing=[11])[0].estimate
    assert (round(found.value, 2), found.n, round(found.low, 2), round(found.high, 2)) == (39.84, 2746, 37.18, 42.41)


def test_a_code_outside_the_scale_is_refused_and_named():
    with pytest.raises(OutsideScaleError, match=r"11 \(2 rows\).*--missing 11") as caught:
        one(s=[11, 11, 9, 3])
    assert caught.value.values == {11.0: 2}


@pytest.mark.parametrize("definition", metrics_keys := ["nps", "csat5", "scale5", "mean", "median", "money"])
@pytest.mark.parametrize("account", [None, "a"])
def test_nothing_and_little_are_stated(definition, account):
    for s in ([], [None, None], [4], [4, 4], [4, 4, 4], [4, 5], [1]):
        table = pl.DataFrame({"s": pl.Series(s, dtype=pl.Float64), "a": ["x"] * len(s)})
        found = metrics.score(table, score="s", definition=definition, account=account)[0].estimate
        answers = [x for x in s if x is not None]
        assert found.n == len(answers)
        assert (found.value is None) == (not answers)
        if len(answers) < 2 or account:
            assert found.low is None
            assert found.high is None
        for figure in (found.value, found.low, found.high, found.n_effective):
            assert figure is None or figure == figure  # noqa: PLR0124 - not NaN


def test_a_large_table_of_codes_is_told_of_as_its_counts_are(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(4)
    table = pl.DataFrame(
        {"s": rng.integers(0, 11, 400), "team": rng.integers(0, 3, 400), "account": rng.integers(0, 30, 400)}
    )
    monkeypatch.setattr("cxlab.metrics.scores.MANY", 1)
    by_codes = metrics.score(table, score="s", by="team", account="account")
    monkeypatch.setattr("cxlab.metrics.scores.MANY", 1_000)
    assert by_codes == metrics.score(table, score="s", by="team", account="account")
