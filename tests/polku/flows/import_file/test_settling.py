"""What a decision does to the mapping."""

from __future__ import annotations

from cxlab.noticing import Choice, Noticed
from polku.flows.import_file import ColumnUse, Mapping
from polku.flows.import_file.settling import with_choice

GONE = Noticed("column_vanished", "recommend", choices=(Choice("without"), Choice("stop")))
MAPPING = Mapping(survey="Pulse", columns={"recommend": ColumnUse("answer", kind="nps"), "ease": ColumnUse("answer")})


def test_a_column_that_is_gone_is_asked_for_no_more():
    decided = with_choice(MAPPING, GONE, "without")
    assert set(decided.columns) == {"ease"}
    assert decided.decisions == {GONE.key: "without"}
    assert set(with_choice(MAPPING, GONE, "stop").columns) == {"recommend", "ease"}
