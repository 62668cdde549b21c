"""Decides what the page hands out as a file: a row a driver, and a sheet that is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields, replace

from django.utils.translation import gettext as _

from cxlab.charts import Svg, draw
from cxlab.drivers import Driver, Importance, ImportanceMap
from cxlab.drivers.performance import Place
from polku.web.workspace.handing_out import TOKENS, WIDTH, Shown
from polku.web.workspace.matters.laid_out import Page
from polku.web.workspace.matters.method import method
from polku.web.workspace.templatetags import figures as written


@dataclass(frozen=True, slots=True)
class Exported:
    """One driver, whole in itself; its fields are the header of every file. Shares and R2 are parts of one."""

    kind: str
    segment: str
    outcome: str
    driver: str
    question: str
    share: float | None
    share_low: float | None
    share_high: float | None
    part_of_r2: float | None
    place_first: int
    place_last: int
    by_chance: float | None
    step: float | None
    step_low: float | None
    step_high: float | None
    mean: float | None = None
    mean_low: float | None = None
    mean_high: float | None = None
    scale_low: float | None = None
    scale_high: float | None = None
    target: float | None = None
    where: str = ""
    answered: int = 0
    answers: int = 0
    accounts: int | None = None
    r2: float | None = None
    level: float = 0.95
    method: str = ""
    survey: str = ""
    period: str = ""
    filters: str = ""
    notes: str = ""


HEADER = tuple(one.name for one in fields(Exported))


def rows(page: Page) -> tuple[Exported, ...]:
    """The whole first, then each segment by itself."""
    return tuple(_rows(page))


def _rows(page: Page) -> Iterator[Exported]:
    if page.found is None:
        return
    places = {one.name: one for one in page.found.places}
    for one in page.found.importance.drivers:
        yield _placed(_one(page, "", page.found.importance, one), places.get(one.name))
    for row in page.segments:
        for one in row.found.drivers:
            yield _one(page, row.name, row.found, one)


def _one(page: Page, segment: str, found: Importance, one: Driver) -> Exported:
    words = next((row.words for row in page.rows if row.name == one.name and row.words), one.name)
    return Exported(
        "segment" if segment else "whole", segment, page.outcome, one.name, words,
        one.share.value, one.share.low, one.share.high, one.part.value, *one.ranks, one.chance,
        one.step.value, one.step.low, one.step.high,
        answered=one.answered, answers=found.n, accounts=found.accounts, r2=found.r2.value, level=one.share.level,
        method=one.share.method, survey=page.survey, period=page.period,
        filters="; ".join(f"{choice.key}: {choice.name}" for choice in page.set_filters), notes=", ".join(found.notes),
    )  # fmt: skip


def _placed(made: Exported, place: Place | None) -> Exported:
    """The row with where its driver stands on the map."""
    if place is None:
        return made
    mean = place.performance
    return replace(
        made, mean=mean.value, mean_low=mean.low, mean_high=mean.high, scale_low=place.scale[0],
        scale_high=place.scale[1], target=place.target, where=place.where,
    )  # fmt: skip


def shown(page: Page) -> Shown:
    """What the page hands out as a file."""
    return Shown(
        "drivers", HEADER, lambda: [astuple(row) for row in rows(page)], facts(page), _("What matters most?"),
        lambda: tuple(_parts(page)), kept_in_view=4,
    )  # fmt: skip


def facts(page: Page) -> tuple[str, ...]:
    """What must be known of the figures, in the reader's language: sentence, what was asked, warnings, method."""
    asked = " · ".join(filter(None, [page.survey, page.period, *(choice.name for choice in page.set_filters)]))
    todo = [f"{what}: {names}." for what, names in page.actions]
    built = page.matter.built_at
    when = _("Figures of %(when)s.") % {"when": written.moment(built)} if built else ""
    told = (page.sentence, asked, *page.beside, *todo, *page.cautions, *method(page.found), when)
    return tuple(filter(None, told))


def _parts(page: Page) -> Iterator[Svg]:
    if page.found is not None:
        yield _drawn(page.found.importance, page.outcome)
    if page.found is not None and page.map:
        yield _drawn(page.found, page.outcome)


def _drawn(found: Importance | ImportanceMap, title: str) -> Svg:
    return draw(found, language=written.language_now(), tokens=TOKENS, title=title, width=WIDTH)
