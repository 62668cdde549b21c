"""What this room keeps of persons: nothing, for revenue is a company's."""

from __future__ import annotations

from polku.finance import models

PERSONAL = ()
NOT_PERSONAL = {models.Revenue: "a company's purchases in a month"}
