"""Decides the list of journeys, and how one is made, described, copied, ordered and taken away."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from polku.governance.gate import may
from polku.governance.queries import colleagues
from polku.governance.rules import LANGUAGES, Refused
from polku.governance.services import Stale
from polku.journeys import queries, rules, services
from polku.journeys.queries.keeping import keeping
from polku.people import queries as people
from polku.web.workspace.access import page
from polku.web.workspace.asking import changed_meanwhile
from polku.web.workspace.journeys.forms import JourneyForm
from polku.web.workspace.journeys.measured import measured
from polku.web.workspace.journeys.offered import offered
from polku.web.workspace.notices import tell, warn


@page("see_figures")
def journeys(request: HttpRequest) -> HttpResponse:
    rows = queries.journeys(viewer=request.viewer)
    points = queries.touchpoints(viewer=request.viewer)
    scored = measured(points, viewer=request.viewer).by_slug if points else {}
    kept = keeping(viewer=request.viewer, today=timezone.localdate())
    of_journey: dict[UUID, int] = dict.fromkeys((row.key for row in rows), 0)
    for point in points:
        of_journey[point.journey] += point.slug in scored
    context = {
        "rows": [(row, of_journey[row.key], kept.get(row.key)) for row in rows],
        "touchpoints": len(points),
        "scored": sum(of_journey.values()),
        "may_design": may(request.viewer, "design"),
    }
    return render(request, "workspace/journeys/list.html", context)


def found(request: HttpRequest, key: UUID, *, deleted: bool = False) -> queries.Journey:
    there = queries.journey_map(key, viewer=request.viewer, deleted=deleted)
    if there is None:
        raise Http404
    return there.journey


def _form(request: HttpRequest, **options: Any) -> JourneyForm:
    segments = [(one.key, one.name) for one in people.segments(viewer=request.viewer)]
    return JourneyForm(request.POST if request.method == "POST" else None, segments=segments, **options)


@page("design")
def new(request: HttpRequest) -> HttpResponse:
    scheme = request.GET.get("scheme", "")
    starting = {"scheme": scheme if scheme in rules.SCHEMES else "purchase"}
    form = _form(request, told={}, initial=starting)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["once"] or uuid4()
        try:
            services.create_journey(form.details(), actor=request.viewer, key=key)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("journey-edit", key)
    context = {"form": form, "templates": offered(request.viewer.language), "once": uuid4}
    return render(request, "workspace/journeys/new.html", context, status=422 if form.errors else 200)


@page("design")
@require_POST
def begin(request: HttpRequest, template: str) -> HttpResponse:
    """Begin a journey from a template: one click, and it is there."""
    try:
        once = UUID(request.POST.get("once", ""))
    except ValueError:
        once = uuid4()
    try:
        services.begin_from_template(template, actor=request.viewer, key=once)
    except Refused as refused:
        warn(request, str(refused))
        return redirect("journey-new")
    tell(request, _("The journey is there. Make it yours."), undo=reverse("journey-delete", args=[once]))
    return redirect("journey-edit", once)


@page("design")
def details(request: HttpRequest, key: UUID) -> HttpResponse:
    one = found(request, key)
    told = {"names": one.names, "purpose": one.purpose_texts}
    starting = {"segment": one.segment, "buyer_kind": one.buyer_kind, "scheme": one.scheme, "seen": one.mark}
    form = _form(request, told=told, initial=starting)
    if request.method == "POST" and form.is_valid():
        try:
            services.update_journey(one.id, form.details(), actor=request.viewer, seen=form.mark())
        except Stale as stale:
            changed_meanwhile(form, stale)
        except Refused as refused:
            form.refuse(refused)
        else:
            tell(request, _("Saved."))
            return redirect("journey-edit", key)
    context = {
        "form": form,
        "journey": one,
        "once": uuid4(),
        "keeping": keeping(viewer=request.viewer, today=timezone.localdate()).get(key),
        "colleagues": colleagues(viewer=request.viewer),
    }
    return render(request, "workspace/journeys/details.html", context, status=422 if form.errors else 200)


@page("design")
@require_POST
def place(request: HttpRequest, key: UUID) -> HttpResponse:
    """Move a journey up or down in the list."""
    keys = [row.key for row in queries.journeys(viewer=request.viewer)]
    one = found(request, key)
    step = {"up": -1, "down": 1}.get(request.POST.get("do", ""), 0)
    to = keys.index(key) + step
    if not step or not 0 <= to < len(keys):
        warn(request, _("%(name)s is already there.") % {"name": one.name})
    else:
        services.move_journey(one.id, position=to, actor=request.viewer)
        told = {"name": one.name, "place": to + 1, "count": len(keys)}
        tell(request, _("Moved: %(name)s, journey %(place)s of %(count)s.") % told)
    return redirect(reverse("journeys") + f"#j-{key}")


@page("design")
@require_POST
def copy(request: HttpRequest, key: UUID) -> HttpResponse:
    one = found(request, key)
    try:
        once = UUID(request.POST.get("once", ""))
    except ValueError:
        once = uuid4()
    names = {}
    for code in LANGUAGES:
        if name := one.names.get(code):
            with override(code):
                names[code] = _("%(name)s (copy)") % {"name": name[:180]}
    services.copy_journey(one.id, names=names, actor=request.viewer, key=once)
    tell(request, _("Copied. Give the copy a name of its own."), undo=reverse("journey-delete", args=[once]))
    return redirect("journey-details", once)


@page("design")
@require_POST
def delete(request: HttpRequest, key: UUID) -> HttpResponse:
    one = found(request, key, deleted=True)
    if not one.deleted:
        services.delete_journey(one.id, actor=request.viewer)
    tell(
        request,
        _("%(name)s was taken away. Its answers stay.") % {"name": one.name},
        undo=reverse("journey-restore", args=[key]),
    )
    return redirect("journeys")


@page("design")
@require_POST
def restore(request: HttpRequest, key: UUID) -> HttpResponse:
    one = found(request, key, deleted=True)
    try:
        if one.deleted:
            services.restore_journey(one.id, actor=request.viewer)
    except Refused as refused:
        warn(request, str(refused))
        return redirect("journeys")
    tell(request, _("Brought back: %(name)s.") % {"name": one.name})
    return redirect("journey", key)
