"""Decides that respondents come in by a door of their own: no session, no sign-in, no cookie is ever looked at."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from polku.web.respond import views

PREFIX = "/s/"
Next = Callable[[HttpRequest], HttpResponse]


def respondents_door(get_response: Next) -> Next:
    """Answer a respondent's address here and let all others through.

    It stands right after Django's SecurityMiddleware, so that what serves members costs a respondent nothing and cannot
    leave a trace. Cross-site request forgery needs a session to misuse, and here is none: see docs/decisions.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return get_response(request)
        try:
            request.resolver_match = found = resolve(request.path_info)
        except Resolver404:
            return views.say(request, "unknown")
        return found.func(request, *found.args, **found.kwargs)

    return answer
