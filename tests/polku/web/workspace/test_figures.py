"""Results as templates write them, and the word for every key that data carries."""

from __future__ import annotations

import datetime as dt

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation

from cxlab.definitions import DEFINITIONS
from cxlab.results import Comparison, Estimate, Suppressed
from polku.governance import gate
from polku.journeys import rules as journeys
from polku.people import rules as people
from polku.web.workspace.words import KINDS_OF_WORDS, word

HARD = "\N{NO-BREAK SPACE}"
FORTY = Estimate(40.0, 37.0, 42.0, 2746, 2000.0, "adjusted_wald", "nps@1")
SHARE = Estimate(0.701, 0.65, 0.76, 528, 500.0, "wilson", "csat5@1")
ONE = Estimate(9.0, None, None, 1, 1.0, "adjusted_wald", "nps@1")
NONE = Estimate(None, None, None, 0, None, "none", "nps@1")
FEW = Suppressed("below_threshold", 5)


def say(template: str, language="en", **context) -> str:
    with translation.override(language):
        return Template("{% load figures %}" + template).render(Context(context)).strip()


@pytest.mark.parametrize(
    ("score", "language", "told"),
    [
        (FORTY, "en", "40 (37 to 42) 2,746 answers"),
        (FORTY, "fi", f"40 (37–42) 2{HARD}746 vastausta"),
        (FORTY, "sv", f"40 (37–42) 2{HARD}746 svar"),
        (SHARE, "fi", f"70{HARD}% (65–76{HARD}%) 528 vastausta"),
        (ONE, "en", "9 () 1 answer"),
        (NONE, "en", "– () no answers"),
        (FEW, "fi", "– () piilotettu: alle 5 vastausta"),
    ],
)
def test_a_score_in_words(score, language, told):
    assert say("{{ s|value }} ({{ s|interval }}) {{ s|answers }}", language, s=score) == told


def test_a_change_with_its_interval():
    change = Comparison(FORTY, FORTY, 3.0, -1.0, 7.0, "no_difference_shown", 1, "mover")
    assert say("{{ c|difference }}", c=change) == "+3 (−1 to +7)"
    assert say("{{ c|difference }}", "fi", c=change) == "+3 (−1…+7)"
    better = Comparison(FORTY, FORTY, 12.0, 0.4, 24.0, "better", 1, "mover")
    assert say("{{ c|difference }}", c=better) == "+12 (+0.4 to +24)"


def test_a_whisker_says_nothing_twice():
    drawn = say("{% whisker s 45.0 %}", s=FORTY)
    assert drawn.startswith("<svg")
    assert 'aria-hidden="true"' in drawn


def test_a_moment_is_written_in_local_time():
    when = dt.datetime(2026, 11, 22, 14, 5, tzinfo=dt.UTC)
    assert say("{{ w|moment }}", "fi", w=when) == "22.11.2026 klo 16.05"
    assert say("{{ w|moment }}", "sv", w=when) == "22 november 2026 kl. 16.05"
    assert say("{{ w|moment }}", "en", w=when) == "22 November 2026, 16:05"


def test_an_estimate_as_a_component_is_pale_when_small_and_says_why_when_hidden():
    few = Estimate(40.0, 0.0, 80.0, 12, 12.0, "adjusted_wald", "nps@1")
    with translation.override("en"):
        small, many, hidden = (render_to_string("cotton/estimate.html", {"score": one}) for one in (few, FORTY, FEW))
    assert "estimate few" in small
    assert "estimate few" not in many
    assert "(37 to 42)" in many
    assert "hidden: fewer than 5 answers" in hidden


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        ("metric", tuple(DEFINITIONS)),
        ("metric", journeys.METRICS),
        ("role", gate.ROLES),
        ("decision_role", people.DECISION_ROLES),
        ("buyer_kind", people.BUYER_KINDS),
        ("found_us", people.FOUND_US),
        ("consent", people.CONSENTS),
        ("owner", journeys.OWNERS),
        ("layer", journeys.LAYERS),
        ("aim", journeys.AIMS),
        ("channel", journeys.CHANNELS),
        ("kind", journeys.KINDS),
        ("scheme", journeys.SCHEMES),
        ("stage", tuple(stage for stages in journeys.STAGES.values() for stage in stages)),
    ],
)
def test_every_key_has_a_word(kind, keys):
    assert [key for key in keys if key not in KINDS_OF_WORDS[kind]] == []


def test_words_are_in_the_readers_language():
    with translation.override("fi"):
        assert word("decision_role", "decision_maker") == "Päättäjä"
        assert word("metric", "nps") == "Suositteluindeksi (NPS)"
    assert word("channel", "carrier pigeon") == "carrier pigeon"
