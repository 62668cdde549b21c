"""What this room keeps of customers' persons: nothing."""

from __future__ import annotations

from polku.action import models

PERSONAL: dict[type, str] = {}
NOT_PERSONAL = {models.Improvement: "what we mean to change in our own work; its owner is a member of ours"}
