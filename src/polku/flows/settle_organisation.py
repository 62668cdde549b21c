"""Decides what follows when the organisation settles something: its own account bears its name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from polku.governance import queries
from polku.governance.gate import Viewer
from polku.governance.services import update_organisation
from polku.people.services import name_own_account


@transaction.atomic
def settle_organisation(settings: Mapping[str, Any], *, actor: Viewer, seen: str | None = None) -> None:
    """Change the settings; our own organisation is an account too, and is called as the settings say."""
    update_organisation(actor=actor, seen=seen, **settings)
    settled = queries.organisation(viewer=actor)
    if name := settled.name(settled.default_language):
        name_own_account(name, actor=actor)
