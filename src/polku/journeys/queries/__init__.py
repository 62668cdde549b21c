"""Reads of journeys, maps and touchpoints, as frozen dataclasses in the viewer's language and through the gate."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from polku.governance.gate import Viewer, require
from polku.governance.models import Import
from polku.governance.queries import organisation
from polku.governance.rules import in_language
from polku.journeys import models, rules


@dataclass(frozen=True, slots=True)
class Journey:
    """A journey as a row of the list."""

    id: int
    key: UUID
    name: str
    names: Mapping[str, str]
    segment: str
    segment_name: str
    scheme: str
    buyer_kind: str
    phases: int
    touchpoints: int
    deleted: bool
    purpose: str
    purpose_texts: Mapping[str, str]
    mark: str


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """A card of the map."""

    id: int
    key: UUID
    slug: str
    name: str
    names: Mapping[str, str]
    journey: UUID
    phase: UUID
    position: int
    channel: str
    owner: str
    layer: str
    aim: str
    kinds: tuple[str, ...]
    interactive: bool
    stated_importance: int | None
    target_metric: str
    target_value: float | None
    partner: str
    ending: str
    proposed: tuple[str, ...]
    deleted: bool
    mark: str


@dataclass(frozen=True, slots=True)
class Phase:
    """A column of the map with its cards in order."""

    id: int
    key: UUID
    name: str
    names: Mapping[str, str]
    about: str
    about_texts: Mapping[str, str]
    stage: str
    position: int
    touchpoints: tuple[Touchpoint, ...]
    journey: UUID
    mark: str


@dataclass(frozen=True, slots=True)
class Map:
    """A journey with its phases as columns; ``ends_at_purchase`` flags one that stops where value begins.

    ``arrangement`` marks the order of phases and cards: a move that gives it back is refused when the order changed.
    """

    journey: Journey
    phases: tuple[Phase, ...]
    ends_at_purchase: bool
    arrangement: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A touchpoint to choose from, under its journey and phase."""

    slug: str
    name: str
    journey: str
    phase: str
    aim: str
    interactive: bool
    journey_key: UUID
    phase_key: UUID
    name_key: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to one customer."""

    case: str
    ts: datetime
    touchpoint: str
    name: str
    actor: str
    channel: str
    failing: bool


def _default(viewer: Viewer) -> str:
    return organisation(viewer=viewer).default_language


def _journey(row: models.Journey, counts: tuple[int, int], viewer: Viewer, default: str) -> Journey:
    return Journey(
        id=row.pk,
        key=row.key,
        name=in_language(row.names, viewer.language, default),
        names=row.names,
        segment=row.segment.key if row.segment else "",
        segment_name=in_language(row.segment.names, viewer.language, default) if row.segment else "",
        scheme=row.scheme,
        buyer_kind=row.buyer_kind,
        phases=counts[0],
        touchpoints=counts[1],
        deleted=row.deleted_at is not None,
        purpose=in_language(row.purpose, viewer.language, default),
        purpose_texts=row.purpose,
        mark=row.mark,
    )


def _phase(row: models.Phase, journey: UUID, cards: Iterable[Touchpoint], viewer: Viewer, default: str) -> Phase:
    return Phase(
        id=row.pk,
        key=row.key,
        name=in_language(row.names, viewer.language, default),
        names=row.names,
        about=in_language(row.about, viewer.language, default),
        about_texts=row.about,
        stage=row.stage,
        position=row.position,
        touchpoints=tuple(cards),
        journey=journey,
        mark=row.mark,
    )


def _touchpoint(row: models.Touchpoint, viewer: Viewer, default: str) -> Touchpoint:
    return Touchpoint(
        id=row.pk,
        key=row.key,
        slug=row.slug,
        name=in_language(row.names, viewer.language, default),
        names=row.names,
        journey=row.phase.journey.key,
        phase=row.phase.key,
        position=row.position,
        channel=row.channel,
        owner=row.owner,
        layer=row.layer,
        aim=row.aim,
        kinds=tuple(row.kinds),
        interactive=row.interactive,
        stated_importance=row.stated_importance,
        target_metric=row.target_metric,
        target_value=row.target_value,
        partner=row.partner,
        ending=row.ending,
        proposed=rules.proposed_metric(row.aim, interactive=row.interactive).metrics,
        deleted=any((row.deleted_at, row.phase.deleted_at, row.phase.journey.deleted_at)),
        mark=row.mark,
    )


def journeys(*, viewer: Viewer) -> tuple[Journey, ...]:
    """Every journey in order, with how many phases and touchpoints it has."""
    require(viewer, "see_figures")
    default = _default(viewer)
    phases = Counter(
        models.Phase.objects.filter(deleted_at=None, journey__deleted_at=None).values_list("journey", flat=True)
    )
    points = Counter(
        models.Touchpoint.objects.filter(models.Touchpoint.present()).values_list("phase__journey", flat=True)
    )
    rows = models.Journey.objects.filter(deleted_at=None).select_related("segment").order_by("position", "pk")
    return tuple(_journey(row, (phases[row.pk], points[row.pk]), viewer, default) for row in rows)


def journey_map(key: UUID, *, viewer: Viewer, deleted: bool = False) -> Map | None:
    """A journey with its phases and their touchpoints; None when there is no such."""
    require(viewer, "see_figures")
    rows = models.Journey.objects.filter(key=key)
    row = (rows if deleted else rows.filter(deleted_at=None)).select_related("segment").first()
    if row is None:
        return None
    default = _default(viewer)
    cards: dict[int, list[Touchpoint]] = defaultdict(list)
    points = models.Touchpoint.objects.filter(deleted_at=None, phase__deleted_at=None, phase__journey=row)
    for point in points.select_related("phase__journey").order_by("position", "pk"):
        cards[point.phase_id].append(_touchpoint(point, viewer, default))
    columns = tuple(
        _phase(phase, row.key, cards[phase.pk], viewer, default)
        for phase in row.phases.filter(deleted_at=None).order_by("position", "pk")
    )
    counts = len(columns), sum(len(column.touchpoints) for column in columns)
    stages = [column.stage for column in columns if column.touchpoints]
    return Map(
        journey=_journey(row, counts, viewer, default),
        phases=columns,
        ends_at_purchase=rules.ends_at_purchase(row.scheme, stages),
        arrangement=rules.arrangement((one.key, [card.key for card in one.touchpoints]) for one in columns),
    )


def phase(key: UUID, *, viewer: Viewer, deleted: bool = False) -> Phase | None:
    """One phase without its cards; None when there is no such. ``deleted`` looks among those taken away as well."""
    require(viewer, "see_figures")
    rows = models.Phase.objects.select_related("journey").filter(key=key)
    row = (rows if deleted else rows.filter(deleted_at=None, journey__deleted_at=None)).first()
    return _phase(row, row.journey.key, (), viewer, _default(viewer)) if row else None


def touchpoint(key: UUID, *, viewer: Viewer, deleted: bool = False) -> Touchpoint | None:
    """One touchpoint; None when there is no such. ``deleted`` looks among those taken away as well."""
    require(viewer, "see_figures")
    rows = models.Touchpoint.objects.select_related("phase__journey").filter(key=key)
    row = (rows if deleted else rows.filter(models.Touchpoint.present())).first()
    return _touchpoint(row, viewer, _default(viewer)) if row else None


def touchpoints(*, viewer: Viewer) -> tuple[Touchpoint, ...]:
    """Every touchpoint on a map, in the order of the maps."""
    require(viewer, "see_figures")
    default = _default(viewer)
    rows = models.Touchpoint.objects.filter(models.Touchpoint.present()).select_related("phase__journey")
    order = ("phase__journey__position", "phase__journey", "phase__position", "phase", "position", "pk")
    return tuple(_touchpoint(row, viewer, default) for row in rows.order_by(*order))


def choices(*, viewer: Viewer) -> tuple[Choice, ...]:
    """Every touchpoint in the order of its map, to tie a question to."""
    require(viewer, "see_figures")
    default, language = _default(viewer), viewer.language
    order = ("phase__journey__position", "phase__journey", "phase__position", "phase", "position", "pk")
    of_journey, of_phase = "phase__journey__names", "phase__names"
    # Every page of figures asks for them: plain values are read in half the time of objects.
    rows = models.Touchpoint.objects.filter(models.Touchpoint.present()).order_by(*order)
    told = rows.values_list(
        "slug", "names", of_journey, of_phase, "aim", "interactive", "phase__journey__key", "phase__key"
    )
    return tuple(
        Choice(
            slug=slug,
            name=in_language(names, language, default),
            journey=in_language(journey, language, default),
            phase=in_language(phase, language, default),
            aim=aim,
            interactive=interactive,
            journey_key=journey_key,
            phase_key=phase_key,
            name_key=rules.name_key(names),
        )
        for slug, names, journey, phase, aim, interactive, journey_key, phase_key in told
    )


def slugs() -> frozenset[str]:
    """Every key a touchpoint has or had: to check a survey's content against; it tells nothing of anyone."""
    return frozenset(models.Touchpoint.objects.values_list("slug", flat=True))


def ids_by_slug(*, viewer: Viewer) -> dict[str, int]:
    """Ids of the touchpoints on the map, for records that name them by their slug."""
    require(viewer, "import_data")
    return dict(models.Touchpoint.objects.filter(models.Touchpoint.present()).values_list("slug", "pk"))


def labels(keys: Iterable[str], *, viewer: Viewer) -> dict[str, str]:
    """Names in the viewer's language for keys of journeys, phases and touchpoints, those taken away also.

    A touchpoint is known by its key, by its slug, and by the key of its name, which those called the same share.

    Keys of none of them are left out: the caller shows the key itself.
    """
    require(viewer, "see_figures")
    wanted, default = {str(key) for key in keys}, _default(viewer)
    uuids = {found for key in wanted if (found := _uuid(key))}
    found: dict[str, str] = {}
    for model in (models.Journey, models.Phase, models.Touchpoint):
        for key, names in model.objects.filter(key__in=uuids).values_list("key", "names"):
            found[str(key)] = in_language(names, viewer.language, default)
    for slug, names in models.Touchpoint.objects.values_list("slug", "names"):
        for key in {slug, rules.name_key(names)} & wanted:
            found[key] = in_language(names, viewer.language, default)
    return found


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def walk(case: str, *, viewer: Viewer) -> tuple[Event, ...]:
    """What happened in one case, in order; for those who may read who said what."""
    require(viewer, "read_answers")
    rows = models.Event.objects.filter(Import.landed(), case=case).select_related("touchpoint")
    if viewer.account_scope is not None:
        rows = rows.filter(account__in=viewer.account_scope)
    default = _default(viewer)
    return tuple(
        Event(
            case=row.case,
            ts=row.ts,
            touchpoint=in_language(row.touchpoint.names, viewer.language, default) if row.touchpoint else "",
            name=row.name,
            actor=row.actor,
            channel=row.channel,
            failing=row.failing,
        )
        for row in rows.order_by("ts", "pk")
    )
