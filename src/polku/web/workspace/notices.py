"""What a page tells after something was done, with the way to undo it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest


def tell(request: HttpRequest, text: str, *, undo: str | None = None) -> None:
    """Say on the next page what was done; ``undo`` is the address that takes it back when posted to."""
    messages.success(request, text, extra_tags=f"undo:{undo}" if undo else "")


def warn(request: HttpRequest, text: str) -> None:
    """Say on the next page what could not be done, and what helps."""
    messages.warning(request, text)
