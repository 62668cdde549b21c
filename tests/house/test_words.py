"""Every sentence people read stands in Finnish and Swedish, with its placeholders; one word for one thing."""

from __future__ import annotations

import io
import re
from collections import defaultdict

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from tests.house.places import SOURCE

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
COUNTS = {"%(count)s", "%(count)d", "%(counter)s", "%(n)s", "%(n)d"}
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|\{[a-z_]+\}|%[sd]")


def messages_in_source() -> dict[tuple[str | None, str], str]:
    found = {}
    for path in sorted(SOURCE.rglob("*")):
        if path.suffix == ".py":
            code = path.read_text(encoding="utf-8")
            if "gettext" not in code:
                continue
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            code = templatize(path.read_text(encoding="utf-8"))
            code = re.sub(r"^\s+", "", code, flags=re.MULTILINE)
        else:
            continue
        for _line, message, _comments, context in extract("python", io.BytesIO(code.encode()), keywords=KEYWORDS):
            first = message if isinstance(message, str) else message[0]
            if first:
                found[(context, first)] = str(path.relative_to(SOURCE))
    return found


def catalogue(language: str) -> dict[tuple[str | None, str], set]:
    told = defaultdict(set)
    for path in sorted(SOURCE.rglob(f"locale/{language}/LC_MESSAGES/*.po")):
        with path.open("rb") as handle:
            for message in read_po(handle, locale=language):
                if not message.id:
                    continue
                first = message.id if isinstance(message.id, str) else message.id[0]
                if not message.fuzzy:
                    told[(message.context, first)].add(
                        message.string if isinstance(message.string, str) else tuple(message.string)
                    )
    return told


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_every_sentence_is_translated(language):
    told = catalogue(language)
    missing = {
        key: place
        for key, place in messages_in_source().items()
        if not any(text and all(text) for text in told.get(key, ()))
    }
    assert not missing, "\n".join(f"{place}: {key[1]!r}" for key, place in missing.items())


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_a_sentence_has_one_translation(language):
    several = {key: texts for key, texts in catalogue(language).items() if len(texts) > 1}
    assert not several


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_placeholders_survive_translation(language):
    for (_context, message), texts in catalogue(language).items():
        wanted = set(PLACEHOLDER.findall(message))
        for text in texts:
            for form in (text,) if isinstance(text, str) else text:
                if form:
                    there = set(PLACEHOLDER.findall(form))
                    # A plural form may leave out its number ("one answer").
                    assert there == wanted or (not isinstance(text, str) and there ^ wanted <= COUNTS), (message, form)


def test_forbidden_words_of_the_glossary():
    for language, words in {"fi": ["vaihteluväli", "voittoprosentti"], "sv": ["täckningsgrad"]}.items():
        for texts in catalogue(language).values():
            for text in texts:
                for form in (text,) if isinstance(text, str) else text:
                    assert not any(word in form.lower() for word in words), form
