"""The sentence above a map: which touchpoint is weakest, as far as the intervals can tell; made from results only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cxlab.results import Estimate
from polku.journeys.queries import Touchpoint
from polku.web.workspace.journeys.measured import Scores
from polku.web.workspace.templatetags import figures as written
from polku.web.workspace.words import word


@dataclass(frozen=True, slots=True)
class Scored:
    """A touchpoint with its score and its target."""

    name: str
    score: Estimate
    target: float | None


@dataclass(frozen=True, slots=True)
class Said:
    """What stands above the map: one sentence, and what else is known."""

    sentence: str
    beside: tuple[str, ...]


def said(points: Sequence[Touchpoint], scores: Scores) -> Said:
    """The sentence about the touchpoints of one map."""
    if not points:
        return Said(_("Nothing is drawn on this map yet."), ())
    if not any(point.slug in scores.by_slug for point in points):
        return Said(_("Nothing on this map is measured yet."), ())
    groups = _comparable(points, scores)
    counted = ngettext(
        "%(measured)s of %(count)s touchpoint has a score.",
        "%(measured)s of %(count)s touchpoints have a score.",
        len(points),
    ) % {"measured": sum(point.slug in scores.by_slug for point in points), "count": len(points)}
    return Said(_about(groups), tuple(filter(None, (counted, _below(groups)))))


def _comparable(points: Sequence[Touchpoint], scores: Scores) -> dict[str, list[Scored]]:
    """Touchpoints with an interval by metric, the metric that measures most of them first."""
    groups: dict[str, list[Scored]] = defaultdict(list)
    for point in points:
        one = scores.by_slug.get(point.slug)
        if one and isinstance(one.row.score, Estimate) and one.row.score.low is not None:
            groups[one.metric].append(Scored(point.name, one.row.score, one.row.target))
    return dict(sorted(groups.items(), key=lambda pair: -len(pair[1])))


def _about(groups: Mapping[str, list[Scored]]) -> str:
    if not groups:
        return _("There are too few answers yet to tell the touchpoints apart.")
    metric, group = next(iter(groups.items()))
    lowest = min(group, key=_most)
    told = {
        "name": lowest.name,
        "metric": word("short_metric", metric),
        "value": written.value(lowest.score),
        "span": written.interval(lowest.score),
        "answers": written.answers(lowest.score),
    }
    if len(group) == 1:
        return _("%(name)s: %(metric)s %(value)s (%(span)s), %(answers)s.") % told
    near = [one.name for one in group if one is not lowest and (one.score.low or 0) <= _most(lowest)]
    if len(near) == len(group) - 1:
        told["count"] = len(group)
        return _("Which touchpoint is weakest cannot be told yet: %(metric)s, all %(count)s intervals overlap.") % told
    if not near:
        return _("%(name)s is the weakest touchpoint: %(metric)s %(value)s (%(span)s), %(answers)s.") % told
    weak = _("%(name)s is among the weakest touchpoints: %(metric)s %(value)s (%(span)s), %(answers)s.") % told
    beside = _("It cannot be told apart from: %(names)s.") % {"names": ", ".join(near)}
    return f"{weak} {beside}"


def _most(one: Scored) -> float:
    """The highest that its interval allows."""
    return one.score.high or 0


def _below(groups: Mapping[str, list[Scored]]) -> str:
    """Touchpoints whose whole interval lies below their target."""
    every = [one for group in groups.values() for one in group if one.target is not None]
    if not every:
        return ""
    below = [one.name for one in every if one.target is not None and (one.score.high or 0) < one.target]
    if not below:
        return _("None of those with a target is surely below it.")
    return _("Surely below target: %(names)s.") % {"names": ", ".join(below)}
