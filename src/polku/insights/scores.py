"""Answers where we are: scores by group and month, what changed, and what may not be told."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, TypeVar

import polars as pl

from cxlab.definitions import DEFINITIONS
from cxlab.metrics import estimate
from cxlab.results import Estimate, Period, Series, Suppressed
from polku.governance.gate import Viewer, require
from polku.insights.asking.beside import beside, keeps_back, silent
from polku.insights.asking.changes import Changes
from polku.insights.asking.counted import (
    NOWHERE,
    REASONS,
    Window,
    asked,
    asked_as_a_whole,
    narrowed,
    others,
    window_of,
    within,
)
from polku.insights.asking.offered import in_time, offered
from polku.insights.asking.questions import (
    HIDDEN_KEY,
    TOGETHER_KEY,
    UNDIVIDED_KEY,
    Answer,
    Available,
    CannotAsk,
    Question,
    Row,
    check,
    days_of,
    month_at,
    needed,
    quarter_of,
)
from polku.insights.asking.weighing import currency_of, revenue_of, unheard, weighed
from polku.snapshot.columns import AUDIENCES, PROMISES
from polku.snapshot.read import Snapshot, open_snapshot

__all__ = [
    "HIDDEN_KEY",
    "TOGETHER_KEY",
    "TOUCHPOINTS",
    "UNDIVIDED_KEY",
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
# Figures that several questions have in common: a score is the same whatever it is compared with.
_KEPT_FIGURES = 1024
# What a score of no answers does not depend on.
_ANY: dict[str, Any] = {"by": (), "filters": {}, "first": None, "last": None, "compare": None, "step": "none"}
_OPEN = PROMISES.index("open")
# A share on three steps answers to the target set for five.
_TARGET_OF = {"just_right3": "just_right"}
Told = Estimate | Suppressed
T = TypeVar("T")
U = TypeVar("U")
# From so many rows on a second core is worth its thread. It begins with the first of them, in each process apart.
_MANY_ROWS = 200_000
_BESIDE = ThreadPoolExecutor(max_workers=1, thread_name_prefix="figures")


def scores(question: Question, *, viewer: Viewer) -> Answer:
    """The metric as a whole, by group and by month, each with its interval, and the change that was asked for.

    Raises CannotAsk when the question names something there is not.
    """
    require(viewer, "see_figures")
    check(question)
    snapshot = open_snapshot()
    currency = currency_of(question, viewer)
    answers = snapshot.made.setdefault("answers kept", {})
    mark = (question.mark, viewer.account_scope, currency)
    found: Answer | None = answers.get(mark)
    if found is None:
        if len(answers) >= _KEPT_ANSWERS:
            answers.clear()
        found = answers[mark] = _answer(snapshot, question, viewer, k=snapshot.threshold("k"), currency=currency)
    return found


def _answer(snapshot: Snapshot, question: Question, viewer: Viewer, *, k: int, currency: str) -> Answer:
    window = window_of(snapshot, question)
    revenue = revenue_of(snapshot, window, currency) if question.weight == "revenue" else None
    before = Changes.before_of(question, window)
    months = window.with_(before) if window and before else window
    rows = narrowed(asked(snapshot, question, viewer, months=months), question).rechunk()
    every = asked_as_a_whole(snapshot, question, viewer, rows, months)
    table = _Table(snapshot, question, k, window, revenue, reader=(viewer.account_scope, currency))
    whole = within(every, table.window)
    of_total = of_groups = None
    if window and question.compare:
        apart = question.compare == "complement" and set(question.filters) - {"audience"}
        rest = others(snapshot, question, viewer, window) if apart else None
        of_total = Changes(question, every, window, others=rest, k=k, revenue=revenue)
        of_groups = Changes(question, rows, window, others=None, k=k, revenue=revenue)
    total, groups = _side_by_side(
        lambda: table.total(whole, of_total),
        lambda: table.groups(within(rows, table.window), of_groups) if question.by else (),
        worth_it=bool(question.by) and rows.height >= _MANY_ROWS,
    )
    return Answer(
        question=question,
        total=total,
        rows=groups,
        series=table.series(whole),
        generation=snapshot.generation,
        built_at=snapshot.built_at,
        unheard=unheard(whole, question, revenue),
        has_weights=bool((whole["_w"] != whole["_n"]).any()),
        overlaps=bool(of_total and of_total.overlaps),
    )


def _side_by_side(one: Callable[[], T], other: Callable[[], U], *, worth_it: bool) -> tuple[T, U]:
    """What two countings of the same rows give, on two cores where there is enough to count."""
    if not worth_it:
        return one(), other()
    beside_it = _BESIDE.submit(other)
    return one(), beside_it.result()


class _Table:
    """Makes the rows of one answer."""

    def __init__(
        self,
        snapshot: Snapshot,
        question: Question,
        k: int,
        window: Window | None,
        revenue: pl.DataFrame | None,
        *,
        reader: tuple[Hashable, ...],
    ) -> None:
        self.snapshot, self.question, self.k, self.revenue = snapshot, question, k, revenue
        self.reader = reader
        self.window = window or Window(0, -1)
        self.metric = question.metric
        self.period = Period(*days_of(month_at(window.first), month_at(window.last))) if window else None

    def kept(self, what: str, make: Callable[[], T], **apart: Any) -> T:
        """What ``make`` gives, made once for all questions that differ only in what is set ``apart``."""
        figures: dict[Hashable, Any] = self.snapshot.made.setdefault("figures kept", {})
        mark = (what, replace(self.question, **apart).mark, self.reader)
        if mark in figures:
            found: T | None = figures.get(mark)
            if found is not None:
                return found
        if len(figures) >= _KEPT_FIGURES:
            figures.clear()
        made = figures[mark] = make()
        return made

    def estimated(self, rows: pl.DataFrame, by: tuple[str, ...]) -> dict[tuple[int, ...], Estimate]:
        """The estimate of each group, its answers weighed as the question says."""
        found = estimate(weighed(rows, self.question, by, self.revenue), self.metric, by=by)
        promised = with_promised(rows, by)
        told = {}
        for cell in found:
            codes = tuple(int(str(code)) for _name, code in cell.by)
            if isinstance(cell.estimate, Estimate):
                told[codes] = one_by_one(cell.estimate) if codes in promised else cell.estimate
        return told

    def told(self, one: Estimate, why: int | None, period: Period | None = None) -> Told:
        """The estimate, or why it is not told; a part that is kept back beside what is told leaves a note."""
        if why is not None and one.n == 0:
            return Suppressed(REASONS[why], self.k)
        notes = (*one.notes, "some_kept_back") if why is not None else one.notes
        return replace(one, period=period or self.period, notes=notes)

    def total(self, here: pl.DataFrame, changes: Changes | None) -> Row:
        def score_of_all() -> Told:
            return self.told(self.estimated(here, ())[()], here["_why"].min())

        score = self.kept("total", score_of_all, by=(), compare=None, step="none")
        target = self._target_of_one()
        if isinstance(score, Suppressed):
            return Row((), score, score if changes else None, target)
        change = None
        if changes:
            change = self.kept("change", lambda: changes.of_total(here, target), by=(), step="none")
        return Row((), score, change, target, needed(score))

    def groups(self, here: pl.DataFrame, changes: Changes | None) -> tuple[Row, ...]:
        by = self.question.by
        hidden = keeps_back(by)
        shown = here.filter(~hidden)

        def scores_of_each() -> dict[tuple[int, ...], Told]:
            silent = shown.select(*by, "_why").filter(pl.col("_why").is_not_null())
            whys = {tuple(row[:-1]): row[-1] for row in silent.group_by(by).agg(pl.min("_why")).iter_rows()}
            return {codes: self.told(one, whys.get(codes)) for codes, one in self.estimated(shown, by).items()}

        targets = self._targets_of(shown)
        changed = changes.of_groups(shown, hidden, targets) if changes else {}
        rows = []
        for codes, score in self.kept("groups", scores_of_each, compare=None, step="none").items():
            change = score if isinstance(score, Suppressed) and changes else changed.get(codes)
            keys = tuple((name, self._key(name, code)) for name, code in zip(by, codes, strict=True))
            rows.append(Row(keys, score, change, targets.get(codes), needed(score)))
        places = {name: self._places(name, here) for name in by}
        beside_them = self.kept("beside", lambda: tuple(self._beside(here.filter(hidden))), compare=None, step="none")
        return (*sorted(rows, key=lambda row: _order(row, places)), *beside_them)

    def _beside(self, kept_back: pl.DataFrame) -> Iterator[Row]:
        """What the classes that are kept back say together, and one row that says what is not told, and why.

        They are compared with nothing: which classes were merged differs from wave to wave.
        """
        by = self.question.by
        for key, rows in beside(kept_back, by):
            score = self.told(self.estimated(rows, ())[()], None)
            yield Row(tuple((name, key) for name in by), score, None, None, needed(score))
        if (why := silent(kept_back)) is not None:
            keys = tuple((name, HIDDEN_KEY) for name in by)
            yield Row(keys, Suppressed(REASONS[why], self.k), None, None)

    def series(self, here: pl.DataFrame) -> Series:
        """The score of each month or quarter, gaps kept."""
        return self.kept("series", lambda: self._series(here), by=(), compare=None)

    def _series(self, here: pl.DataFrame) -> Series:
        if self.question.step == "none":
            return Series(DEFINITIONS[self.metric].name, (), ())
        length = 3 if self.question.step == "quarter" else 1
        rows = here.with_columns(_step=pl.col("month") // length)
        found = self.estimated(rows, ("_step",))
        silent = rows.select("_step", "_why").filter(pl.col("_why").is_not_null())
        whys = dict(silent.group_by("_step").agg(pl.min("_why")).iter_rows())
        nothing = self.kept("nothing", lambda: self.estimated(rows.clear(), ())[()], **_ANY)
        steps = range(self.window.first // length, self.window.last // length + 1)
        names, estimates = [], []
        for step in steps:
            # A quarter cut off by the window holds the months that are asked about, and says so in its period.
            first = month_at(max(step * length, self.window.first))
            last = month_at(min(step * length + length - 1, self.window.last))
            names.append(quarter_of(first) if length > 1 else first)
            one = found.get((step,), nothing)
            estimates.append(self.told(one, whys.get(step), Period(*days_of(first, last))))
        return Series(DEFINITIONS[self.metric].name, tuple(names), tuple(estimates))

    def _key(self, name: str, code: int) -> str:
        if name == "audience":
            return AUDIENCES[code]
        return self.snapshot.keys(name)[code] if code >= 0 else ""

    def _places(self, name: str, rows: pl.DataFrame) -> dict[str, int]:
        """Where keys stand: on the map, those of one name where the first of them stands, and waves in time."""
        keys = self.snapshot.keys(name)
        if name == "wave":
            return {keys[code]: place for place, code in enumerate(in_time(rows, name)) if code >= 0}
        if name not in {*TOUCHPOINTS, "journey", "phase"}:
            return {}
        table = self.snapshot.table("touchpoints").group_by(name).agg(pl.min("position"))
        return {keys[code]: place for code, place in table.iter_rows()}

    def _target_of_one(self) -> float | None:
        """The target, where the question is about one touchpoint."""
        for name in TOUCHPOINTS:
            only = self.question.filters.get(name, ())
            if len(only) == 1:
                return self._targets(name).get(self.snapshot.places.get(name, {}).get(only[0], NOWHERE))
        return None

    def _targets_of(self, rows: pl.DataFrame) -> dict[tuple[int, ...], float]:
        """The target of each group that has one, by its codes."""
        by = self.question.by
        name = next((name for name in by if name in TOUCHPOINTS), None)
        if name is None:
            return {}
        set_for, place = self._targets(name), by.index(name)
        cells = rows.select(by).unique().iter_rows()
        return {cell: set_for[cell[place]] for cell in cells if cell[place] in set_for}

    def _targets(self, name: str) -> dict[int, float]:
        """Targets set for this very metric, by code; touchpoints of one name share theirs where all agree."""
        code = self.snapshot.places.get("definition", {}).get(_TARGET_OF.get(self.metric, self.metric), NOWHERE)
        set_for = (
            self.snapshot.table("touchpoints")
            .filter((pl.col("definition") == code) & pl.col("target").is_not_null())
            .group_by(name)
            .agg(pl.min("target"), pl.max("target").alias("_most"))
            .filter(pl.col("target") == pl.col("_most"))
        )
        return dict(set_for.select(name, "target").iter_rows())


def with_promised(rows: pl.DataFrame, by: tuple[str, ...]) -> set[tuple[int, ...]]:
    """The groups in whose score promised answers count, by their codes."""
    promised = pl.col("promise") != _OPEN
    among = rows.select(*by, "promise", "_score").filter(promised & pl.col("_score").is_not_null())
    if not among.height:
        return set()
    return set(among.select(by).unique().iter_rows()) if by else {()}


def one_by_one(score: Estimate) -> Estimate:
    """The score without a number of accounts: promised answers come without theirs and count one by one."""
    # A bundle holds different answers: what counts alike in a share was not answered alike.
    alike = {"all_equal": "all_counted_alike"}
    notes = tuple(alike.get(note, note) for note in score.notes if note not in {"few_accounts", "single_account"})
    return replace(score, clusters=None, notes=(*notes, "accounts_not_known"))


def _order(row: Row, places: Mapping[str, Mapping[str, int]]) -> tuple[object, ...]:
    """Touchpoints as on the map, other keys by their name; what is not known comes last."""
    return tuple((key == "", places[name].get(key, 0), key) for name, key in row.keys)


def generation(*, viewer: Viewer) -> str:
    """Which snapshot the figures come from at this moment: another when there is something new to show."""
    require(viewer, "see_figures")
    return open_snapshot().generation


def available(*, viewer: Viewer) -> Available:
    """What there is to ask about in the snapshot as it is now."""
    require(viewer, "see_figures")
    return offered(open_snapshot())
