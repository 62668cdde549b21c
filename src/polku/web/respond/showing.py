"""Decides how a page leaves: its own style and script inside it, compressed, kept by no cache, allowed nothing else."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import Context
from django.template.loader import get_template
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

_ASSETS = Path(__file__).parent / "assets"
_WORTH_COMPRESSING = 600


@cache
def asset(name: str) -> SafeString:
    """A file of ours without its comments and indentation, to stand inside the page: one request is all it takes."""
    text = re.sub(r"^\s*//.*$", "", (_ASSETS / name).read_text("utf-8"), flags=re.MULTILINE)
    return mark_safe("\n".join(line.strip() for line in text.splitlines() if line.strip()))  # noqa: S308 - our own file


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def policy() -> str:
    """What the page may load: the style and the script written in it, known by their hashes, and nothing else."""
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src {_hash(asset('page.css'))}",
            f"script-src {_hash(asset('draft.js'))}",
            "img-src data:",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ),
    )


def rendered(template: str, language: str, context: Mapping[str, Any]) -> Page:
    """The page in the given language."""
    with translation.override(language):
        page = get_template(f"respond/{template}").template
        return Page(
            page.render(Context({"language": language, "css": asset("page.css"), "js": asset("draft.js"), **context}))
        )


class Page:
    """A page ready to leave, compressed when it first has to be."""

    def __init__(self, text: str) -> None:
        self.plain = text.encode()

    @cached_property
    def compressed(self) -> bytes:
        return gzip.compress(self.plain, compresslevel=6, mtime=0)


def leave(request: HttpRequest, page: Page, *, status: int = 200) -> HttpResponse:
    """The page as a response.

    It is compressed although it holds a key: the key is drawn anew for each page, so there is nothing to guess from
    its compressed length by asking again.
    """
    squeezed = "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "") and len(page.plain) > _WORTH_COMPRESSING
    body = page.compressed if squeezed else page.plain
    response = HttpResponse(body, status=status)
    if squeezed:
        response["Content-Encoding"] = "gzip"
    response["Content-Length"] = str(len(body))
    # Kept by no shared cache; "no-store" would also empty the form when a person goes back.
    response["Cache-Control"] = "private, no-cache"
    response["Vary"] = "Accept-Encoding, Accept-Language, Cookie"
    response["Content-Security-Policy"] = policy()
    response["Referrer-Policy"] = "no-referrer"
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Frame-Options"] = "DENY"
    response["X-Robots-Tag"] = "noindex"
    return response
