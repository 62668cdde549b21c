"""Decides how events that rounds follow are written down, moved and called off."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from polku.governance.queries import colleagues as members
from polku.governance.rules import Refused
from polku.governance.services import NotFound
from polku.outreach import queries, services
from polku.web.workspace.access import page
from polku.web.workspace.asking import accepted, sent, status
from polku.web.workspace.notices import tell, warn
from polku.web.workspace.rounds import words
from polku.web.workspace.rounds.forms import Happening, Moved
from polku.web.workspace.surveys.views.listing import name_of


@page("log_feedback")
def happenings(request: HttpRequest) -> HttpResponse:
    """What is to come and what has been, and a form for one more."""
    form = Happening(sent(request))
    if request.method == "POST" and accepted(form, lambda: _write_down(request, form)):
        tell(request, _("Written down. Rounds that follow such an event see to it by themselves."))
        return redirect("round-events")
    past = "past" in request.GET
    rows = queries.happenings(viewer=request.viewer, past=past)
    context = {"form": form, "lines": [(one, words.KINDS.get(one.kind, "")) for one in rows], "past": past}
    return render(request, "workspace/rounds/events.html", context, status=status(form))


def _write_down(request: HttpRequest, form: Happening) -> UUID:
    given = form.cleaned_data
    return services.write_down(given["kind"], given["who"], given["at"], actor=request.viewer)


@page("log_feedback")
def one(request: HttpRequest, key: UUID) -> HttpResponse:
    row = queries.happening(key, viewer=request.viewer)
    if row is None:
        raise Http404
    form = Moved(sent(request), initial={"at": row.at})
    if request.method == "POST" and accepted(
        form, lambda: services.move(key, form.cleaned_data["at"], actor=request.viewer)
    ):
        tell(request, _("Moved. Letters that wait for it wait for its new time."))
        return redirect("round-events")
    context = {"form": form, "row": row, "word": words.KINDS.get(row.kind, "") or row.touchpoint}
    return render(request, "workspace/rounds/event.html", context, status=status(form))


@page("log_feedback")
@require_POST
def call_off(request: HttpRequest, key: UUID) -> HttpResponse:
    try:
        held = services.call_off(key, actor=request.viewer)
    except NotFound:
        raise Http404 from None
    tell(request, _("Called off. Letters held back: %(held)s.") % {"held": held})
    return redirect("round-events")


@page("log_feedback")
def preparation(request: HttpRequest, key: UUID) -> HttpResponse:
    """The team's page before a meeting: what was answered ahead of it, and who asks what about it."""
    found = queries.preparation(key, viewer=request.viewer)
    if found is None:
        raise Http404
    if request.method == "POST":
        return _follow_up(request, key)
    context = {
        "found": found,
        "word": words.KINDS.get(found.event.kind, "") or found.event.touchpoint,
        "people": [(one, name_of(request, one.survey)) for one in found.answered],
        "members": [(one.id, one.name or one.email) for one in members(viewer=request.viewer)],
    }
    return render(request, "workspace/rounds/preparation.html", context)


def _follow_up(request: HttpRequest, key: UUID) -> HttpResponse:
    given = request.POST
    try:
        message = UUID(given.get("message", ""))
        asks = int(given["asks"]) if given.get("asks", "").isdigit() else None
        services.follow_up(key, message, given.get("question", ""), given.get("text", ""), asks, actor=request.viewer)
    except ValueError:
        raise Http404 from None
    except (NotFound, Refused) as refused:
        warn(request, str(refused))
    else:
        tell(request, _("Written down."))
    return redirect("round-preparation", key)
