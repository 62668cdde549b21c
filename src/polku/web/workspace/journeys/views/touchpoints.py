"""Decides how a touchpoint is added, described, taken away and brought back."""

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
from polku.web.workspace.journeys.forms import NEW_TOUCHPOINT, TouchpointForm, initial, ordered, proposals
from polku.web.workspace.journeys.views.listing import found
from polku.web.workspace.journeys.views.phases import back_to, found_phase
from polku.web.workspace.notices import tell, warn


def found_touchpoint(request: HttpRequest, key: UUID, *, deleted: bool = False) -> queries.Touchpoint:
    there = queries.touchpoint(key, viewer=request.viewer, deleted=deleted)
    if there is None:
        raise Http404
    return there


@page("design")
def new(request: HttpRequest, key: UUID) -> HttpResponse:
    """Add to a phase: by its name alone from the map, or by the whole form."""
    phase = found_phase(request, key)
    if request.method == "POST" and "name" in request.POST:
        return _by_name(request, phase)
    form = TouchpointForm(request.POST if request.method == "POST" else None, told={}, initial=NEW_TOUCHPOINT)
    if request.method == "POST" and form.is_valid():
        once = form.cleaned_data["once"] or uuid4()
        try:
            services.add_touchpoint(phase.id, form.details(), actor=request.viewer, key=once)
        except Refused as refused:
            form.refuse(refused)
        else:
            tell(request, _("Added."), undo=reverse("touchpoint-delete", args=[once]))
            return back_to(phase.journey, f"t-{once}")
    return _shown(request, form, phase, None)


def _by_name(request: HttpRequest, phase: queries.Phase) -> HttpResponse:
    name = request.POST["name"].strip()
    try:
        once = UUID(request.POST.get("once", ""))
    except ValueError:
        once = uuid4()
    try:
        details = services.TouchpointDetails(names={ordered()[0]: name})
        services.add_touchpoint(phase.id, details, actor=request.viewer, key=once)
    except Refused as refused:
        warn(request, str(refused))
        return back_to(phase.journey, f"p-{phase.key}")
    tell(request, _("Added: %(name)s.") % {"name": name}, undo=reverse("touchpoint-delete", args=[once]))
    return back_to(phase.journey, f"t-{once}")


@page("design")
def touchpoint(request: HttpRequest, key: UUID) -> HttpResponse:
    one = found_touchpoint(request, key)
    phase = found_phase(request, one.phase)
    form = TouchpointForm(
        request.POST if request.method == "POST" else None, told={"names": one.names}, initial=initial(one)
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.update_touchpoint(one.id, form.details(), actor=request.viewer, seen=form.mark())
        except Stale as stale:
            changed_meanwhile(form, stale)
        except Refused as refused:
            form.refuse(refused)
        else:
            tell(request, _("Saved."))
            return back_to(one.journey, f"t-{key}")
    return _shown(request, form, phase, one)


def _shown(
    request: HttpRequest, form: TouchpointForm, phase: queries.Phase, one: queries.Touchpoint | None
) -> HttpResponse:
    context = {
        "form": form,
        "journey": found(request, phase.journey),
        "phase": phase,
        "touchpoint": one,
        "proposals": proposals(),
    }
    return render(request, "workspace/journeys/touchpoint.html", context, status=422 if form.errors else 200)


@page("design")
@require_POST
def delete(request: HttpRequest, key: UUID) -> HttpResponse:
    one = found_touchpoint(request, key, deleted=True)
    if not one.deleted:
        services.delete_touchpoint(one.id, actor=request.viewer)
    told = _("%(name)s was taken off the map. Its answers stay.") % {"name": one.name}
    tell(request, told, undo=reverse("touchpoint-restore", args=[key]))
    return back_to(one.journey, f"p-{one.phase}")


@page("design")
@require_POST
def restore(request: HttpRequest, key: UUID) -> HttpResponse:
    one = found_touchpoint(request, key, deleted=True)
    try:
        if one.deleted:
            services.restore_touchpoint(one.id, actor=request.viewer)
    except Refused as refused:
        warn(request, str(refused))
        return redirect("journeys")
    tell(request, _("Brought back: %(name)s.") % {"name": one.name})
    return back_to(one.journey, f"t-{key}")
