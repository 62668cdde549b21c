"""Draws a whole company from one seed: an importer of lighting and office furniture with known truth."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from datetime import date

import numpy as np
import polars as pl

from cxlab.simulate import (
    answering,
    clock,
    commenting,
    experience,
    itinerary,
    listening,
    money,
    people,
    questions,
    walks,
)
from cxlab.simulate.columns import BUYER_KINDS, SEGMENTS
from cxlab.simulate.effects import NULL, REAL
from cxlab.simulate.experience import World
from cxlab.simulate.truth import Truth, implied_scores, touchpoint_levels

MOST_ACCOUNTS = 20_000
MOST_MONTHS = 120


@dataclass(frozen=True, eq=False)
class Company:
    """The tables of ``cxlab.simulate.COLUMNS`` (columns and types are documented there) and the truth behind them."""

    accounts: pl.DataFrame
    contacts: pl.DataFrame
    journeys: pl.DataFrame
    phases: pl.DataFrame
    touchpoints: pl.DataFrame
    planned: pl.DataFrame
    surveys: pl.DataFrame
    questions: pl.DataFrame
    options: pl.DataFrame
    waves: pl.DataFrame
    invitations: pl.DataFrame
    responses: pl.DataFrame
    answers: pl.DataFrame
    comments: pl.DataFrame
    revenue: pl.DataFrame
    offers: pl.DataFrame
    walks: pl.DataFrame
    events: pl.DataFrame
    truth: Truth

    def tables(self) -> dict[str, pl.DataFrame]:
        """The tables by name."""
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name != "truth"}

    def digest(self) -> str:
        """SHA-256 of all tables: two companies with the same digest are the same, row for row."""
        seen = hashlib.sha256()
        for name, frame in self.tables().items():
            seen.update(name.encode())
            seen.update(frame.write_csv().encode())
        return seen.hexdigest()


def company(
    *, seed: int = 1, accounts: int = 300, end: date = date(2026, 10, 31), months: int = 36, null: bool = False
) -> Company:
    """Simulate the importer: its customers, journeys, surveys, answers, comments, revenue, offers and walks.

    Args:
        seed: the same seed and arguments give the same tables, row for row.
        accounts: customers, 1 to 20,000 (our own organisation comes on top, as account 0).
        end: last day; all times lie in the ``months`` calendar months that end with it.
        months: length of the period, 1 to 120.
        null: the null company: the same shapes, the same clustering by account, and every effect zero. No touchpoint,
            segment or month differs, nothing drives anything, revenue does not follow experience.

    Returns:
        The tables and the truth. With very few accounts some tables are empty, never missing.

    Raises:
        ValueError: when ``accounts`` or ``months`` is out of range or the seed is negative.

    Example:
        >>> small = company(seed=7, accounts=20)
        >>> small.accounts.height, small.truth.icc
        (21, 0.3)
    """
    if not 1 <= accounts <= MOST_ACCOUNTS:
        raise ValueError(f"accounts must be 1 to {MOST_ACCOUNTS}, not {accounts}")
    if not 1 <= months <= MOST_MONTHS:
        raise ValueError(f"months must be 1 to {MOST_MONTHS}, not {months}")
    if seed < 0:
        raise ValueError(f"the seed must be 0 or more, not {seed}")
    effects, period = NULL if null else REAL, clock.clock(end, months)

    def stream(number: int) -> np.random.Generator:
        # A stream for each part: a change in one leaves the draws of the others as they were.
        return np.random.default_rng([seed, number])

    who, population = people.draw(stream(1), accounts, period, effects)
    world = World(who, experience.draw(stream(2), who, period, effects), period, effects)
    happened = walks.draw(stream(3), world)
    waves = listening.waves(world)
    asked = [
        listening.pulse(stream(4), world, waves),
        listening.employees(stream(5), world, waves),
        *listening.after_touchpoints(stream(6), world, happened),
    ]
    given = answering.answer(stream(7), world, asked, waves)
    comments, said = commenting.comment(stream(8), world, given)
    return Company(
        **population,
        **itinerary.tables(SEGMENTS, BUYER_KINDS),
        **questions.tables(),
        **given.tables,
        comments=comments,
        revenue=money.revenue(stream(9), world),
        **happened.tables,
        truth=_truth(world, happened, given, said),
    )


def _truth(world: World, happened: walks.Walks, given: answering.Given, said: pl.DataFrame) -> Truth:
    effects, period = world.truth, world.clock
    customers = np.arange(1, world.who.accounts)
    own_part = np.sqrt(effects.account_variance) * world.felt.account[1:]
    first = [each.latent[row, 0] for each, row in zip(given.asked, given.rows, strict=True)]
    latent = np.concatenate(first)
    return Truth(
        effects=effects,
        icc=effects.account_variance,
        elasticity=effects.elasticity,
        lag=effects.lag,
        improved=effects.improved,
        improvement=effects.improvement,
        improvement_month=period.labels()[world.felt.improved_from],
        touchpoints=touchpoint_levels(
            world, happened.steps, world.who.segment[happened.starts.account[happened.steps.case]]
        ),
        scores=implied_scores(world, given.asked),
        accounts=pl.DataFrame(
            {
                "account": np.repeat(customers, period.months).astype(np.int32),
                "month": period.labels() * len(customers),
                "experience": own_part.ravel(),
            }
        ),
        latent=pl.DataFrame({"response": np.arange(len(latent), dtype=np.int32), "latent": latent}),
        events=pl.DataFrame(
            {
                "event": np.arange(len(happened.steps.case), dtype=np.int32),
                "latent": happened.steps.latent,
            }
        ),
        comments=said,
    )
