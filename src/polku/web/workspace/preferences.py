"""What a reader chooses for themselves on any page, signed in or not, by plain forms: language and theme."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from polku.governance import services
from polku.web.workspace.access import viewer_of
from polku.web.workspace.shell import THEME_COOKIE, THEMES

YEAR = 365 * 24 * 3600


def back(request: HttpRequest) -> HttpResponse:
    """Return to the page whose form was sent, if it is ours."""
    place = request.POST.get("next", "/")
    ours = url_has_allowed_host_and_scheme(place, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(place if ours else "/")


def remember(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=settings.HTTPS, httponly=True)


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    code = request.POST.get("language", "")
    if code not in dict(settings.LANGUAGES):
        return HttpResponseBadRequest()
    if request.user.is_authenticated:
        services.update_me(name=request.user.name, language=code, actor=viewer_of(request))
    response = back(request)
    remember(response, settings.LANGUAGE_COOKIE_NAME, code)
    return response


@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    theme = request.POST.get("theme", "")
    if theme not in THEMES:
        return HttpResponseBadRequest()
    response = back(request)
    remember(response, THEME_COOKIE, theme)
    return response
