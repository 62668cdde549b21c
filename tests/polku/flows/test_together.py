"""Writes of several threads are made durable at once, and each is told what became of its own."""

from __future__ import annotations

import threading

import pytest
from django.db import IntegrityError, OperationalError, connection, connections, transaction

from polku.flows import together as rule
from polku.flows.together import together
from polku.governance.models import Dirty

pytestmark = pytest.mark.django_db(transaction=True)


def all_at_once(writes):
    """Each write from a thread of its own, all of them waiting when the first begins; what each was given."""
    told, threads = {}, []

    def run(at, write):
        try:
            told[at] = together(write)
        except Exception as error:  # noqa: BLE001 - what it was told
            told[at] = error
        finally:
            connections.close_all()

    with rule._leading:
        for at, write in enumerate(writes):
            threads.append(threading.Thread(target=run, args=(at, write)))
            threads[-1].start()
        while len(rule._waiting) < len(writes):
            threading.Event().wait(0.01)
    for thread in threads:
        thread.join(30)
    assert rule._waiting == []
    return [told[at] for at in range(len(writes))]


def kept(month, seen):
    """A write that keeps a row and notes in whose thread, and in which transaction's thread, it was made."""

    def write():
        seen.append(threading.get_ident())
        Dirty.objects.create(table="answers", month=month)
        return month

    return write


def refused(seen, error):
    def write():
        seen.append(threading.get_ident())
        Dirty.objects.create(table="answers", month="0000-00")
        raise error

    return write


def months():
    return sorted(Dirty.objects.values_list("month", flat=True))


def test_who_comes_meanwhile_is_taken_along():
    seen = []
    names = [f"2026-{at:02d}" for at in range(1, 7)]
    assert all_at_once([kept(name, seen) for name in names]) == names
    assert len(set(seen)) == 1
    assert months() == names


def test_what_is_wrong_with_one_is_told_to_that_one_alone():
    seen = []
    told = all_at_once([kept("2026-01", seen), refused(seen, IntegrityError("twice")), kept("2026-02", seen)])
    assert told[::2] == ["2026-01", "2026-02"]
    assert isinstance(told[1], IntegrityError)
    assert months() == ["2026-01", "2026-02"]
    told = all_at_once([refused(seen, KeyError("closed")), kept("2026-03", seen)])
    assert isinstance(told[0], KeyError)
    assert months() == ["2026-01", "2026-02", "2026-03"]


def test_a_fault_of_the_store_is_told_to_all_and_nothing_stays():
    seen = []
    told = all_at_once([kept("2026-01", seen), refused(seen, OperationalError("locked")), kept("2026-02", seen)])
    assert all(isinstance(one, OperationalError) for one in told)
    assert months() == []


def test_what_a_write_takes_back_leaves_the_others():
    def taken_back():
        Dirty.objects.create(table="answers", month="0000-00")
        transaction.set_rollback(True)
        return "taken back"

    assert all_at_once([taken_back, kept("2026-01", [])]) == ["taken back", "2026-01"]
    assert together(taken_back) == "taken back"
    assert months() == ["2026-01"]


def test_nobody_waits_for_more_than_a_batch(monkeypatch):
    monkeypatch.setattr(rule, "MOST", 2)
    seen = []
    assert len(all_at_once([kept(f"2026-{at:02d}", seen) for at in range(1, 6)])) == 5
    assert len(set(seen)) >= 3
    assert len(months()) == 5


def test_within_somebodys_own_transaction_it_is_part_of_that():
    seen = []
    rule._waiting.append(rule._Wish(kept("2026-02", seen)))
    with transaction.atomic():
        assert together(kept("2026-01", [])) == "2026-01"
        assert connection.in_atomic_block
    rule._waiting.clear()
    assert seen == []
    assert months() == ["2026-01"]
    with transaction.atomic():
        assert together(kept("2026-02", [])) == "2026-02"
        transaction.set_rollback(True)
    assert months() == ["2026-01"]
