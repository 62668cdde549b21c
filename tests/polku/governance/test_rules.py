import pytest
from hypothesis import given
from hypothesis import strategies as st

from polku.governance import rules


@pytest.mark.parametrize(
    ("texts", "language", "default", "read"),
    [
        ({"fi": "Polku", "sv": "Stig", "en": "Path"}, "sv", "fi", "Stig"),
        ({"fi": "Polku", "en": "Path"}, "sv", "fi", "Polku"),
        ({"sv": "Stig", "en": "Path"}, "fi", "fi", "Path"),
        ({"sv": "Stig"}, "fi", "fi", "Stig"),
        ({"sv": " ", "en": "Path"}, "sv", "sv", "Path"),
        ({}, "fi", "fi", ""),
    ],
)
def test_a_text_is_read_in_the_reader_s_language_else_the_organisation_s_else_english_else_any(
    texts, language, default, read
):
    assert rules.in_language(texts, language, default) == read


@given(st.dictionaries(st.sampled_from(["fi", "sv", "en", "de"]), st.text()))
def test_cleaned_texts_hold_our_languages_and_no_empty_text(texts):
    cleaned = rules.clean_texts(texts)
    assert set(cleaned) <= set(rules.LANGUAGES)
    assert all(text and text == text.strip() for text in cleaned.values())
    assert rules.clean_texts(cleaned) == cleaned


@pytest.mark.parametrize(
    ("text", "is_one"), [("2026-03", True), ("2026-13", False), ("2026-3", False), ("26-03", False)]
)
def test_a_month_is_a_year_and_two_digits(text, is_one):
    assert rules.is_month(text) == is_one


@pytest.mark.parametrize("name", ["Europe/Helsinki", "UTC"])
def test_time_zones_that_are(name):
    assert rules.is_time_zone(name)


@pytest.mark.parametrize("name", ["", "Helsinki/Europe", "../etc/passwd", "x\x00y"])
def test_time_zones_that_are_not(name):
    assert not rules.is_time_zone(name)


def test_a_currency_is_three_capitals():
    assert rules.is_currency("EUR")
    assert not rules.is_currency("eur")
    assert not rules.is_currency("EURO")


def test_the_lowest_thresholds_are_those_of_the_promise():
    assert (rules.least("threshold_scores"), rules.least("threshold_comments")) == (5, 8)


def test_what_changed_is_told_by_name_only():
    assert rules.changed({"name": "a", "mail": "x"}, {"name": "b", "mail": "x"}) == ["name"]


def test_languages_come_in_one_order_and_once():
    assert rules.ordered_languages(["en", "fi", "en", "de"]) == ["fi", "en"]


def test_a_refusal_says_why_and_where():
    refused = rules.Refused("No.", "email")
    assert (str(refused), refused.field) == ("No.", "email")
