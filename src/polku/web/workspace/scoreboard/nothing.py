"""Decides what stands where there are no figures: that they are being worked out, or that nobody has answered yet."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from polku.governance.gate import may
from polku.insights.scores import generation
from polku.overviews.freshness import being_worked_out


def nothing_yet(request: HttpRequest) -> HttpResponse:
    """The page instead of figures; it gives way to them by itself."""
    context = {"generation": generation(viewer=request.viewer)}
    if being_worked_out(viewer=request.viewer):
        return render(request, "workspace/scoreboard/working.html", context)
    context |= {
        "may_design": may(request.viewer, "design"),
        "may_import": may(request.viewer, "import_data"),
    }
    return render(request, "workspace/scoreboard/empty.html", context)
