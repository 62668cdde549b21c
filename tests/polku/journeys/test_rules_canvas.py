"""What a canvas holds, what it lacks, and how two of its versions differ."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polku.governance.rules import LANGUAGES
from polku.journeys.rules import canvas as rules

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=30)
COLUMNS = st.lists(
    st.builds(
        rules.Column,
        key=st.integers(1, 9).map(lambda n: f"c{n}"),
        name=TEXTS.filter(str.strip),
        minutes=st.none() | st.integers(1, 500),
        session=st.integers(0, 6),
        later=st.booleans(),
        peak=st.booleans(),
        end=st.booleans(),
        target=st.none() | st.floats(1, 5),
        cells=st.dictionaries(st.sampled_from(rules.ROWS), TEXTS),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda column: column.key,
)
CONTENTS = st.builds(
    rules.Content,
    columns=COLUMNS.map(tuple),
    questions=st.dictionaries(st.sampled_from(rules.QUESTIONS), TEXTS),
    parts=st.lists(st.builds(rules.Part, TEXTS, TEXTS), max_size=3).map(tuple),
    script=st.lists(st.builds(rules.Line, st.sampled_from(rules.ACTS), TEXTS, TEXTS, TEXTS), max_size=5).map(tuple),
)


def changed(content, key, **fields):
    columns = tuple(replace(one, **fields) if one.key == key else one for one in content.columns)
    return replace(content, columns=columns)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_starter_is_the_workshop_with_twenty_five_cells_filled(language):
    content = rules.starter(language)
    assert [column.minutes for column in content.columns] == [15, 30, 120, 30, None]
    assert sum(bool(column.cell(row)) for column in content.columns for row in rules.ROWS) == 25
    assert [column.later for column in content.columns] == [False] * 4 + [True]
    assert [column.name for column in content.columns if column.peak or column.end] == [
        content.columns[2].name,
        content.columns[3].name,
    ]
    assert [line.act for line in content.script] == list(rules.ACTS)
    assert not rules.remarks(content)


def test_the_languages_of_the_starter_say_it_each_in_its_own_words():
    told = [
        [text for column in rules.starter(code).columns for text in (column.name, *column.cells.values())]
        for code in LANGUAGES
    ]
    assert all(len(set(same)) == 3 for same in zip(*told, strict=True))


@given(CONTENTS)
def test_what_is_kept_is_read_back_and_checking_twice_changes_nothing(content):
    once = rules.checked(content)
    assert rules.checked(once) == once
    assert rules.unpacked(rules.packed(once)) == once
    assert not rules.difference(once, rules.unpacked(rules.packed(once)))


@given(CONTENTS, CONTENTS)
def test_two_canvases_that_differ_have_a_difference_and_it_turns_around(one, other):
    one, other = rules.checked(one), rules.checked(other)
    there, back = rules.difference(one, other), rules.difference(other, one)
    same_order = [c.key for c in one.columns] == [c.key for c in other.columns]
    if one != other and same_order:
        assert there
    assert sum(change.kind == "column_added" for change in there) == sum(
        change.kind == "column_gone" for change in back
    )
    cells = {(c.where, c.row, c.before, c.after) for c in there if c.kind == "cell"}
    names = {c.key: c.name for c in one.columns}
    if names == {c.key: c.name for c in other.columns}:
        assert cells == {(c.where, c.row, c.after, c.before) for c in back if c.kind == "cell"}


@pytest.mark.parametrize(
    ("fields", "kind", "place"),
    [
        ({"name": "  "}, "no_name", "c1-name"),
        ({"name": "x" * 81}, "long", "c1-name"),
        ({"minutes": 0}, "minutes", "c1-minutes"),
        ({"minutes": -1}, "minutes", "c1-minutes"),
        ({"session": 7}, "session", "c1-session"),
        ({"target": 5.1}, "target", "c1-target"),
        ({"target": float("nan")}, "target", "c1-target"),
        ({"cells": {"goal": "x" * 601}}, "long", "c1-goal"),
    ],
)
def test_what_is_refused_is_told_at_its_place(fields, kind, place):
    with pytest.raises(rules.CanvasFault) as fault:
        rules.checked(changed(rules.blank("en"), "c1", **fields))
    assert (fault.value.kind, fault.value.place) == (kind, place)


def test_a_canvas_has_between_one_and_ten_columns_and_a_script_an_end():
    with pytest.raises(rules.CanvasFault, match="no_columns"):
        rules.checked(rules.Content(()))
    many = tuple(rules.Column(f"c{n}", "A") for n in range(11))
    with pytest.raises(rules.CanvasFault, match="many_columns"):
        rules.checked(rules.Content(many))
    lines = (rules.Line("matter", says="a"),) * 41
    with pytest.raises(rules.CanvasFault, match="many_lines"):
        rules.checked(rules.Content(many[:1], script=lines))


def test_empty_lines_and_answers_go_away():
    content = rules.checked(
        replace(
            rules.blank("en"),
            questions={"promise": "  ", "aimed": " Calm "},
            parts=(rules.Part("", ""),),
            script=(rules.Line("matter", " ", "\n", ""),),
        )
    )
    assert (dict(content.questions), content.parts, content.script) == ({"aimed": "Calm"}, (), ())


@pytest.mark.parametrize(
    ("key", "fields", "kind"),
    [
        ("c3", {"peak": False}, "no_peak"),
        ("c4", {"end": False}, "no_end"),
        ("c5", {"later": False, "session": 2}, "end_not_last"),
        ("c3", {"cells": {"feeling": "calm"}}, "peak_unsaid"),
        ("c2", {"cells": {}}, "no_feeling"),
        ("c5", {"later": False, "session": 1}, "no_relationship"),
        ("c3", {"minutes": 121}, "long_session"),
    ],
)
def test_a_canvas_says_what_it_lacks(key, fields, kind):
    found = [remark.kind for remark in rules.remarks(changed(rules.starter("en"), key, **fields))]
    assert kind in found


def test_the_script_lacks_an_act():
    content = rules.starter("en")
    remark = rules.remarks(replace(content, script=content.script[:2]))[0]
    assert (remark.kind, remark.names) == ("acts_missing", ("closing",))
    assert rules.remarks(replace(content, script=()))[0].kind == "no_script"


def test_a_column_moved_added_and_taken_away_is_told_once():
    content = rules.starter("en")
    one, two, three, four, five = content.columns
    after = replace(content, columns=(two, one, three, five, rules.Column("c6", "New")))
    told = [(change.kind, change.where) for change in rules.difference(content, after)]
    assert told == [
        ("column_gone", four.name),
        ("column_moved", two.name),
        ("column_moved", one.name),
        ("column_added", "New"),
    ]


def test_the_level_above_and_the_length_by_session():
    assert [rules.level_above(level) for level in rules.LEVELS] == ["service", "organisation", ""]
    split = changed(rules.starter("en"), "c4", session=2)
    assert rules.planned_minutes(split) == {1: 150, 2: 30}
    assert rules.free_key(split.columns) == "c6"
