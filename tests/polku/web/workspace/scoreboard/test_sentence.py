"""The sentence says what the result says: value, interval, n, change, target; or why it cannot."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import translation

from cxlab.results import Comparison, Estimate, Series, Suppressed
from polku.insights.scores import Answer, Question, Row
from polku.web.workspace.scoreboard.method import method
from polku.web.workspace.scoreboard.sentence import (
    about_size,
    about_target,
    about_weight,
    change_word,
    compared,
    sentence,
)

FORTY = Estimate(40.0, 37.0, 42.0, 2746, 2000.0, "adjusted_wald_clustered", "nps@1", clusters=310)
BEFORE = Estimate(38.0, 35.0, 41.0, 2500, 2000.0, "adjusted_wald", "nps@1")
NONE = Estimate(None, None, None, 0, None, "none", "nps@1")
ONE = Estimate(100.0, None, None, 1, 1.0, "none", "nps@1")
EN = (
    "Recommendation is 40 (37 to 42) from 2,746 answers: "
    "no difference to a year earlier that this many answers can show."
)
FI = (
    "Suositteluindeksi on 40 (37–42) 2 746 vastauksen perusteella: "
    "näin monella vastauksella ei näy eroa vuodentakaiseen."
)
SV = (
    "Rekommendationsindex är 40 (37–42) utifrån 2 746 svar: "
    "ingen skillnad mot ett år tidigare som så här många svar kan visa."
)
HIDDEN = (
    "the comparison is not shown, too few answers stand together here, or all of them are the same, or fewer than 5 "
    "could be worked out from them; those who answered were promised that nobody's own answer shows."
)
FEW = Suppressed("kept_back", 5)


def changed(word: str, by: float, low: float, high: float) -> Comparison:
    return Comparison(FORTY, BEFORE, by, low, high, word, 1, "mover")


NO_DIFFERENCE = changed("no_difference_shown", 2.0, -1.0, 5.0)


def answer(score=FORTY, change=NO_DIFFERENCE, *, compare="year", metric="nps", target=None, rows=()) -> Answer:
    total = Row((), score, change, target)
    return Answer(Question(metric, (), compare=compare), total, rows, Series("nps@1", (), ()), "7", None)


def told(one: Answer, language: str = "en") -> str:
    with translation.override(language):
        return sentence(one).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            EN,
        ),
        (
            "fi",
            FI,
        ),
        (
            "sv",
            SV,
        ),
    ],
)
def test_the_sentence_in_each_language(language, text):
    assert told(answer(), language) == text


@pytest.mark.parametrize(
    ("change", "compare", "ending"),
    [
        (changed("better", 5.0, 1.0, 9.0), "year", "better than a year earlier, +5 (+1 to +9)."),
        (changed("worse", -5.0, -9.0, -1.0), "previous", "worse than in the months before, −5 (−9 to −1)."),
        (
            changed("cannot_tell", 5.0, None, None),
            "year",
            "we cannot tell yet whether it has changed since a year earlier.",
        ),
        (None, "year", "there is nothing from a year earlier to compare with."),
        (None, "previous", "there is nothing from the months before to compare with."),
        (
            FEW,
            "year",
            HIDDEN,
        ),
    ],
)
def test_what_became_of_it(change, compare, ending):
    assert (
        told(answer(change=change, compare=compare)) == f"Recommendation is 40 (37 to 42) from 2,746 answers: {ending}"
    )


TARGET = Estimate(45.0, 45.0, 45.0, 0, None, "target", "nps@1")
MISSED = Comparison(FORTY, TARGET, -5.0, -8.0, -3.0, "worse", 1, "adjusted_wald+bonferroni")
LEFT_OUT = (
    "Every account counts by its revenue of the last twelve months. "
    "1 answer is left out, for no revenue of its account is known."
)
START = "Recommendation is 40 (37 to 42) from 2,746 answers: "


@pytest.mark.parametrize(
    ("compare", "change", "ending"),
    [
        ("complement", changed("better", 5.0, 1.0, 9.0), "better than all others together, +5 (+1 to +9)."),
        ("complement", NO_DIFFERENCE, "no difference to all others together that this many answers can show."),
        ("complement", None, "choose a group above to compare it with all others."),
        ("complement", FEW, HIDDEN),
        ("target", MISSED, "worse than the target of 45, −5 (−8 to −3)."),
        ("target", None, "no target is set for it."),
        ("target", FEW, HIDDEN),
    ],
)  # fmt: skip
def test_how_it_stands_to_all_others_and_to_its_target(compare, change, ending):
    assert told(answer(change=change, compare=compare)) == f"{START}{ending}"


@pytest.mark.parametrize(
    ("weight", "more", "said"),
    [
        ("weighted", {}, ""),
        ("weighted", {"has_weights": True}, "Every answer counts by the weight in its file."),
        ("respondent", {"has_weights": True}, "Every answer counts once, though their files give them weights."),
        ("account", {}, "Every account counts once, by the mean of its people's answers."),
        ("revenue", {"unheard": 1}, LEFT_OUT),
    ],
)  # fmt: skip
def test_it_says_how_much_an_answer_counts(weight, more, said):
    one = replace(answer(), **more, question=Question("nps", (), weight=weight))
    assert about_weight(one) == said


def test_without_a_comparison_the_sentence_ends_at_n():
    assert told(answer(change=None, compare=None)) == "Recommendation is 40 (37 to 42) from 2,746 answers."


def test_one_answer_says_that_it_cannot_say_how_sure():
    assert told(answer(ONE)) == "Recommendation is 100 from one answer, which cannot say how sure that is."
    assert told(answer(ONE), "fi") == (
        "Suositteluindeksi on 100 yhden vastauksen perusteella, eikä siitä voi sanoa, kuinka varma luku on."
    )


def test_no_answers_are_no_nought():
    assert told(answer(NONE)) == "Recommendation: no answers in these months with these choices."


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("reason", ["kept_back", "not_declared", "not_published_yet", "another"])
def test_what_is_hidden_says_why_and_gives_no_figure(reason, language):
    text = told(answer(Suppressed(reason, 5)), language)
    assert "40" not in text
    assert text.endswith(".")
    assert len(text) > 40


@pytest.mark.parametrize(
    ("target", "text"),
    [
        (30.0, "The target of 30 is met."),
        (37.0, "The target of 37 is met."),
        (45.0, "The target of 45 is not met."),
        (40.0, "Whether the target of 40 is met cannot be told from this many answers."),
        (None, ""),
    ],
)
def test_the_target_is_judged_by_the_interval_not_by_the_value(target, text):
    with translation.override("en"):
        assert about_target(FORTY, target) == text


def test_where_less_is_better_the_target_is_met_from_below():
    detractors = Estimate(0.10, 0.08, 0.12, 400, 400.0, "wilson", "detractors@1")
    with translation.override("en"):
        assert about_target(detractors, 0.15) == "The target of 15% is met."
        assert about_target(detractors, 0.05) == "The target of 5% is not met."


def test_a_small_sample_is_called_small():
    with translation.override("en"):
        assert "small sample" in about_size(Estimate(40.0, 0.0, 80.0, 29, 29.0, "adjusted_wald", "nps@1"))
        assert about_size(Estimate(40.0, 0.0, 80.0, 30, 30.0, "adjusted_wald", "nps@1")) == ""
        assert about_size(FEW) == about_size(NONE) == ""


def test_the_change_of_a_row_is_a_word():
    with translation.override("en"):
        assert change_word(NO_DIFFERENCE) == "No difference shown"
        assert change_word(None) == "Nothing to compare with"
        assert change_word(FEW) == "Not shown"


@pytest.mark.parametrize(
    ("language", "end"),
    [
        ("en", "more than twelve months share some with those a year earlier, so the two are not compared."),
        (
            "fi",
            "yli kahdentoista kuukauden jakso menee osin päällekkäin vuodentakaisen kanssa, joten niitä ei verrata.",
        ),
        ("sv", "en period på mer än tolv månader överlappar den ett år tidigare, så de jämförs inte."),
    ],
)
def test_periods_that_overlap_are_said_not_to_be_compared(language, end):
    one = replace(answer(change=None), overlaps=True)
    assert told(one, language).endswith(end)
    with translation.override("en"):
        assert change_word(None, compared(one)) == "The periods overlap"
        assert change_word(None, compared(answer(change=None))) == "Nothing to compare with"


@pytest.mark.parametrize(
    ("metric", "language", "formula"),
    [
        ("nps", "en", "Share of answers 9 to 10 minus share of answers 0 to 6, in points."),
        ("nps", "fi", "Vastausten 9–10 osuus miinus vastausten 0–6 osuus, pisteinä."),
        ("csat5", "sv", "Andelen svar 4–5 på skalan 1–5."),
        ("ces7", "en", "Mean of the answers on the scale 1 to 7."),
    ],
)
def test_the_formula_follows_from_the_definition(metric, language, formula):
    with translation.override(language):
        assert method(answer(metric=metric)).formula == formula


def test_the_method_names_interval_accounts_and_family():
    row = Row((("segment", "a"),), FORTY, Comparison(FORTY, BEFORE, 2, -1, 5, "no_difference_shown", 12, "mover"), None)
    with translation.override("en"):
        said = " ".join(method(answer(rows=(row,))).sentences)
    assert "95% of such measurements: adjusted Wald interval" in said
    assert "310 accounts" in said
    assert "all 12 comparisons at once" in said


def test_of_promised_answers_the_method_names_no_number_of_accounts():
    one = replace(FORTY, clusters=None, notes=("accounts_not_known",))
    with translation.override("en"):
        said = " ".join(method(answer(one)).sentences)
    assert "Promised answers come without their account" in said
    assert "accounts." not in said
