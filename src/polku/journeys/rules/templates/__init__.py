"""Decides which journeys there are to begin from."""

from __future__ import annotations

from polku.journeys.rules.templates.delivery import DELIVERY
from polku.journeys.rules.templates.event import EVENT_VISIT
from polku.journeys.rules.templates.offer import OFFER
from polku.journeys.rules.templates.repeat import REPEAT_ORDER
from polku.journeys.rules.templates.shape import Column, Point, Template
from polku.journeys.rules.templates.workshop import WORKSHOP

TEMPLATES: dict[str, Template] = {one.key: one for one in (OFFER, WORKSHOP, DELIVERY, REPEAT_ORDER, EVENT_VISIT)}

__all__ = ["TEMPLATES", "Column", "Point", "Template"]
