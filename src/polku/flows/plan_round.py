"""Decides how a round that was started comes into the outbox: read at once, decided at once, written in short steps."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from polku.flows.record_response import PRODUCT
from polku.flows.turns import give_way, in_turn
from polku.outreach import queries, services

AT_ONCE = 2500


def plan_round(key: UUID) -> int:
    """Put everybody of a started round in the outbox, waiting or held back; returns how many were new.

    Killed in its middle it is done again, and whoever is in the outbox stays as they are. Until the end nothing is
    sent. Two rounds that are planned at the same moment do not see each other: their clocks are looked at again when
    each message is sent.
    """
    with _without_collecting():
        return _planned(key)


def _planned(key: UUID) -> int:
    planned = queries.plan(key, viewer=PRODUCT)
    made = 0
    for start in range(0, len(planned.rows), AT_ONCE):
        with in_turn():
            made += services.store_planned(
                key, planned.rows[start : start + AT_ONCE], rules_number=planned.rules_number, actor=PRODUCT
            )
        give_way()
    with in_turn():
        services.planned_all(key, rules_number=planned.rules_number, actor=PRODUCT)
    return made


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Leave the collector out: the million small things of a plan all stay until its end.

    Looking for rubbish among them again and again took a third of its time.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def plan_started() -> int:
    """Plan every round that was started and is not planned yet."""
    return sum(plan_round(key) for key in queries.to_plan(viewer=PRODUCT))
