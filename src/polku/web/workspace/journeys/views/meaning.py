"""Decides how names of events get their touchpoints: the unmapped ones in one form, the others to be taken away."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from polku.governance.rules import Refused
from polku.insights.meanings import Called, event_names
from polku.journeys import queries, services
from polku.journeys.queries.meanings import Meaning, meanings
from polku.journeys.services import Meant
from polku.web.workspace.access import page
from polku.web.workspace.notices import tell, warn

# As many as a person maps in one go; the rest comes up when these are done.
AT_ONCE = 60


@dataclass(frozen=True, slots=True)
class Offered:
    """A touchpoint to choose, under the name of its journey."""

    key: str
    name: str
    group: str
    here: bool


@dataclass(frozen=True, slots=True)
class Unmapped:
    """A name without a meaning, how it is told in the form, and what may be chosen; a namesake is proposed."""

    called: Called
    told: str
    choices: tuple[Offered, ...]


@page("design")
def events(request: HttpRequest) -> HttpResponse:
    known = meanings(viewer=request.viewer)
    names = event_names(viewer=request.viewer)
    mapped = {(one.source, one.name) for one in known}
    waiting = [one for one in names if (one.source, one.name) not in mapped]
    points = queries.choices(viewer=request.viewer)
    times = {(one.source, one.name): one.events for one in names}
    context = {
        "rows": [_row(one, points) for one in waiting[:AT_ONCE]],
        "waiting": len(waiting),
        "known": [(one, times.get((one.source, one.name), 0)) for one in known],
        "events": sum(one.events for one in waiting),
        "points": bool(points),
        "names": bool(names),
        "sources": sorted({one.source for one in waiting}),
        "once": uuid4(),
    }
    return render(request, "workspace/journeys/events.html", context)


def _row(one: Called, points: Iterable[queries.Choice]) -> Unmapped:
    wanted = one.name.strip().casefold()
    same = [point.slug for point in points if wanted in {point.name.casefold(), point.slug}]
    chosen = same[0] if len(same) == 1 else ""
    offered = tuple(Offered(point.slug, point.name, point.journey, point.slug == chosen) for point in points)
    return Unmapped(one, json.dumps([one.source, one.name], ensure_ascii=False), offered)


@page("design")
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep every meaning that was chosen."""
    try:
        batch = UUID(request.POST.get("once", ""))
    except ValueError:
        batch = uuid4()
    try:
        number = services.map_events(_chosen(request), actor=request.viewer, batch=batch)
    except Refused as refused:
        warn(request, str(refused))
        return redirect("journey-events")
    if not number:
        warn(request, _("Nothing was chosen. Choose a touchpoint beside a name."))
        return redirect("journey-events")
    told = ngettext("One name has a meaning now.", "%(count)s names have a meaning now.", number) % {"count": number}
    tell(request, told, undo=reverse("journey-events-undo", args=[batch]))
    return redirect("journey-events")


def _chosen(request: HttpRequest) -> list[Meant]:
    """The names beside which a touchpoint was chosen; what is not as our form sends it is passed over."""
    found = []
    for told, slug in zip(request.POST.getlist("name"), request.POST.getlist("touchpoint"), strict=False):
        try:
            source, name = json.loads(told)
        except ValueError:
            continue
        if slug and isinstance(source, str) and isinstance(name, str):
            found.append(Meant(source, name, slug))
    return found


@page("design")
@require_POST
def undo(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take back what was given together."""
    services.unmap_events(key, actor=request.viewer)
    tell(request, _("The names have no meaning again."))
    return redirect("journey-events")


@page("design")
@require_POST
def remove(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take one meaning away."""
    one = _named(key, request)
    services.remove_meaning(key, actor=request.viewer)
    if one:
        told = _("“%(name)s” has no meaning now.") % {"name": one.name}
        tell(request, told, undo=reverse("journey-events-restore", args=[key]))
    return redirect("journey-events")


@page("design")
@require_POST
def restore(request: HttpRequest, key: UUID) -> HttpResponse:
    """Bring one meaning back."""
    try:
        services.restore_meaning(key, actor=request.viewer)
    except Refused as refused:
        warn(request, str(refused))
    else:
        one = _named(key, request)
        tell(request, _("“%(name)s” has its meaning again.") % {"name": one.name if one else ""})
    return redirect("journey-events")


def _named(key: UUID, request: HttpRequest) -> Meaning | None:
    return next((one for one in meanings(viewer=request.viewer) if one.key == key), None)
