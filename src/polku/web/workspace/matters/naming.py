"""Decides what each question is called on the page: its touchpoint where that says enough, else its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from cxlab.drivers import Importance, ImportanceMap
from polku.governance.gate import Viewer
from polku.insights.drivers import Measured
from polku.journeys import queries as journeys
from polku.surveys.queries import QuestionName
from polku.web.workspace.words import word


def names(
    known: Iterable[Measured], outcome: str, questions: Mapping[str, QuestionName], *, viewer: Viewer
) -> dict[str, str]:
    """A name for each question of the outcome's survey, no two alike; the outcome goes by its metric where it can."""
    of_survey = [one for one in known if one.survey == outcome.partition("/")[0]]
    points = {point.slug: point.name for point in journeys.choices(viewer=viewer)}
    metrics = [one.definition for one in of_survey]
    told: dict[str, str] = {}
    for one in of_survey:
        alone = [other.touchpoint for other in of_survey].count(one.touchpoint) == 1
        if one.key == outcome and metrics.count(one.definition) == 1:
            told[one.key] = word("short_metric", one.definition)
        elif alone and one.touchpoint in points:
            told[one.key] = points[one.touchpoint]
        else:
            title = questions[one.key].title if one.key in questions else one.key.partition("/")[2]
            told[one.key] = title.strip().rstrip(".")
    return _apart(told)


def _apart(told: Mapping[str, str]) -> dict[str, str]:
    """The names, those that stand twice with a number."""
    found: dict[str, str] = {}
    for key, name in told.items():
        again = sum(1 for other in list(told)[: list(told).index(key)] if told[other] == name)
        found[key] = f"{name} ({again + 1})" if again else name
    return found


def quoted(name: str) -> str:
    """A question's words inside a sentence."""
    return _("“%(words)s”") % {"words": name}


def named_importance(found: Importance, names: Mapping[str, str]) -> Importance:
    """The same result with the names that people read."""
    order = replace(
        found.order,
        pairs=tuple(replace(one, first=names[one.first], second=names[one.second]) for one in found.order.pairs),
        ranks={names[key]: ranks for key, ranks in found.order.ranks.items()},
        ties=tuple(tuple(names[key] for key in tie) for tie in found.order.ties),
    )
    drivers = tuple(replace(one, name=names[one.name]) for one in found.drivers)
    return replace(found, outcome=names[found.outcome], drivers=drivers, order=order)


def named_map(found: ImportanceMap, names: Mapping[str, str]) -> ImportanceMap:
    """The same map with the names that people read."""
    places = tuple(replace(one, name=names[one.name]) for one in found.places)
    importance = named_importance(found.importance, names)
    return replace(found, outcome=names[found.outcome], places=places, importance=importance)
