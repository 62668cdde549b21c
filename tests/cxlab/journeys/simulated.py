"""Walks of a simulated company as an event log, with the truth they were drawn from."""

from __future__ import annotations

import numpy as np
import polars as pl

from cxlab.journeys.log import EventLog, event_log
from cxlab.journeys.planned import Optional, PlannedJourney, Sequence, Touchpoint
from cxlab.simulate import Company
from tests.cxlab.simulated import drawn

JOURNEY = 5


def simulated(seed: int = 1, accounts: int = 1500, *, null: bool = False) -> Company:
    return drawn(seed, accounts, null=null)


def walks_of(made: Company, journey: int | None = JOURNEY, ending: str | None = "complete") -> EventLog:
    """Walks of one journey; each event is scored by its latent experience (variance 1)."""
    walks = made.walks.rename({"account": "_account"})
    if ending is not None:
        walks = walks.filter(pl.col("ending") == ending)
    if journey is not None:
        walks = walks.filter(pl.col("journey") == journey)
    events = (
        made.events.join(walks.select("case", "journey", "ending"), on="case", how="inner")
        .join(made.touchpoints.select("touchpoint", "key", "owner"), on="touchpoint")
        .join(made.accounts.select("account", "segment"), on="account")
        .join(made.truth.events.rename({"latent": "score"}), on="event")
        .sort("case", "ts_s", "event")
        .drop("touchpoint")
    )
    return event_log(events, touchpoint="key")


def plan_of(made: Company, journey: int = JOURNEY) -> PlannedJourney:
    rows = (
        made.planned.filter(pl.col("journey") == journey)
        .join(made.touchpoints.select("touchpoint", "key"), on="touchpoint")
        .sort("position")
    )
    parts = tuple(
        Optional(Touchpoint(key)) if optional else Touchpoint(key)
        for key, optional in rows.select("key", "optional").iter_rows()
    )
    return PlannedJourney(Sequence(parts))


def at_event(log: EventLog, name: str) -> np.ndarray:
    return log.codes == log.names.index(name)
