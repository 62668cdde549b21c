"""Decides that what a store cannot hold goes no further: a NUL in an address or a form is told, not tripped over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

NUL = "\0"


class Storable:
    """Stands after sign-in and language, so that the refusal is in the reader's language.

    PostgreSQL keeps no text with a NUL in it and says so by an error in the middle of a page; no keyboard writes one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_found: Any) -> HttpResponse | None:
        """Runs after the check against forged forms, which has read the form already."""
        return render(request, "400.html", status=400) if any(NUL in text for text in _said(request)) else None


def _said(request: HttpRequest) -> Iterator[str]:
    """All that the request says in words: its path, its query, its form."""
    yield request.path_info
    for given in (request.GET, request.POST):
        for name, values in given.lists():
            yield name
            yield from values
