"""What is refused before anything is computed, and how it is said."""

from __future__ import annotations

import numpy as np
import pytest

from cxlab.definitions import definition
from cxlab.tables import ColumnMissingError, OutsideScaleError, as_numbers, check_scale, need_columns


def test_a_missing_column_names_the_nearest():
    with pytest.raises(ColumnMissingError, match="Nearest: NETPRO"):
        need_columns(["NETPRO", "WEIGHT"], ["netpr"])


def test_without_a_near_one_the_columns_are_listed():
    with pytest.raises(ColumnMissingError, match="Columns: a, b"):
        need_columns(["a", "b"], ["zzzzzz"])


@pytest.mark.parametrize("code", [11, 11.0, "11", " 11 "])
def test_a_code_is_the_same_however_it_is_written(code):
    assert as_numbers([11, 11.0, "11", "9", "  "], [1] * 5, [code]) == [None, None, None, 9.0, None]


def test_texts_that_are_no_numbers_are_named_with_rows_and_remedy():
    with pytest.raises(
        OutsideScaleError, match=r'n/a \(3 rows\), no answer \(1 row\).*--missing n/a --missing "no answer"'
    ):
        as_numbers(["n/a", "no answer", "9"], [3, 1, 5], [])


def test_nan_is_no_answer():
    assert as_numbers([float("nan"), "NaN"], [1, 1], []) == [None, None]


@pytest.mark.parametrize(
    ("key", "value"), [("nps", 11), ("nps", -1), ("nps", 8.5), ("csat5", 0), ("scale5", 5.1), ("mean", np.inf)]
)
def test_off_the_scale_is_refused(key, value):
    with pytest.raises(OutsideScaleError, match=r"\(7 rows\)"):
        check_scale(np.array([float(value)]), np.array([7]), definition(key))


def test_a_mean_takes_half_steps_within_its_scale():
    check_scale(np.array([3.5]), np.array([1]), definition("scale5"))
