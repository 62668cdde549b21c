"""Decides the list of canvases, how one is read, begun, named, copied upward and taken away."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from polku.governance.gate import may
from polku.governance.rules import Refused
from polku.governance.services import Stale
from polku.journeys import queries, services
from polku.journeys.queries import canvases as reads
from polku.journeys.queries.held import held_by
from polku.journeys.rules import canvas as rules
from polku.web.workspace.access import page
from polku.web.workspace.asking import changed_meanwhile
from polku.web.workspace.journeys import canvas_words, held_words
from polku.web.workspace.journeys.aimed_drawing import beside
from polku.web.workspace.journeys.canvas_drawing import drawn
from polku.web.workspace.journeys.canvas_forms import CanvasForm, acts
from polku.web.workspace.notices import tell, warn


def found(request: HttpRequest, key: UUID, *, deleted: bool = False) -> reads.Canvas:
    there = reads.canvas(key, viewer=request.viewer, deleted=deleted)
    if there is None:
        raise Http404
    return there


def once_of(request: HttpRequest) -> UUID:
    """The key that the form was drawn with, so that what is sent twice is done once."""
    try:
        return UUID(request.POST.get("once", ""))
    except ValueError:
        return uuid4()


@page("see_figures")
def canvases(request: HttpRequest) -> HttpResponse:
    rows = reads.canvases(viewer=request.viewer)
    levels = [
        (canvas_words.LEVELS[level], [row for row in rows if row.level == level]) for level in reversed(rules.LEVELS)
    ]
    context = {
        "levels": [(name, some) for name, some in levels if some],
        "may_design": may(request.viewer, "design"),
    }
    return render(request, "workspace/journeys/canvases.html", context)


@page("see_figures")
def canvas(request: HttpRequest, key: UUID) -> HttpResponse:
    one = found(request, key)
    above = rules.level_above(one.row.level)
    held, now = held_by(key, viewer=request.viewer), timezone.now()
    context = {
        "canvas": one.row,
        "one": one,
        "drawn": drawn(one.content, viewer=request.viewer),
        "acts": [act for act in acts(one.content, spare=0) if act.lines],
        "remarks": [canvas_words.remark(remark) for remark in rules.remarks(one.content)],
        "sentence": canvas_words.sentence(one.content),
        "lasting": canvas_words.lasting(one.content),
        "level": canvas_words.LEVELS[one.row.level],
        "above": above and canvas_words.LEVELS[above],
        "held": [(row, held_words.standing(row, now), held_words.total(row.phases, now)) for row in held],
        "may_design": may(request.viewer, "design"),
        "may_note": may(request.viewer, "log_feedback"),
        "once": uuid4,
    }
    return render(request, "workspace/journeys/canvas.html", context)


@page("see_figures")
def measured(request: HttpRequest, key: UUID) -> HttpResponse:
    """Target and measured beside each other."""
    one = found(request, key)
    context = {
        "canvas": one.row,
        "beside": beside(one.content, viewer=request.viewer),
        "may_design": may(request.viewer, "design"),
        "may_read": may(request.viewer, "read_answers"),
    }
    return render(request, "workspace/journeys/canvas_measured.html", context)


def _form(request: HttpRequest, **options: object) -> CanvasForm:
    journeys = [(one.id, one.name) for one in queries.journeys(viewer=request.viewer)]
    return CanvasForm(request.POST if request.method == "POST" else None, journeys=journeys, **options)


@page("design")
def new(request: HttpRequest) -> HttpResponse:
    """Begin a canvas: with the starter of a workshop, or with empty columns."""
    chosen = {str(one.key): one for one in queries.journeys(viewer=request.viewer)}.get(request.GET.get("journey", ""))
    starting = {"language": request.viewer.language, "level": "encounter", "once": uuid4()}
    if chosen:
        starting |= {"journey": chosen.id, "name": chosen.name}
    form = _form(request, initial=starting)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["once"] or uuid4()
        try:
            services.create_canvas(
                form.details(), actor=request.viewer, filled=request.POST.get("do") != "blank", key=key
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("canvas-fill", key)
    return render(request, "workspace/journeys/canvas_new.html", {"form": form}, status=422 if form.errors else 200)


@page("design")
def details(request: HttpRequest, key: UUID) -> HttpResponse:
    one = found(request, key)
    journey = queries.journey_map(one.row.journey, viewer=request.viewer) if one.row.journey else None
    starting = {
        "name": one.row.name,
        "level": one.row.level,
        "language": one.row.language,
        "journey": journey.journey.id if journey else "",
        "seen": one.mark,
    }
    form = _form(request, initial=starting)
    if request.method == "POST" and form.is_valid():
        try:
            services.update_canvas(one.row.id, form.details(), actor=request.viewer, seen=form.mark())
        except Stale as stale:
            changed_meanwhile(form, stale)
        except Refused as refused:
            form.refuse(refused)
        else:
            tell(request, _("Saved."))
            return redirect("canvas", key)
    context = {"form": form, "canvas": one.row, "once": uuid4()}
    return render(request, "workspace/journeys/canvas_details.html", context, status=422 if form.errors else 200)


@page("design")
@require_POST
def copy(request: HttpRequest, key: UUID) -> HttpResponse:
    """Copy to the same level, or to the one above."""
    one, once = found(request, key), once_of(request)
    up = request.POST.get("do") == "up" and rules.level_above(one.row.level)
    name = one.row.name if up else _("%(name)s (copy)") % {"name": one.row.name[:180]}
    services.copy_canvas(one.row.id, level=up or one.row.level, name=name, actor=request.viewer, key=once)
    tell(request, _("Copied. Give the copy a name of its own."), undo=reverse("canvas-delete", args=[once]))
    return redirect("canvas-details", once)


@page("design")
@require_POST
def delete(request: HttpRequest, key: UUID) -> HttpResponse:
    one = found(request, key, deleted=True)
    if not one.row.deleted:
        services.delete_canvas(one.row.id, actor=request.viewer)
    told = _("%(name)s was taken away with its versions.") % {"name": one.row.name}
    tell(request, told, undo=reverse("canvas-restore", args=[key]))
    return redirect("canvases")


@page("design")
@require_POST
def restore(request: HttpRequest, key: UUID) -> HttpResponse:
    one = found(request, key, deleted=True)
    try:
        if one.row.deleted:
            services.restore_canvas(one.row.id, actor=request.viewer)
    except Refused as refused:
        warn(request, str(refused))
        return redirect("canvases")
    tell(request, _("Brought back: %(name)s.") % {"name": one.row.name})
    return redirect("canvas", key)
