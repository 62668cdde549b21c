"""Decides what a score is compared with: another period, all others, its target; one family, interval and word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from cxlab.definitions import DEFINITIONS
from cxlab.metrics import compare_counts, difference, each_once, estimate, word_of
from cxlab.results import Comparison, Estimate, Period, Suppressed
from polku.insights.asking.counted import REASONS, within
from polku.insights.asking.laid_ready import Window
from polku.insights.asking.questions import Question, days_of, month_at
from polku.insights.asking.weighing import weighed

_ERROR = 0.05
_YEAR = 12
Codes = tuple[int, ...]
Change = Comparison | Suppressed


class Changes:
    """The comparisons of one answer; those of a breakdown are one family."""

    def __init__(
        self,
        question: Question,
        rows: pl.DataFrame,
        window: Window,
        *,
        others: pl.DataFrame | None,
        k: int,
        revenue: pl.DataFrame | None,
    ) -> None:
        self.question, self.rows, self.window, self.k, self.revenue = question, rows, window, k, revenue
        self.others = within(others, window) if others is not None else None
        self.metric = question.metric
        self.period = Period(*days_of(month_at(window.first), month_at(window.last)))
        # What both periods hold would stand on both sides, as if each of them had it for itself.
        self.overlaps = question.compare == "year" and window.length > _YEAR
        self.comparable = DEFINITIONS[question.metric].kind not in {"quantile", "money"} and not self.overlaps

    @property
    def before(self) -> Window:
        """The period compared with."""
        return self.before_of(self.question, self.window) or self.window

    @staticmethod
    def before_of(question: Question, window: Window | None) -> Window | None:
        """The earlier period that a question compares with; None where it compares with none."""
        if window is None or question.compare not in {"previous", "year"}:
            return None
        return window.moved(-window.length if question.compare == "previous" else -_YEAR)

    def of_total(self, here: pl.DataFrame, target: float | None) -> Change | None:
        """The change of the whole; None where there is nothing to compare with."""
        if not self.comparable:
            return None
        if self.question.compare == "target":
            found = self._to_targets(here, (), {(): target} if target is not None else {})
            return found.get(())
        if self.question.compare == "complement":
            return self._difference(here, self.others, self.period) if self.others is not None else None
        return self._difference(here, within(self.rows, self.before), self._dates(self.before))

    def of_groups(self, shown: pl.DataFrame, hidden: pl.Expr, targets: Mapping[Codes, float]) -> dict[Codes, Change]:
        """The change of each group, by its codes; all of them hold together."""
        if not self.comparable:
            return {}
        if self.question.compare == "target":
            return self._to_targets(shown, self.question.by, targets)
        if self.question.compare == "complement":
            return self._to_the_rest(shown)
        return self._since(shown, within(self.rows, self.before).filter(~hidden))

    def _difference(self, here: pl.DataFrame, other: pl.DataFrame, period: Period) -> Change | None:
        if not _answered(other).height:
            why = other["_why"].min()
            return None if why is None else Suppressed(REASONS[int(str(why))], self.k)
        sides = (weighed(side, self.question, (), self.revenue) for side in (here, other))
        return self._dated(difference(*sides, self.metric), period)

    def _since(self, here: pl.DataFrame, then: pl.DataFrame) -> dict[Codes, Change]:
        """The change of each group that has answers in both periods."""
        by = list(self.question.by)
        both = pl.concat([_answered(one).with_columns(_at=pl.lit(at)) for at, one in enumerate((then, here))])
        found: dict[Codes, Change] = {
            codes: Suppressed(REASONS[why], self.k) for codes, why in _only_kept_back(then, by).items()
        }
        if both.height:
            counted = weighed(both, self.question, (*by, "_at"), self.revenue)
            for one in compare_counts(counted, self.metric, group="_at", by=by, against="previous"):
                found[_codes(one.by)] = self._dated(one.comparison, self._dates(self.before))
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

    def _to_the_rest(self, shown: pl.DataFrame) -> dict[Codes, Change]:
        """Each group against all others of the breakdown that may be told."""
        *by, group = self.question.by
        weight = self.question.weight
        rows = _answered(each_once(shown) if weight == "respondent" else shown)
        found: dict[Codes, Change] = {}
        if not rows.height:
            return found
        accounts = {"account": "once", "revenue": self.revenue}.get(weight)
        for one in compare_counts(rows, self.metric, group=group, by=by, against="complement", accounts=accounts):
            cell = _codes(one.by)
            told = self._dated(one.comparison, self.period)
            found[*cell, int(str(one.left))] = told
            if one.right != "complement":
                found[*cell, int(str(one.right))] = turned(told)
        return found

    def _dates(self, window: Window) -> Period:
        return Period(*days_of(month_at(window.first), month_at(window.last)))

    def _dated(self, one: Comparison, right: Period) -> Comparison:
        """The comparison, its sides with their periods."""
        return replace(one, left=replace(one.left, period=self.period), right=replace(one.right, period=right))


def turned(one: Comparison) -> Comparison:
    """The same comparison seen from its right side: two groups are one comparison, told from either."""
    low, high, gap = (None if x is None else -x for x in (one.high, one.low, one.difference))
    better = DEFINITIONS[one.left.definition.partition("@")[0]].higher_is_better
    word = word_of(low, high, better=better)
    return replace(one, left=one.right, right=one.left, difference=gap, low=low, high=high, word=word)


def _codes(by: tuple[tuple[str, object], ...]) -> Codes:
    return tuple(int(str(code)) for _name, code in by)


def _answered(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.filter(pl.col("_score").is_not_null())


def _only_kept_back(rows: pl.DataFrame, by: list[str]) -> dict[Codes, int]:
    """Groups of which nothing is told, and why."""
    silent = rows.group_by(by).agg(pl.min("_why"), pl.col("_score").count().alias("told"))
    silent = silent.filter((pl.col("told") == 0) & pl.col("_why").is_not_null())
    return {tuple(row[:-2]): int(row[-2]) for row in silent.iter_rows()}
