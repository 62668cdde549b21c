"""Pieces of the picture: words, shares that are never nothing, marks of their own, colours of a page and of a file."""

from __future__ import annotations

from itertools import pairwise

import pytest

from cxlab.charts import compared_parts as parts
from cxlab.charts.tokens import PAGE, PRINT


@pytest.mark.parametrize(("value", "told"), [(0.0, "0%"), (0.004, "< 1%"), (0.01, "1%"), (0.5, "50%")])
def test_a_share(value, told):
    assert parts.share(value, "en") == told


def test_every_phrase_is_said_in_three_languages_with_the_same_places():
    for texts in parts._WORDS.values():
        assert set(texts) == {"en", "fi", "sv"}
        assert len({tuple(sorted(part.split("}")[0] for part in text.split("{")[1:])) for text in texts.values()}) == 1


def test_marks_differ_without_their_colours():
    assert len({parts.mark(kind, 10, 10, "#000", PRINT) for kind in parts.COLOURS}) == len(parts.COLOURS)


def test_a_page_takes_its_own_colours_and_a_file_carries_them():
    assert parts.colour("ad_hoc", PAGE).startswith("var(--way-ad-hoc, #")
    assert parts.colour("ad_hoc", PRINT).startswith("#")


@pytest.mark.parametrize("narrow", [True, False])
def test_branches_of_one_station_never_reach_into_the_next(narrow):
    place = parts.Place(340 if narrow else 920, narrow, (3, 0, 2, 3), 10, "en", PRINT)
    tops = [place.branch_y(row, at) for row, n in enumerate(place.rows) for at in range(n)]
    assert all(below - above >= 18 for above, below in pairwise(tops))
    assert place.broad(10) > place.broad(5) > place.broad(0) > 0
