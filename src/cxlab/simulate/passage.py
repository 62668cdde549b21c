"""How one planned journey turns into actual walks: what is left out, repeated, swapped, added, and where it ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cxlab.simulate.effects import Effects
from cxlab.simulate.experience import World, touchpoint_level, touchpoint_noise
from cxlab.simulate.itinerary import places, planned_places
from cxlab.simulate.touchpoints import KEYS, TOUCHPOINTS

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

WON = (0.45, 0.75)
"""Share of offers won from a new and from a repeat buyer, at an average experience of the offer."""
DECLINED = 0.25
"""Share of the offers not won that the customer withdrew from instead of choosing another."""
_REPEAT_PACE = 0.5
_AGAIN_AFTER_DAYS = 2
_DAY_S = 86_400


@dataclass(frozen=True, eq=False)
class Steps:
    """What happened, one entry an event: its walk, its place, its time and how it was experienced."""

    case: Ints
    place: Ints
    key: Ints
    ts_s: Ints
    level: Floats
    latent: Floats
    failing: Flags

    def at(self, rows: Flags | Ints) -> Steps:
        """Only these rows, in this order."""
        return Steps(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))

    @classmethod
    def joined(cls, parts: list[Steps]) -> Steps:
        """One after the other."""
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in cls.__dataclass_fields__))


@dataclass(frozen=True, eq=False)
class Offered:
    """One entry an offer; outcome 0 won, 1 lost, 2 declined."""

    case: Ints
    sent_s: Ints
    decided_s: Ints
    outcome: Ints


@dataclass(frozen=True, eq=False)
class Plan:
    """The planned walk of one journey as arrays, one entry a touchpoint."""

    place: Ints
    key: Ints
    optional: Flags
    gap: Floats
    offer: int
    order: int
    delivery: int
    enquiry: int
    repeat_buyer: int

    @classmethod
    def of(cls, journey: int) -> Plan:
        """The plan of this journey; ``offer`` is -1 where none is made."""
        stops = planned_places(journey)
        keys = [stop.key for stop in stops]
        return cls(
            place=np.array([stop.touchpoint for stop in stops]),
            key=np.array([KEYS.index(key) for key in keys]),
            optional=np.array([stop.optional for stop in stops]),
            gap=np.array([TOUCHPOINTS[key].gap_days for key in keys]) * (_REPEAT_PACE if journey % 2 else 1.0),
            offer=keys.index("offer") if "offer" in keys else -1,
            order=keys.index("order"),
            delivery=keys.index("delivery"),
            enquiry=next(p.touchpoint for p in places() if p.journey == journey and not TOUCHPOINTS[p.key].planned),
            repeat_buyer=journey % 2,
        )

    def rates(self, truth: Effects, kind: str) -> Floats:
        """The probability of a kind of deviation at each touchpoint."""
        return np.array([truth.rate(kind, KEYS[key]) for key in self.key])


@dataclass(frozen=True, eq=False)
class _Group:
    """The walks of one journey: what they are drawn with and from."""

    rng: np.random.Generator
    world: World
    plan: Plan
    case: Ints
    contact: Ints


class _Felt(NamedTuple):
    """What is expected at each touchpoint (columns) of each walk (rows), what the occasion adds, and the month."""

    level: Floats
    noise: Floats
    month: Ints


def walk(
    rng: np.random.Generator, world: World, journey: int, *, case: Ints, contact: Ints, day: Ints
) -> tuple[Steps, Offered]:
    """Let the walks ``case`` of one journey happen, each by its contact from its first day on.

    Returns:
        The events, also those after the end of the period, and the offers.
    """
    plan, truth = Plan.of(journey), world.truth
    shape = (len(case), len(plan.key))
    there = rng.random(shape) < np.where(plan.optional, plan.rates(truth, "optional"), 1 - plan.rates(truth, "missing"))
    again = there & (rng.random(shape) < plan.rates(truth, "repeated"))
    group = _Group(rng, world, plan, case, contact)
    ts = _times(group, day, there, again)
    month = world.clock.month_of(ts)
    level = touchpoint_level(world, contact[:, None], plan.key[None, :], month)
    noise, own = touchpoint_noise(rng, world, contact, plan.key, month)
    offered, last = _offers(group, there, ts, own)
    reached = np.arange(shape[1])[None, :] <= last[:, None]
    there, again = there & reached, again & reached
    _swap(rng, ts, there, truth.out_of_order)
    second, _ = touchpoint_noise(rng, world, contact, plan.key, month)
    parts = [
        _steps(group, ts, _Felt(level, noise, month), there),
        _steps(group, world.clock.later(ts, _AGAIN_AFTER_DAYS), _Felt(level, second, month), again),
        _enquiries(group, ts, there),
    ]
    return Steps.joined(parts), offered


def _times(group: _Group, day: Ints, there: Flags, again: Flags) -> Ints:
    """Office hours of working days, in planned order; left out takes no time, repeated some days more."""
    rng, world, plan = group.rng, group.world, group.plan
    gap = np.maximum(1.0, plan.gap * np.exp(0.5 * rng.normal(size=there.shape))) * there
    pause = np.concatenate([np.zeros((len(day), 1)), (_AGAIN_AFTER_DAYS + 3.0) * again[:, :-1]], axis=1)
    number = day[:, None] + np.cumsum(gap + pause, axis=1) - gap[:, :1]
    last = int(world.clock.working[-1])
    hours = 8 * 3_600 + (rng.random(there.shape) * 8 * 3_600).astype(np.int64)
    ts = world.clock.at(np.minimum(number, last).astype(np.int64), hours)
    return np.asarray(np.maximum.accumulate(ts, axis=1) + 61 * np.arange(there.shape[1]), dtype=np.int64)


def _offers(group: _Group, there: Flags, ts: Ints, own: Floats) -> tuple[Offered, Ints]:
    """Outcomes of the offers and the last touchpoint each walk reaches: an offer not won ends it."""
    plan, case = group.plan, group.case
    draws = group.rng.random((len(case), 3))
    end = np.full(len(case), there.shape[1])
    if plan.offer < 0:
        none = np.zeros(0, dtype=np.int64)
        return Offered(none, none, none, none), end
    made = there[:, plan.offer]
    share = WON[plan.repeat_buyer]
    # Only the offer's own part decides, so that what comes after is not a selection of the well served.
    won = draws[:, 0] < 1 / (
        1 + np.exp(-(np.log(share / (1 - share)) + group.world.truth.win_slope * own[:, plan.offer]))
    )
    outcome = np.where(won, 0, np.where(draws[:, 1] < DECLINED, 2, 1))
    end[made & ~won] = plan.offer
    sent, order = ts[:, plan.offer], ts[:, plan.order]
    decided = sent + ((0.3 + 0.6 * draws[:, 2]) * np.maximum(order - sent, _DAY_S)).astype(np.int64)
    return Offered(case[made], sent[made], decided[made], outcome[made]), end


def _swap(rng: np.random.Generator, ts: Ints, there: Flags, rate: float) -> None:
    """Let two neighbours that both happened change places in a share ``rate`` of the walks."""
    both = there[:, :-1] & there[:, 1:]
    chosen = np.argmax(rng.random(both.shape) * both, axis=1)
    rows = np.flatnonzero((rng.random(len(ts)) < rate) & both.any(axis=1))
    left, right = ts[rows, chosen[rows]].copy(), ts[rows, chosen[rows] + 1].copy()
    ts[rows, chosen[rows]], ts[rows, chosen[rows] + 1] = right, left


def _steps(group: _Group, ts: Ints, felt: _Felt, happened: Flags) -> Steps:
    world, plan = group.world, group.plan
    row, column = np.nonzero(happened)
    key, level, deviation = plan.key[column], felt.level[row, column], felt.noise[row, column]
    improved = (key == KEYS.index(world.truth.improved)) & (felt.month[row, column] >= world.felt.improved_from)
    rate = np.where(improved, world.truth.failing_after, plan.rates(world.truth, "failing")[column])
    return Steps(
        case=group.case[row],
        place=plan.place[column],
        key=key,
        ts_s=ts[row, column],
        level=level,
        latent=level + deviation,
        failing=_lowest(deviation, rate),
    )


def _enquiries(group: _Group, ts: Ints, there: Flags) -> Steps:
    """Customers who ask where their order is: unplanned, between order and delivery, in walks with a delivery."""
    rng, world, plan, case, contact = group.rng, group.world, group.plan, group.case, group.contact
    key = np.array([KEYS.index("enquiry")])
    order, delivery = ts[:, plan.order], ts[:, plan.delivery]
    late = world.clock.month_of(delivery) >= world.felt.improved_from
    chance = np.where(late, world.truth.ad_hoc_after, world.truth.ad_hoc)
    rows = np.flatnonzero((rng.random(len(case)) < chance) & there[:, plan.delivery])
    when = order + ((0.2 + 0.7 * rng.random(len(case))) * (delivery - order)).astype(np.int64)
    when = np.clip(world.clock.later(when, 0), np.minimum(order, delivery) + 600, np.maximum(order, delivery) - 600)
    when = when[rows][:, None]
    month = world.clock.month_of(when)
    level = touchpoint_level(world, contact[rows][:, None], key[None, :], month)[:, 0]
    noise, _ = touchpoint_noise(rng, world, contact[rows], key, month)
    failing = _lowest(noise[:, 0], np.full(len(rows), world.truth.rate("failing", "enquiry")))
    place = np.full(len(rows), plan.enquiry)
    return Steps(case[rows], place, np.full(len(rows), key[0]), when[:, 0], level, level + noise[:, 0], failing)


def _lowest(deviation: Floats, rate: Floats) -> Flags:
    """A touchpoint fails when its experience is in the lowest part of what is usual there: at a known rate."""
    from scipy.special import ndtri

    return np.asarray(deviation < ndtri(rate), dtype=np.bool_)
