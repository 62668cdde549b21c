"""The per cent sign as each language sets it: after a hard space in Finnish and Swedish, at the figure in English."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

WEB = Path(__file__).parents[4] / "src" / "polku" / "web"
HARD = "\N{NO-BREAK SPACE}"
# A sign after a figure, or after a name that a figure is put in for.
SIGN = re.compile(r"([0-9]|\)s|\)d|\}\})([ \u00a0]?)%%?(?![(a-z%])")


def told(language: str) -> list[tuple[str, str]]:
    found = []
    for place in sorted(WEB.glob(f"**/locale/{language}/LC_MESSAGES/django.po")):
        with place.open("rb") as handle:
            for message in read_po(handle, locale=language):
                texts = message.string if isinstance(message.string, tuple | list) else [message.string]
                found += [(place.parts[-5], text) for text in texts]
    return found


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_words_set_a_hard_space_before_the_sign(language):
    signs = [(room, text, one[2]) for room, text in told(language) for one in SIGN.finditer(text)]
    assert signs
    assert [(room, text) for room, text, space in signs if space != HARD] == []


def test_english_words_and_templates_set_none():
    sources = [*WEB.glob("**/*.html"), *WEB.glob("**/*.py")]
    lines = [(place.name, line) for place in sources for line in place.read_text(encoding="utf-8").splitlines()]
    signs = [(name, one[0]) for name, line in lines for one in re.finditer(r"[0-9] %(?![(}%a-z])|\)s ?%%", line)]
    assert signs == []
