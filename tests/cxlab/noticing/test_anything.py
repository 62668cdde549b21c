"""Whatever a file holds, looking at it ends in sentences: no error, nothing said twice, rows that are there."""

from __future__ import annotations

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxlab.files import Column
from cxlab.noticing import Earlier, Role, notice, proposed_roles, together, told

KINDS = (
    "answer", "text", "choice", "respondent", "account", "account_name", "contact", "mail", "time", "day", "weight",
    "language", "segment", "wave", "touchpoint", "background", "ignored",
)  # fmt: skip
CELLS = st.one_of(
    st.none(),
    st.sampled_from(
        ["", " ", "0", "6", "11", "-99", "1e400", "9" * 40, "NaN", "inf", "0,5", "007", "1.2.3", "31/02/2026"]
    ),
    st.sampled_from(
        ["1/2/2026", "2026-13-01", "12/31/1899 08:00", "25:99", "Blank", "NA", "-", "=1+1", "\ufeff", "Ã¤", "\x00"]
    ),
    st.text(max_size=12),
)
NAMES = st.lists(
    st.one_of(st.sampled_from(["Q7A", "Q7B", " *id", "date", ""]), st.text(max_size=6)),
    min_size=1,
    max_size=5,
    unique=True,
)


@st.composite
def tables(draw):
    names = draw(NAMES)
    rows = draw(st.integers(0, 12))
    column = st.lists(CELLS, min_size=rows, max_size=rows)
    return pl.DataFrame({name: draw(column) for name in names}, schema=dict.fromkeys(names, pl.String))


@st.composite
def asked(draw):
    table = draw(tables())
    role = st.builds(Role, st.sampled_from(KINDS), st.sampled_from(["nps", "scale5", "mean", "no such", None]))
    roles = {name: draw(role) for name in table.columns if draw(st.booleans())}
    labels = st.dictionaries(st.sampled_from(["1", "99", "x"]), st.sampled_from(["Don't know", "Good", ""]), max_size=2)
    columns = [
        Column(name, value_labels=draw(labels), missing=draw(st.sampled_from([(), ("99",)]))) for name in table.columns
    ]
    earlier = draw(st.none() | st.builds(Earlier, NAMES.map(tuple), st.frozensets(st.sampled_from(["0", "6", "11"]))))
    return table, roles, columns, earlier


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(asked())
def test_anything_can_be_looked_at(given_):
    table, roles, columns, earlier = given_
    found = notice(table, roles=roles, columns=columns, earlier=earlier)
    assert set(proposed_roles(columns, table)) == set(table.columns)
    keys = [one.key for one in found if one.kind != "ids_start_again"]
    assert len(keys) == len(set(keys))
    assert sorted(map(id, found)) == sorted(id(one) for group in together(found) for one in group)
    for one in found:
        words = told(one)
        assert words.what
        assert words.why
        assert all(text for _, text in words.choices)
        assert one.proposed is None or one.proposed in {choice.key for choice in one.choices}
        assert all(1 <= row <= table.height + 1 for row in one.rows)
        assert one.count >= len(one.rows) or one.kind == "column_renamed"
