"""Decides how somebody says that they want no more letters: by their mail program (RFC 8058) or by a button."""

from __future__ import annotations

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from polku.flows.answer_links import DamagedLink, read_stop
from polku.flows.send_rounds import stop_asking
from polku.governance.queries import PublicOrganisation, public_organisation
from polku.web.respond import language as languages
from polku.web.respond.showing import leave, rendered
from polku.web.respond.views import METHODS, say


def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Looking changes nothing, for programs look at links before people do; posting is the wish itself."""
    if request.method not in METHODS:
        return HttpResponseNotAllowed(METHODS)
    try:
        key = read_stop(token)
        if request.method == "POST":
            # A second time, or of somebody erased since, says the same: no more letters come.
            stop_asking(key)
        return _page(request, done=request.method == "POST")
    except DamagedLink:
        return say(request, "unknown")
    except (OperationalError, InterfaceError):
        return say(request, "busy")


def _page(request: HttpRequest, *, done: bool) -> HttpResponse:
    try:
        house = public_organisation()
    except DatabaseError:
        house = PublicOrganisation({}, (), "en", {})
    language = languages.choose(request, tuple(languages.NAMES), own=house.default_language)
    context = {"house": house.name(language), "done": done, "contact": house.contact.get(language, "")}
    return leave(request, rendered("stop.html", language, context))
