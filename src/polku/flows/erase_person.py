"""Decides the order in which a person is erased: what leads to them first, themselves last, then every file at once."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from polku.finance import privacy as finance
from polku.flows import refresh
from polku.governance.gate import Viewer, require
from polku.journeys import privacy as journeys
from polku.outreach import privacy as outreach
from polku.people import privacy as people
from polku.surveys import privacy as surveys

# The rooms above hold links to the person, so they come before the room that holds the person.
ROOMS = (finance, outreach, surveys, journeys, people)


def export_person(contact: int, *, actor: Viewer) -> dict[str, Any]:
    """Everything the product holds of a person, by room."""
    require(actor, "erase_person")
    return {room.__name__.split(".")[1]: room.export_person(contact, actor=actor) for room in reversed(ROOMS)}


def erase_person(contact: int, *, actor: Viewer) -> None:
    """Erase a person from the store in one transaction, and from the snapshot before returning."""
    require(actor, "erase_person")
    with transaction.atomic():
        for room in ROOMS:
            room.erase_person(contact, actor=actor)
    refresh.refresh()
