"""No answer, few answers and one account: every public function of drivers answers, and with no figure that is none."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest

from cxlab import drivers as cx
from tests.cxlab.journeys.test_nothing import figures

NAMES = ["a", "b"]
ASKED = {
    "beside": lambda table: cx.beside(
        cx.importance_map(table, outcome="y", drivers=NAMES, account="who", scale=(0, 9)),
        cx.stated_importance(table, columns={name: name for name in NAMES}),
    ),
    "importance": lambda table: cx.importance(table, outcome="y", drivers=NAMES, account="who", resamples=50),
    "importance_map": lambda table: cx.importance_map(
        table, outcome="y", drivers=NAMES, account="who", scale=(0, 9), targets={"a": 4}, resamples=50
    ),
    "penalty_reward": lambda table: cx.penalty_reward(table, outcome="y", drivers=NAMES, account="who"),
    "stated_importance": lambda table: cx.stated_importance(table, columns={name: name for name in NAMES}),
}
# They take a correlation matrix, or columns of which they say what is too few: tests of their own.
OTHERS = {"relative_weights", "shapley", "shapley_of_columns"}


def test_every_function_is_asked():
    assert {name for name in cx.__all__ if name[0].islower()} == set(ASKED) | OTHERS


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("rows", [0, 1, 2, 5, 30])
def test_few_answers_give_an_answer_and_no_figure_that_is_none(name, rows):
    drawn = np.random.default_rng(rows).integers(1, 6, (rows, 3)).astype(float)
    table = pl.DataFrame(drawn, schema=[*NAMES, "y"], orient="row").with_columns(who=pl.lit("one firm"))
    try:
        found = ASKED[name](table)
    except cx.DriversError as error:
        # Said in words where nothing varies or nobody stands at the turning point.
        if rows == 30 or str(error)[-1] != ".":
            raise
    else:
        assert [one for one in figures(found) if not math.isfinite(one)] == []
