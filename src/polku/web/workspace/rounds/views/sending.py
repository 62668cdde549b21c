"""Decides the step from round to sending: the dry run, the confirmation with its number, stopping, what is unknown."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from polku.flows.send_rounds import can_send, preview
from polku.governance.rules import Refused
from polku.governance.services import NotFound
from polku.outreach import queries, services
from polku.web.workspace.access import page
from polku.web.workspace.notices import tell, warn
from polku.web.workspace.rounds import words
from polku.web.workspace.rounds.views.preparing import found_round
from polku.web.workspace.surveys.views.listing import name_of
from polku.web.workspace.surveys.words import LANGUAGE_NAMES

# From so many on the number is typed: a press of a button is too light.
MANY = 20


def numbered(request: HttpRequest) -> int:
    text = request.GET.get("page", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1  # noqa: PLR2004 - a million pages


@page("send")
def dry_run(request: HttpRequest, key: UUID) -> HttpResponse:
    """Exactly who would get what, and who not and why; from here the round is started."""
    row = found_round(request, key)
    if row.state != "draft":
        return redirect("round", key)
    show = request.GET.get("show", "")
    found = queries.looked_at(key, viewer=request.viewer, show=show, number=numbered(request))
    context = {
        "round": row,
        "survey": name_of(request, row.survey_names),
        "run": found,
        "show": show,
        "held": [(rule, words.HOLDS[rule], number) for rule, number in found.held],
        "lines": [(one, words.HOLDS.get(one.rule, "")) for one in found.rows],
        "languages": [(LANGUAGE_NAMES[code], number) for code, number in found.languages],
        "letters": [(LANGUAGE_NAMES[code], preview(row, code)) for code in row.languages],
        "many": found.going >= MANY,
        "can_send": can_send(),
        "before": found.number - 1,
        "after": found.number + 1,
    }
    return render(request, "workspace/rounds/dry_run.html", context)


@page("send")
@require_POST
def start(request: HttpRequest, key: UUID) -> HttpResponse:
    """Start the round if the number that was confirmed is the number that gets it."""
    row = found_round(request, key)
    if not can_send():
        warn(request, _("No mail server is set, so nothing can be sent. See POLKU_MAIL_URL in the settings' paper."))
        return redirect("round-dry-run", key)
    if row.state != "draft":
        return redirect("round", key)
    going = queries.looked_at(key, viewer=request.viewer).going
    # Who follows events may begin with none.
    confirmed = going or row.when.follows
    if not confirmed or request.POST.get("number", "").strip().replace(" ", "") != str(going):
        warn(request, _("Not started: %(going)s would get it now. Write that number to confirm.") % {"going": going})
        return redirect(f"{reverse('round-dry-run', args=[key])}#start")
    try:
        services.start_round(key, address=request.build_absolute_uri("/"), actor=request.viewer)
    except Refused as refused:
        warn(request, str(refused))
        return redirect("round-dry-run", key)
    tell(request, _("Started. Letters go out in the background, and this page says how far they are."))
    return redirect("round", key)


@page("send")
@require_POST
def stop(request: HttpRequest, key: UUID) -> HttpResponse:
    found_round(request, key)
    try:
        held = services.stop_round(key, actor=request.viewer)
    except Refused as refused:
        warn(request, str(refused))
    else:
        tell(request, _("Stopped. %(held)s letters that waited are not sent.") % {"held": held})
    return redirect("round", key)


@page("send")
@require_POST
def settle(request: HttpRequest, key: UUID, message: UUID, number: int) -> HttpResponse:
    """A person says what became of a letter: it arrived, it did not, or it came back."""
    found_round(request, key)
    became = request.POST.get("became", "")
    try:
        if became == "bounced":
            services.mark_bounced(message, number, actor=request.viewer)
        else:
            services.resolve(message, number, arrived=became == "arrived", actor=request.viewer)
    except (Refused, NotFound) as refused:
        warn(request, str(refused))
    else:
        tell(request, _("Written down."))
    state = request.POST.get("state", "")
    return redirect(f"{reverse('round-people', args=[key])}?state={state if state in words.MESSAGE_STATES else ''}")
