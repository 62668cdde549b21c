"""Real files that came in leave as files with the same cells, column by column, in every format."""

from __future__ import annotations

import polars as pl
import pytest

from cxlab.files import open_table
from polku.flows.export_answers import export_answers
from polku.flows.import_file import run
from polku.surveys.models import Survey
from tests.polku.flows.test_real_files import LOUNGE, SFO, pytestmark, settled

__all__ = ["pytestmark"]


def plain(cells: pl.Series) -> pl.Series:
    """Cells as what they say: numbers as numbers, texts without the spaces around them, nothing as nothing."""
    text = cells.str.replace_all("\r\n?", "\n").str.strip_chars()
    text = text.set((text == "").fill_null(value=False), None)
    number = text.str.to_lowercase().cast(pl.Float64, strict=False)
    return number.cast(pl.String).fill_null(text)


def differing(before: pl.DataFrame, after: pl.DataFrame, by: list[str]) -> dict[str, list[tuple[str, str]]]:
    """Columns whose cells are not the same, with some pairs that are not; rows are known by some columns."""
    one = before.select(plain(before[name]) for name in before.columns).sort(by)
    other = after.select(plain(after[name]) for name in before.columns if name in after.columns).sort(by)
    found = {}
    for name in one.columns:
        if name not in other.columns:
            if one[name].null_count() < one.height:
                found[name] = [("column", "gone")]
            continue
        wrong = one[name].ne_missing(other[name])
        if wrong.any():
            found[name] = list(zip(one[name].filter(wrong).head(3), other[name].filter(wrong).head(3), strict=True))
    return found


@pytest.mark.parametrize("kind", ["csv", "xlsx", "sav"])
@pytest.mark.parametrize("year", [2017])
def test_the_airport_files_come_back(year, kind, manager, tmp_path):
    says = {"survey": "Airport passengers", "wave": f"May {year}", "month": f"{year}-05"}
    mapping = settled(SFO[year], manager, **says)
    done = run(SFO[year], mapping, actor=manager)
    out = tmp_path / f"out.{kind}"
    export_answers(Survey.objects.get(names__en="Airport passengers").key, kind, out, actor=manager)
    before, after = open_table(SFO[year]).whole(), open_table(out).whole()
    assert (before.height, done.rejected) == (after.height, 0)
    assert differing(before, after, [mapping.named("respondent")]) == {}


@pytest.mark.parametrize("kind", ["csv", "xlsx", "sav"])
def test_the_lounge_file_comes_back(kind, manager, tmp_path):
    mapping = settled(LOUNGE, manager, survey="Lounges")
    run(LOUNGE, mapping, actor=manager)
    out = tmp_path / f"out.{kind}"
    export_answers(Survey.objects.get(names__en="Lounges").key, kind, out, actor=manager)
    before, after = open_table(LOUNGE).whole(), open_table(out).whole()
    assert before.height == after.height
    assert differing(before, after, ["airline_name", "date", "title", "content"]) == {}
