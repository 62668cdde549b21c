"""What columns seem to be for: by name in three languages, by labels, by their values."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from cxlab.files import Column
from cxlab.noticing import Role, proposed_roles


def proposed(values, name="x", others=None, columns=None):
    table = pl.DataFrame({name: values, **(others or {})})
    return proposed_roles(columns, table.select(pl.all().cast(pl.String)))[name]


NAMED = {
    "respondent": (["RESPNUM", "*RESPNUM", "Respondent ID", "vastaaja_id", "svarande id"], ["a1", "a2", "a3", "a4"]),
    "weight": (["WEIGHT", "paino", "vikt"], ["0.72", "1.2", "0.95", "1.1"]),
    "language": (["LANG", "kieli", "Språk"], ["fi", "sv", "en", "fi"]),
    "wave": (["wave", "Mittauskierros", "mätomgång"], ["2025", "2025", "2026", "2026"]),
    "segment": (["segment", "asiakasryhmä", "Kundgrupp"], ["designer", "buyer", "buyer", "buyer"]),
    "account": (["account", "asiakasnumero", "Customer ID"], ["17", "18", "18", "19"]),
    "account_name": (["company", "Yrityksen nimi", "account_name"], ["Aalto Oy", "Berg AB", "Aalto Oy", "Cox"]),
    "mail": (["Sähköposti", "e-mail", "E-post"], ["a@x.fi", "b@x.fi", "c@x.fi", "d@x.fi"]),
    "time": (["answered_at", "Päivämäärä", "datum"], ["2026-01-31", "2026-02-01", "2026-02-02", "2026-02-02"]),
    "ignored": (["Hi"], [None, None, None, None]),
    "background": (["GATE"], ["4", "94", "92", "12"]),
}


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, (names, _) in NAMED.items() for name in names])
def test_names_in_three_languages(kind, name):
    assert proposed(NAMED[kind][1], name).kind == kind


def test_a_name_does_not_win_over_the_cells():
    assert proposed(["1", "2", "1", "3"], "LANG").kind == "background"
    assert proposed(["120", "250", "300", "90"], "weight").kind == "background"
    assert proposed(["1", "1", "1", "2", "2", "2", "1"], "respondent id").kind == "background"


def marks(scale, shares, n=400, seed=1):
    rng = np.random.default_rng(seed)
    return [str(one) for one in rng.choice(scale, n, p=np.array(shares) / sum(shares))]


NPS = marks(np.arange(12), [1, 1, 1, 1, 1, 5, 5, 10, 23, 20, 30, 3])
RATED = marks(np.arange(7), [2, 1, 3, 18, 35, 30, 11])


@pytest.mark.parametrize("name", ["NETPRO", "nps_score", "Would you recommend us?", "Suosittelisitko meitä", "Q12"])
def test_recommendation_from_0_to_10_with_a_code_beside(name):
    assert proposed(NPS, name) == Role("answer", "nps")


def test_items_of_one_question_share_a_scale_and_codes_do_not_widen_it():
    others = {f"Q7{item}": marks(np.arange(7), [2, 1, 3, 18, 35, 20, 60], seed=seed) for seed, item in enumerate("BCD")}
    assert proposed(RATED, "Q7A", others) == Role("answer", "scale5")
    assert proposed(RATED, "Q7ALL", others) == Role("answer", "csat5")


@pytest.mark.parametrize(
    ("low", "high", "role"),
    [(1, 7, Role("answer", "mean", 1, 7)), (1, 10, Role("answer", "mean", 1, 10)), (1, 5, Role("answer", "scale5"))],
)
def test_items_on_other_scales(low, high, role):
    steps = np.arange(low, high + 1)
    columns = {f"like_{k}": marks(steps, steps + 1, seed=k) for k in range(1, 5)}
    assert proposed(columns.pop("like_1"), "like_1", columns) == role


@pytest.mark.parametrize(
    ("name", "values", "definition"),
    [
        ("ease of ordering", ["1", "7", "6", "5", "4", "3", "2"], "ces7"),
        ("asioinnin vaivattomuus", ["1", "5", "4", "3", "2"], "ces5"),
        ("Tyytyväisyys", ["1", "5", "4", "3", "2"], "csat5"),
        ("comfort_rating", ["0", "1", "5", "4", "3", "2"], "scale5"),
        ("against expectation", ["-2", "-1", "0", "1", "2"], "disconfirmation"),
        ("recommended", ["0", "1", "1"], "yes"),
        ("eNPS", ["0", "9", "10", "7", "6"], "enps"),
    ],
)
def test_scales_that_names_speak_of(name, values, definition):
    assert proposed(values * 5, name).definition == definition


def test_labels_speak_too():
    labels = {"1": "Täysin eri mieltä", "5": "Täysin samaa mieltä", "6": "En osaa sanoa"}
    column = Column("V17", label="", value_labels=labels)
    assert proposed(["1", "2", "5", "6", "4"], "V17", columns=[column]) == Role("answer", "scale5")
    regions = Column("V17", value_labels={"1": "North", "2": "South", "3": "West", "4": "East", "5": "Middle"})
    assert proposed(["1", "2", "5", "3", "4"], "V17", columns=[regions]).kind == "background"


@pytest.mark.parametrize("steps", [[5, 4, 3, 2, 1], [3, 3, 3, 3, 3], [1, 9, 1, 9, 1], [1, 2, 4, 9, 8]])
def test_coded_categories_are_no_marks(steps):
    assert proposed(marks(np.arange(1, 6), steps), "Q2PURP").kind == "background"


def test_bare_days_and_open_answers():
    days = [str(day) for day in range(5, 30)]
    assert proposed(days, "INTDATE").kind == "day"
    words = [f"The delivery number {k} came on time and in one piece" for k in range(30)]
    assert proposed(words, "why").kind == "text"


def test_nothing_is_proposed_for_nothing():
    assert proposed_roles(None, pl.DataFrame({"a": []}, schema={"a": pl.String})) == {"a": Role("ignored")}
