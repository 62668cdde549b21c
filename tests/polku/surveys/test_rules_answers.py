"""What counts as an answer, and that nothing given is lost."""

from __future__ import annotations

import json
import math

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polku.surveys import rules
from tests.polku.surveys.making import content_of

ALL = content_of(*rules.KINDS)
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=20)
    | st.sampled_from(["1", "-2", "10"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=4,
)


def check(kind, raw, language="en", **changes):
    return rules.validate(content_of(kind, **{kind: changes}), {kind: raw}, language)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(rules.KINDS)), ANYTHING), st.sampled_from(["fi", "sv", "en", "xx"]))
def test_whatever_is_given_gives_answers_or_a_named_problem_and_loses_nothing(raw, language):
    result = rules.validate(ALL, raw, language)
    assert {key: result.given[key] for key in raw} == raw
    for problem in result.errors.values():
        assert set(problem.params) <= set(rules.MESSAGES[problem.message])
    kept = {**result.answers, **result.comments}
    assert not set(kept) & set(result.errors)
    # What is kept can be stored and is the same after cleaning again.
    json.dumps(kept, allow_nan=False, ensure_ascii=False).encode()
    assert "\x00" not in json.dumps(kept, ensure_ascii=False)
    again = rules.validate(ALL, kept, language)
    assert (again.answers, again.comments) == (result.answers, result.comments)


@given(st.data())
def test_every_step_of_a_scale_is_an_answer_and_its_neighbours_outside_are_not(data):
    kind = data.draw(st.sampled_from([key for key, kind in rules.KINDS.items() if kind.shape == "scale"]))
    low, high = rules.KINDS[kind].low, rules.KINDS[kind].high
    step = data.draw(st.integers(low - 3, high + 3))
    result = check(kind, str(step))
    if low <= step <= high:
        assert result.answers == {kind: step}
    else:
        assert result.errors[kind] == rules.Problem("not_on_scale", {"low": low, "high": high})


@pytest.mark.parametrize(
    ("kind", "raw", "language", "wanted"),
    [
        ("nps", 9, "en", 9),
        ("nps", " 10 ", "en", 10),
        ("disconfirmation", "-2", "fi", -2),
        ("feeling", ["frustrated", "inspired"], "en", ["inspired", "frustrated"]),
        ("multiple", "option2", "en", ["option2"]),
        ("single", "option1", "en", "option1"),
        ("matrix", {"row1": "4", "row2": ""}, "en", {"row1": 4}),
        ("number", "3,5", "fi", 3.5),
        ("number", "1 250,5", "sv", 1250.5),
        ("number", "1,250.5", "en", 1250.5),
        ("number", "−4", "en", -4),
        ("date", "2026-11-22", "en", "2026-11-22"),
        ("date", "22.11.2026", "fi", "2026-11-22"),
    ],
)
def test_an_answer_is_kept_as(kind, raw, language, wanted):
    result = check(kind, raw, language)
    assert result.errors == {}
    assert result.answers == {kind: wanted}


@pytest.mark.parametrize(
    ("kind", "raw", "changes", "message"),
    [
        ("nps", "", {"required": True}, "required"),
        ("nps", "11", {}, "not_on_scale"),
        ("nps", "7.5", {}, "not_on_scale"),
        ("nps", True, {}, "not_on_scale"),
        ("nps", ["3", "4"], {}, "one_only"),
        ("just_right", "4", {"steps": 3}, "not_on_scale"),
        ("single", "no such", {}, "not_an_option"),
        ("multiple", ["option1", "option9"], {}, "not_an_option"),
        ("multiple", ["option1", "option2"], {"most": 1}, "too_many"),
        ("matrix", {"row1": "9"}, {}, "not_on_scale"),
        ("matrix", {"row1": "4"}, {"required": True}, "required"),
        ("number", "1,25", {}, "not_a_number"),
        ("number", "1e999", {}, "not_a_number"),
        ("number", "٣", {}, "not_a_number"),
        ("number", math.inf, {}, "not_a_number"),
        ("number", "-1", {"least": 0}, "number_too_small"),
        ("number", "11", {"most": 10}, "number_too_large"),
        ("date", "31.2.2026", {}, "not_a_date"),
        ("date", "0001-01-01", {}, "date_out_of_range"),
        ("short_text", "x" * 501, {}, "too_long"),
        ("long_text", "x" * 5001, {}, "too_long"),
    ],
)
def test_a_bad_answer_is_named_at_its_question_and_shown_again(kind, raw, changes, message):
    result = check(kind, raw, **changes)
    assert result.errors[kind].message == message
    assert result.given[kind] == raw
    assert not result.ok


def test_one_bad_answer_leaves_the_others_as_they_were():
    result = rules.validate(content_of("nps", "ces7", "long_text"), {"nps": "12", "ces7": "7", "long_text": "ok"}, "en")
    assert (result.answers, result.comments) == ({"ces7": 7}, {"long_text": "ok"})
    assert list(result.errors) == ["nps"]


def test_a_response_without_any_answer_says_so():
    assert rules.validate(ALL, {}, "en").errors == {"": rules.Problem("nothing_answered")}
    assert rules.validate(ALL, {"stranger": "1"}, "en").errors == {"": rules.Problem("nothing_answered")}


def test_words_lose_only_what_cannot_be_stored():
    result = check("long_text", "  eka\r\ntoka\x00 \ud83d kolmas 🙂 ")
    assert result.comments == {"long_text": "eka\ntoka  kolmas 🙂"}


def test_the_same_content_has_one_fingerprint_in_any_order():
    content = content_of("nps", "multiple")
    first = rules.validate(content, {"nps": "9", "multiple": ["option2", "option1"]}, "en")
    second = rules.validate(content, {"multiple": ["option1", "option2"], "nps": 9}, "fi")
    assert first.fingerprint() == second.fingerprint()


def test_a_posted_form_gives_each_question_its_own_shape():
    form = QueryDict("nps=9&feeling=inspired&feeling=unsure&matrix.row1=4&long_text=hei")
    result = rules.validate(ALL, rules.from_form(ALL, form), "fi")
    assert result.ok
    assert result.answers == {"nps": 9, "feeling": ["inspired", "unsure"], "matrix": {"row1": 4}}
    assert result.comments == {"long_text": "hei"}


def test_values_are_what_the_metric_counts():
    def of(kind, answer, **changes):
        content = content_of(kind, **{kind: changes})
        return rules.values(content["questions"][0], answer)

    assert of("nps", 9) == [("nps", 9.0)]
    assert of("matrix", {"row1": 4, "row2": 2}) == [("matrix.row1", 4.0), ("matrix.row2", 2.0)]
    assert of("feeling", ["neutral", "confident"]) == [("feeling", 1.0)]
    assert of("feeling", ["unsure"]) == [("feeling", 0.0)]
    assert of("single", "option1") == []
    assert of("nps", None) == []
    assert of("nps", 9, definition=None) == []
