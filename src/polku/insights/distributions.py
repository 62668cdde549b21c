"""How the answers fall on the steps of their scale, each share with its interval, as far as promises allow."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from cxlab.definitions import DEFINITIONS, Definition
from cxlab.metrics import estimate
from cxlab.results import Estimate, Period, Suppressed
from polku.governance.gate import Viewer, require
from polku.insights.asking.beside import beside, keeps_back
from polku.insights.asking.counted import REASONS, asked, window_of, within
from polku.insights.asking.laid_ready import counts_of
from polku.insights.asking.questions import Question, check, days_of, month_at
from polku.insights.asking.weighing import currency_of, revenue_of, weighed
from polku.snapshot.columns import EARLY, HIDDEN, PERSON, PROMISES
from polku.snapshot.read import Snapshot, open_snapshot
from polku.snapshot.release import GROUP

_OPEN = PROMISES.index("open")
_KEPT = 256
# The most steps that are a scale and not a measurement.
_MOST_STEPS = 11


@dataclass(frozen=True, slots=True)
class Distribution:
    """The share of each step, lowest first; none where the metric is measured on an open scale.

    ``groups`` holds the same of each group of the breakdown, by its key, in no order.
    """

    question: Question
    steps: tuple[tuple[int, Estimate], ...]
    why: Suppressed | None
    n: int
    some_kept_back: bool = False
    groups: tuple[tuple[str, Distribution], ...] = ()


def distribution(question: Question, *, viewer: Viewer) -> Distribution:
    """How the answers of a question fall on the steps of the metric's scale.

    Promised answers are told by step only when their wave has closed, and only where at least as many stand together as
    comments need. What a file brings after the close makes a bundle of its own, which may be smaller; how its answers
    spread follows from its scores as well.

    Raises CannotAsk when the question names something there is not.
    """
    require(viewer, "see_figures")
    check(question)
    snapshot = open_snapshot()
    k, currency = snapshot.threshold("k_comments"), currency_of(question, viewer)
    kept: dict[Any, Distribution] = snapshot.made.setdefault("distributions kept", {})
    mark = (question.mark, viewer.account_scope, currency)
    found = kept.get(mark)
    if found is None:
        if len(kept) >= _KEPT:
            kept.clear()
        found = kept[mark] = _distribution(snapshot, question, viewer, k, currency)
    return found


def _distribution(snapshot: Snapshot, question: Question, viewer: Viewer, k: int, currency: str) -> Distribution:
    metric = DEFINITIONS[question.metric]
    if metric.low is None or metric.high is None or metric.high - metric.low >= _MOST_STEPS:
        return Distribution(question, (), None, 0)
    window = window_of(snapshot, question)
    counts = _by_step(snapshot, k)

    def rows_of(one: Question) -> pl.DataFrame:
        rows = asked(snapshot, one, viewer, counts=counts)
        return within(rows, window) if window else rows.clear()

    revenue = revenue_of(snapshot, window, currency) if question.weight == "revenue" else None
    period = Period(*days_of(month_at(window.first), month_at(window.last))) if window else None
    told = _Told(metric, question, revenue, period, k)
    # A breakdown says nothing of the whole: it is told or not whatever it is broken down by.
    whole = told.by((), rows_of(replace(question, by=()))).get((), Distribution(question, (), None, 0))
    if not question.by:
        return whole
    rows, hidden = rows_of(question), keeps_back(question.by)
    found = told.by(question.by, rows.filter(~hidden))
    keys = [snapshot.keys(name) for name in question.by]
    named = (tuple(names[at] if at >= 0 else "" for names, at in zip(keys, codes, strict=True)) for codes in found)
    groups = [(key, one) for (key,), one in zip(named, found.values(), strict=True)]
    groups += [(key, told.by((), some)[()]) for key, some in beside(rows.filter(hidden), question.by)]
    return replace(whole, groups=tuple(groups))


@dataclass(frozen=True, slots=True)
class _Told:
    """Makes the distributions of one question."""

    metric: Definition
    question: Question
    revenue: pl.DataFrame | None
    period: Period | None
    k: int

    def by(self, by: tuple[str, ...], rows: pl.DataFrame) -> dict[tuple[int, ...], Distribution]:
        """The distribution of each group by its codes."""
        counted = weighed(rows, self.question, by, self.revenue)
        whys = {tuple(row[:-1]): row[-1] for row in rows.group_by(by).agg(pl.min("_why")).iter_rows()} if by else {}
        steps: dict[tuple[int, ...], list[tuple[int, Estimate]]] = {}
        for step in range(int(self.metric.low or 0), int(self.metric.high or 0) + 1):
            for cell in estimate(counted, _share_of(self.metric, step), by=by):
                if isinstance(cell.estimate, Estimate):
                    codes = tuple(int(str(code)) for _name, code in cell.by)
                    steps.setdefault(codes, []).append((step, replace(cell.estimate, period=self.period)))
        whole = rows["_why"].min()
        return {codes: self._one(found, whys.get(codes) if by else whole) for codes, found in steps.items()}

    def _one(self, steps: list[tuple[int, Estimate]], why: Any) -> Distribution:
        n = steps[0][1].n
        hidden = Suppressed(REASONS[int(str(why))], self.k) if why is not None and not n else None
        return Distribution(self.question, () if hidden else tuple(steps), hidden, n, why is not None and not hidden)


def _share_of(metric: Definition, step: int) -> Definition:
    """The share of one step of a metric's scale."""
    box = {"kind": "share", "unit": "share", "counted": (step, step), "against": None}
    return replace(metric, key="top_box", version=1, higher_is_better=None, flags=(), **box)


def _by_step(snapshot: Snapshot, k: int) -> pl.DataFrame:
    """All counts, those of promised answers without their score where no distribution may be told of them."""
    kept: dict[int, pl.DataFrame] = snapshot.made.setdefault("by step", {})
    if k not in kept:
        rows = counts_of(snapshot)
        of_wave = pl.struct("version", "wave").is_in(_open_waves(snapshot).to_struct().implode())
        bundle = pl.col("_n").sum().over([*GROUP, *PERSON, "touchpoint"])
        why = pl.when(of_wave).then(EARLY).when(bundle < k).then(HIDDEN)
        silent = (pl.col("promise") != _OPEN) & pl.col("_why").is_null() & why.is_not_null()
        kept[k] = rows.with_columns(
            pl.when(silent).then(None).otherwise(pl.col("_score")).alias("_score"),
            pl.when(silent).then(why).otherwise(pl.col("_why")).alias("_why"),
        )
    return kept[k]


def _open_waves(snapshot: Snapshot) -> pl.DataFrame:
    """The waves of which more may come: what they publish next would be told apart by step."""
    parts = [snapshot.frames[part.file] for part in snapshot.manifest.of("answers") if part.due is not None]
    found = [part.filter(pl.col("promise") != _OPEN).select("version", "wave") for part in parts]
    return pl.concat(found).unique() if found else counts_of(snapshot).select("version", "wave").clear()
