"""What a survey is made of: kinds, default words, templates, promises, and what a draft still lacks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxlab.definitions import DEFINITIONS
from polku.surveys import rules
from polku.surveys.rules import labels
from tests.polku.surveys.making import content_of


def messages(found):
    return {one.message for one in found}


@pytest.mark.parametrize("kind", rules.KINDS)
def test_a_new_question_has_words_for_every_step_and_option_in_every_language(kind):
    one = labels.new_question(kind, kind)
    for language in rules.LANGUAGES:
        texts = one["texts"][language]
        assert ("low" in texts) == ("high" in texts) == (kind in labels.ENDS)
        if kind in labels.ENDS:
            assert texts["low"]
            assert texts["high"]
            assert texts["low"] != texts["high"]
        assert len(texts.get("options", [])) == rules.label_count(one)
        if kind in {"disconfirmation", "just_right", "feeling"}:
            assert all(texts["options"])
            assert len(set(texts["options"])) == len(texts["options"])


def test_no_default_words_hold_a_symbol_that_leans():
    for kind in rules.KINDS:
        for texts in labels.new_question(kind, kind)["texts"].values():
            words = " ".join([texts["title"], texts.get("low", ""), texts.get("high", ""), *texts.get("options", [])])
            assert not any(ord(sign) > 0x2000 for sign in words)


def test_the_scales_are_the_fields_own():
    scales = {key: (kind.low, kind.high) for key, kind in rules.KINDS.items() if kind.shape in {"scale", "matrix"}}
    assert scales == {
        "nps": (0, 10),
        "ces7": (1, 7),
        "ces5": (1, 5),
        "csat5": (1, 5),
        "scale5": (1, 5),
        "disconfirmation": (-2, 2),
        "just_right": (1, 5),
        "matrix": (1, 5),
    }
    assert rules.bounds({"kind": "just_right", "steps": 3}) == (1, 3)
    assert set(rules.KINDS) - set(scales) == {
        "feeling", "single", "multiple", "number", "date", "short_text", "long_text",
    }  # fmt: skip


@pytest.mark.parametrize("kind", rules.KINDS)
def test_a_kind_feeds_a_metric_that_exists_and_fits_its_scale(kind):
    for key in rules.COUNTED_AS.get(kind, ()):
        metric = DEFINITIONS[key]
        if key in {"mean", "median", "p90"}:
            continue
        wanted = (0, 1) if kind == "feeling" else (rules.KINDS[kind].low, rules.KINDS[kind].high)
        assert (metric.low, metric.high) in {wanted, (1, 3)}, (kind, key)
    assert (rules.KINDS[kind].definition or None) in {None, *rules.COUNTED_AS.get(kind, ())}


def test_recommendation_of_employees_is_a_metric_of_its_own():
    assert rules.default_definition("nps", "employee") == "enps"
    assert rules.default_definition("nps", "customer") == "nps"
    assert rules.default_definition("just_right", "customer", 3) == "just_right3"


@pytest.mark.parametrize("template", rules.TEMPLATES.values(), ids=lambda one: one.key)
@pytest.mark.parametrize("language", rules.LANGUAGES)
def test_a_template_lacks_nothing(template, language):
    content = template.make(language)
    assert rules.findings(content, template.audience, template.promise, (), rules.LANGUAGES) == []
    for one in rules.measured(content):
        assert all(one["purpose"][part] for part in rules.PURPOSE)


def test_the_templates_ask_by_the_keys_that_trends_hang_on():
    def keys(name):
        return [one["key"] for one in rules.TEMPLATES[name].make("en")["questions"]]

    assert keys("relationship_pulse") == [
        "nps", "nps_why", "trust", "ease", "speed", "approachable", "help", "expertise", "informs_ahead",
        "same_service", "expectation", "buy_again", "open",
    ]  # fmt: skip
    assert keys("relationship_short") == ["nps", "nps_why", "trust", "ease", "expectation"]
    assert keys("employee_pulse") == [
        "enps", "enps_why", "know_strategy", "concerns_work", "have_needed", "may_put_right", "feedback_reaches",
        "can_influence", "shows_in_goals", "proud", "open",
    ]  # fmt: skip
    assert keys("touchpoint") == ["csat", "csat_why", "ces", "disconfirmation", "feeling"]


def test_the_purpose_card_of_a_template_is_in_the_language_of_who_begins_from_it():
    card = {code: rules.TEMPLATES["relationship_pulse"].make(code)["questions"][0]["purpose"] for code in ("fi", "sv")}
    assert card["fi"]["what"] == "suositteluhalukkuus"
    assert card["sv"]["what"] == "viljan att rekommendera"
    assert card["fi"]["cause_or_outcome"] == "outcome"


def test_what_a_draft_lacks_is_told_by_question_and_language():
    content = content_of("nps", "single", "feeling")
    nps, single, feeling = content["questions"]
    nps["texts"]["sv"]["low"] = ""
    single["texts"]["fi"]["options"] = ["yksi", " "]
    del feeling["texts"]["en"]["title"]
    content["texts"]["sv"]["title"] = ""
    told = {(one.message, one.question, one.language) for one in rules.missing_translations(content, rules.LANGUAGES)}
    assert told == {
        ("survey_title_missing", "", "sv"),
        ("ends_missing", "nps", "sv"),
        ("options_missing", "single", "fi"),
        ("title_missing", "feeling", "en"),
    }
    assert {one.language for one in rules.missing_translations(content, ["fi"])} == {"fi"}
    assert rules.languages(content) == ("fi", "en")


def test_a_draft_whose_answers_would_be_worth_nothing_is_stopped():
    assert messages(rules.shape_problems(rules.empty_content(), "customer")) == {"no_questions"}
    content = content_of("single", "feeling", "ces7")
    content["questions"][0]["options"] = [{"key": "only"}]
    for option in content["questions"][1]["options"]:
        option["role"] = None
    content["questions"][2]["definition"] = "ces5"
    found = rules.shape_problems(content, "customer")
    assert {"too_few_options", "no_target_feeling", "wrong_metric"} <= messages(one for one in found if one.blocks)


def test_employees_recommendation_is_asked_of_employees_and_never_openly():
    enps = content_of("nps", nps={"definition": "enps"})
    assert "wrong_audience_for_metric" in messages(rules.shape_problems(enps, "customer"))
    assert "wrong_audience_for_metric" in messages(rules.shape_problems(content_of("nps"), "employee"))
    assert messages(rules.promise_problems(enps, "employee", "open", ())) == {"enps_needs_confidence"}
    for promise in ("confidential", "anonymous"):
        assert rules.promise_problems(enps, "employee", promise, ()) == []
    warned = rules.promise_problems(content_of("scale5"), "employee", "open", ())
    assert [(one.message, one.blocks) for one in warned] == [("employees_answer_openly", True)]


@pytest.mark.parametrize(
    ("kind", "asked", "message"),
    [
        ("short_text", "Mikä on nimesi?", "asks_who"),
        ("short_text", "Din e-postadress", "asks_who"),
        ("long_text", "Your name and phone number", "asks_who"),
        ("number", "How many years have you worked here?", "too_exact"),
        ("date", "When did you begin?", "too_exact"),
        ("long_text", "What should we do better?", None),
    ],
)
def test_questions_that_give_a_person_away_are_warned_about(kind, asked, message):
    content = content_of(kind)
    for texts in content["questions"][0]["texts"].values():
        texts["title"] = asked
    found = rules.promise_problems(content, "customer", "anonymous", ())
    assert [(one.message, one.blocks) for one in found] == ([(message, False)] if message else [])
    assert rules.promise_problems(content, "customer", "open", ()) == []


def test_breakdowns_are_declared_from_a_known_list():
    assert messages(rules.promise_problems(content_of("nps"), "customer", "anonymous", ["shoe size"])) == {
        "unknown_breakdown"
    }
    assert messages(rules.promise_problems(content_of("nps"), "customer", "", [])) == {"no_promise"}


@pytest.mark.parametrize("promise", rules.PROMISES)
def test_the_respondent_is_told_the_promise_its_thresholds_and_its_groups(promise):
    told = rules.told(promise, ["unit", "segment"], scores=6, comments=9)
    assert set(told) == set(rules.LANGUAGES)
    if promise == "open":
        assert "6" not in told["en"]
        return
    assert "6" in told["sv"]
    assert "9" in told["sv"]
    assert "asiakasryhmä, yksikkö" in told["fi"]
    assert "not broken down" in rules.told(promise, [], scores=5, comments=8)["en"]


def test_only_declared_groups_are_kept_of_an_anonymous_respondent():
    background = {"segment": "designer", "region": "north", "unit": ""}
    assert rules.kept_background("anonymous", ["segment", "unit"], background) == {"segment": "designer"}
    assert rules.kept_background("confidential", [], background) == {"segment": "designer", "region": "north"}


@given(st.integers(946_684_800, 4_102_444_800).map(lambda second: datetime.fromtimestamp(second, UTC)))
def test_the_month_of_a_week_is_one_of_the_months_it_touches(moment):
    week = rules.week_of(moment, "Europe/Helsinki")
    near = {rules.month_of(moment + timedelta(days=days), "Europe/Helsinki") for days in range(-6, 7)}
    assert rules.month_of_week(week) in near
    assert rules.month_of_week("2026-W01") == "2026-01"
    assert rules.month_of_week("2025-W01") == "2025-01"


@given(st.permutations(["questions", "texts"]))
def test_the_hash_of_content_depends_on_what_it_says_alone(order):
    content = content_of("nps", "feeling")
    shuffled = {key: content[key] for key in order}
    assert rules.content_hash(shuffled) == rules.content_hash(content)
    content["questions"][0]["texts"]["sv"]["low"] += " "
    assert rules.content_hash(shuffled) == rules.content_hash(content)
    assert rules.content_hash(content) != rules.content_hash(content_of("nps", "feeling"))


def test_the_length_is_told_in_steps_of_five_seconds():
    assert rules.seconds(rules.empty_content()) == 10
    assert rules.seconds(content_of("nps", "long_text")) == 45
    assert rules.seconds(rules.TEMPLATES["relationship_pulse"].make("en")) <= 180


def test_a_version_is_in_one_state_at_a_time():
    now = datetime(2026, 11, 22, tzinfo=UTC)
    before, after = now - timedelta(days=1), now + timedelta(days=1)

    def state(**times):
        return rules.state_of(now, **{"published": before, "opens": None, "closes": None, "newer": False, **times})

    assert state(published=None) == "draft"
    assert state() == "open"
    assert state(opens=after) == "not_yet"
    assert state(closes=now) == "closed"
    assert state(newer=True) == "replaced"
    assert state(newer=True, closes=before) == "closed"


@pytest.mark.parametrize(
    ("times", "at"),
    [
        ([(None, None)], 0),
        ([(None, None), (None, None)], 1),
        ([(None, None), ("after", None)], 0),
        ([("before", "before"), ("after", None)], 1),
        ([(None, None), ("before", "before")], 1),
        ([(None, None), ("before", "before"), ("after", None)], 2),
        ([("after", None), ("after", None)], 1),
    ],
)
def test_a_link_leads_to_the_newest_version_that_has_opened(times, at):
    now = datetime(2026, 11, 22, tzinfo=UTC)
    moments = {None: None, "before": now - timedelta(days=1), "after": now + timedelta(days=1)}
    assert rules.leading(now, [(moments[opens], moments[closes]) for opens, closes in times]) == at


def test_no_template_says_what_a_promise_may_make_untrue():
    for template in rules.TEMPLATES.values():
        said = " ".join(str(texts) for texts in template.make("en")["texts"].values())
        assert not any(words in said for words in ("every answer", "jokaisen vastauksen", "varje svar"))
