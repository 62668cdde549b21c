"""Decides how a phase is added, worded, taken away and brought back."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from polku.governance.rules import Refused
from polku.governance.services import Stale
from polku.journeys import queries, services
from polku.web.workspace.access import page
from polku.web.workspace.asking import changed_meanwhile
from polku.web.workspace.journeys.forms import PhaseForm
from polku.web.workspace.journeys.views.listing import found
from polku.web.workspace.notices import tell, warn


def found_phase(request: HttpRequest, key: UUID, *, deleted: bool = False) -> queries.Phase:
    there = queries.phase(key, viewer=request.viewer, deleted=deleted)
    if there is None:
        raise Http404
    return there


def back_to(journey: UUID, anchor: str = "map") -> HttpResponse:
    """The map being drawn, at the thing that was touched."""
    return redirect(reverse("journey-edit", args=[journey]) + f"#{anchor}")


@page("design")
def new(request: HttpRequest, key: UUID) -> HttpResponse:
    journey = found(request, key)
    form = PhaseForm(request.POST if request.method == "POST" else None, told={}, scheme=journey.scheme)
    if request.method == "POST" and form.is_valid():
        once = form.cleaned_data["once"] or uuid4()
        try:
            services.add_phase(journey.id, form.details(), actor=request.viewer, key=once)
        except Refused as refused:
            form.refuse(refused)
        else:
            tell(request, _("Added."), undo=reverse("phase-delete", args=[once]))
            return back_to(key, f"p-{once}")
    context = {"form": form, "journey": journey}
    return render(request, "workspace/journeys/phase.html", context, status=422 if form.errors else 200)


@page("design")
def phase(request: HttpRequest, key: UUID) -> HttpResponse:
    one = found_phase(request, key)
    journey = found(request, one.journey)
    told = {"names": one.names, "about": one.about_texts}
    starting = {"stage": one.stage, "seen": one.mark}
    form = PhaseForm(
        request.POST if request.method == "POST" else None, told=told, scheme=journey.scheme, initial=starting
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.update_phase(one.id, form.details(), actor=request.viewer, seen=form.mark())
        except Stale as stale:
            changed_meanwhile(form, stale)
        except Refused as refused:
            form.refuse(refused)
        else:
            tell(request, _("Saved."))
            return back_to(one.journey, f"p-{key}")
    context = {"form": form, "journey": journey, "phase": one}
    return render(request, "workspace/journeys/phase.html", context, status=422 if form.errors else 200)


@page("design")
@require_POST
def delete(request: HttpRequest, key: UUID) -> HttpResponse:
    one = found_phase(request, key, deleted=True)
    try:
        if queries.phase(key, viewer=request.viewer):
            services.delete_phase(one.id, actor=request.viewer)
    except Refused as refused:
        warn(request, str(refused))
    else:
        told = _("%(name)s was taken away with its touchpoints. Their answers stay.") % {"name": one.name}
        tell(request, told, undo=reverse("phase-restore", args=[key]))
    return back_to(one.journey)


@page("design")
@require_POST
def restore(request: HttpRequest, key: UUID) -> HttpResponse:
    one = found_phase(request, key, deleted=True)
    try:
        if not queries.phase(key, viewer=request.viewer):
            services.restore_phase(one.id, actor=request.viewer)
    except Refused as refused:
        warn(request, str(refused))
        return redirect("journeys")
    tell(request, _("Brought back: %(name)s.") % {"name": one.name})
    return back_to(one.journey, f"p-{key}")
