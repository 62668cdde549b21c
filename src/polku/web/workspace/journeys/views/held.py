"""Decides the facilitator's page of the day: which phase is on, how far we are over, what was noted."""

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
from polku.journeys import services
from polku.journeys.queries import held as reads
from polku.journeys.rules import held as rules
from polku.web.workspace.access import page
from polku.web.workspace.journeys import held_words
from polku.web.workspace.journeys.views import canvases
from polku.web.workspace.notices import tell, warn


def found(request: HttpRequest, key: UUID, *, deleted: bool = False) -> reads.Held:
    there = reads.held(key, viewer=request.viewer, deleted=deleted)
    if there is None:
        raise Http404
    return there


@page("log_feedback")
@require_POST
def begin(request: HttpRequest, key: UUID) -> HttpResponse:
    """Begin an encounter by a canvas."""
    one, once = canvases.found(request, key), canvases.once_of(request)
    try:
        name, remote = request.POST.get("name", ""), "remote" in request.POST
        services.begin_held(one.row.id, name=name, remote=remote, actor=request.viewer, key=once)
    except Refused as refused:
        warn(request, str(refused))
        return redirect("canvas", key)
    return redirect("held", once)


@page("see_figures")
def held(request: HttpRequest, key: UUID) -> HttpResponse:
    return _shown(request, found(request, key), {})


def _shown(request: HttpRequest, one: reads.Held, wrong: dict[str, str]) -> HttpResponse:
    now = timezone.now()
    said = {name: request.POST.get(name, "") for name in ("saw", "means", "who")} if "saw" in wrong else {}
    context = {
        "held": one.row,
        "one": one,
        "phases": held_words.phases(one.row, now),
        "on": rules.running(one.row.phases),
        "upcoming": rules.upcoming(one.row.phases),
        "standing": held_words.standing(one.row, now),
        "total": held_words.total(one.row.phases, now),
        "may_note": may(request.viewer, "log_feedback"),
        "may_read": may(request.viewer, "read_answers"),
        "once": uuid4(),
        "said": said,
        "wrong": wrong,
    }
    return render(request, "workspace/journeys/held.html", context, status=422 if wrong else 200)


@page("log_feedback")
@require_POST
def step(request: HttpRequest, key: UUID) -> HttpResponse:
    """Go on to a phase, stop the clock for a while, or end the encounter."""
    one, do = found(request, key), request.POST.get("do", "")
    try:
        if do in ("pause", "end"):
            services.pause_held(one.row.id, ended=do == "end", actor=request.viewer)
        else:
            services.enter_phase(one.row.id, do, actor=request.viewer)
    except Refused as refused:
        warn(request, str(refused))
    return redirect("held", key)


@page("log_feedback")
@require_POST
def note(request: HttpRequest, key: UUID) -> HttpResponse:
    one = found(request, key)
    noted = services.Noted(*(request.POST.get(name, "") for name in ("saw", "means", "who")))
    once = canvases.once_of(request)
    try:
        services.add_note(one.row.id, noted, actor=request.viewer, key=once)
    except Refused as refused:
        return _shown(request, one, {"saw": str(refused)})
    tell(request, _("Noted."), undo=reverse("held-note-delete", args=[once]))
    return redirect(reverse("held", args=[key]) + "#note")


def _found_note(request: HttpRequest, key: UUID) -> tuple[int, UUID]:
    there = reads.note(key, viewer=request.viewer)
    if there is None:
        raise Http404
    return there


@page("log_feedback")
@require_POST
def note_delete(request: HttpRequest, key: UUID) -> HttpResponse:
    pk, of = _found_note(request, key)
    try:
        services.delete_note(pk, actor=request.viewer)
    except Refused as refused:
        warn(request, str(refused))
    else:
        tell(request, _("The note was taken away."), undo=reverse("held-note-restore", args=[key]))
    return redirect("held", of)


@page("log_feedback")
@require_POST
def note_restore(request: HttpRequest, key: UUID) -> HttpResponse:
    pk, of = _found_note(request, key)
    try:
        services.restore_note(pk, actor=request.viewer)
    except Refused as refused:
        warn(request, str(refused))
    return redirect("held", of)


@page("log_feedback")
@require_POST
def lengths(request: HttpRequest, key: UUID) -> HttpResponse:
    """Write the real lengths by hand; a field left as it was measured stays measured."""
    one, now = found(request, key), timezone.now()
    said: dict[str, int | None] = {}
    for phase in one.row.phases:
        given = request.POST.get(phase.key, "").strip()
        if given == str(phase.minutes(now)):
            continue
        said[phase.key] = int(given) if given.isdecimal() and len(given) < 7 else -1 if given else None  # noqa: PLR2004
    try:
        services.say_lengths(one.row.id, said, actor=request.viewer)
    except Refused as refused:
        warn(request, str(refused))
    else:
        tell(request, _("Saved."))
    return redirect(reverse("held", args=[key]) + "#lengths")


@page("log_feedback")
@require_POST
def delete(request: HttpRequest, key: UUID) -> HttpResponse:
    one = found(request, key, deleted=True)
    if not one.row.deleted:
        services.delete_held(one.row.id, actor=request.viewer)
    told = _("%(name)s was taken away with its notes.") % {"name": one.row.name}
    tell(request, told, undo=reverse("held-restore", args=[key]))
    return redirect("canvas", one.canvas)


@page("log_feedback")
@require_POST
def restore(request: HttpRequest, key: UUID) -> HttpResponse:
    one = found(request, key, deleted=True)
    if one.row.deleted:
        services.restore_held(one.row.id, actor=request.viewer)
    return redirect("held", key)
