"""Fixtures: a store and a snapshot folder of its own for each attack."""

from __future__ import annotations

import pytest
from django.db import transaction

from tests.polku.attack.attacking import Loot, attacked
from tests.polku.attack.worlds import Plan


@pytest.fixture
def attack(settings, tmp_path_factory):
    """Attack a plan; nothing of it stays."""

    def run(plan: Plan, *, thorough: bool = False) -> Loot:
        settings.SNAPSHOT = tmp_path_factory.mktemp("snapshot")
        with transaction.atomic():
            loot = attacked(plan, thorough=thorough)
            transaction.set_rollback(True)
        return loot

    return run
