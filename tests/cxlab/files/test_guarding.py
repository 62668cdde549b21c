"""No text runs as a formula, and every text comes back as it was."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxlab.files.guarding import dangerous, guarded, unguarded


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "=cmd|' /C calc'!A0", "-", "'=1", "\n@x"],
)
def test_formulas_are_defused(text):
    assert dangerous(text)
    assert guarded(pl.Series([text])).to_list() == ["'" + text]


@pytest.mark.parametrize("text", ["-5", "+358401234567", "-0,5", "1e-5", "fine", "'quoted'", "a=b", "", "3.5.2017"])
def test_numbers_and_plain_texts_stay(text):
    assert not dangerous(text)
    assert guarded(pl.Series([text])).to_list() == [text]


@given(st.lists(st.one_of(st.text(alphabet="'=+-@ \t\r\na1,.e＝", max_size=6), st.text(max_size=6)), max_size=20))
def test_undoing_gives_back_every_text(texts):
    series = pl.Series("said", texts, dtype=pl.String)
    safe = guarded(series)
    assert not any(dangerous(text) and not text.startswith("'") for text in safe.to_list())
    assert unguarded(safe).to_list() == texts
    assert unguarded(safe).name == "said"
