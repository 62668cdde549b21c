"""Ratings written as words, in three languages: an ordered scale, from the worst word to the best."""

from __future__ import annotations

import polars as pl
import pytest

from cxlab.noticing import Role, notice, proposed_roles, told

SCALES = {
    "scale5": [
        ["Very poor", "Poor", "Neither good nor poor", "Good", "Very good"],
        ["Poor", "Fair", "Good", "Very good", "Excellent"],
        ["Erittäin huono", "Huono", "Ei hyvä eikä huono", "Hyvä", "Erittäin hyvä"],
        ["Mycket dåligt", "Dåligt", "Varken bra eller dåligt", "Bra", "Mycket bra"],
        ["Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly agree"],
        ["Täysin eri mieltä", "Jokseenkin eri mieltä", "Ei samaa eikä eri mieltä", "Jokseenkin samaa mieltä",
         "Täysin samaa mieltä"],
    ],
    "csat5": [
        ["Very dissatisfied", "Dissatisfied", "Neither satisfied nor dissatisfied", "Satisfied", "Very satisfied"],
        ["Erittäin tyytymätön", "Tyytymätön", "Neutraali", "Tyytyväinen", "Erittäin tyytyväinen"],
        ["Mycket missnöjd", "Missnöjd", "Varken nöjd eller missnöjd", "Nöjd", "Mycket nöjd"],
    ],
    "ces5": [
        ["Very difficult", "Difficult", "Neither easy nor difficult", "Easy", "Very easy"],
        ["Erittäin vaikeaa", "Vaikeaa", "Ei helppoa eikä vaikeaa", "Helppoa", "Erittäin helppoa"],
    ],
}  # fmt: skip


def proposed(values, name="FFT categorical answer"):
    return proposed_roles(None, pl.DataFrame({name: values}))[name]


@pytest.mark.parametrize(("metric", "words"), [(metric, words) for metric, some in SCALES.items() for words in some])
def test_words_are_steps_from_the_worst_to_the_best(metric, words):
    role = proposed([*words, *words[2:], words[3].upper(), "  " + words[4] + " "])
    assert (role.kind, role.definition) == ("answer", metric)
    assert role.words == tuple((str(step), word) for step, word in enumerate(words, 1))


def test_a_step_nobody_chose_leaves_its_place():
    assert proposed(["Very poor", "Good", "Poor", "Good"]).words == (("1", "Very poor"), ("2", "Poor"), ("4", "Good"))


@pytest.mark.parametrize(
    "words",
    [
        ["Poor", "Fair", "Good", "Excellent"],  # 2, 3, 4, 5, or 1, 2, 3, 5 where nobody said Very good
        ["Very good", "Good", "Poor"],
        ["Poor", "Fair", "Good"],
    ],
)
def test_words_that_are_other_steps_on_another_scale_are_asked_about_and_not_guessed(words):
    role = proposed(words)
    assert (role.kind, role.words) == ("background", ())
    rows = pl.DataFrame({"x": [*words, words[0]]})
    (one,) = [one for one in notice(rows) if one.kind == "words_unclear"]
    assert (one.needed, one.proposed, one.values[0]) == (True, None, (words[0], 2))
    assert [key for key, _words in told(one).choices] == ["take_choice", "background"]
    assert "more than one scale" in told(one).what


def test_a_few_who_say_very_poor_tell_which_scale_it_is():
    words = ["Poor", "Fair", "Good", "Very good"]
    assert proposed([*words * 20, "Very poor"]).words[0] == ("1", "Very poor")
    assert not [one for one in notice(pl.DataFrame({"x": [*words * 20, "Very poor"]})) if one.kind == "words_unclear"]


@pytest.mark.parametrize(
    "values",
    [
        ["Good", "Very good", "Excellent", "Good"],  # all on one side: from which end is not known
        ["Good", "Poor", "Good"],
        ["Red", "Poor", "Good", "Neutral", "Blue", "Green"],
        ["Fair", "Average", "Good", "Poor", "Poor"],  # two words for the step in the middle
        ["1", "2", "3", "4", "5"],
        ["Designer", "Wholesaler", "Contractor"],
    ],
)
def test_other_words_are_no_scale(values):
    assert not proposed(values, "x").words


def test_words_for_no_answer_beside_it_are_asked_about_and_its_own_words_are_not():
    rows = pl.DataFrame({"x": ["Very good", "Good", "Poor", "good ", "Don't know", "Blank", "Superb"]})
    role = Role("answer", "scale5", words=(("2", "Poor"), ("4", "Good"), ("5", "Very good")))
    found = {one.kind: [value for value, _n in one.values] for one in notice(rows, roles={"x": role})}
    assert found == {"missing_word": ["Don't know", "Blank"], "not_a_number": ["Superb"]}


@pytest.mark.parametrize(
    ("name", "marks", "metric"),
    [
        ("Suositus", range(12), "nps"),
        ("suositteluhalukkuus", range(12), "nps"),
        ("Suosittelu 0-10", range(12), "nps"),
        ("Rekommendation", range(12), "nps"),
        ("tyytyväisyys", (3, 4, 5), "csat5"),
        ("Nöjdhet", (1, 2, 3, 4, 5), "csat5"),
        ("Asioinnin vaivattomuus", (1, 3, 4, 5), "ces5"),
        ("helppous", range(1, 8), "ces7"),
        ("Enkelhet", range(1, 8), "ces7"),
    ],
)
def test_names_of_metrics_in_finnish_and_swedish(name, marks, metric):
    assert proposed([str(mark) for mark in marks] * 3, name).definition == metric


def test_the_elevens_of_a_finnish_recommendation_are_noticed():
    rows = pl.DataFrame({"Suositus": [str(n % 12) for n in range(36)]})
    (one,) = notice(rows)
    assert (one.key, one.values) == ("missing_code:Suositus", (("11", 3),))
