"""Decides what a score is compared with: another period or its target; one family, one interval, one word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from cxlab.definitions import DEFINITIONS
from cxlab.metrics import compare_counts, difference, estimate, word_of
from cxlab.results import Comparison, Estimate, Period, Suppressed
from polku.insights.asking.counted import REASONS, Window, within
from polku.insights.asking.questions import Question, days_of, month_at
from polku.insights.asking.weighing import weighed

# From here on resampling accounts takes longer than a page may; Bonferroni's intervals are a little wider.
_TOO_MANY_FOR_MAX_T = 30_000
_ERROR = 0.05
_YEAR = 12
Codes = tuple[int, ...]
Change = Comparison | Suppressed


class Changes:
    """The comparisons of one answer; those of a breakdown are one family."""

    def __init__(
        self, question: Question, rows: pl.DataFrame, window: Window, *, k: int, revenue: pl.DataFrame | None
    ) -> None:
        self.question, self.rows, self.window, self.k, self.revenue = question, rows, window, k, revenue
        self.metric = question.metric
        self.period = Period(*days_of(month_at(window.first), month_at(window.last)))
        self.comparable = DEFINITIONS[question.metric].kind not in {"quantile", "money"}

    @property
    def before(self) -> Window:
        """The period compared with."""
        return self.window.moved(-self.window.length if self.question.compare == "previous" else -_YEAR)

    def of_total(self, here: pl.DataFrame, target: float | None) -> Change | None:
        """The change of the whole; None where there is nothing to compare with."""
        if not self.comparable:
            return None
        if self.question.compare == "target":
            found = self._to_targets(here, (), {(): target} if target is not None else {})
            return found.get(())
        return self._difference(here, within(self.rows, self.before))

    def of_groups(self, shown: pl.DataFrame, hidden: pl.Expr, targets: Mapping[Codes, float]) -> dict[Codes, Change]:
        """The change of each group, by its codes; all of them hold together."""
        if not self.comparable:
            return {}
        if self.question.compare == "target":
            return self._to_targets(shown, self.question.by, targets)
        return self._since(shown, within(self.rows, self.before).filter(~hidden))

    def _difference(self, here: pl.DataFrame, other: pl.DataFrame) -> Change | None:
        if not _answered(other).height:
            why = other["_why"].min()
            return None if why is None else Suppressed(REASONS[int(str(why))], self.k)
        sides = (weighed(side, self.question, (), self.revenue) for side in (here, other))
        return self._dated(difference(*sides, self.metric))

    def _since(self, here: pl.DataFrame, then: pl.DataFrame) -> dict[Codes, Change]:
        """The change of each group that has answers in both periods."""
        by = list(self.question.by)
        both = pl.concat([_answered(one).with_columns(_at=pl.lit(at)) for at, one in enumerate((then, here))])
        found: dict[Codes, Change] = {
            codes: Suppressed(REASONS[why], self.k) for codes, why in _only_kept_back(then, by).items()
        }
        if both.height:
            counted = weighed(both, self.question, (*by, "_at"), self.revenue)
            manner = "max_t" if both.height < _TOO_MANY_FOR_MAX_T else "bonferroni"
            compared = compare_counts(counted, self.metric, group="_at", by=by, against="previous", simultaneous=manner)
            for one in compared:
                found[_codes(one.by)] = self._dated(one.comparison)
        return found

    def _to_targets(
        self, rows: pl.DataFrame, by: tuple[str, ...], targets: Mapping[Codes, float]
    ) -> dict[Codes, Change]:
        """Each score against its target: the score's own interval, wide enough for all of them together."""
        if not targets:
            return {}
        counted = weighed(rows, self.question, by, self.revenue)
        found: dict[Codes, Change] = {}
        for cell in estimate(counted, self.metric, by=by, level=1 - _ERROR / len(targets)):
            target = targets.get(_codes(cell.by))
            if target is None or not isinstance(cell.estimate, Estimate) or cell.estimate.value is None:
                continue
            found[_codes(cell.by)] = self._to_target(cell.estimate, target, len(targets))
        return found

    def _to_target(self, score: Estimate, target: float, family: int) -> Comparison:
        gap = None if score.value is None else score.value - target
        low, high = (None if end is None else end - target for end in (score.low, score.high))
        goal = Estimate(target, target, target, 0, None, "target", score.definition)
        word = word_of(low, high, better=DEFINITIONS[self.metric].higher_is_better)
        left = replace(score, period=self.period)
        return Comparison(left, goal, gap, low, high, word, family, f"{score.method}+bonferroni", notes=score.notes)

    def _dated(self, one: Comparison) -> Comparison:
        """The comparison, its sides with their periods."""
        first, last = self.before.first, self.before.last
        before = Period(*days_of(month_at(first), month_at(last)))
        return replace(one, left=replace(one.left, period=self.period), right=replace(one.right, period=before))


def _codes(by: tuple[tuple[str, object], ...]) -> Codes:
    return tuple(int(str(code)) for _name, code in by)


def _answered(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.filter(pl.col("_score").is_not_null())


def _only_kept_back(rows: pl.DataFrame, by: list[str]) -> dict[Codes, int]:
    """Groups of which nothing is told, and why."""
    silent = rows.group_by(by).agg(pl.min("_why"), pl.col("_score").count().alias("told"))
    silent = silent.filter((pl.col("told") == 0) & pl.col("_why").is_not_null())
    return {tuple(row[:-2]): int(row[-2]) for row in silent.iter_rows()}
