"""Canvases kept: filled in part by part, undone, kept as versions, copied upward."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from polku.governance.gate import NotAllowed, Viewer
from polku.governance.models import AuditEntry
from polku.governance.rules import Refused
from polku.governance.services import NotFound, Stale
from polku.journeys import models, services
from polku.journeys.queries import canvases as reads
from polku.journeys.rules import canvas as rules

pytestmark = pytest.mark.django_db
NOBODY = Viewer(member=None, role="admin")
READER = Viewer(member=None, role="viewer")


@pytest.fixture
def pk():
    return services.create_canvas(services.CanvasDetails("Workshop"), actor=NOBODY)


def one(pk):
    return reads.canvas(models.Canvas.objects.get(pk=pk).key, viewer=NOBODY)


def with_goal(content, text):
    first, *rest = content.columns
    return replace(content, columns=(replace(first, cells={**first.cells, "goal": text}), *rest))


def test_a_canvas_begins_with_the_starter_of_its_language_or_with_empty_cells():
    key = uuid4()
    details = services.CanvasDetails("Työpaja", language="fi")
    pk = services.create_canvas(details, actor=NOBODY, key=key)
    assert services.create_canvas(details, actor=NOBODY, key=key) == pk
    assert one(pk).content == rules.starter("fi")
    empty = services.create_canvas(details, actor=NOBODY, filled=False)
    assert one(empty).content == rules.blank("fi")


def test_phases_are_tied_in_order_to_the_scored_touchpoints_of_the_workshop():
    journey = services.begin_from_template("workshop", actor=NOBODY)
    models.Touchpoint.objects.filter(names__en__startswith="Agrees").update(target_value=4.5)
    pk = services.create_canvas(services.CanvasDetails("Workshop", journey=journey), actor=NOBODY)
    told = [(column.touchpoint, column.target) for column in one(pk).content.columns]
    scored = models.Touchpoint.objects.filter(target_metric="scale5").order_by("phase__position", "position")
    assert told == list(scored.values_list("slug", "target_value"))
    assert told[0][1] == 4.5
    assert one(pk).row.journey_name == "Workshop with the customer"
    other = services.begin_from_template("repeat", actor=NOBODY)
    pk = services.create_canvas(services.CanvasDetails("Order", journey=other), actor=NOBODY)
    assert not any(column.touchpoint for column in one(pk).content.columns)


def test_one_part_is_kept_while_the_others_stay(pk):
    before = one(pk).content
    said = with_goal(replace(before, questions={"aimed": "Calm"}, script=()), "Feels at home")
    services.fill_canvas(pk, "columns", said, actor=NOBODY)
    assert one(pk).content == replace(before, columns=said.columns)
    services.fill_canvas(pk, "questions", said, actor=NOBODY)
    services.fill_canvas(pk, "script", replace(said, parts=()), actor=NOBODY)
    assert one(pk).content == replace(said, parts=())
    entry = AuditEntry.objects.filter(subject_kind="canvas").order_by("pk").last()
    assert sorted(entry.fields) == ["parts", "script"]


def test_two_who_fill_in_the_same_part_are_told_and_of_two_parts_are_not(pk):
    seen = one(pk).marks
    content = one(pk).content
    services.fill_canvas(pk, "columns", with_goal(content, "First"), actor=NOBODY, seen=seen["columns"])
    with pytest.raises(Stale):
        services.fill_canvas(pk, "columns", with_goal(content, "Second"), actor=NOBODY, seen=seen["columns"])
    services.fill_canvas(pk, "script", replace(content, script=()), actor=NOBODY, seen=seen["script"])
    assert one(pk).content.columns[0].cell("goal") == "First"


def test_the_last_change_is_undone_and_done_again(pk):
    with pytest.raises(Refused, match="nothing to undo"):
        services.undo_canvas(pk, actor=NOBODY)
    before = one(pk).content
    after = with_goal(before, "Feels at home")
    services.fill_canvas(pk, "columns", after, actor=NOBODY)
    services.fill_canvas(pk, "columns", after, actor=NOBODY)
    services.undo_canvas(pk, actor=NOBODY)
    assert one(pk).content == before
    services.undo_canvas(pk, actor=NOBODY)
    assert one(pk).content == after


def test_what_is_wrong_is_refused_at_its_place_and_changes_nothing(pk):
    content = one(pk).content
    first, *rest = content.columns
    wrong = replace(content, columns=(replace(first, minutes=-1), *rest))
    with pytest.raises(Refused, match="whole number of minutes") as refused:
        services.fill_canvas(pk, "columns", wrong, actor=NOBODY)
    assert refused.value.field == "c1-minutes"
    assert one(pk).content == content


def test_versions_are_numbered_and_the_same_is_not_kept_twice(pk):
    assert services.keep_version(pk, actor=NOBODY, note="Agreed") == 1
    assert services.keep_version(pk, actor=NOBODY) == 1
    first = one(pk)
    services.fill_canvas(pk, "columns", with_goal(first.content, "New"), actor=NOBODY)
    assert services.keep_version(pk, actor=NOBODY) == 2
    kept = reads.versions(first.row.key, viewer=READER)
    assert [(version.number, version.note) for version in kept] == [(2, ""), (1, "Agreed")]
    assert [change.after for change in rules.difference(kept[1].content, kept[0].content)] == ["New"]
    services.return_to_version(pk, 1, actor=NOBODY)
    assert one(pk).content == first.content
    services.undo_canvas(pk, actor=NOBODY)
    assert one(pk).content.columns[0].cell("goal") == "New"
    with pytest.raises(NotFound):
        services.return_to_version(pk, 9, actor=NOBODY)


def test_a_canvas_is_copied_upward_step_by_step():
    journey = services.begin_from_template("workshop", actor=NOBODY)
    pk = services.create_canvas(services.CanvasDetails("Workshop", journey=journey), actor=NOBODY)
    key = uuid4()
    up = services.copy_canvas(pk, level="service", name="Sales", actor=NOBODY, key=key)
    assert services.copy_canvas(pk, level="service", name="Sales", actor=NOBODY, key=key) == up
    copy = one(up)
    assert (copy.row.level, copy.origin_name) == ("service", "Workshop")
    assert [column.cells for column in copy.content.columns] == [column.cells for column in one(pk).content.columns]
    assert not any(column.touchpoint for column in copy.content.columns)
    assert one(pk).copies == ((copy.row.key, "Sales"),)
    top = services.copy_canvas(up, level="organisation", name="All of us", actor=NOBODY)
    assert one(top).row.journey is None
    same = services.copy_canvas(pk, level="encounter", name="Workshop 2", actor=NOBODY)
    assert one(same).content == one(pk).content
    with pytest.raises(Refused):
        services.copy_canvas(pk, level="organisation", name="Jump", actor=NOBODY)
    assert [row.level for row in reads.canvases(viewer=READER)] == [
        *("organisation", "service", "encounter", "encounter")
    ]


def test_what_is_taken_away_comes_back_and_the_journey_is_looked_up(pk):
    key = one(pk).row.key
    services.delete_canvas(pk, actor=NOBODY)
    assert reads.canvas(key, viewer=NOBODY) is None
    assert reads.canvas(key, viewer=NOBODY, deleted=True).row.deleted
    with pytest.raises(NotFound):
        services.keep_version(pk, actor=NOBODY)
    services.restore_canvas(pk, actor=NOBODY)
    assert reads.canvases(viewer=NOBODY, journey=uuid4()) == ()
    assert len(reads.canvases(viewer=NOBODY)) == 1


def test_a_canvas_is_named_and_only_designers_write(pk):
    seen = one(pk).mark
    services.update_canvas(pk, services.CanvasDetails("Work  day"), actor=NOBODY, seen=seen)
    assert one(pk).row.name == "Work day"
    with pytest.raises(Stale):
        services.update_canvas(pk, services.CanvasDetails("X"), actor=NOBODY, seen=seen)
    for wrong in (
        services.CanvasDetails(" "),
        services.CanvasDetails("x" * 201),
        services.CanvasDetails("A", journey=9),
    ):
        with pytest.raises(Refused):
            services.update_canvas(pk, wrong, actor=NOBODY)
    with pytest.raises(NotAllowed):
        services.update_canvas(pk, services.CanvasDetails("X"), actor=READER)
