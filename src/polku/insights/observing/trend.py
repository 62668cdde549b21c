"""Decides whether a deviation comes more often of late: the later half of the walks beside the earlier half."""

from __future__ import annotations

import numpy as np
import polars as pl

from cxlab.journeys.deviations import Deviations
from cxlab.journeys.log import EventLog
from cxlab.journeys.tally import share_counts
from cxlab.metrics.comparisons import compare_counts
from cxlab.results import Comparison

# Of so few walks a half tells nothing; so many deviations are followed, those of most walks.
FEWEST_A_HALF = 30
MOST_FOLLOWED = 30


def turned(left: Deviations, log: EventLog) -> tuple[Comparison | None, ...]:
    """Share of walks with each deviation in the half that began later, minus that in the half that began earlier.

    The intervals hold together over all of them, clustered by account where accounts are known; None where the halves
    are too small to tell.
    """
    none: tuple[Comparison | None, ...] = (None,) * len(left.found)
    if log.ts_s is None or not left.found or log.n_cases < 2 * FEWEST_A_HALF:
        return none
    begun = log.ts_s[log.offsets[:-1]]
    late = begun >= np.median(begun)
    if min(int(late.sum()), int((~late).sum())) < FEWEST_A_HALF:
        return none
    followed = left.marks[:MOST_FOLLOWED]
    halves = []
    for half, chosen in enumerate((~late, late)):
        accounts = None if left.accounts is None else left.accounts[chosen]
        halves.append(share_counts(followed[:, chosen], accounts).with_columns(pl.lit(half).alias("half")))
    found = compare_counts(pl.concat(halves), "yes", group="half", by=["mark"], against=0, simultaneous="bonferroni")
    told = {dict(one.by)["mark"]: one.comparison for one in found}
    return tuple(told.get(k) for k in range(len(left.found)))
