"""Answers where we are: scores by group and month, what changed, and what may not be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from cxlab.definitions import DEFINITIONS
from cxlab.metrics import compare_counts, difference, estimate
from cxlab.results import Comparison, Estimate, Period, Series, Suppressed
from polku.governance.gate import Viewer, require
from polku.governance.queries import organisation
from polku.insights.asking.counted import CLASSES, NOWHERE, REASONS, Window, asked, counts_of, window_of, within
from polku.insights.asking.questions import (
    DIMENSIONS,
    HIDDEN_KEY,
    Answer,
    Available,
    CannotAsk,
    Question,
    Row,
    check,
    days_of,
    month_at,
)
from polku.snapshot.columns import AUDIENCES, KEPT_BACK
from polku.snapshot.read import Snapshot, open_snapshot

__all__ = [
    "HIDDEN_KEY",
    "TOUCHPOINTS",
    "Answer",
    "Available",
    "CannotAsk",
    "Question",
    "Row",
    "available",
    "generation",
    "scores",
]

# A touchpoint of one journey, and all that are called the same.
TOUCHPOINTS = ("touchpoint", "touchpoint_name")
_KEPT_ANSWERS = 256
# From here on resampling accounts takes longer than a page may; Bonferroni's intervals are a little wider.
_TOO_MANY_FOR_MAX_T = 30_000
# A share on three steps answers to the target set for five.
_TARGET_OF = {"just_right3": "just_right"}
Told = Estimate | Suppressed


def scores(question: Question, *, viewer: Viewer) -> Answer:
    """The metric as a whole, by group and by month, each with its interval, and the change since the compared period.

    Raises CannotAsk when the question names something there is not.
    """
    require(viewer, "see_figures")
    check(question)
    snapshot = open_snapshot()
    k = organisation(viewer=viewer).threshold_scores
    answers = snapshot.made.setdefault("answers kept", {})
    mark = (question.mark, viewer.account_scope, k)
    if mark not in answers:
        if len(answers) >= _KEPT_ANSWERS:
            answers.clear()
        answers[mark] = _answer(snapshot, question, viewer, k)
    return answers[mark]


def _answer(snapshot: Snapshot, question: Question, viewer: Viewer, k: int) -> Answer:
    window = window_of(snapshot, question)
    rows = asked(snapshot, question, viewer)
    table = _Table(snapshot, question, k, window)
    here = within(rows, table.window)
    then = within(rows, _compared(question, window)) if window and question.compare else None
    return Answer(
        question=question,
        total=table.total(here, then),
        rows=table.groups(here, then) if question.by else (),
        series=table.series(here),
        generation=snapshot.generation,
        built_at=snapshot.built_at,
    )


def _compared(question: Question, window: Window) -> Window:
    return window.moved(-window.length if question.compare == "previous" else -12)


class _Table:
    """Makes the rows of one answer."""

    def __init__(self, snapshot: Snapshot, question: Question, k: int, window: Window | None) -> None:
        self.snapshot, self.question, self.k = snapshot, question, k
        self.window = window or Window(0, -1)
        self.metric = question.metric
        self.comparable = DEFINITIONS[question.metric].kind not in {"quantile", "money"}
        self.period = Period(*days_of(month_at(window.first), month_at(window.last))) if window else None

    def told(self, one: Estimate, why: int | None, period: Period | None = None) -> Told:
        """The estimate, or why it is not told; a part that is kept back beside what is told leaves a note."""
        if why is not None and one.n == 0:
            return Suppressed(REASONS[why], self.k)
        notes = (*one.notes, "some_kept_back") if why is not None else one.notes
        return replace(one, period=period or self.period, notes=notes)

    def total(self, here: pl.DataFrame, then: pl.DataFrame | None) -> Row:
        score = self.told(estimate(here, self.metric, by=())[0].estimate, here["_why"].min())
        change: Comparison | Suppressed | None = None
        if isinstance(score, Suppressed):
            change = score if then is not None else None
        elif then is not None and self.comparable:
            change = self._since(here, then)
        return Row((), score, change, self._target_of_one())

    def _since(self, here: pl.DataFrame, then: pl.DataFrame) -> Comparison | Suppressed | None:
        if not _answered(then).height:
            why = then["_why"].min()
            return None if why is None else Suppressed(REASONS[int(str(why))], self.k)
        return self._dated(difference(here, then, self.metric))

    def groups(self, here: pl.DataFrame, then: pl.DataFrame | None) -> tuple[Row, ...]:
        by = list(self.question.by)
        classes = [name for name in by if name in CLASSES]
        hidden = pl.any_horizontal(pl.lit(value=False), *(pl.col(name).is_in(KEPT_BACK) for name in classes))
        shown = here.filter(~hidden)
        earlier = then.filter(~hidden) if then is not None else None
        whys = {tuple(row[:-1]): row[-1] for row in shown.group_by(by).agg(pl.min("_why")).iter_rows()}
        changes = self._changes(shown, earlier, by) if earlier is not None and self.comparable else {}
        targets = {name: self._targets(name) for name in by if name in TOUCHPOINTS}
        rows = []
        for cell in estimate(shown, self.metric, by=by):
            codes = tuple(value for _, value in cell.by)
            score = self.told(cell.estimate, whys.get(codes))
            change = score if isinstance(score, Suppressed) and then is not None else changes.get(codes)
            keys = tuple((name, self._key(name, code)) for name, code in cell.by)
            target = next((found.get(dict(keys)[name]) for name, found in targets.items()), None)
            rows.append(Row(keys, score, change, target))
        places = {name: self._places(name) for name in by}
        return (*sorted(rows, key=lambda row: _order(row, places)), *self._hidden(here.filter(hidden), classes))

    def _hidden(self, kept_back: pl.DataFrame, classes: list[str]) -> list[Row]:
        """One row that says what is not told, and why."""
        if not kept_back.height:
            return []
        why = max(int(str(kept_back[name].filter(kept_back[name].is_in(KEPT_BACK)).max())) for name in classes)
        keys = tuple((name, HIDDEN_KEY) for name in self.question.by)
        return [Row(keys, Suppressed(REASONS[why], self.k), None, None)]

    def _changes(
        self, here: pl.DataFrame, then: pl.DataFrame, by: list[str]
    ) -> dict[tuple[object, ...], Comparison | Suppressed]:
        """The change of each group that has answers in both periods; all of them are one family."""
        both = pl.concat([_answered(one).with_columns(_at=pl.lit(at)) for at, one in enumerate((then, here))])
        manner = "max_t" if both.height < _TOO_MANY_FOR_MAX_T else "bonferroni"
        found: dict[tuple[object, ...], Comparison | Suppressed] = {}
        for codes, why in _only_kept_back(then, by).items():
            found[codes] = Suppressed(REASONS[why], self.k)
        if both.height:
            compared = compare_counts(both, self.metric, group="_at", by=by, against="previous", simultaneous=manner)
            for one in compared:
                found[tuple(code for _, code in one.by)] = self._dated(one.comparison)
        return found

    def _dated(self, one: Comparison) -> Comparison:
        """The comparison, its sides with their periods."""
        moved = _compared(self.question, self.window)
        before = Period(*days_of(month_at(moved.first), month_at(moved.last)))
        return replace(one, left=replace(one.left, period=self.period), right=replace(one.right, period=before))

    def series(self, here: pl.DataFrame) -> Series:
        """The score of each month, gaps kept."""
        found = {cell.by[0][1]: cell.estimate for cell in estimate(here, self.metric, by=["month"])}
        whys = dict(here.group_by("month").agg(pl.min("_why")).iter_rows())
        nothing = estimate(here.clear(), self.metric, by=())[0].estimate
        months = range(self.window.first, self.window.last + 1)
        names = tuple(month_at(month) for month in months)
        estimates = tuple(
            self.told(found.get(month, nothing), whys.get(month), Period(*days_of(name, name)))
            for month, name in zip(months, names, strict=True)
        )
        return Series(DEFINITIONS[self.metric].name, names, estimates)

    def _key(self, name: str, code: object) -> str:
        place = int(str(code))
        if name == "audience":
            return AUDIENCES[place]
        return self.snapshot.keys(name)[place] if place >= 0 else ""

    def _places(self, name: str) -> dict[str, int]:
        """Where touchpoints stand on the map; those of one name where the first of them stands."""
        if name not in TOUCHPOINTS:
            return {}
        table = self.snapshot.table("touchpoints").group_by(name).agg(pl.min("position"))
        keys = self.snapshot.keys(name)
        return {keys[code]: place for code, place in table.iter_rows()}

    def _target_of_one(self) -> float | None:
        """The target, where the question is about one touchpoint."""
        for name in TOUCHPOINTS:
            only = self.question.filters.get(name, ())
            if len(only) == 1:
                return self._targets(name).get(only[0])
        return None

    def _targets(self, name: str) -> dict[str, float]:
        """Targets set for this very metric, by touchpoint; touchpoints of one name share theirs where all agree."""
        code = self.snapshot.places.get("definition", {}).get(_TARGET_OF.get(self.metric, self.metric), NOWHERE)
        keys = self.snapshot.keys(name)
        set_for = (
            self.snapshot.table("touchpoints")
            .filter((pl.col("definition") == code) & pl.col("target").is_not_null())
            .group_by(name)
            .agg(pl.min("target"), pl.max("target").alias("_most"))
            .filter(pl.col("target") == pl.col("_most"))
        )
        return {keys[point]: target for point, target in set_for.select(name, "target").iter_rows()}


def _order(row: Row, places: Mapping[str, Mapping[str, int]]) -> tuple[object, ...]:
    """Touchpoints as on the map, other keys by their name; what is not known comes last."""
    return tuple((key == "", places[name].get(key, 0), key) for name, key in row.keys)


def _answered(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.filter(pl.col("_score").is_not_null())


def _only_kept_back(rows: pl.DataFrame, by: Sequence[str]) -> dict[tuple[object, ...], int]:
    """Groups of which nothing is told, and why."""
    silent = rows.group_by(by).agg(pl.min("_why"), pl.col("_score").count().alias("told"))
    silent = silent.filter((pl.col("told") == 0) & pl.col("_why").is_not_null())
    return {tuple(row[:-2]): int(row[-2]) for row in silent.iter_rows()}


def generation(*, viewer: Viewer) -> str:
    """Which snapshot the figures come from at this moment: another when there is something new to show."""
    require(viewer, "see_figures")
    return open_snapshot().generation


def available(*, viewer: Viewer) -> Available:
    """What there is to ask about in the snapshot as it is now."""
    require(viewer, "see_figures")
    snapshot = open_snapshot()
    found = snapshot.made.get("available")
    if found is None:
        found = snapshot.made["available"] = _available(snapshot)
    return found


def _available(snapshot: Snapshot) -> Available:
    rows = counts_of(snapshot)
    if not rows.height:
        return Available((), dict.fromkeys(DIMENSIONS, ()), (), (), empty=True)
    months = range(int(str(rows["month"].min())), int(str(rows["month"].max())) + 1)
    audiences = tuple(AUDIENCES[code] for code in sorted(rows["audience"].unique()))
    by_audience = {
        key: _metrics(snapshot, rows.filter(pl.col("audience") == AUDIENCES.index(key))) for key in audiences
    }
    return Available(
        metrics=by_audience.get("customer", ()),
        dimensions={name: _keys(snapshot, rows, name) for name in DIMENSIONS if name != "audience"}
        | {"audience": audiences},
        months=tuple(month_at(month) for month in months),
        audiences=audiences,
        empty=False,
        by_audience=by_audience,
    )


def _metrics(snapshot: Snapshot, rows: pl.DataFrame) -> tuple[str, ...]:
    """Metrics with answers, the most answered first; where the numbers are equal, by name."""
    names = snapshot.keys("definition")
    asked_of = rows.group_by("definition").agg(pl.sum("_n"))
    known = [(-n, names[code]) for code, n in asked_of.iter_rows() if code >= 0 and names[code] in DEFINITIONS]
    return tuple(name for _, name in sorted(known))


def _keys(snapshot: Snapshot, rows: pl.DataFrame, name: str) -> tuple[str, ...]:
    names = snapshot.keys(name)
    codes: Mapping[int, str] = {code: names[code] for code in rows[name].unique() if code >= 0}
    if name != "touchpoint":
        return tuple(sorted(codes.values()))
    order = snapshot.table("touchpoints")["touchpoint"].to_list()
    return tuple(codes[code] for code in order if code in codes)
