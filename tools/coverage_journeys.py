"""How often what is said of journeys holds: the simulation behind the table in docs/methods/journeys.md.

Every walk begins with a call; a visit follows, and perhaps an installation by a partner. An account has 30 % of the
variance in common. Printed for each estimator and design: the truth, how far the estimate lies from it on average, and
in per cent of the simulated logs how often the 95 % interval holds it. Run it with ``python -P``: another tool here is
called coverage, and numba looks for that name.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cxlab.journeys import between, event_log, funnel, going_on, hand_overs, peak_end
from cxlab.journeys.associations import associate
from cxlab.journeys.censoring import open_quantile
from cxlab.journeys.log import EventLog
from cxlab.results import Comparison, Estimate

REPLICATIONS = 200
ICC = 0.3
DAY = 86_400
# Accounts and walks of each; no accounts: every walk stands alone.
DESIGNS = {"30": (0, 30), "100": (0, 100), "300": (0, 300), "30 x 5": (30, 5), "100 x 5": (100, 5)}
Array = NDArray[np.float64]
Told = dict[str, Estimate | Comparison | None]


@dataclass(frozen=True)
class World:
    """What happened in a number of walks, before anything is estimated."""

    unit: NDArray[np.int64]
    visit_s: Array
    install_s: Array
    scores: Array
    installed: NDArray[np.bool_]
    segment: NDArray[np.int64]
    marks: NDArray[np.bool_]
    overall: Array


def world(accounts: int, per: int, rng: np.random.Generator) -> World:
    """Waits are lognormal, scores normal; who found the visit good is installed more often; a mark costs .6."""
    unit = np.repeat(np.arange(accounts or per), per if accounts else 1)
    groups = accounts or len(unit)

    def drawn() -> Array:
        return np.sqrt(ICC) * rng.normal(size=groups)[unit] + np.sqrt(1 - ICC) * rng.normal(size=len(unit))

    visit_s, install_s = DAY * np.exp(0.8 * drawn()), 2 * DAY * np.exp(0.8 * drawn())
    liking = drawn()
    scores = np.column_stack([3.5 + liking + 0.5 * rng.normal(size=len(unit)) for _ in range(3)])
    scores[:, 2] -= 0.5
    installed = drawn() < np.where(scores[:, 1] >= 3.5, 0.9, 0.0)  # noqa: PLR2004 (the middle)
    segment = unit % 3
    marks = rng.random((3, len(unit))) < 0.3 + 0.25 * (segment == 2)  # noqa: PLR2004 (the last of three)
    overall = 3 - 0.6 * marks[0] + 0.8 * (segment == 2) + drawn()  # noqa: PLR2004
    return World(unit, visit_s, install_s, scores, installed, segment, marks, overall)


def log_of(made: World, *, clustered: bool) -> EventLog:
    """The walks as a log."""
    begun = np.arange(len(made.unit)) * 600.0
    times = np.column_stack([begun, begun + made.visit_s, begun + made.visit_s + made.install_s])
    there = np.column_stack([np.ones((len(begun), 2), bool), made.installed])
    case, step = np.nonzero(there)
    rows = {
        "case": case.astype(str),
        "touchpoint": np.array(["Call", "Visit", "Install"])[step],
        "actor": np.array(["us", "us", "partner"])[step],
        "ts_s": times[there].astype(np.int64),
        "score": made.scores[there],
    }
    if clustered:
        rows["account"] = made.unit[case].astype(str)
    return event_log(pl.DataFrame(rows))


def estimates(made: World, *, clustered: bool) -> Told:
    """Everything that is estimated, by name."""
    log = log_of(made, clustered=clustered)
    wait = between(log, "Call", "Visit")
    over = hand_overs(log)
    onward = [one for one in going_on(log, well_from=3.5) if one.touchpoint == "Visit"]
    marked = associate(
        made.marks, made.overall.tolist(), accounts=made.unit if clustered else None, segment=made.segment.tolist()
    )[0]
    return {
        "share that reaches a step": funnel(log, ["Call", "Install"])[1].of_first,
        "median wait, hours": wait.median,
        "90th percentile of waits, hours": wait.p90,
        "continuing, passed well less not": onward[0].continuing if onward else None,
        "score with a mark less without": marked.comparison,
        "the same within segments": marked.adjusted,
        "hand-over: score change": over[0].score_change if over else None,
        "hand-over: log of the wait's ratio": over[0].wait_ratio if over else None,
    }


def truths(rng: np.random.Generator) -> dict[str, float]:
    """The same of a million walks, by plain arithmetic."""
    made = world(200_000, 5, rng)
    well = made.scores[:, 1] >= 3.5  # noqa: PLR2004 (the middle)
    logs = [np.log(60 + one) for one in (made.visit_s, made.install_s[made.installed])]
    change = made.scores[made.installed, 2] - made.scores[made.installed, 1]
    still = made.scores[:, 1] - made.scores[:, 0]
    mark = made.marks[0]
    return {
        "share that reaches a step": float(made.installed.mean()),
        "median wait, hours": 24.0,
        "90th percentile of waits, hours": float(24 * np.exp(0.8 * 1.2815515655)),
        "continuing, passed well less not": float(made.installed[well].mean() - made.installed[~well].mean()),
        "score with a mark less without": float(made.overall[mark].mean() - made.overall[~mark].mean()),
        "the same within segments": -0.6,
        "hand-over: score change": float(change.mean() - still.mean()),
        "hand-over: log of the wait's ratio": float(logs[1].mean() - logs[0].mean()),
    }


def memory(accounts: int, per: int, rng: np.random.Generator) -> Told:
    """What the end adds to the mean where memory keeps both alike."""
    unit = np.repeat(np.arange(accounts or per), per if accounts else 1)
    common = np.sqrt(ICC) * rng.normal(size=(int(unit.max()) + 1, 1))[unit]
    scores = 3 + common + np.sqrt(1 - ICC) * rng.normal(size=(len(unit), 5))
    overall = 0.5 * scores.mean(axis=1) + 0.5 * scores[:, -1] + 0.5 * rng.normal(size=len(unit))
    rows = {
        "case": np.repeat(np.arange(len(unit)), 5).astype(str),
        "touchpoint": np.tile(list("abcde"), len(unit)),
        "score": scores.ravel(),
        "account": np.repeat(unit, 5).astype(str),
    }
    log = event_log(pl.DataFrame(rows), time=None)
    return {"what the end adds to R2": peak_end(log, overall.tolist(), neutral=3).end_adds}


def cut_off(days: float, rng: np.random.Generator) -> tuple[float, ...]:
    """A log that ends so many days after the first of 300 walks, five of each account.

    Returns:
        In per cent, how many walks are still under way; hours: the median of those done, and the median by Kaplan and
        Meier; in per cent, how often the interval of that one holds the truth, of the logs where it has one, and how
        often it has one.
    """
    rows = []
    for _ in range(REPLICATIONS):
        unit = np.repeat(np.arange(60), 5)
        z = np.sqrt(ICC) * rng.normal(size=60)[unit] + np.sqrt(1 - ICC) * rng.normal(size=300)
        took, left = 24 * np.exp(0.8 * z), 24 * days * rng.random(300)
        done, waited = took <= left, np.minimum(took, left)
        found = open_quantile(waited, done, 0.5, unit=unit, name="median@1")
        ends = found.low is not None and found.high is not None
        held = ends and found.low <= 24 <= found.high  # type: ignore[operator]  # noqa: PLR2004 (the truth)
        value = np.nan if found.value is None else found.value
        rows.append(
            (100 - 100 * done.mean(), np.median(waited[done]), value, 100 * held if ends else np.nan, 100 * ends)
        )
    return tuple(np.nanmean(np.array(rows), axis=0).tolist())


def _read(name: str, one: Estimate | Comparison | None) -> tuple[float, float, float] | None:
    if one is None or one.low is None or one.high is None:
        return None
    value = one.difference if isinstance(one, Comparison) else one.value
    assert value is not None
    return tuple(np.log([value, one.low, one.high])) if "log" in name else (value, one.low, one.high)


def lines(truth: dict[str, float], draw: Callable[[int, int, np.random.Generator], Told]) -> None:
    """Print a row for each estimator and design."""
    for design, (accounts, per) in DESIGNS.items():
        rng = np.random.default_rng([accounts, per])
        kept: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
        for _ in range(REPLICATIONS):
            for name, one in draw(accounts, per, rng).items():
                if (read := _read(name, one)) is not None:
                    kept[name].append(read)
        for name, rows in kept.items():
            value, low, high = np.array(rows).T
            held = 100 * np.mean((low <= truth[name]) & (truth[name] <= high))
            told = f"{truth[name]:.3g} | {value.mean() - truth[name]:+.2g} | {held:.1f} | {len(rows)}"
            sys.stdout.write(f"| {name} | {design} | {told} |\n")
            sys.stdout.flush()


def main() -> None:
    """Print the tables."""
    sys.stdout.write("| estimate | walks | truth | bias | holds | of |\n|---|---|---:|---:|---:|---:|\n")
    lines(
        truths(np.random.default_rng(1)),
        lambda accounts, per, rng: estimates(world(accounts, per, rng), clustered=accounts > 0),
    )
    whole = memory(20_000, 5, np.random.default_rng(2))["what the end adds to R2"]
    assert isinstance(whole, Estimate)
    assert whole.value is not None
    lines({"what the end adds to R2": whole.value}, memory)
    head = ["days of log", "still under way", "median of those done, hours", "with those under way", "holds", "told"]
    sys.stdout.write(f"\n| {' | '.join(head)} |\n|{'---:|' * len(head)}\n")
    for days in (60, 20, 10, 5, 3):
        share, plain, mended, held, told = cut_off(days, np.random.default_rng(days))
        sys.stdout.write(f"| {days} | {share:.0f} % | {plain:.1f} | {mended:.1f} | {held:.1f} % | {told:.0f} % |\n")


if __name__ == "__main__":
    main()
