"""Decides how a journey's design is downloaded."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from polku.web.workspace.access import page
from polku.web.workspace.journeys.exported import ENDINGS, KINDS, TYPES, file_of
from polku.web.workspace.journeys.views.mapping import found_map


@page("export")
def export(request: HttpRequest, key: UUID, kind: str) -> HttpResponse:
    """The journey in lanes as a picture, or as CJML; an empty one is no picture."""
    there = found_map(request, key)
    if kind not in KINDS or not there.journey.touchpoints:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="polku-journey-{key}.{ENDINGS[kind]}"'}
    return HttpResponse(file_of(there, kind, viewer=request.viewer), content_type=TYPES[kind], headers=headers)
