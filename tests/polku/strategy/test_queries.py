"""Purpose cards are read by whoever sees figures, and by nobody else."""

from __future__ import annotations

import pytest

from polku.governance import gate
from polku.governance.gate import NotAllowed
from polku.strategy.queries import purposes
from polku.strategy.services import save_purpose

pytestmark = pytest.mark.django_db


def test_by_metric(manager, reader):
    for metric in ("nps", "ces7"):
        save_purpose(metric, nature="cause", level="", texts={}, until=None, actor=manager)
    assert set(purposes(viewer=reader)) == {"nps", "ces7"}
    assert not purposes(viewer=reader)["nps"].written


def test_somebody_without_the_right_reads_none(reader, monkeypatch):
    monkeypatch.setattr(gate, "LEAST_ROLE", {**gate.LEAST_ROLE, "see_figures": "manager"})
    with pytest.raises(NotAllowed):
        purposes(viewer=reader)
