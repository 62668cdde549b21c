"""What is asked, under which promise, and that anonymous answers carry nothing that leads back."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl
import pytest

from cxlab.definitions import definition
from cxlab.simulate.questions import DEFINITIONS, SURVEYS
from cxlab.simulate.scales import SCALES
from cxlab.simulate.touchpoints import KEYS, TOUCHPOINTS
from tests.cxlab.simulated import drawn

# The scales of the field: NPS 0-10, CES 1-7, CSAT and agreement 1-5, (dis)confirmation -2..+2, just right -1..+1.
ALLOWED = {
    "nps": set(range(11)),
    "ces": set(range(1, 8)),
    "csat": set(range(1, 6)),
    "scale": set(range(1, 6)),
    "disconfirmation": set(range(-2, 3)),
    "just_right": {-1, 0, 1},
    "feeling": set(range(6)),
}


def test_the_pulse_asks_what_the_field_asks():
    keys = [question.key for question in SURVEYS[0].questions]
    assert keys == [
        "nps",
        "nps_why",
        "trust",
        "ease",
        "speed",
        "approachable",
        "help",
        "expertise",
        "informs_ahead",
        "same_service",
        "expectation",
        "buy_again",
        "open",
    ]


def test_every_question_stands_in_three_languages():
    texts = drawn().questions.select("text_fi", "text_sv", "text_en")
    for row in texts.iter_rows():
        assert len(set(row)) == 3
        assert all(text.strip() == text and len(text) > 5 for text in row)
    for name in ("journeys", "phases", "touchpoints", "surveys", "options"):
        frame = drawn().tables()[name]
        for language in ("fi", "sv", "en"):
            assert (frame[f"name_{language}"].str.len_chars() > 2).all()


def test_answers_lie_on_their_scales():
    made = drawn(3, 3_000)
    rows = made.answers.join(made.questions.select("question", "kind"), on="question")
    for kind, values in rows.group_by("kind").agg(pl.col("value").unique()).iter_rows():
        assert set(values) == ALLOWED[kind], kind
    assert set(rows["kind"]) == set(ALLOWED)


def test_an_answer_belongs_to_its_survey():
    made = drawn()
    rows = made.answers.join(made.responses.select("response", "survey"), on="response").join(
        made.questions.select("question", own="survey"), on="question"
    )
    assert (rows["survey"] == rows["own"]).all()
    places = made.responses.drop_nulls("touchpoint").join(made.touchpoints.select("touchpoint", "key"), on="touchpoint")
    keys = places.join(made.surveys.select("survey", "touchpoint_key"), on="survey")
    assert (keys["key"] == keys["touchpoint_key"]).all()


def test_three_promises_are_kept_apart():
    made = drawn()
    promises = dict(made.surveys.select("key", "promise").iter_rows())
    assert promises["pulse"] == "open"
    assert promises["employee_pulse"] == "anonymous"
    assert promises["after_offer"] == "confidential"
    assert made.surveys.filter(promise="anonymous")["audience"].to_list() == ["employee"]


def test_anonymous_answers_lead_back_to_nobody():
    made = drawn()
    anonymous = made.surveys.filter(promise="anonymous")["survey"]
    answers = made.responses.filter(pl.col("survey").is_in(anonymous.implode()))
    assert answers.height > 30
    for column in ("contact", "account", "language", "touchpoint", "case"):
        assert answers[column].null_count() == answers.height
    moments = [datetime.fromtimestamp(s, tz=UTC) for s in answers["answered_at"]]
    assert all(m.weekday() == 0 and (m.hour, m.minute, m.second) == (0, 0, 0) for m in moments)
    assert made.invitations.filter(pl.col("survey").is_in(anonymous.implode())).is_empty()
    named = made.responses.filter(~pl.col("survey").is_in(anonymous.implode()))
    assert named["contact"].null_count() == 0


def test_responses_are_the_answered_invitations():
    made = drawn()
    named = made.responses.drop_nulls("contact").height
    assert made.invitations["answered"].sum() == named
    assert 0.3 < named / made.invitations.height < 0.45
    assert made.answers.group_by("response").len().height == made.responses.height


def test_an_aim_brings_its_metric():
    for key, thing in TOUCHPOINTS.items():
        if thing.target_metric in {"ces", "csat"}:
            assert thing.aim == "ease", key
        if thing.target_metric == "disconfirmation":
            assert thing.aim == "exceed", key
        assert (thing.target_metric is None) == (thing.target_value is None)
    asked = {survey.touchpoint for survey in SURVEYS if survey.touchpoint}
    assert asked == {key for key, thing in TOUCHPOINTS.items() if thing.target_metric}
    assert {thing.owner for thing in TOUCHPOINTS.values()} == {"brand", "partner", "customer", "social"}
    assert set(DEFINITIONS) == {*SCALES, "text"}
    assert all(definition(key).key == key for key in drawn().questions["definition"].drop_nulls().unique())
    assert set(KEYS) == set(drawn().touchpoints["key"])


def test_each_segment_has_a_new_and_a_repeat_journey():
    journeys = drawn().journeys
    assert set(journeys.select("segment", "buyer_kind").iter_rows()) == {
        (segment, kind) for segment in ("designer", "wholesaler", "contractor") for kind in ("new", "repeat")
    }
    assert set(journeys["scheme"]) == {"purchase", "value"}
    ends = drawn().phases.sort("journey", "position").group_by("journey", maintain_order=True).last()
    assert set(ends["stage"]) <= {"use", "review"}  # no map ends at the purchase
    assert drawn().touchpoints.filter(owner="partner")["key"].unique().to_list() == ["installation"]


@pytest.mark.parametrize("key", ["installation"])
def test_the_partner_is_named(key):
    rows = drawn().touchpoints.filter(key=key)
    assert rows["partner"].null_count() == 0
    assert (
        drawn().touchpoints.filter(pl.col("key") != key)["partner"].null_count()
        == drawn().touchpoints.height - rows.height
    )
