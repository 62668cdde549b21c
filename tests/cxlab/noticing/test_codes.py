"""Codes and words for no answer, and values beside the scale."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxlab.files import Column
from cxlab.noticing import Role, notice
from cxlab.noticing.words import code_like, means_no_answer


def looked(values, role, columns=None, name="Q"):
    table = pl.DataFrame({name: values}, schema={name: pl.String})
    return [one for one in notice(table, roles={name: role}, columns=columns) if one.column == name]


def by_kind(values, role, columns=None):
    return {one.kind: one for one in looked(values, role, columns)}


SCALE5 = Role("answer", "scale5")


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        (["1", "5", "6", "6", "0"], (("6", 2), ("0", 1))),
        (["1", "5", "99"], (("99", 1),)),
        (["1", "5", "-1", "-99"], (("-1", 1), ("-99", 1))),
        (["1.0", "5.0", "0.0"], (("0.0", 1),)),
        (["1", "5", "8", "9"], (("8", 1), ("9", 1))),
    ],
)
def test_codes_beside_a_scale_of_five_are_proposed_as_no_answer(values, codes):
    one = by_kind(values, SCALE5)["missing_code"]
    assert one.values == codes
    assert one.proposed == "missing"
    assert one.needed


def test_a_slip_of_the_keyboard_is_no_code():
    one = by_kind(["9", "10", "37", "100"], Role("answer", "nps"))["outside_scale"]
    assert one.values == (("37", 1), ("100", 1))
    assert one.proposed is None
    assert one.rows == (4, 5)


def test_half_a_mark_is_no_step_of_a_scale_of_whole_steps():
    assert by_kind(["9", "8.5"], Role("answer", "nps"))["outside_scale"].values == (("8.5", 1),)
    assert not by_kind(["4", "4.5"], Role("answer", "scale5"))


@pytest.mark.parametrize(
    "word", ["Blank", "(blank)", "N/A", "#N/A", "Don't know", "ei vastausta", "EOS", "vet ej", "-"]
)
def test_words_among_marks_mean_no_answer(word):
    assert by_kind(["1", "5", word], SCALE5)["missing_word"].values == ((word, 1),)


def test_other_words_among_marks_are_no_numbers():
    one = by_kind(["1", "5", "very good", "4"], SCALE5)["not_a_number"]
    assert (one.values, one.rows, one.proposed) == ((("very good", 1),), (4,), None)


def test_labels_of_the_file_tell_codes_inside_the_scale():
    column = Column("Q", value_labels={"0": "Not at all likely", "5": "Don't know", "10": "Extremely likely"})
    one = by_kind(["0", "5", "5", "10"], Role("answer", "nps"), [column])["missing_code"]
    assert one.values == (("5", 2),)
    assert one.params["labels"] == {"5": "Don't know"}


def test_codes_that_the_file_declares_missing_are_told():
    column = Column("Q", missing=("9",))
    assert by_kind(["1", "9"], Role("answer", "ces7"), [column])["missing_code"].values == (("9", 1),)


@pytest.mark.parametrize("kind", ["segment", "choice", "background"])
def test_na_in_a_column_of_words_is_asked_and_proposes_nothing(kind):
    one = by_kind(["FI", "NA", "SE"], Role(kind))["text_na"]
    assert (one.values, one.proposed) == ((("NA", 1),), None)
    assert one.needed is (kind != "background")


def test_none_in_an_open_answer_is_an_answer():
    assert not by_kind(["None", "More light", "No"], Role("text"))
    assert by_kind(["NA", "More light"], Role("text"))["text_na"].count == 1


def test_did_not_answer_in_an_open_answer_is_no_answer():
    one = by_kind(["Did not answer", "did not answer.", "More light"], Role("text"))["missing_word"]
    assert one.count == 2


@pytest.mark.parametrize(
    ("values", "code"),
    [
        (["1", "2", "3", "4", "-99"], "-99"),
        (["1", "2", "23", "99"], "99"),
        (["Male", "Female", "Male", "Female", "Male", "0"], "0"),
    ],
)
def test_codes_far_from_the_rest_are_told_of_any_column_but_need_no_decision(values, code):
    one = by_kind(values, Role("background"))["missing_code"]
    assert [value for value, _ in one.values] == [code]
    assert not one.needed


def test_a_run_of_codes_up_to_999_is_no_code_for_missing():
    assert not by_kind([str(number) for number in range(100, 1000, 9)], Role("background"))


@settings(max_examples=25)
@given(st.lists(st.sampled_from(["1", "2", "3", "4", "5", " 4 ", None]), max_size=60))
def test_marks_on_the_scale_are_never_odd(values):
    assert {one.kind for one in looked(values, SCALE5)} <= {"empty_column"}


@settings(max_examples=25)
@given(st.lists(st.sampled_from(["0", "3", "5", "6", "x", "Blank", "37", None]), min_size=1, max_size=60))
def test_every_value_beside_the_scale_is_told_with_all_its_rows(values):
    found = looked(values, SCALE5)
    told = {value: n for one in found for value, n in one.values}
    assert told == {value: values.count(value) for value in set(values) - {"3", "5", None}}
    for one in found:
        if one.kind != "empty_column":
            assert one.rows == tuple(at + 2 for at, value in enumerate(values) if value in dict(one.values))[:10]


def test_weights_that_cannot_be():
    one = by_kind(["1.2", "0", "-1", None, "x"], Role("weight"))["weight_missing"]
    assert (one.count, one.params["empty"]) == (4, 1)
    assert not by_kind(["1.2", "0.5"], Role("weight"))


@pytest.mark.parametrize(("value", "scale", "code"), [(11, (0, 10), True), (0, (1, 5), True), (12, (0, 10), False)])
def test_what_looks_like_a_code(value, scale, code):
    assert code_like(value, *scale) is code


@pytest.mark.parametrize("label", ["Blank/Non-response", "Have never used or visited", "Ei osaa sanoa", "Vet ej"])
def test_labels_that_mean_no_answer(label):
    assert means_no_answer(label)
    assert not means_no_answer("Erinomainen")
