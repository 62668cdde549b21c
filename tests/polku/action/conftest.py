"""A journey with one touchpoint, to improve."""

from __future__ import annotations

import pytest

from polku.journeys import models, services


@pytest.fixture
def journey(manager):
    pk = services.create_journey(services.JourneyDetails({"en": "Sale", "fi": "Kauppa"}), actor=manager, starters=False)
    phase = services.add_phase(pk, services.PhaseDetails({"en": "P"}), actor=manager)
    services.add_touchpoint(phase, services.TouchpointDetails({"en": "Visit"}, slug="visit"), actor=manager)
    return models.Journey.objects.get(pk=pk)
