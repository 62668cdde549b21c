"""Asking everything, before and after each answer, close, erasure and undone import, tells nobody's answer.

Two bigger worlds, in which an answer was once found out, are attacked each time. For more,
``POLKU_ATTACK_WORLDS=300 pytest tests/polku/attack -k bigger`` attacks 300 worlds, from that of ``POLKU_ATTACK_FROM``
(a seed, else 100) on.
"""

from __future__ import annotations

import os

import pytest

from tests.polku.attack.attacking import Loot
from tests.polku.attack.worlds import drawn

pytestmark = pytest.mark.django_db


def assert_nothing_is_known(loot: Loot) -> None:
    assert loot.few is None
    assert loot.uneven == []
    assert loot.known == {}


@pytest.mark.parametrize("seed", range(3))
def test_no_answer_is_known(attack, seed):
    loot = attack(drawn(seed), thorough=seed == 0)
    assert_nothing_is_known(loot)
    # An attack that never meets a promised figure proves nothing.
    assert any(loot.equations)


FIRST, WORLDS = (int(os.environ.get(f"POLKU_ATTACK_{name}", least)) for name, least in (("FROM", 100), ("WORLDS", 0)))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(FIRST, FIRST + WORLDS) if WORLDS else (121, 123))
def test_no_answer_is_known_in_bigger_worlds(attack, seed):
    assert_nothing_is_known(attack(drawn(seed, people=40), thorough=True))
