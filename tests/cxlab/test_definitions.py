"""Metrics as data: what counts, on which scale, in which version."""

from __future__ import annotations

import re
from dataclasses import FrozenInstanceError
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from cxlab.definitions import DEFINITIONS, UnknownDefinitionError, definition
from cxlab.metrics.measured import worth

ASKED_FOR = ("nps", "enps", "ces7", "ces5", "csat5", "top_box", "mean", "disconfirmation", "just_right", "scale5")


@pytest.mark.parametrize("key", ASKED_FOR)
def test_the_metrics_of_the_field_are_there(key):
    one = definition(key)
    assert one.name == f"{key}@1"
    assert one.formula
    assert one.source


def test_secondary_measures_exist_on_the_same_scale():
    for one in DEFINITIONS.values():
        for other in one.secondary:
            assert (definition(other).low, definition(other).high) == (
                (one.low, one.high) if "one_to_ten" not in one.flags and "employees" not in one.flags else (0, 10)
            )


@pytest.mark.parametrize(
    ("key", "up", "down"),
    [
        ("nps", {9, 10}, {0, 1, 2, 3, 4, 5, 6}),
        ("nps_1_10", {9, 10}, {1, 2, 3, 4, 5, 6}),
        ("csat5", {4, 5}, set()),
        ("ces7_easy", {5, 6, 7}, set()),
        ("top_box", {5}, set()),
        ("just_right", {3}, set()),
        ("just_right3", {2}, set()),
        ("above_expectation", {1, 2}, set()),
        ("below_expectation", {-2, -1}, set()),
    ],
)
def test_which_answers_count(key, up, down):
    one = definition(key)
    steps = np.arange(one.low, one.high + 1)
    u = worth(one, steps)
    assert set(steps[u > 0]) == up
    assert set(steps[u < 0]) == down


def test_a_one_to_ten_import_is_flagged_and_another_definition():
    assert definition("nps_1_10").flags == ("one_to_ten",)
    assert definition("nps_1_10").name != definition("nps").name


def test_an_unknown_metric_names_the_nearest():
    with pytest.raises(UnknownDefinitionError, match="csat5"):
        definition("csat")
    with pytest.raises(UnknownDefinitionError):
        definition("nps@2")


def test_a_definition_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        definition("nps").low = 1


def test_the_versioned_name_finds_it():
    assert definition("nps@1") is definition("nps")


PAGES = Path(__file__).resolve().parents[2] / "docs/methods"


@pytest.mark.parametrize("key", DEFINITIONS)
def test_every_metric_has_its_page(key):
    index = (PAGES / "README.md").read_text(encoding="utf-8")
    (row,) = [line for line in index.splitlines() if f"`{key}`" in line]
    page = (PAGES / re.search(r"\((.+?\.md)\)", row).group(1)).read_text(encoding="utf-8")
    assert f"`{key}`" in page
    for part in ("**Formula.**", "**Source.**", "**When.**", "**Few answers.**") if "open-scales" not in row else ():
        assert part in page


def test_the_figures_on_the_pages_are_the_codes():
    """Ten answers: what the pages say of them is what comes out."""
    from cxlab.metrics import score

    def of(s, key):
        one = score(pl.DataFrame({"s": s}), score="s", definition=key)[0].estimate
        return round(one.low, 2), round(one.high, 2)

    assert of([7] * 10, "ces7") == (4.97, 7.0)
    assert of([5] * 10, "scale5") == (3.65, 5.0)
    assert of([5] * 8 + [1] * 2, "csat5") == (0.49, 0.94)
    assert of([5] * 5 + [1] * 5, "top_box") == (0.24, 0.76)
    assert of([1] * 20, "csat5") == (0.0, 0.16)
