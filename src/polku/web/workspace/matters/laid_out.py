"""What stands on the page What matters most?: sentence, drawings, rows, choices. It formats, nothing computes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cxlab.charts import PAGE, Svg, draw, figures
from cxlab.drivers import Importance, ImportanceMap
from cxlab.results import Estimate
from polku.governance.gate import Viewer, may
from polku.insights.drivers import Matter, Measured
from polku.insights.scores import Available
from polku.people import queries as people
from polku.surveys import queries as surveys
from polku.surveys.queries import QuestionName
from polku.web.workspace.matters import sentence as said
from polku.web.workspace.matters.address import Asked, beside, outcomes
from polku.web.workspace.matters.method import method
from polku.web.workspace.matters.naming import named_importance, named_map, names
from polku.web.workspace.scoreboard.choices import Choice, Picker
from polku.web.workspace.templatetags import figures as written
from polku.web.workspace.words import word

_WORDED = ("decision_role", "buyer_kind", "language")
_WIDE, _NARROW = 760, 340


@dataclass(frozen=True, slots=True)
class Row:
    """One driver in the table."""

    name: str
    words: str
    share: str
    place: str
    matters: str
    more: bool
    step: str
    mean: str
    scale: str
    target: str
    stated: str
    where: str
    answered: int
    enough: str = ""


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """One segment in the table."""

    name: str
    told: str
    n: int
    r2: str
    address: str
    found: Importance


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page."""

    asked: Asked
    matter: Matter
    found: ImportanceMap | None
    sentence: str
    beside: tuple[str, ...]
    cautions: tuple[str, ...]
    actions: tuple[tuple[str, str], ...]
    outcome: str
    outcome_words: str
    bars: tuple[Svg, Svg] | None
    map: tuple[Svg, Svg] | None
    rows: tuple[Row, ...]
    segments: tuple[SegmentRow, ...]
    outcomes: tuple[Choice, ...]
    drivers: tuple[Choice, ...]
    pickers: tuple[Picker, ...]
    firsts: tuple[Choice, ...]
    lasts: tuple[Choice, ...]
    set_filters: tuple[Choice, ...]
    period: str
    survey: str
    may_export: bool

    @property
    def kinds(self) -> tuple[tuple[str, str], ...]:
        """The files the page leaves as, with their names."""
        return (("csv", "CSV"), ("xlsx", "Excel"), ("pdf", "PDF"), ("png", "PNG"), ("svg", "SVG"))

    @property
    def method(self) -> tuple[str, ...]:
        return method(self.found)

    @property
    def with_targets(self) -> bool:
        return any(row.target for row in self.rows)

    @property
    def with_stated(self) -> bool:
        return any(row.stated for row in self.rows)


def page(
    asked: Asked,
    matter: Matter,
    known: tuple[Measured, ...],
    named: Mapping[str, QuestionName],
    available: Available,
    *,
    viewer: Viewer,
) -> Page:
    """Lay out what was found."""
    called = names(known, asked.outcome, named, viewer=viewer)
    found = named_map(matter.found, called) if matter.found else None
    people_names = people.labels(set(available.dimensions.get("segment", ())), viewer=viewer)
    outcome, survey = called[asked.outcome], asked.outcome.partition("/")[0]
    pickers = tuple(_pickers(asked, available, people_names))
    surveys_named = surveys.labels({one.survey for one in known}, viewer=viewer)
    return Page(
        asked=asked,
        matter=matter,
        found=found,
        sentence=said.sentence(matter, found, outcome),
        beside=said.beside(matter, found, called),
        cautions=said.cautions(found),
        actions=said.actions(found),
        outcome=outcome,
        outcome_words=named[asked.outcome].title if asked.outcome in named else outcome,
        bars=_drawn(found.importance, _bars_title(outcome)) if found else None,
        map=_drawn(found, _map_title(outcome)) if found and len(found.places) > 1 else None,
        rows=tuple(_rows(matter, found, named)),
        segments=tuple(_segments(asked, matter, called, people_names)),
        outcomes=tuple(_outcomes(asked, known, named, surveys_named, viewer)),
        drivers=tuple(
            Choice(one.key, called[one.key], one.key in asked.drivers)
            for one in _as_asked(beside(asked.outcome, known), named)
        ),
        pickers=pickers,
        firsts=_months(_("From the beginning"), asked.first, available),
        lasts=_months(_("The latest month"), asked.last, available),
        set_filters=tuple(_set(asked, pickers)),
        period=_period(asked),
        survey=surveys_named.get(survey, ""),
        may_export=may(viewer, "export"),
    )


def _bars_title(outcome: str) -> str:
    return _("%(outcome)s: what goes with it") % {"outcome": outcome}


def _map_title(outcome: str) -> str:
    return _("%(outcome)s: importance and how it is now") % {"outcome": outcome}


def _drawn(found: object, title: str) -> tuple[Svg, Svg]:
    options = {"language": written.language_now(), "tokens": PAGE, "title": title}
    wide, narrow = (draw(found, width=width, **options) for width in (_WIDE, _NARROW))  # type: ignore[arg-type]
    return wide, narrow


def _as_asked(some: tuple[Measured, ...], named: Mapping[str, QuestionName]) -> list[Measured]:
    places = {key: place for place, key in enumerate(named)}
    return sorted(some, key=lambda one: (places.get(one.key, len(places)), one.key))


def _rows(matter: Matter, found: ImportanceMap | None, named: Mapping[str, QuestionName]) -> list[Row]:
    if found is None or matter.found is None:
        return []
    language, keys = written.language_now(), [one.name for one in matter.found.importance.drivers]
    places = {one.name: one for one in found.places}
    where = said.where_words()
    rows = []
    for key, one in zip(keys, found.importance.drivers, strict=True):
        place = places[one.name]
        low, high = (figures.number(end, 0, language) for end in place.scale)
        words = named[key].title.strip().rstrip(".") if key in named else ""
        rows.append(
            Row(
                name=one.name,
                words=words if words != one.name else "",
                share=said.share(one.share),
                place=_place(one.ranks),
                matters=pgettext("than chance", "more") if said.counts(one) else pgettext("than chance", "no more"),
                more=said.counts(one),
                step=said.step(one.step),
                mean=_mean(place.performance),
                scale=_("on %(scale)s") % {"scale": figures.span(low, high, language)},
                target="" if place.target is None else figures.number(place.target, 2, language),
                stated="" if key not in matter.stated else str(matter.stated[key]),
                where=where[place.where],
                answered=one.answered,
                enough=_enough(matter, key, place.scale),
            )
        )
    return rows


def _enough(matter: Matter, key: str, scale: tuple[float, float]) -> str:
    """How many answers would tell that the mean has changed by a tenth of its scale."""
    if key not in matter.enough:
        return ""
    size = figures.number((scale[1] - scale[0]) / 10, 2, written.language_now())
    count = written.about(matter.enough[key])
    return _("a change of %(size)s shows from about %(count)s answers") % {"size": size, "count": count}


def _place(ranks: tuple[int, int]) -> str:
    best, worst = map(str, ranks)
    return best if best == worst else figures.span(best, worst, written.language_now())


def _mean(one: Estimate) -> str:
    return "–" if one.value is None else figures.figure(one.value, "scale", written.language_now())


def _segments(asked: Asked, matter: Matter, called: Mapping[str, str], named: Mapping[str, str]) -> list[SegmentRow]:
    rows = []
    for one in matter.segments:
        found = named_importance(one.found, called)
        address = asked.address(filters={**asked.filters, "segment": (one.key,)})
        r2 = said.share(found.r2) if found.drivers else ""
        told = said.of_segment(found, matter.needed)
        rows.append(SegmentRow(named.get(one.key, one.key), told, found.n, r2, address, found))
    return rows


def _outcomes(
    asked: Asked,
    known: tuple[Measured, ...],
    named: Mapping[str, QuestionName],
    surveys_named: Mapping[str, str],
    viewer: Viewer,
) -> list[Choice]:
    """Every outcome under its survey, the likeliest survey first."""
    every = outcomes(known, named)
    order = list(dict.fromkeys(one.survey for one in every))
    made = []
    for one in sorted(every, key=lambda one: order.index(one.survey)):
        name = names(known, one.key, named, viewer=viewer)[one.key]
        made.append(Choice(one.key, name, one.key == asked.outcome, group=surveys_named.get(one.survey, "")))
    return made


def _pickers(asked: Asked, available: Available, segments: Mapping[str, str]) -> list[Picker]:
    every = {
        "segment": _("All segments"),
        "decision_role": _("All roles"),
        "buyer_kind": _("New and repeat"),
        "language": _("All languages"),
        "wave": _("All waves"),
    }
    made = []
    for name, text in every.items():
        keys = [key for key in available.dimensions.get(name, ()) if key]
        if not keys:
            continue
        standing = asked.filters.get(name, ())
        called = {key: word(name, key) if name in _WORDED else segments.get(key, key) for key in keys}
        some = tuple(Choice(key, called[key], key in standing) for key in keys)
        made.append(Picker(name, word("dimension", name), text, some))
    return made


def _set(asked: Asked, pickers: tuple[Picker, ...]) -> list[Choice]:
    return [
        Choice(picker.name, choice.name, here=True, address=asked.without(picker.name))
        for picker in pickers
        for choice in picker.choices
        if choice.here
    ]


def _months(proposal: str, standing: str | None, available: Available) -> tuple[Choice, ...]:
    every = (Choice(name, written.month(name), name == standing) for name in reversed(available.months))
    return (Choice("", proposal, standing is None), *every)


def _period(asked: Asked) -> str:
    if asked.first and asked.last:
        ends = (written.month(asked.first), written.month(asked.last))
        return ends[0] if ends[0] == ends[1] else f"{ends[0]} – {ends[1]}"
    if asked.first:
        return _("From %(month)s on") % {"month": written.month(asked.first)}
    if asked.last:
        return _("Until %(month)s") % {"month": written.month(asked.last)}
    return _("All months")
