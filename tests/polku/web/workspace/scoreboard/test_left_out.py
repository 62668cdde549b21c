"""What an address names and the page does not show is said in one sentence of each kind, in three languages."""

from __future__ import annotations

import pytest
from django.utils import translation

from polku.web.workspace.scoreboard.address import LeftOut
from polku.web.workspace.scoreboard.left_out import notices

TURNED = LeftOut("first", ("2025-01", "2025-06"), "turned")


def test_every_kind_has_its_sentence():
    with translation.override("en"):
        told = notices([LeftOut("segment", ("foo", "bar")), LeftOut("show", ("enps",)), TURNED])
        assert told[0] == (
            "There is no such choice, or it exists no longer; it was left out: "
            "Segment “foo”, “bar”; Metric “Staff recommendation (eNPS)”."
        )
        assert told[1].startswith("The months stood the wrong way round and were exchanged: Jan 2025")
        assert notices([LeftOut("metric", ("nps",), "many")])[0].startswith("Four metrics fit on the page")
        assert notices([]) == ()


@pytest.mark.parametrize(("language", "words"), [("fi", "jätettiin pois"), ("sv", "utelämnats")])
def test_they_are_said_in_the_language_of_the_page(language, words):
    with translation.override(language):
        assert words in notices([LeftOut("by", ("account_group",))])[0]


def test_a_sentence_stays_a_sentence_whatever_the_address_holds():
    long = notices([LeftOut("segment", tuple(f"{at}" * 500 for at in range(1, 50)))])[0]
    assert len(long) < 700
