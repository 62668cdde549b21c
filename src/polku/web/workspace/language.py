"""Decides in which language and whose time a page speaks: the member's own language, the organisation's time zone."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from polku.governance.queries import time_zone


class MemberLanguage:
    """Stands after the sign-in middleware; LocaleMiddleware has already chosen for those who are not signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.user.language in dict(settings.LANGUAGES):
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
        # The snapshot counts days and months in this zone: what pages show and what forms are told is in it too.
        with timezone.override(ZoneInfo(time_zone())):
            return self.get_response(request)
