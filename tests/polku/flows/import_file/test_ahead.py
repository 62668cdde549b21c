"""A large file is looked at once for every process, and how far it is can be asked meanwhile."""

from __future__ import annotations

import os
import time

import pytest

from polku.flows.import_file import ahead, kept_looks, look_at, receive, remembering, remove, under_way
from polku.flows.import_file.opening import opened
from polku.flows.import_file.places import folder
from polku.flows.import_file.proposing import propose

pytestmark = pytest.mark.django_db

ROWS = b"id,NPS ,when,why\n" + b"".join(b"%d,%d,1/2/2026,NA\n" % (n, n % 12) for n in range(200))


@pytest.fixture
def large(monkeypatch, settings, tmp_path, manager):
    settings.VAR = tmp_path
    monkeypatch.setattr(ahead, "LARGE", 0)
    monkeypatch.setattr(remembering, "WORTH_KEEPING", 0)
    remembering._kept.clear()
    return receive("large.csv", [ROWS], actor=manager)


def finished(key, manager) -> None:
    for _ in range(1200):
        if under_way(key, viewer=manager) is None:
            return
        time.sleep(0.05)
    pytest.fail("the look never ended")


def test_a_look_is_begun_once_and_found_by_every_process(large, manager, monkeypatch):
    assert under_way(large, viewer=manager) is not None
    finished(large, manager)
    here = look_at(large, viewer=manager)
    remembering._kept.clear()  # as in another process
    monkeypatch.setattr(remembering, "found_in", None)
    assert under_way(large, viewer=manager) is None
    there = look_at(large, viewer=manager)
    assert there.noticed == here.noticed
    assert (there.counted, there.whole) == (200, True)
    assert {one.noticed.kind for one in there.noticed} >= {"missing_code", "odd_header", "ambiguous_dates"}


def test_what_was_noticed_goes_with_the_file(large, manager):
    look_at(large, viewer=manager)
    assert list(folder().glob("look-*"))
    remove(large, actor=manager)
    assert list(folder().iterdir()) == []


def test_how_far_it_is_comes_from_whoever_looks(large, manager):
    file = opened(next(folder().glob("*.csv")))
    upload = ahead.queries.upload(large, viewer=manager)
    part = kept_looks.place_of(upload.sha256, remembering.look_key(file, propose(file), None, upload.sha256))
    part = part.with_suffix(".part")
    part.write_text("0.25")
    assert under_way(large, viewer=manager) == 0.25
    # A process that ended in the middle is followed by another.
    os.utime(part, (time.time() - 60, time.time() - 60))
    assert under_way(large, viewer=manager) == 0.0
    finished(large, manager)
    assert not part.exists()


def test_a_look_that_fails_is_left_to_the_page(large, manager, monkeypatch, caplog):
    monkeypatch.setattr(ahead, "noticed_once", lambda *_args: 1 / 0)
    assert under_way(large, viewer=manager) is not None
    finished(large, manager)
    assert "looking at a large file failed" in caplog.text


def test_a_small_file_needs_no_waiting(manager, settings, tmp_path):
    settings.VAR = tmp_path
    assert under_way(receive("small.csv", [ROWS], actor=manager), viewer=manager) is None
