"""Template words for choices that data carries as keys."""

from __future__ import annotations

from django import template

from polku.web.workspace import words

register = template.Library()


@register.simple_tag
def word(kind: str, key: str) -> str:
    """The word for a key of some kind, in the reader's language; nothing for no key."""
    return words.word(kind, key) if key else ""
