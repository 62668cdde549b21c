"""The page Where are we today?, and the pulse by which an open page learns that there is something new."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from polku.governance.gate import may
from polku.insights.scores import available, generation
from polku.web.workspace.access import page
from polku.web.workspace.scoreboard.address import asked
from polku.web.workspace.scoreboard.board import board


@page("see_figures")
def where(request: HttpRequest) -> HttpResponse:
    known = available(viewer=request.viewer)
    if known.empty or not known.metrics:
        context = {
            "generation": generation(viewer=request.viewer),
            "may_design": may(request.viewer, "design"),
            "may_import": may(request.viewer, "import_data"),
        }
        return render(request, "workspace/scoreboard/empty.html", context)
    laid_out = board(asked(request.GET, known), known, viewer=request.viewer)
    return render(request, "workspace/scoreboard/where.html", {"board": laid_out})


@never_cache
@page("see_figures")
def pulse(request: HttpRequest) -> HttpResponse:
    """The snapshot's generation as plain text: an open page asks for it often, so nothing else is read."""
    return HttpResponse(generation(viewer=request.viewer), content_type="text/plain")
