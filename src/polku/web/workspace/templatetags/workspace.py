"""Template words of the workspace: icons, and the address that undoes what a message tells."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from django import template
from django.contrib.messages.storage.base import Message
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
ICONS = Path(__file__).resolve().parent.parent / "static/vendor/icons"


@cache
def drawing(name: str) -> str:
    """The paths of a vendored icon, without its own frame."""
    markup = (ICONS / f"{name}.svg").read_text(encoding="utf-8")
    inside = markup.partition(">")[2].partition("</svg>")[0]
    return re.sub(r"\s+", " ", inside).strip()


@register.simple_tag
def icon(name: str, size: int = 20) -> SafeString:
    """Draw an icon in the colour of the text; words stand beside it, so it is hidden from screen readers."""
    frame = f'<svg class="icon" width="{int(size)}" height="{int(size)}" viewBox="0 0 24 24" fill="none"'
    stroke = 'stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"'
    return mark_safe(f'{frame} {stroke} aria-hidden="true" focusable="false">{drawing(name)}</svg>')  # noqa: S308 - our files


@register.filter
def undo_address(message: Message) -> str:
    """Where the form of a message posts to undo what it tells; empty when it cannot be undone."""
    tags = message.extra_tags or ""
    return tags.removeprefix("undo:") if tags.startswith("undo:") else ""
