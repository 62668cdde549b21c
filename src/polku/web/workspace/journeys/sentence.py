"""The sentence above a map: which touchpoint stands out, in words; what it rests on is computed by the insights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cxlab.results import Estimate
from polku.insights.standing import Standing
from polku.journeys.queries import Touchpoint
from polku.web.workspace.journeys.measured import Scores
from polku.web.workspace.templatetags import figures as written
from polku.web.workspace.words import word


@dataclass(frozen=True, slots=True)
class Said:
    """What stands above the map: one sentence, and what else is known."""

    sentence: str
    beside: tuple[str, ...]


def said(points: Sequence[Touchpoint], scores: Scores, standing: Standing) -> Said:
    """The sentence about the touchpoints of one map."""
    if not points:
        return Said(_("Nothing is drawn on this map yet."), ())
    if not any(point.slug in scores.by_slug for point in points):
        return Said(_("Nothing on this map is measured yet."), ())
    names = {point.slug: point.name for point in points}
    counted = ngettext(
        "%(measured)s of %(count)s touchpoint has a score.",
        "%(measured)s of %(count)s touchpoints have a score.",
        len(points),
    ) % {"measured": sum(point.slug in scores.by_slug for point in points), "count": len(points)}
    beside = (_others(names, standing), counted, _by_which(scores, standing), _missed(names, standing))
    return Said(_about(points, scores, standing), tuple(filter(None, beside)))


def _about(points: Sequence[Touchpoint], scores: Scores, standing: Standing) -> str:
    if not standing.compared:
        return _uncompared(points, scores)
    names = {point.slug: point.name for point in points}
    words = {one.word for _slug, one in standing.compared}
    for found, text in (
        ("worse", _("%(name)s is rated below the other touchpoints of this journey: %(metric)s %(difference)s.")),
        ("better", _("%(name)s is rated above the other touchpoints of this journey: %(metric)s %(difference)s.")),
    ):
        if found in words:
            slug, one = max(
                (pair for pair in standing.compared if pair[1].word == found),
                key=lambda pair: abs(pair[1].difference or 0),
            )
            metric = word("short_metric", scores.by_slug[slug].metric)
            return text % {"name": names[slug], "metric": metric, "difference": written.difference(one)}
    if words == {"cannot_tell"}:
        return _("There are too few answers yet to tell the touchpoints apart.")
    return _("No touchpoint stands out: this many answers cannot tell them apart.")


def _uncompared(points: Sequence[Touchpoint], scores: Scores) -> str:
    """Where fewer than two touchpoints share a metric."""
    found = [(point.name, scores.by_slug[point.slug]) for point in points if point.slug in scores.by_slug]
    sure = [pair for pair in found if isinstance(pair[1].row.score, Estimate) and pair[1].row.score.low is not None]
    if not sure:
        return _("There are too few answers yet to tell the touchpoints apart.")
    if len(sure) > 1:
        return _("The touchpoints are measured by different metrics, so they cannot be compared.")
    name, one = sure[0]
    return _("%(name)s: %(metric)s %(value)s (%(span)s), %(answers)s.") % {
        "name": name,
        "metric": word("short_metric", one.metric),
        "value": written.value(one.row.score),
        "span": written.interval(one.row.score),
        "answers": written.answers(one.row.score),
    }


def _others(names: dict[str, str], standing: Standing) -> str:
    """Those besides the first that lie below the others too."""
    worse = sorted(
        ((-abs(one.difference or 0), names[slug]) for slug, one in standing.compared if one.word == "worse"),
    )[1:]
    if not worse:
        return ""
    return _("Below the others as well: %(names)s.") % {"names": ", ".join(name for _gap, name in worse)}


def _by_which(scores: Scores, standing: Standing) -> str:
    """By which metric they were compared, where the map has several."""
    if not standing.compared or len({one.definition for one in scores.by_slug.values()}) == 1:
        return ""
    metric = word("metric", scores.by_slug[standing.compared[0][0]].metric)
    count = len(standing.compared)
    return _("Compared are the %(count)s touchpoints measured by the most common metric: %(metric)s.") % {
        "count": count,
        "metric": metric,
    }


def _missed(names: dict[str, str], standing: Standing) -> str:
    """Touchpoints that surely miss their target."""
    if not standing.with_target:
        return ""
    if not standing.missed:
        return _("None of those with a target is surely below it.")
    missed = (name for slug, name in names.items() if slug in standing.missed)
    return _("Surely below target: %(names)s.") % {"names": ", ".join(missed)}
