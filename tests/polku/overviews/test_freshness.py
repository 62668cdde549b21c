"""Figures that are being worked out are not taken for none."""

from __future__ import annotations

import json

import pytest

from polku.governance.gate import NotAllowed, Viewer
from polku.overviews.freshness import being_worked_out
from polku.snapshot.columns import FORMAT
from polku.snapshot.manifest import NAME
from tests.polku.surveys.making import content_of, published

pytestmark = pytest.mark.django_db
VIEWER = Viewer(member=None, role="viewer")


def test_where_nobody_has_answered_nothing_is_being_worked_out(place, refreshed):
    assert not being_worked_out(viewer=VIEWER)
    refreshed()
    assert not being_worked_out(viewer=VIEWER)


def test_answers_that_no_figure_knows_yet_are_being_worked_out(refreshed, answer):
    refreshed()
    answer(published(content_of("nps")), nps="9")
    assert being_worked_out(viewer=VIEWER)
    refreshed()
    assert not being_worked_out(viewer=VIEWER)
    # More of them beside figures that stand: the page is fresh in a moment, and not empty meanwhile.
    answer(published(content_of("nps")), nps="9")
    assert not being_worked_out(viewer=VIEWER)


def test_a_snapshot_of_another_format_or_a_lost_one_is_built_anew(place, refreshed, answer):
    answer(published(content_of("nps")), nps="9")
    refreshed()
    content = json.loads((place / NAME).read_bytes())
    (place / NAME).write_text(json.dumps(content | {"format": FORMAT - 1}))
    assert being_worked_out(viewer=VIEWER)
    (place / NAME).unlink()
    assert being_worked_out(viewer=VIEWER)
    refreshed()
    assert not being_worked_out(viewer=VIEWER)


def test_somebody_without_the_right_learns_nothing(place, monkeypatch):
    from polku.governance import gate

    monkeypatch.setattr(gate, "LEAST_ROLE", {**gate.LEAST_ROLE, "see_figures": "manager"})
    with pytest.raises(NotAllowed):
        being_worked_out(viewer=VIEWER)
