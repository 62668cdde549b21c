"""Writers of one SQLite file take turns, between threads and processes; a killed one holds up nobody."""

from __future__ import annotations

import subprocess
import sys
import threading
import time

import pytest
from django.db import connection

from polku.flows import turns

HOLD = """
import fcntl, os, sys, time
fcntl.flock(os.open(sys.argv[1], os.O_RDWR | os.O_CREAT), fcntl.LOCK_EX)
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture
def store(monkeypatch, tmp_path):
    """The connection as one to an SQLite file; threads see their own settings, so the name is given to all."""
    name = str(tmp_path / "store.sqlite3")
    monkeypatch.setattr(turns, "connection", type("Store", (), {"vendor": "sqlite", "settings_dict": {"NAME": name}}))
    return name


def test_one_writes_at_a_time(store):
    inside, most = [], []

    def write():
        for _ in range(20):
            with turns.in_turn():
                inside.append(1)
                most.append(len(inside))
                time.sleep(0.0005)
                inside.pop()

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(most) == 160
    assert max(most) == 1


def test_a_killed_holder_gives_the_turn_back(store):
    holder = subprocess.Popen([sys.executable, "-c", HOLD, f"{store}-turn"], stdout=subprocess.PIPE)
    assert holder.stdout
    assert holder.stdout.readline() == b"held\n"
    came = threading.Event()

    def write():
        with turns.in_turn():
            came.set()

    thread = threading.Thread(target=write)
    thread.start()
    assert not came.wait(0.2)
    holder.kill()
    holder.communicate()
    assert came.wait(10)
    thread.join()


def test_an_error_gives_the_turn_back(store):
    with pytest.raises(RuntimeError), turns.in_turn():
        raise RuntimeError
    with turns.in_turn():
        pass


@pytest.mark.django_db
def test_a_store_that_is_no_file_needs_no_turns():
    if connection.vendor == "postgresql" or "memory" in str(connection.settings_dict["NAME"]):
        assert turns._places() is None
    with turns.in_turn():
        pass


def test_who_has_many_writes_to_make_lets_others_go_first(store):
    """A waiter gets the turn although the other asks again at once."""
    order: list[str] = []
    asked, done = threading.Event(), threading.Event()

    def answer():
        asked.set()
        with turns.in_turn():
            order.append("answer")
        done.set()

    thread = threading.Thread(target=answer)
    with turns.in_turn():
        thread.start()
        asked.wait(10)
        time.sleep(0.1)
        order.append("import")
    turns.give_way()
    with turns.in_turn():
        order.append("import")
    done.wait(10)
    thread.join()
    assert order == ["import", "answer", "import"]


def test_nobody_waits_for_ever(store, monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE_S", 0.05)
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD.replace("LOCK_EX", "LOCK_SH"), f"{store}-asking"], stdout=subprocess.PIPE
    )
    assert holder.stdout
    assert holder.stdout.readline() == b"held\n"
    turns.give_way()
    holder.kill()
    holder.communicate()
