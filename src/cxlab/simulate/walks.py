"""The actual walks of the simulated customers: when they begin, what happens in them, and the offers made."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cxlab.simulate.columns import table
from cxlab.simulate.experience import World
from cxlab.simulate.itinerary import JOURNEYS, places
from cxlab.simulate.passage import Offered, Steps, walk
from cxlab.simulate.touchpoints import TOUCHPOINTS

Ints = NDArray[np.int64]

ENDINGS = ("complete", "lost", "declined", "open")
OUTCOMES = ("won", "lost", "declined", "open")
REASONS = {1: ("price", "competitor", "schedule", "design"), 2: ("postponed", "cancelled", "own_solution")}
_OPEN = 3
_WALKS_A_MONTH = 0.20
_ACTOR = {"brand": "us", "partner": "partner", "customer": "customer", "social": "other"}


@dataclass(frozen=True, eq=False)
class Starts:
    """The walks that begin in the period, in the order of their first day."""

    account: Ints
    contact: Ints
    journey: Ints
    day: Ints


@dataclass(frozen=True, eq=False)
class Walks:
    """What happened, sorted by walk and time, with its latent experience; and the tables walks, events and offers."""

    steps: Steps
    starts: Starts
    tables: dict[str, pl.DataFrame]


def starts(rng: np.random.Generator, world: World) -> Starts:
    """Poisson numbers of walks by account and month: more for large accounts, fewer in July; none before or after."""
    who, clock = world.who, world.clock
    pace = who.size**0.45
    pace *= _WALKS_A_MONTH / pace[1:].mean()
    number = rng.poisson(pace[:, None] * clock.season()[None, :])
    account = np.repeat(np.arange(who.accounts), number.sum(axis=1))
    month = np.repeat(np.tile(np.arange(clock.months), who.accounts), number.ravel())
    first, last = clock.month_first[month], np.minimum(clock.month_first[month + 1], (clock.end - clock.first).days + 1)
    day = first + (rng.random(len(month)) * (last - first)).astype(np.int64)
    contact = who.first_contact[account] + (rng.random(len(month)) * who.contacts_of[account]).astype(np.int64)
    journey = who.segment[account] * 2 + who.buyer_kind[contact]
    there = np.flatnonzero((day >= who.since[account]) & (day < who.left[account]))
    order = there[np.argsort(day[there], kind="stable")]
    return Starts(account[order], contact[order], journey[order], day[order])


def draw(rng: np.random.Generator, world: World) -> Walks:
    """Let every walk of the period happen."""
    begun, parts, offers = starts(rng, world), [], []
    for journey in range(len(JOURNEYS)):
        case = np.flatnonzero(begun.journey == journey)
        happened, offered = walk(rng, world, journey, case=case, contact=begun.contact[case], day=begun.day[case])
        parts.append(happened)
        offers.append(offered)
    steps = Steps.joined(parts)
    ending = np.zeros(len(begun.day), dtype=np.int64)
    for offered in offers:
        ending[offered.case] = offered.outcome
        ending[offered.case[offered.decided_s > world.clock.end_s]] = _OPEN
    ending[steps.case[steps.ts_s > world.clock.end_s]] = _OPEN
    steps = steps.at(steps.ts_s <= world.clock.end_s)
    steps = steps.at(np.lexsort((steps.ts_s, steps.case)))
    offered = Offered(*(np.concatenate([getattr(o, name) for o in offers]) for name in Offered.__dataclass_fields__))
    tables = {
        "walks": _walks(steps, begun, ending),
        "events": _events(steps, begun),
        "offers": _offers(rng, world, begun, offered),
    }
    return Walks(steps, begun, tables)


def _walks(steps: Steps, begun: Starts, ending: Ints) -> pl.DataFrame:
    n = len(begun.day)
    first, last = np.full(n, np.iinfo(np.int64).max), np.full(n, -1)
    np.minimum.at(first, steps.case, steps.ts_s)
    np.maximum.at(last, steps.case, steps.ts_s)
    frame = table(
        "walks",
        {
            "case": np.arange(n),
            "journey": begun.journey,
            "account": begun.account,
            "contact": begun.contact,
            "started_s": first,
            "ended_s": last,
            "ending": np.array(ENDINGS)[ending].tolist(),
        },
    )
    return frame.filter(pl.col("ended_s") >= 0)


def _events(steps: Steps, begun: Starts) -> pl.DataFrame:
    things = [TOUCHPOINTS[place.key] for place in places()]
    actor = pl.Series([_ACTOR[thing.owner] for thing in things])
    channel = pl.Series([thing.channel for thing in things])
    return table(
        "events",
        {
            "event": np.arange(len(steps.case)),
            "case": steps.case,
            "account": begun.account[steps.case],
            "contact": begun.contact[steps.case],
            "touchpoint": steps.place,
            "ts_s": steps.ts_s,
            "actor": actor.gather(steps.place),
            "channel": channel.gather(steps.place),
            "failing": steps.failing,
        },
    )


def _offers(rng: np.random.Generator, world: World, begun: Starts, offered: Offered) -> pl.DataFrame:
    n, who, end_s = len(offered.case), world.who, world.clock.end_s
    account = begun.account[offered.case]
    amount = np.maximum(200, who.size[account] * 5.0 * np.exp(0.6 * rng.normal(size=n))).astype(np.int64)
    undecided = offered.decided_s > end_s
    outcome = np.where(undecided, _OPEN, offered.outcome)
    pick = rng.random(n) ** 1.5  # the first reasons are the common ones
    reasons = [
        REASONS[code][int(p * len(REASONS[code]))] if code in REASONS else None
        for code, p in zip(outcome.tolist(), pick.tolist(), strict=True)
    ]
    frame = (
        table(
            "offers",
            {
                "offer": np.arange(n),
                "account": account,
                "contact": begun.contact[offered.case],
                "case": offered.case,
                "seller": who.owner[account],
                "sent_s": offered.sent_s,
                "decided_s": pl.Series(offered.decided_s).set(pl.Series(undecided), None),
                "amount": amount,
                "outcome": np.array(OUTCOMES)[outcome].tolist(),
                "reason": reasons,
            },
        )
        .filter(pl.col("sent_s") <= end_s)
        .sort("sent_s")
    )
    return frame.with_columns(offer=pl.int_range(frame.height, dtype=pl.Int32))
