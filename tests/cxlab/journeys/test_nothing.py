"""No case, one case and one account: every public function of journeys answers, and with no figure that is none."""

from __future__ import annotations

import dataclasses
import math
import re

import numpy as np
import polars as pl
import pytest

from cxlab import journeys as cx
from cxlab.journeys.log import EventLog

PLAN = cx.parse_plan("Call\nVisit within 2 days\nPay")
ONE = [("a", "Call", 0, "us", 4.0, "x", "s"), ("a", "Visit", 9, "partner", 2.0, "x", "s")]
ASKED = {
    "align": lambda log: cx.align(cx.variants(log), PLAN),
    "associate": lambda log: cx.associate(np.ones((1, log.n_cases), dtype=bool), [1.0] * log.n_cases),
    "between": lambda log: cx.between(log, "Call", "Visit", open_days=7),
    "deviations": lambda log: cx.deviations(cx.align(cx.variants(log), PLAN), failing_at_most=2),
    "directly_follows": cx.directly_follows,
    "funnel": lambda log: cx.funnel(log, ["Call", "Visit"]),
    "going_on": lambda log: cx.going_on(log, well_from=3, goal="Visit", open_days=1),
    "hand_overs": lambda log: cx.hand_overs(log, least=1),
    "out_of_control": lambda log: cx.out_of_control(log, party="actor"),
    "overview": lambda log: cx.overview(log, PLAN, failing_at_most=2),
    "peak_end": lambda log: cx.peak_end(log, [3.0] * log.n_cases, neutral=3),
    "remembered": lambda log: cx.remembered([["Call"]] * log.n_cases, peaks=["Call"], end=None),
    "throughput": cx.throughput,
    "transitions": cx.transitions,
    "variants": cx.variants,
    "walk_of": lambda log: cx.walk_of(cx.deviations(cx.align(cx.variants(log), PLAN)), "a"),
}
# They take no log: a plan or a table of events, and have tests of their own.
OTHERS = {"event_log", "from_cjml", "parse_plan", "spine", "to_cjml", "write_plan"}


def log_of(rows) -> EventLog:
    names = {"case": pl.String, "touchpoint": pl.String, "ts_s": pl.Int64, "actor": pl.String, "score": pl.Float64,
             "account": pl.String, "segment": pl.String}  # fmt: skip
    return cx.event_log(pl.DataFrame(rows, schema=names, orient="row"))


def figures(found) -> list[float]:
    if isinstance(found, float):
        return [found]
    if isinstance(found, np.ndarray):
        return found.ravel().astype(float).tolist() if found.dtype.kind == "f" else []
    if dataclasses.is_dataclass(found):
        return [one for part in dataclasses.fields(found) for one in figures(getattr(found, part.name))]
    if isinstance(found, (tuple, list)):
        return [one for part in found for one in figures(part)]
    return []


def test_every_function_is_asked():
    functions = {name for name in cx.__all__ if name[0].islower()}
    assert functions == set(ASKED) | OTHERS


@pytest.mark.parametrize("name", ASKED)
def test_no_case_and_one_case_give_an_answer_and_no_figure_that_is_none(name):
    for rows in ([], ONE[:1], ONE):
        try:
            found = ASKED[name](log_of(rows))
        except ValueError as error:
            # Without events there is no touchpoint and no case by that name; the message says so.
            if len(rows) == len(ONE) or not re.search("There is no|is no touchpoint of the log", str(error)):
                raise
        else:
            assert [one for one in figures(found) if not math.isfinite(one)] == []
