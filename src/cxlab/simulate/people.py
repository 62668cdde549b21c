"""Who the customers of the simulated company are: accounts, their people, their size and who of them is silent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cxlab.simulate import names
from cxlab.simulate.clock import Clock
from cxlab.simulate.columns import BUYER_KINDS, FOUND_US, LANGUAGES, ROLES, SEGMENTS, UNITS, table
from cxlab.simulate.effects import Effects

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

SIZE_SIGMA = 1.66
"""Spread of log size: this sigma gives 79 % of revenue to a fifth of the customers; months and effects add the rest."""

PROPENSITY = 0.7
"""Standard deviation of the log odds with which contacts answer, apart from their experience."""

# Unit by role: a decision maker sits in management more often than in finance, and so on.
_UNIT_OF_ROLE = (
    (0.60, 0.10, 0.10, 0.15, 0.05),
    (0.10, 0.05, 0.50, 0.30, 0.05),
    (0.02, 0.08, 0.40, 0.45, 0.05),
    (0.05, 0.75, 0.00, 0.10, 0.10),
    (0.20, 0.20, 0.05, 0.10, 0.45),
)
_ROLE_OF_NEXT = (0.15, 0.25, 0.35, 0.17, 0.08)
_ABROAD = ("SE", "NO", "DK", "EE", "DE", "GB")


@dataclass(frozen=True, eq=False)
class Population:
    """Customers and their people as codes; account and contact 0.. are ours and have effects of nothing.

    ``since`` and ``left`` are day numbers (left beyond the calendar when still a customer); ``size`` is revenue in an
    average month; ``propensity`` the log odds a contact adds to answering; ``fixed`` each contact's expected level.
    """

    segment: Ints
    found_us: Ints
    since: Ints
    left: Ints
    size: Floats
    silent: Flags
    contact_account: Ints
    role: Ints
    unit: Ints
    buyer_kind: Ints
    language: Ints
    propensity: Floats
    fixed: Floats
    first_contact: Ints
    contacts_of: Ints
    owner: Ints

    @property
    def accounts(self) -> int:
        """Accounts, ourselves included."""
        return len(self.segment)

    @property
    def contacts(self) -> int:
        """Contacts, our own people included."""
        return len(self.contact_account)


def draw(
    rng: np.random.Generator, accounts: int, clock: Clock, truth: Effects
) -> tuple[Population, dict[str, pl.DataFrame]]:
    """The population and its tables accounts and contacts."""
    n, days = accounts + 1, (clock.end - clock.first).days
    segment = rng.choice(3, n, p=(0.40, 0.25, 0.35))
    country, language = _places(rng, n)
    found_us = rng.choice(5, n, p=(0.32, 0.12, 0.18, 0.26, 0.12))
    size, rank = _sizes(rng, segment[1:])
    old = rng.random(n) < 0.78
    since = np.where(old, -30 - rng.exponential(2_000, n), rng.integers(0, max(days, 1), n)).astype(np.int64)
    stays = rng.geometric(0.004, n) * 30
    left = np.maximum(since, 0) + stays
    left[0] = days + 10_000
    since[0] = -29_200
    count = np.concatenate([[len(names.OWN_PEOPLE)], 1 + rng.poisson(1.3 + 5.0 * rank**4)])
    owner = rng.integers(1, 4, n)
    people = _people(rng, segment, count, language)
    population = Population(
        segment=segment,
        found_us=found_us,
        since=since,
        left=left,
        size=np.concatenate([[0.0], size]),
        silent=rng.random(n) < 0.12,
        contact_account=people["account"],
        role=people["role"],
        unit=people["unit"],
        buyer_kind=people["kind"],
        language=people["language"],
        propensity=rng.normal(0.0, PROPENSITY, len(people["account"])),
        fixed=_fixed(people, segment, found_us, truth),
        first_contact=np.concatenate([[0], np.cumsum(count)[:-1]]),
        contacts_of=count,
        owner=owner,
    )
    return population, _tables(rng, population, clock, country, language)


def _places(rng: np.random.Generator, n: int) -> tuple[NDArray[np.str_], Ints]:
    language = rng.choice(3, n, p=(0.64, 0.20, 0.16))
    abroad = np.array(_ABROAD)[rng.choice(6, n, p=(0.0, 0.15, 0.15, 0.35, 0.20, 0.15))]
    swedish = np.where(rng.random(n) < 0.55, "FI", "SE")
    language[0] = 0
    return np.where(language == 0, "FI", np.where(language == 1, swedish, abroad)), language


def _sizes(rng: np.random.Generator, segment: Ints) -> tuple[Floats, Floats]:
    """Average monthly revenue of each account (exact log-normal quantiles) and its rank, 0 to 1; wholesalers larger."""
    from scipy.special import ndtri

    n = len(segment)
    order = np.argsort(np.argsort(rng.normal(0.0, 1.0, n) + 0.5 * (segment == 1)))
    rank = (order + 0.5) / n
    raw = np.exp(SIZE_SIGMA * ndtri(rank))
    return 1_700.0 * raw / raw.mean(), rank


def _people(rng: np.random.Generator, segment: Ints, count: Ints, language: Ints) -> dict[str, Ints]:
    account = np.repeat(np.arange(len(segment)), count)
    total, starts = len(account), np.concatenate([[0], np.cumsum(count)[:-1]])
    role = rng.choice(5, total, p=_ROLE_OF_NEXT)
    role[starts] = np.where(rng.random(len(starts)) < 0.8, 0, role[starts])
    chance = np.cumsum(np.array(_UNIT_OF_ROLE), axis=1)[role]
    unit = (rng.random(total)[:, None] > chance).sum(axis=1).clip(0, 4)
    other = rng.random(total) < 0.08
    spoken = np.where(other, rng.choice(3, total, p=(0.3, 0.2, 0.5)), language[account])
    spoken[: len(names.OWN_PEOPLE)] = [LANGUAGES.index(word) for _, _, word in names.OWN_PEOPLE]
    kind = (rng.random(total) < 0.70).astype(np.int64)
    return {"account": account, "role": role, "unit": unit, "language": spoken, "kind": kind}


def _fixed(people: dict[str, Ints], segment: Ints, found_us: Ints, truth: Effects) -> Floats:
    account = people["account"]
    level = np.array([truth.segment.get(word, 0.0) for word in SEGMENTS])[segment[account]]
    level += np.array([truth.role.get(word, 0.0) for word in ROLES])[people["role"]]
    level += np.array([truth.unit.get(word, 0.0) for word in UNITS])[people["unit"]]
    level += np.array([truth.found_us.get(word, 0.0) for word in FOUND_US])[found_us[account]]
    level += np.where(people["kind"] == 0, truth.new_buyer, 0.0)
    level[: len(names.OWN_PEOPLE)] = 0.0
    return level


def _tables(
    rng: np.random.Generator, who: Population, clock: Clock, country: NDArray[np.str_], language: Ints
) -> dict[str, pl.DataFrame]:
    ours = len(names.OWN_PEOPLE)
    words = {"segment": np.array(SEGMENTS)[who.segment].tolist(), "language": np.array(LANGUAGES)[language].tolist()}
    firms = [names.OWN_NAME, *names.firms(rng, words["segment"][1:], words["language"][1:], country.tolist()[1:])]
    domain = [names.OWN_DOMAIN, *names.domains(firms[1:])]
    ends = names.end_customers(rng, words["language"])
    serves = (rng.random(who.accounts) < 0.45) & (who.segment != 1)
    deputy = np.where(rng.random(who.accounts) < 0.2, 0, 1 + (who.owner % 3))
    days = (clock.end - clock.first).days
    spoken = np.array(LANGUAGES)[who.language].tolist()
    persons = [name for name, _, _ in names.OWN_PEOPLE] + names.people(rng, spoken)[ours:]
    units = [unit for _, unit, _ in names.OWN_PEOPLE] + np.array(UNITS)[who.unit].tolist()[ours:]
    return {
        "accounts": table(
            "accounts",
            {
                "account": range(who.accounts),
                "name": firms,
                "segment": _ours_missing(words["segment"], 1),
                "language": words["language"],
                "country": country.tolist(),
                "found_us": _ours_missing(np.array(FOUND_US)[who.found_us].tolist(), 1),
                "owner": _ours_missing(who.owner.tolist(), 1),
                "deputy": _ours_missing(deputy.tolist(), 1),
                "end_customer": [
                    None,
                    *(name if yes else None for name, yes in zip(ends[1:], serves[1:], strict=True)),
                ],
                "is_own": [True] + [False] * (who.accounts - 1),
                "customer_since": [None, *(clock.first + timedelta(int(day)) for day in who.since[1:])],
                "left": [None if day > days else clock.first + timedelta(int(day)) for day in who.left],
            },
        ),
        "contacts": table(
            "contacts",
            {
                "contact": range(who.contacts),
                "account": who.contact_account,
                "name": persons,
                "mail": names.mails(persons, [domain[a] for a in who.contact_account]),
                "unit": units,
                "decision_role": _ours_missing(np.array(ROLES)[who.role].tolist(), ours),
                "buyer_kind": _ours_missing(np.array(BUYER_KINDS)[who.buyer_kind].tolist(), ours),
                "language": spoken,
                "country": country[who.contact_account].tolist(),
            },
        ),
    }


def _ours_missing(values: list[Any], ours: int) -> list[Any]:
    return [None] * ours + list(values[ours:])
