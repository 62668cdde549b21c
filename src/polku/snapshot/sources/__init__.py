"""Decides from where each table of the snapshot is read; the only place where the snapshot touches the store."""

from __future__ import annotations

from types import MappingProxyType

from polku.snapshot.sources.answers import ANSWERS, COMMENTS
from polku.snapshot.sources.finance import REVENUE
from polku.snapshot.sources.journeys import EVENTS, JOURNEYS, MEANINGS, PLANNED, TOUCHPOINTS
from polku.snapshot.sources.people import ACCOUNTS, CONTACTS
from polku.snapshot.sources.reading import Source

SOURCES: MappingProxyType[str, Source] = MappingProxyType(
    {
        "accounts": ACCOUNTS,
        "contacts": CONTACTS,
        "journeys": JOURNEYS,
        "touchpoints": TOUCHPOINTS,
        "planned": PLANNED,
        "meanings": MEANINGS,
        "answers": ANSWERS,
        "comments": COMMENTS,
        "revenue": REVENUE,
        "events": EVENTS,
    },
)
# Tables that are read anew with another: a plan leaves out what is off the map, and follows its order unless written.
FOLLOWING = MappingProxyType({"journeys": ("planned",), "touchpoints": ("planned",)})
# Tables whose parts hold back what a promise forbids to tell yet.
PROMISED = ("answers", "comments")
