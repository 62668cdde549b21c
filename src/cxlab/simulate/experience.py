"""The latent experience of accounts and contacts, from which walks, answers and revenue follow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cxlab.simulate.clock import Clock
from cxlab.simulate.columns import SEGMENTS
from cxlab.simulate.effects import CAUSES, OUTCOMES, Effects
from cxlab.simulate.people import Population
from cxlab.simulate.touchpoints import KEYS

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
QUESTIONS = (*OUTCOMES, *CAUSES)


@dataclass(frozen=True, eq=False)
class Experience:
    """Effects of variance 1: common by account and month, by contact, and own ones by touchpoint and by question."""

    account: Floats  # accounts x months
    account_touchpoint: Floats  # accounts x KEYS
    account_question: Floats  # accounts x QUESTIONS
    contact: Floats
    contact_touchpoint: Floats
    contact_question: Floats
    improved_from: int  # month number from which the improvement works


@dataclass(frozen=True, eq=False)
class World:
    """All that walks, answers and revenue are drawn from."""

    who: Population
    felt: Experience
    clock: Clock
    truth: Effects


def draw(rng: np.random.Generator, who: Population, clock: Clock, truth: Effects) -> Experience:
    """Draw every account's and contact's effects."""
    stable, rho = truth.stable, truth.autocorrelation
    moving = rng.normal(size=(who.accounts, clock.months))
    for month in range(1, clock.months):
        moving[:, month] = rho * moving[:, month - 1] + np.sqrt(1 - rho**2) * moving[:, month]
    constant = rng.normal(size=(who.accounts, 1))
    touchpoint = rng.normal(size=(who.accounts, len(KEYS)))
    question = rng.normal(size=(who.accounts, len(QUESTIONS)))
    weights = np.array([truth.touchpoint_driver.get(key, 0.0) for key in KEYS])
    if weights.any():
        question[:, 0] = touchpoint @ (weights / np.linalg.norm(weights))
    return Experience(
        account=np.sqrt(stable) * constant + np.sqrt(1 - stable) * moving,
        account_touchpoint=touchpoint,
        account_question=question,
        contact=rng.normal(size=who.contacts),
        contact_touchpoint=rng.normal(size=(who.contacts, len(KEYS))),
        contact_question=rng.normal(size=(who.contacts, len(QUESTIONS))),
        improved_from=improvement_month(clock),
    )


def improvement_month(clock: Clock) -> int:
    """The improvement starts after five ninths of the period: month 20 of 36."""
    return clock.months * 5 // 9


def touchpoint_level(world: World, contact: Ints, key: Ints, month: Ints) -> Floats:
    """The experience to be expected at touchpoints (indices of KEYS) in these months; the arguments are broadcast."""
    who, truth = world.who, world.truth
    segment = who.segment[who.contact_account[contact]]
    own = np.array([truth.touchpoint[word] for word in KEYS])
    cross = np.array([[truth.segment_touchpoint.get((s, word), 0.0) for word in KEYS] for s in SEGMENTS])
    raised = (key == KEYS.index(truth.improved)) & (month >= world.felt.improved_from)
    level = who.fixed[contact] + own[key] + cross[segment, key] + truth.trend * world.clock.years(month)
    return np.asarray(level + truth.improvement * raised, dtype=np.float64)


def touchpoint_noise(
    rng: np.random.Generator, world: World, contact: Ints, key: Ints, month: Ints
) -> tuple[Floats, Floats]:
    """What an occasion (rows: walks; columns: touchpoints) adds to the expected level (variance 1), and its own part.

    ``contact`` has one entry for each row, ``key`` one for each column, ``month`` the shape of the result.
    """
    felt, truth = world.felt, world.truth
    account, shared, rows = world.who.contact_account[contact], truth.shared, (len(contact), len(key))
    common = felt.account[account[:, None], month]
    of_account = np.sqrt(shared) * common + np.sqrt(1 - shared) * felt.account_touchpoint[np.ix_(account, key)]
    of_contact = np.sqrt(shared) * felt.contact[contact][:, None]
    of_contact = of_contact + np.sqrt(1 - shared) * felt.contact_touchpoint[np.ix_(contact, key)]
    own = rng.normal(size=rows)
    rest = 1 - truth.account_variance - truth.contact_variance - truth.walk_variance
    noise = np.sqrt(truth.account_variance) * of_account + np.sqrt(truth.contact_variance) * of_contact
    noise = noise + np.sqrt(truth.walk_variance) * rng.normal(size=(rows[0], 1)) + np.sqrt(rest) * own
    return noise, own


def pulse_level(world: World, contact: Ints, month: Ints) -> Floats:
    """The expected level of each question of the pulse (columns: QUESTIONS)."""
    truth = world.truth
    common = world.who.fixed[contact] + truth.trend * world.clock.years(month)
    level = common[:, None] + np.array([truth.question[word] for word in QUESTIONS])[None, :]
    informed = truth.informed * (month >= world.felt.improved_from)
    level[:, len(OUTCOMES) + CAUSES.index("informs_ahead")] += informed
    on_nps = truth.driver.get("informs_ahead", 0.0) * informed
    level[:, 0] += on_nps
    level[:, 1 : len(OUTCOMES)] += (truth.outcome_loading * on_nps)[:, None]
    return np.asarray(level, dtype=np.float64)


def pulse_noise(rng: np.random.Generator, world: World, contact: Ints, month: Ints) -> tuple[Floats, Floats]:
    """What persons add to the expected levels of the pulse, variance 1 each, and their common experience behind it."""
    felt, truth = world.felt, world.truth
    account, n = world.who.contact_account[contact], len(contact)
    a, c = np.sqrt(truth.account_variance), np.sqrt(truth.contact_variance)
    e = np.sqrt(1 - truth.account_variance - truth.contact_variance)
    common = a * felt.account[account, month] + c * felt.contact[contact] + e * rng.normal(size=n)
    own = (
        a * felt.account_question[account]
        + c * felt.contact_question[contact]
        + e * rng.normal(size=(n, len(QUESTIONS)))
    )
    noise = np.empty_like(own)
    loading = truth.loading
    noise[:, len(OUTCOMES) :] = loading * common[:, None] + np.sqrt(1 - loading**2) * own[:, len(OUTCOMES) :]
    weights = np.array([truth.driver.get(word, 0.0) for word in CAUSES])
    noise[:, 0] = noise[:, len(OUTCOMES) :] @ weights + np.sqrt(1 - driver_share(truth)) * own[:, 0]
    bound = truth.outcome_loading
    noise[:, 1 : len(OUTCOMES)] = bound * noise[:, :1] + np.sqrt(1 - bound**2) * own[:, 1 : len(OUTCOMES)]
    return noise, common


def driver_share(truth: Effects) -> float:
    """Share of the latent variance of NPS that the cause questions explain together: w'Rw, R their correlations."""
    weights = np.array([truth.driver.get(word, 0.0) for word in CAUSES])
    correlation = np.full((len(CAUSES), len(CAUSES)), truth.loading**2)
    np.fill_diagonal(correlation, 1.0)
    return float(weights @ correlation @ weights)


def common_correlation(truth: Effects) -> dict[str, float]:
    """Correlation of each question of the pulse with the common experience of the relationship."""
    of_nps = truth.loading * sum(truth.driver.values())
    return {
        "nps": of_nps,
        **dict.fromkeys(OUTCOMES[1:], truth.outcome_loading * of_nps),
        **dict.fromkeys(CAUSES, truth.loading),
    }
