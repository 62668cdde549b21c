"""A journey with three touchpoints."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from polku.journeys import models, services
from polku.people import services as people


@pytest.fixture
def journey(manager):
    """Ids: the journey, its phases in order, its touchpoints a, b, c in the first phase."""
    people.save_segment("designer", {"en": "Designer", "fi": "Suunnittelija"}, actor=manager)
    details = services.JourneyDetails(names={"en": "First project", "fi": "Ensimmäinen hanke"}, segment="designer")
    pk = services.create_journey(details, actor=manager)
    phases = list(models.Phase.objects.filter(journey=pk).order_by("position").values_list("pk", flat=True))
    points = [
        services.add_touchpoint(phases[0], services.TouchpointDetails(names={"en": name}), actor=manager)
        for name in ("A", "B", "C")
    ]
    return SimpleNamespace(id=pk, key=models.Journey.objects.get(pk=pk).key, phases=phases, points=points)
