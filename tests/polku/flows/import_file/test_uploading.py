"""A file that the pages bring waits, is taken in once behind the scenes, and is told of whatever becomes of it."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest
from django_tasks_db.models import DBTaskResult

from polku.flows import import_file
from polku.flows.heartbeat import Heartbeat
from polku.flows.import_file import FileRefused, look_at, receive, remove, start, undo
from polku.flows.import_file.mapping import from_json
from polku.flows.import_file.places import folder
from polku.flows.import_file.settling import with_choice
from polku.flows.import_file.uploading import take_in
from polku.governance import queries
from polku.governance.gate import NotAllowed
from polku.governance.models import Import, Upload
from polku.governance.services import ImportState, NotFound
from polku.surveys.models import Response

pytestmark = pytest.mark.django_db

ROWS = b"id,NETPRO,when\n" + b"".join(b"%d,%d,2026-05-%02d\n" % (n, 7 + n % 5, n) for n in range(1, 21))


@pytest.fixture
def place(settings, tmp_path):
    settings.VAR = tmp_path
    return folder()


@pytest.fixture
def upload(place, manager):
    return receive("May.csv", [ROWS[:50], ROWS[50:]], actor=manager)


def told(key, viewer):
    return queries.upload(key, viewer=viewer)


def decided(key, manager):
    """Everything decided as is proposed."""
    mapping = from_json(told(key, manager).mapping)
    for one in look_at(key, viewer=manager).noticed:
        if one.noticed.proposed:
            mapping = with_choice(mapping, one.noticed, one.noticed.proposed)
    import_file.decide(key, mapping, actor=manager)


def landed():
    return Response.objects.filter(Import.landed()).count()


def test_a_file_waits_with_a_proposal_until_it_is_decided_and_lands_once(upload, manager, place):
    assert told(upload, manager).state == "waiting"
    assert look_at(upload, viewer=manager).undecided == ("missing_code:NETPRO",)
    decided(upload, manager)
    assert look_at(upload, viewer=manager).ready
    # Two clicks are one import, and one task.
    assert [start(upload, actor=manager), start(upload, actor=manager)] == [True, False]
    assert DBTaskResult.objects.count() == 1
    for _again in range(2):
        take_in(upload, actor=manager)
    now = told(upload, manager)
    assert (now.state, now.progress, now.told["rows"], now.told["answers"]) == ("landed", 1.0, 20, 16)
    assert landed() == 20
    assert not list(place.glob("*.csv")), "the file goes when it has landed"
    undo(upload, actor=manager)
    assert (told(upload, manager).state, landed()) == ("undone", 0)
    with pytest.raises(ImportState):
        undo(upload, actor=manager)


def test_what_is_undecided_fails_and_can_be_decided_and_started_again(upload, manager):
    assert start(upload, actor=manager)
    take_in(upload, actor=manager)
    now = told(upload, manager)
    assert (now.state, now.told["undecided"]) == ("failed", ["missing_code:NETPRO"])
    decided(upload, manager)
    assert start(upload, actor=manager)
    take_in(upload, actor=manager)
    assert told(upload, manager).state == "landed"


def test_a_file_that_cannot_be_read_is_refused_and_nothing_is_kept(place, manager):
    with pytest.raises(FileRefused, match="is a PDF"):
        receive("a.pdf", [b"%PDF-1.7 and more"], actor=manager)
    assert not list(place.iterdir())
    assert not Upload.objects.exists()


def test_a_file_that_breaks_on_the_way_fails_with_a_sentence(upload, manager, place):
    decided(upload, manager)
    start(upload, actor=manager)
    path = place / told(upload, manager).path
    path.write_bytes(ROWS + b'21,9,"2026-05-21\n')
    take_in(upload, actor=manager)
    now = told(upload, manager)
    assert now.state == "failed"
    assert "May.csv" in now.told["why"]
    assert landed() == 0


def test_a_worker_that_died_in_the_middle_is_followed_by_another(upload, manager, monkeypatch):
    from polku.flows.import_file import running

    decided(upload, manager)
    start(upload, actor=manager)
    land = running.governance.land_import

    def dies(*_args, **_more):
        raise KeyboardInterrupt

    monkeypatch.setattr(running.governance, "land_import", dies)
    with pytest.raises(KeyboardInterrupt):
        take_in(upload, actor=manager)
    assert told(upload, manager).state == "arriving"
    assert landed() == 0
    monkeypatch.setattr(running.governance, "land_import", land)
    take_in(upload, actor=manager)
    assert (told(upload, manager).state, landed()) == ("landed", 20)


def test_what_is_thrown_away_leaves_no_file_and_no_row(upload, manager, place, monkeypatch):
    from polku.flows.import_file import running
    from polku.governance.rules import Refused

    decided(upload, manager)
    start(upload, actor=manager)
    with pytest.raises(ImportState):
        remove(upload, actor=manager)

    def refused(*_args, **_more):
        raise Refused("not now")

    monkeypatch.setattr(running.governance, "land_import", refused)
    take_in(upload, actor=manager)
    assert Response.objects.count() == 20
    remove(upload, actor=manager)
    assert Response.objects.count() == 0
    assert not list(place.glob("*.csv"))
    with pytest.raises(NotFound):
        look_at(upload, viewer=manager)


def test_files_nobody_came_back_to_go_after_a_month(upload, manager, place):
    (path,) = place.glob("*.csv")
    Heartbeat().beat()
    assert path.exists()
    os.utime(path, (0, 0))
    Heartbeat().beat()
    assert not path.exists()


def test_a_mapping_is_used_again_for_the_next_file(upload, manager):
    decided(upload, manager)
    kept = replace(from_json(told(upload, manager).mapping), survey="Shop", wave="May")
    again = receive("June.csv", [ROWS, b"21,7,2026-06-01\n"], actor=manager, mapping=kept)
    mapping = from_json(told(again, manager).mapping)
    assert (mapping.survey, mapping.wave, mapping.columns["NETPRO"].missing) == ("Shop", "", ("11",))
    assert [lack.place for lack in look_at(again, viewer=manager).lacks] == ["wave"]
    import_file.decide(again, replace(mapping, wave="June"), actor=manager)
    assert look_at(again, viewer=manager).ready


def test_looking_again_counts_nothing_again(upload, manager, monkeypatch):
    from cxlab import noticing

    look_at(upload, viewer=manager)
    seen = []
    monkeypatch.setattr(noticing, "notice", lambda *a, **k: seen.append(1))
    assert look_at(upload, viewer=manager).undecided == ("missing_code:NETPRO",)
    assert not seen


def test_only_who_may_import_does(place, upload, contributor):
    for act in (
        lambda: receive("a.csv", [ROWS], actor=contributor),
        lambda: look_at(upload, viewer=contributor),
        lambda: start(upload, actor=contributor),
        lambda: undo(upload, actor=contributor),
        lambda: remove(upload, actor=contributor),
    ):
        with pytest.raises(NotAllowed):
            act()
