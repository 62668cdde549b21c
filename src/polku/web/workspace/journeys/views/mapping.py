"""Decides the two faces of a map: read with its scores, and drawn."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from polku.governance.gate import may
from polku.journeys import queries
from polku.journeys.queries.canvases import canvases
from polku.web.workspace.access import page
from polku.web.workspace.journeys.drawing import draw
from polku.web.workspace.journeys.forms import ordered


def found_map(request: HttpRequest, key: UUID) -> queries.Map:
    there = queries.journey_map(key, viewer=request.viewer)
    if there is None:
        raise Http404
    return there


@page("see_figures")
def journey(request: HttpRequest, key: UUID) -> HttpResponse:
    there = found_map(request, key)
    context = {
        "map": there,
        "journey": there.journey,
        "canvases": canvases(viewer=request.viewer, journey=key),
        "drawing": draw(there, viewer=request.viewer),
        "may_design": may(request.viewer, "design"),
    }
    return render(request, "workspace/journeys/map.html", context)


@page("design")
def edit(request: HttpRequest, key: UUID) -> HttpResponse:
    there = found_map(request, key)
    context = {"map": there, "journey": there.journey, "own": ordered()[0], "once": uuid4, "may_design": True}
    return render(request, "workspace/journeys/edit.html", context)
