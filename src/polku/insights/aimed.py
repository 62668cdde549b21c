"""Which phases of an encounter reach what was aimed at, and whether the target feeling was felt: by intervals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from cxlab.metrics import estimate
from cxlab.results import Estimate, Suppressed
from polku.governance.gate import Viewer, require
from polku.insights.asking.questions import Question
from polku.insights.scores import available, scores
from polku.insights.standing import OnMap
from polku.snapshot.read import open_snapshot

SCORE, FEELING = "scale5", "target_feeling"
MONTHS = 12
# A feeling that more than half of those asked chose was reached.
HALF = 0.5
_ERROR = 0.05

Verdict = Literal["", "reached", "missed", "cannot_tell"]


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase beside what was aimed at.

    Attributes:
        score: the phase score, why it is not told, or None where nobody was asked.
        target: what was aimed at.
        verdict: of the score against its target; empty where there is nothing to compare.
        feeling: the share of those asked who felt a target feeling.
        felt: whether it was reached, which it is when surely more than half felt it.
    """

    score: Estimate | Suppressed | None
    target: float | None
    verdict: Verdict
    feeling: Estimate | Suppressed | None
    felt: Verdict


@dataclass(frozen=True, slots=True)
class Aimed:
    """Phases by the touchpoint that scores them, and the months that were asked of."""

    phases: Mapping[str, Phase]
    first: str
    last: str


def aimed(targets: Mapping[str, float | None], *, viewer: Viewer) -> Aimed:
    """Compare phase scores of the last twelve months with their targets.

    Args:
        targets: the phase score aimed at, from 1 to 5, by the slug of the touchpoint that scores the phase.
        viewer: who asks.

    Returns:
        Verdicts by intervals that hold together over all phases with 95 % (Bonferroni), scores and feelings apart;
        the estimates carry their own single intervals.
    """
    require(viewer, "see_figures")
    known = available(viewer=viewer)
    months = known.months[-MONTHS:]
    if not targets or not months:
        return Aimed({slug: Phase(None, target, "", None, "") for slug, target in targets.items()}, "", "")
    where = OnMap(open_snapshot(), months[0], months[-1], viewer)
    score, feeling = (_told(name, list(targets), where) if name in known.metrics else {} for name in (SCORE, FEELING))
    verdicts = _verdicts(SCORE, {slug: t for slug, t in targets.items() if t is not None and slug in score}, where)
    felt = _verdicts(FEELING, dict.fromkeys(feeling, HALF), where)
    phases = {
        slug: Phase(score.get(slug), target, verdicts.get(slug, ""), feeling.get(slug), felt.get(slug, ""))
        for slug, target in targets.items()
    }
    return Aimed(phases, months[0], months[-1])


def _told(definition: str, slugs: list[str], where: OnMap) -> dict[str, Estimate | Suppressed]:
    """The score of each touchpoint that has one, or why it is not told."""
    question = Question(definition, ("touchpoint",), first=where.first, last=where.last)
    rows = scores(question, viewer=where.viewer).rows
    told = {row.keys[0][1]: row.score for row in rows}
    return {
        slug: told[slug]
        for slug in slugs
        if slug in told and (isinstance(told[slug], Suppressed) or told[slug].n > 0)  # type: ignore[union-attr]
    }


def _verdicts(definition: str, targets: Mapping[str, float], where: OnMap) -> dict[str, Verdict]:
    if not targets:
        return {}
    counts = where.counts(definition, list(targets))
    found: dict[str, Verdict] = {}
    for cell in estimate(counts, definition, by=["touchpoint"], level=1 - _ERROR / len(targets)):
        slug, one = where.slug(cell.by[0][1]), cell.estimate
        if not isinstance(one, Estimate) or slug not in targets:
            continue
        if one.low is None or one.high is None:
            found[slug] = "cannot_tell"
        elif one.low >= targets[slug]:
            found[slug] = "reached"
        else:
            found[slug] = "missed" if one.high < targets[slug] else "cannot_tell"
    return found
