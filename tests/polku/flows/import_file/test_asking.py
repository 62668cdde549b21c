"""A decision to get another file first keeps this one out; a decision to go on lets it in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from polku.flows.import_file import ColumnUse, Mapping, Undecided, run

pytestmark = pytest.mark.django_db

MAY = Mapping(
    survey="Shop",
    wave="May",
    month="2026-05",
    columns={
        "id": ColumnUse("respondent"),
        "score": ColumnUse("answer", kind="nps", definition="nps"),
        "ease": ColumnUse("answer", kind="ces7", definition="ces7"),
    },
)
JUNE = replace(MAY, wave="June", month="2026-06", columns={name: MAY.columns[name] for name in ("id", "score")})


@pytest.fixture
def june(tmp_path, manager):
    """The second wave of a survey, without a question of the first."""
    may, june = tmp_path / "may.csv", tmp_path / "june.csv"
    may.write_text("id,score,ease\n" + "".join(f"a{n},{n % 11},{n % 7 + 1}\n" for n in range(20)))
    june.write_text("id,score\n" + "".join(f"b{n},{n % 11}\n" for n in range(20)))
    run(may, MAY, actor=manager)
    return june


@pytest.mark.parametrize("decisions", [{}, {"column_vanished:ease": "stop"}])
def test_nothing_lands_before_it_is_decided_nor_when_it_is_to_stop(june, manager, decisions):
    with pytest.raises(Undecided) as caught:
        run(june, replace(JUNE, decisions=decisions), actor=manager)
    assert [one.key for one in caught.value.undecided] == ["column_vanished:ease"]


def test_to_go_on_without_it_lets_it_land(june, manager):
    done = run(june, replace(JUNE, decisions={"column_vanished:ease": "without"}), actor=manager)
    assert (done.new, done.rejected) == (20, 0)
