"""Decides in which language a respondent reads: chosen by hand, asked by the browser, known of them, the survey's."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header

NAMES = {"fi": "Suomi", "sv": "Svenska", "en": "English"}
COOKIE = "polku_language"


def choose(request: HttpRequest, offered: Sequence[str], *, chosen: str = "", known: str = "", own: str = "") -> str:
    """The language of the page: one of those the survey is written in.

    ``chosen`` came with the form, ``known`` is the contact's, ``own`` the survey's.
    """
    for code in (chosen, request.GET.get("lang", ""), request.COOKIES.get(COOKIE, ""), *accepted(request), known, own):
        if code in offered:
            return code
    return offered[0] if offered else "en"


def accepted(request: HttpRequest) -> list[str]:
    """The languages that the browser asks for, best first, without their regions."""
    header = request.META.get("HTTP_ACCEPT_LANGUAGE", "")
    return [code.partition("-")[0] for code, _ in parse_accept_lang_header(header)]
