"""Decides which answers of one respondent may be laid beside one another: open ones only.

A promise speaks of single questions: its answers come in bundles within which nobody's answer to one question is told
from another's. Laid beside one another the answers of one person would be a pattern that may be theirs alone, so
answers under a promise take no part here, and how many they are is told in steps of the threshold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from cxlab.definitions import DEFINITIONS, Definition
from polku.governance.gate import Viewer
from polku.insights.asking.counted import NOWHERE
from polku.insights.asking.laid_ready import counts_of
from polku.snapshot.columns import AUDIENCES, MISSING, PROMISES
from polku.snapshot.read import Snapshot

_OPEN = PROMISES.index("open")
# What the answers may be narrowed by.
FILTERS = ("segment", "decision_role", "buyer_kind", "language", "wave")
ACCOUNT, SEGMENT = "account", "segment"


@dataclass(frozen=True, slots=True)
class Measured:
    """A question that measures something on a scale, as its latest-used metric.

    ``key`` is the survey's key and the question's; ``touchpoint`` is the slug of the one touchpoint it is about, empty
    when there is none or several; ``n`` counts open answers.
    """

    key: str
    definition: str
    audience: str
    touchpoint: str
    n: int

    @property
    def survey(self) -> str:
        return self.key.partition("/")[0]

    @property
    def metric(self) -> Definition:
        return DEFINITIONS[self.definition]

    @property
    def scale(self) -> tuple[float, float]:
        metric = self.metric
        assert metric.low is not None
        assert metric.high is not None
        return metric.low, metric.high


@dataclass(frozen=True, slots=True)
class Laid:
    """Which answers are laid beside one another: to which questions, of whom, from when to when (``YYYY-MM``)."""

    outcome: str
    drivers: tuple[str, ...]
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first: str | None = None
    last: str | None = None


def measured(snapshot: Snapshot) -> dict[str, Measured]:
    """The questions that are answered on a scale of which one end is good, by key."""
    kept: dict[str, Measured] | None = snapshot.made.get("measured")
    if kept is None:
        kept = snapshot.made["measured"] = {one.key: one for one in _measured(snapshot)}
    return kept


def _measured(snapshot: Snapshot) -> list[Measured]:
    rows = counts_of(snapshot)
    told = (pl.col("promise") == _OPEN) & pl.col("_score").is_not_null()
    found = (
        rows.group_by("question", "definition", "audience")
        .agg(
            pl.col("_n").filter(told).sum(),
            pl.col("touchpoint").filter(told).unique().alias("points"),
        )
        .sort("_n", "question", "definition", "audience", descending=[True, False, False, False])
        .unique("question", keep="first", maintain_order=True)
    )
    questions, definitions, points = (snapshot.keys(name) for name in ("question", "definition", "touchpoint"))
    made = []
    for question, definition, audience, n, places in found.iter_rows():
        metric = DEFINITIONS.get(definitions[definition]) if definition >= 0 else None
        if question < 0 or metric is None or not _more_is_better(metric):
            continue
        point = points[places[0]] if len(places) == 1 and places[0] >= 0 else ""
        made.append(Measured(questions[question], metric.key, AUDIENCES[audience], point, n))
    return made


def _more_is_better(metric: Definition) -> bool:
    """Whether each step up its scale is better than the last: of what is just right, the middle is best."""
    if metric.low is None or metric.high is None or not metric.higher_is_better:
        return False
    return metric.counted is None or metric.counted[1] == metric.high


def joined(snapshot: Snapshot, laid: Laid, viewer: Viewer) -> pl.DataFrame:
    """One row a response that answered the outcome openly: account, segment, and a column for each question."""
    known = measured(snapshot)
    wanted = [known[key] for key in (laid.outcome, *laid.drivers)]
    rows = _rows(snapshot, laid, wanted).filter(_passes(snapshot, laid) & (pl.col("promise") == _OPEN))
    if viewer.account_scope is not None:
        ids = snapshot.table("accounts")
        own = ids.filter(pl.col("id").is_in(list(viewer.account_scope)))["account"]
        rows = rows.filter(pl.col("account").is_in(own.implode()))
    names = {snapshot.places["question"][one.key]: one.key for one in wanted}
    found = rows.select("response", ACCOUNT, SEGMENT).unique("response").sort("response")
    for code, name in names.items():
        value = pl.col("value").cast(pl.Float64).alias(name)
        of_one = rows.filter(pl.col("question") == code).select("response", value)
        found = found.join(of_one.unique("response"), on="response", how="left", maintain_order="left")
    account = pl.when(pl.col(ACCOUNT) != MISSING).then(pl.col(ACCOUNT)).alias(ACCOUNT)
    return found.filter(pl.col(laid.outcome).is_not_null()).with_columns(account).drop("response")


def promised(snapshot: Snapshot, laid: Laid, viewer: Viewer) -> int | None:
    """How many promised answers to the outcome take no part, rounded down to the threshold; None when there are none.

    Counted over the months asked about whatever the other filters, for a promise is not kept for some classes alone.
    """
    one = measured(snapshot)[laid.outcome]
    rows = _rows(snapshot, laid, [one]).filter(pl.col("promise") != _OPEN)
    if not rows.height:
        return None
    if viewer.account_scope is not None:
        return 0
    told, k = rows["value"].count(), snapshot.threshold("k")
    return told - told % k


def _rows(snapshot: Snapshot, laid: Laid, wanted: list[Measured]) -> pl.DataFrame:
    """The answers to the questions, each by the metric it is measured by, within the months."""
    places = snapshot.places
    each = [
        (pl.col("question") == places["question"].get(one.key, NOWHERE))
        & (pl.col("definition") == places["definition"].get(one.definition, NOWHERE))
        for one in wanted
    ]
    here = pl.any_horizontal(each) & (pl.col("audience") == AUDIENCES.index(wanted[0].audience))
    if laid.first:
        here &= pl.col("month") >= int(laid.first.replace("-", ""))
    if laid.last:
        here &= pl.col("month") <= int(laid.last.replace("-", ""))
    return snapshot.table("answers").filter(here)


def _passes(snapshot: Snapshot, laid: Laid) -> pl.Expr:
    found = [pl.lit(value=True)]
    for name, keys in laid.filters.items():
        places = snapshot.places.get(name, {})
        found.append(pl.col(name).is_in([places.get(key, NOWHERE) for key in keys]))
    return pl.all_horizontal(found)
