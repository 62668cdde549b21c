"""Decides how versions of a canvas are kept, compared in words, and returned to."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from polku.governance.gate import may
from polku.governance.rules import Refused
from polku.journeys import queries, services
from polku.journeys.queries import canvases as reads
from polku.journeys.rules import canvas as rules
from polku.web.workspace.access import page
from polku.web.workspace.journeys import canvas_words
from polku.web.workspace.journeys.views.canvases import found
from polku.web.workspace.notices import tell, warn


@dataclass(frozen=True, slots=True)
class Told:
    """A version, and how what came after it differs from it."""

    version: reads.Version
    changes: tuple[tuple[str, str, str], ...]
    now: bool


@page("see_figures")
def versions(request: HttpRequest, key: UUID) -> HttpResponse:
    one = found(request, key)
    kept = reads.versions(key, viewer=request.viewer)
    points = {point.slug: point.name for point in queries.choices(viewer=request.viewer)}
    after, told = one.content, []
    for version in kept:
        changes = tuple(canvas_words.change(each, points) for each in rules.difference(version.content, after))
        told.append(Told(version, changes, after is one.content))
        after = version.content
    context = {
        "canvas": one.row,
        "told": told,
        "changed": not kept or bool(told[0].changes),
        "may_design": may(request.viewer, "design"),
    }
    return render(request, "workspace/journeys/canvas_versions.html", context)


@page("design")
@require_POST
def keep(request: HttpRequest, key: UUID) -> HttpResponse:
    one = found(request, key)
    number = services.keep_version(one.row.id, actor=request.viewer, note=request.POST.get("note", ""))
    tell(request, _("Kept as version %(number)s.") % {"number": number})
    return redirect("canvas-versions", key)


@page("design")
@require_POST
def return_to(request: HttpRequest, key: UUID, number: int) -> HttpResponse:
    one = found(request, key)
    try:
        services.return_to_version(one.row.id, number, actor=request.viewer)
    except Refused as refused:
        warn(request, str(refused))
        return redirect("canvas-versions", key)
    told = _("The canvas says again what version %(number)s says.") % {"number": number}
    tell(request, told, undo=reverse("canvas-undo", args=[key]))
    return redirect("canvas", key)
