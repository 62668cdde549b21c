"""Which touchpoints of one map stand out, told by simultaneous intervals and never by the overlap of single ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from cxlab.definitions import DEFINITIONS
from cxlab.metrics import compare_counts, estimate
from cxlab.results import Comparison, Estimate
from polku.governance.gate import Viewer, require
from polku.insights.asking.changes import turned
from polku.insights.asking.counted import asked, window_of, within
from polku.insights.asking.questions import Question, Row, names_a_group
from polku.insights.asking.weighing import weighed
from polku.insights.scores import scores
from polku.snapshot.read import Snapshot, open_snapshot

_KEPT = 256
_ERROR = 0.05


@dataclass(frozen=True, slots=True)
class Standing:
    """What the answers tell of the touchpoints of one map.

    Attributes:
        definition: the metric by which they were compared, the one that measures most of them; empty when none does.
        compared: each touchpoint of that metric with its difference from all others together, the lowest first; all
            the intervals hold together with 95 %.
        with_target: touchpoints whose score has an interval and a target, whatever their metric.
        missed: those of them that miss their target; these intervals hold together with 95 % too.
    """

    definition: str = ""
    compared: tuple[tuple[str, Comparison], ...] = ()
    with_target: int = 0
    missed: tuple[str, ...] = ()


def standing(chosen: Mapping[str, str], first: str, last: str, *, viewer: Viewer) -> Standing:
    """Compare the touchpoints of one map with each other, and each with its target.

    Args:
        chosen: the metric definition of each touchpoint, by its slug. Touchpoints of which nothing is told, or of
            which no interval can be given, take no part.
        first: first local month, YYYY-MM.
        last: last local month.
        viewer: who asks.
    """
    require(viewer, "see_figures")
    if not chosen:
        return Standing()
    snapshot = open_snapshot()
    kept = snapshot.made.setdefault("standing kept", {})
    mark = (tuple(sorted(chosen.items())), first, last, viewer.account_scope)
    if mark not in kept:
        if len(kept) >= _KEPT:
            kept.clear()
        kept[mark] = _standing(OnMap(snapshot, first, last, viewer), chosen)
    found: Standing = kept[mark]
    return found


@dataclass(frozen=True, slots=True)
class OnMap:
    """Where the answers of a map are read from."""

    snapshot: Snapshot
    first: str
    last: str
    viewer: Viewer

    def question(self, definition: str) -> Question:
        return Question(definition, ("touchpoint",), first=self.first, last=self.last)

    def told(self, definition: str) -> dict[str, Row]:
        """Rows that have an interval, by slug."""
        rows = scores(self.question(definition), viewer=self.viewer).rows
        told = ((row.keys[0][1], row) for row in rows if isinstance(row.score, Estimate) and row.score.low is not None)
        return {slug: row for slug, row in told if names_a_group(slug)}

    def counts(self, definition: str, slugs: list[str]) -> pl.DataFrame:
        """The counts of these touchpoints that may be told."""
        question = self.question(definition)
        window = window_of(self.snapshot, question)
        places = self.snapshot.places.get("touchpoint", {})
        rows = asked(self.snapshot, question, self.viewer)
        rows = within(rows, window) if window else rows.clear()
        codes = [places[slug] for slug in slugs if slug in places]
        told = rows.filter(pl.col("touchpoint").is_in(codes) & pl.col("_score").is_not_null())
        return weighed(told, question)

    def slug(self, code: object) -> str:
        return self.snapshot.keys("touchpoint")[int(str(code))]


def _standing(where: OnMap, chosen: Mapping[str, str]) -> Standing:
    wanted: dict[str, list[str]] = defaultdict(list)
    for slug, definition in chosen.items():
        wanted[definition].append(slug)
    groups: dict[str, dict[str, Row]] = {}
    for definition, slugs in wanted.items():
        told = where.told(definition)
        if here := {slug: told[slug] for slug in slugs if slug in told}:
            groups[definition] = here
    if not groups:
        return Standing()
    most = max(groups, key=lambda definition: (len(groups[definition]), _answers(groups[definition]), definition))
    aimed = {name: {slug: row for slug, row in rows.items() if row.target is not None} for name, rows in groups.items()}
    return Standing(
        definition=most,
        compared=_compared(where, most, list(groups[most])),
        with_target=sum(map(len, aimed.values())),
        missed=_missed(where, aimed),
    )


def _answers(rows: Mapping[str, Row]) -> int:
    return sum(row.score.n for row in rows.values() if isinstance(row.score, Estimate))


def _compared(where: OnMap, definition: str, slugs: list[str]) -> tuple[tuple[str, Comparison], ...]:
    """Each touchpoint against all others of the metric, as one family."""
    if len(slugs) < 2 or DEFINITIONS[definition].kind in {"quantile", "money"}:  # noqa: PLR2004 - one has no other
        return ()
    rows = where.counts(definition, slugs)
    family = compare_counts(rows, definition, group="touchpoint", against="complement")
    found = [(where.slug(one.left), one.comparison) for one in family]
    if len(family) == 1:
        # Two touchpoints are one comparison, told from either side.
        found.append((where.slug(family[0].right), turned(family[0].comparison)))
    return tuple(sorted(found, key=lambda pair: pair[1].difference or 0.0))


def _missed(where: OnMap, aimed: Mapping[str, Mapping[str, Row]]) -> tuple[str, ...]:
    """Touchpoints that miss their target, by intervals that hold together over all that have one (Bonferroni)."""
    family = sum(map(len, aimed.values()))
    found = []
    for definition, rows in aimed.items():
        if not rows:
            continue
        less_is_better = DEFINITIONS[definition].higher_is_better is False
        counts = where.counts(definition, list(rows))
        for cell in estimate(counts, definition, by=["touchpoint"], level=1 - _ERROR / family):
            slug, score = where.slug(cell.by[0][1]), cell.estimate
            target = rows[slug].target
            if target is None or not isinstance(score, Estimate) or score.low is None or score.high is None:
                continue
            if score.low > target if less_is_better else score.high < target:
                found.append(slug)
    return tuple(found)
