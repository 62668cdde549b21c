"""Clean files raise no alarm: what a simulated company exports needs no decision, real or null."""

from __future__ import annotations

from datetime import date

import pytest

from cxlab.noticing import notice, proposed_roles
from cxlab.simulate import company
from tests.cxlab.noticing.exported import tables_of

ASKED = {"nps": "nps", "enps": "enps", "ease": "ces7", "ces": "ces7", "csat": "csat5", "expectation": "disconfirmation"}


@pytest.mark.parametrize("null", [False, True])
def test_no_false_alarm_on_what_a_company_exports(null):
    for name, table in tables_of(company(seed=5, accounts=120, null=null)).items():
        found = notice(table, today=date(2026, 11, 22))
        assert not [one for one in found if one.needed], name
        assert {one.kind for one in found} <= {"empty_column", "repeated_texts", "same_but_for_spaces"}, name


def test_questions_are_recognised():
    for name, table in tables_of(company(seed=5, accounts=120)).items():
        roles = proposed_roles(None, table)
        for column, definition in ASKED.items():
            if column in table.columns and table[column].n_unique() > 4:
                assert roles[column].definition == definition, (name, column)
