"""What this room keeps of persons: nothing."""

from __future__ import annotations

from polku.strategy import models

PERSONAL: dict[type, str] = {}
NOT_PERSONAL = {models.Purpose: "why the organisation measures what it measures, in its own words"}
