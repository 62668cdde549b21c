"""What the analysis commands say stands in three languages, with the same places for figures and names."""

from __future__ import annotations

import re

import pytest

from polku.cli import drivers_words, journeys_words
from polku.cli.languages import SPOKEN


@pytest.mark.parametrize("words", [journeys_words, drivers_words])
def test_every_phrase_is_said_in_three_languages_with_the_same_places(words):
    for key, texts in words._TEXTS.items():
        assert tuple(texts) == SPOKEN, key
        assert all(texts.values()), key
        places = {tuple(sorted(re.findall(r"{(\w+)}", text))) for text in texts.values()}
        assert len(places) == 1, key
