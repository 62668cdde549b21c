"""Decides the step from survey to round: whom, when, and what the letter says."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from polku.flows.send_rounds import preview
from polku.governance.rules import Refused
from polku.journeys import queries as journeys
from polku.outreach import queries, services
from polku.people import queries as people
from polku.surveys.queries import NoSuchSurvey, published
from polku.web.workspace.access import page
from polku.web.workspace.asking import accepted, sent, status
from polku.web.workspace.notices import tell, warn
from polku.web.workspace.rounds.forms import Round, beginning, standing
from polku.web.workspace.surveys.views.listing import found_survey, name_of


def found_round(request: HttpRequest, key: UUID) -> queries.RoundRow:
    try:
        return queries.round_(key, viewer=request.viewer)
    except queries.NoSuchRound:
        raise Http404 from None


def _form(request: HttpRequest, languages: tuple[str, ...], initial: dict[str, Any]) -> Round:
    return Round(
        sent(request),
        initial=initial,
        languages=languages,
        segments=people.segments(viewer=request.viewer),
        journeys=journeys.journeys(viewer=request.viewer),
        touchpoints=journeys.touchpoints(viewer=request.viewer),
    )


@page("send")
def new(request: HttpRequest, survey: UUID) -> HttpResponse:
    row = found_survey(request, survey)
    try:
        version = published(survey)
    except NoSuchSurvey:
        warn(request, _("Publish the survey first."))
        return redirect("survey", survey)
    form = _form(request, version.languages, beginning(version.content, version.languages, request.user.email))
    made: list[UUID] = []
    if request.method == "POST" and accepted(
        form, lambda: made.append(services.make_round(survey, form.details(), actor=request.viewer))
    ):
        return redirect("round-dry-run", made[0])
    context = {"form": form, "survey": name_of(request, row.names), "survey_key": survey}
    return render(request, "workspace/rounds/form.html", context, status=status(form))


@page("send")
def edit(request: HttpRequest, key: UUID) -> HttpResponse:
    row = found_round(request, key)
    if row.state != "draft":
        warn(request, _("This round has been started and is not changed any more."))
        return redirect("round", key)
    form = _form(request, row.languages, standing(row))
    if request.method == "POST" and accepted(
        form, lambda: services.change_round(key, form.details(), actor=request.viewer)
    ):
        return redirect("round-dry-run", key)
    context = {"form": form, "round": row, "survey": name_of(request, row.survey_names), "survey_key": row.survey}
    return render(request, "workspace/rounds/form.html", context, status=status(form))


@page("send")
@require_POST
def delete(request: HttpRequest, key: UUID) -> HttpResponse:
    row = found_round(request, key)
    try:
        services.delete_round(key, actor=request.viewer)
    except Refused as refused:
        warn(request, str(refused))
        return redirect("round", key)
    tell(request, _("The round %(name)s was thrown away; nothing of it had been sent.") % {"name": row.name})
    return redirect("rounds")


@page("send")
def letter(request: HttpRequest, key: UUID, language: str) -> HttpResponse:
    """The letter as it comes, its links leading nowhere."""
    row = found_round(request, key)
    if language not in row.languages:
        raise Http404
    return HttpResponse(preview(row, language).page)
