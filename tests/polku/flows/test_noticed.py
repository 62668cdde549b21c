"""What was noticed is said in the reader's language, every sentence of it."""

from __future__ import annotations

import pytest
from django.utils import translation

from cxlab.noticing import Noticed, sayings
from cxlab.noticing.found import choices
from polku.flows.import_file.noticed import told
from tests.house.test_words import PLACEHOLDER, catalogue

ELEVEN = Noticed(
    "missing_code",
    "NETPRO",
    (("11", 1084), ("99", 1)),
    (97, 122),
    1085,
    choices("missing", "keep", "reject_rows"),
    "missing",
    {"low": "0", "high": "10"},
)


def sentences():
    yield from (text for pair in sayings.SAID.values() for text in pair)
    yield from sayings.CHOSEN.values()
    yield sayings.OTHERS
    yield from (phrase[0] for phrase in (sayings.ROWS, sayings.ROWS_OF_VALUE))


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_every_sentence_is_translated(language):
    said = catalogue(language)
    assert not [text for text in sentences() if not any(all(one) for one in said.get((None, text), ()))]


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_no_sentence_is_left_in_english(language):
    said = catalogue(language)
    assert not [text for text in sentences() if text in said.get((None, text), ())]


@pytest.mark.parametrize(
    ("language", "what"),
    [
        ("en", "NETPRO, asked from 0 to 10, holds what look like codes for no answer: 11 (1,084 rows), 99 (1 row)."),
        (
            "fi",
            (
                "Sarakkeessa NETPRO (asteikko 0–10) on arvoja, jotka näyttävät vastaamatta jättämisen koodeilta: "
                "11 (1\u00a0084 riviä), 99 (1 rivi)."
            ),
        ),
        (
            "sv",
            (
                "Kolumnen NETPRO (skala 0–10) innehåller värden som ser ut som koder för inget svar: "
                "11 (1\u00a0084 rader), 99 (1 rad)."
            ),
        ),
    ],
)
def test_numbers_and_words_are_those_of_the_language(language, what):
    with translation.override(language):
        assert told(ELEVEN).what == what


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_choice_has_its_own_words(language):
    with translation.override(language):
        words = told(ELEVEN).choices
    assert [key for key, _ in words] == ["missing", "keep", "reject_rows"]
    assert len({text for _, text in words}) == 3


def test_placeholders_are_filled():
    with translation.override("fi"):
        for kind in {name.partition(".")[0] for name in sayings.SAID}:
            params = {name: "x" for text in sentences() for name in _names(text)}
            params |= {"by": _by(kind), "landed": "2026-05-01"}
            one = Noticed(kind, "Q1", (("a", 2),), (2,), 2, choices("keep"), None, params)
            assert not PLACEHOLDER.search(" ".join(_said(one)))


def _names(text):
    return [found[2:-2] for found in PLACEHOLDER.findall(text)]


def _by(kind):
    return {"scale_change": "row", "ids_start_again": "earlier", "rows_known": "same"}.get(kind, "")


def _said(one):
    words = told(one)
    return [words.what, words.why, *(text for _, text in words.choices)]
