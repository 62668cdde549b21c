"""A mapping survives its file, and says where it cannot be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polku.flows.import_file import ColumnUse, FileForm, Mapping, MappingFault, from_toml, to_toml
from polku.flows.import_file.mapping import from_json, to_json

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@st.composite
def uses(draw):
    return ColumnUse(
        draw(st.sampled_from(["answer", "background", "ignored"])),
        question=draw(WORDS),
        kind=draw(st.sampled_from(["", "nps", "number"])),
        definition=draw(WORDS),
        title=draw(WORDS),
        low=draw(st.none() | st.integers(-5, 5).map(float)),
        high=draw(st.none() | st.floats(6, 20)),
        labels=draw(st.dictionaries(WORDS, WORDS, max_size=3)),
        missing=tuple(draw(st.lists(WORDS, max_size=3))),
        date_order=draw(st.sampled_from(["", "day_first"])),
    )


@given(
    columns=st.dictionaries(WORDS, uses(), max_size=4),
    decisions=st.dictionaries(WORDS, WORDS, max_size=3),
    survey=WORDS,
    missing=st.lists(WORDS, max_size=3),
    make=st.booleans(),
)
def test_a_mapping_comes_back_from_its_file(columns, decisions, survey, missing, make):
    form = FileForm("utf-16", ";", ",", "Sheet 1")
    one = Mapping(
        survey=survey, columns=columns, decisions=decisions, missing=tuple(missing), make_accounts=make, form=form
    )
    assert from_toml(to_toml(one)) == one
    assert from_json(to_json(one)) == one


def test_a_mapping_reads_like_a_page():
    uses = {"GATE": ColumnUse("background"), "NET PRO": ColumnUse("answer", kind="nps", missing=("11",))}
    text = to_toml(Mapping(survey="Airport", wave="May 2017", columns=uses))
    assert '[columns]\nGATE = "background"' in text
    assert 'survey = "Airport"' in text
    assert '[columns."NET PRO"]\nrole = "answer"\nkind = "nps"\nmissing = ["11"]' in text


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('kind = "answer"', "kind"),
        ('[columns.A]\nrole = "nps"', "columns.A.role"),
        ('[columns.A]\nrole = "answer"\nkindd = "x"', "columns.A.kindd"),
        ('[columns.A]\nrole = "answer"\nmissing = "11"', "columns.A.missing"),
        ('[columns.A]\nkind = "nps"', "columns.A"),
        ('[columns.A]\nrole = "weight"\n[columns.B]\nrole = "weight"', "columns.B"),
        ("survey = 3", "survey"),
        ("[form]\ndecimal = true", "form.decimal"),
    ],
)
def test_what_cannot_be_is_told_with_its_place(text, place):
    with pytest.raises(MappingFault) as fault:
        from_toml(text)
    assert fault.value.field == place
    assert place in str(fault.value)


def test_what_is_no_toml_names_the_line():
    with pytest.raises(MappingFault, match="line 2"):
        from_toml('kind = "answers"\nsurvey = = 1')
