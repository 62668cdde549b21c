"""How a draft is changed, and what a change does to the trends."""

from __future__ import annotations

from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polku.surveys import rules
from tests.polku.surveys.making import content_of

PULSE = rules.TEMPLATES["relationship_pulse"].make("en")


def keys(content):
    return [one["key"] for one in content["questions"]]


STEPS = st.lists(
    st.tuples(st.sampled_from(["up", "down", "place", "copy", "remove", "add"]), st.integers(0, 14)), max_size=8
)


@given(STEPS)
def test_whatever_is_done_keys_stay_unique_and_a_why_stands_behind_its_outcome(steps):
    content = rules.TEMPLATES["relationship_short"].make("en")
    for done, number in steps:
        before = deepcopy(content)
        listed = keys(content)
        key = listed[number % len(listed)] if listed else None
        if done == "add":
            changed, _ = rules.add_question(content, list(rules.KINDS)[number], audience="customer", after=key)
        elif key is None:
            continue
        elif done == "copy":
            changed, _ = rules.copy_question(content, key)
        elif done == "remove":
            changed = rules.remove_question(content, key)
        elif done == "place":
            changed = rules.place_question(content, key, number)
        else:
            changed = rules.step_question(content, key, -1 if done == "up" else 1)
        assert content == before
        assert len(set(keys(changed))) == len(changed["questions"])
        if done in {"up", "down", "place"}:
            assert sorted(keys(changed)) == sorted(listed)
        for place, one in enumerate(changed["questions"]):
            if one["why_of"] in keys(changed):
                assert keys(changed)[place - 1] == one["why_of"]
        content = changed


def test_one_step_up_and_down_takes_the_why_along():
    assert keys(rules.step_question(PULSE, "nps", 1))[:3] == ["trust", "nps", "nps_why"]
    assert keys(rules.step_question(PULSE, "trust", -1))[:3] == ["trust", "nps", "nps_why"]
    assert keys(rules.step_question(PULSE, "ease", 1))[2:5] == ["trust", "speed", "ease"]
    assert rules.step_question(PULSE, "open", 1)["questions"] == PULSE["questions"]
    assert rules.step_question(PULSE, "nps", -1)["questions"] == PULSE["questions"]


@pytest.mark.parametrize("kind", ["nps", "csat5"])
def test_an_outcome_brings_its_why(kind):
    content, key = rules.add_question(rules.empty_content(), kind, audience="customer")
    assert keys(content) == [key, f"{key}_why"]
    assert content["questions"][1]["why_of"] == key
    assert content["questions"][1]["texts"]["fi"]["title"]


def test_a_question_goes_behind_the_one_it_was_added_after_and_its_why():
    content, key = rules.add_question(PULSE, "date", audience="customer", after="nps")
    assert keys(content)[:3] == ["nps", "nps_why", key]


def test_a_key_is_never_used_again_for_another_question():
    content, first = rules.add_question(rules.empty_content(), "ces7", audience="customer")
    content, second = rules.add_question(content, "ces7", audience="customer")
    content, third = rules.copy_question(content, second)
    assert [first, second, third] == ["ces7", "ces7_2", "ces7_3"]


def test_an_option_that_was_taken_out_does_not_come_back_under_its_key():
    content = rules.add_option(content_of("single"), "single")
    content = rules.remove_option(content, "single", "option3")
    content = rules.add_option(content, "single")
    one = rules.question(content, "single")
    assert [option["key"] for option in one["options"]] == ["option1", "option2", "option4"]
    assert all(len(texts["options"]) == 3 for texts in one["texts"].values())


def test_what_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="no such kind"):
        rules.add_question(PULSE, "sonnet", audience="customer")
    with pytest.raises(ValueError, match="not counted as"):
        rules.change_question(PULSE, "trust", definition="nps")
    with pytest.raises(KeyError):
        rules.change_question(PULSE, "nobody", required=True)
    with pytest.raises(KeyError):
        rules.add_option(PULSE, "trust")
    with pytest.raises(ValueError, match="three or five"):
        rules.change_steps(content_of("just_right"), "just_right", 4)
    full = content_of("date")
    full["questions"] = [{**full["questions"][0], "key": f"d{n}"} for n in range(rules.MOST_QUESTIONS)]
    with pytest.raises(ValueError, match="at most"):
        rules.add_question(full, "date", audience="customer")


def verdicts(before, after, **more):
    return {trend.question: (trend.verdict, trend.reasons) for trend in rules.compare(before, after, **more)}


def changed(key, **fields):
    content = deepcopy(PULSE)
    rules.question(content, key).update(fields)
    return content


def test_an_unchanged_version_goes_on():
    assert set(verdicts(PULSE, PULSE).values()) == {("comparable", ())}
    assert rules.goes_on(rules.compare(PULSE, PULSE))


@pytest.mark.parametrize(
    ("fields", "reasons"),
    [
        ({"kind": "ces5", "definition": "ces5"}, ("kind", "metric")),
        ({"definition": None}, ("metric",)),
        ({"touchpoint": "phone"}, ("touchpoint",)),
    ],
)
def test_another_scale_metric_or_touchpoint_begins_a_new_series(fields, reasons):
    after = changed("ease", **fields)
    assert verdicts(PULSE, after)["ease"] == ("broken", reasons)
    assert not rules.goes_on(rules.compare(PULSE, after))


def test_fewer_steps_or_other_options_begin_a_new_series():
    before = content_of("just_right", "single")
    after = rules.change_steps(before, "just_right", 3)
    after = rules.add_option(after, "single")
    told = verdicts(before, after)
    assert told["just_right"] == ("broken", ("scale", "metric"))
    assert told["single"] == ("broken", ("options",))


def test_other_words_or_another_promise_are_for_a_person_to_judge():
    after = deepcopy(PULSE)
    rules.question(after, "trust")["texts"]["fi"]["title"] = "Toisin sanoin"
    rules.question(after, "speed")["texts"]["sv"]["high"] = "Annars"
    told = verdicts(PULSE, after)
    assert told["trust"] == ("look", ("words",))
    assert told["speed"] == ("look", ("ends",))
    assert verdicts(PULSE, PULSE, promises=("open", "anonymous"))["nps"] == ("look", ("promise",))


def test_a_translation_added_later_changes_nothing():
    before = deepcopy(PULSE)
    rules.question(before, "trust")["texts"]["sv"]["title"] = ""
    assert verdicts(before, PULSE)["trust"] == ("comparable", ())


def test_what_is_asked_only_before_or_only_after_is_said():
    after, key = rules.add_question(rules.remove_question(PULSE, "speed"), "date", audience="customer")
    told = verdicts(PULSE, after)
    assert (told["speed"], told[key]) == (("gone", ()), ("new", ()))
