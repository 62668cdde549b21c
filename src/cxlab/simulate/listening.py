"""Who is asked what and when, who answers, and what: the pulses in waves and the surveys after touchpoints."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cxlab.simulate.experience import QUESTIONS, World, common_correlation, pulse_level, pulse_noise
from cxlab.simulate.names import OWN_PEOPLE
from cxlab.simulate.pulses import Survey
from cxlab.simulate.questions import SURVEYS
from cxlab.simulate.touchpoints import KEYS
from cxlab.simulate.walks import Walks

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

ASKED_AFTER_TOUCHPOINT = 0.5
"""Share of the events at measured touchpoints after which the survey is sent (contact rules stop the rest)."""
BASE_LOG_ODDS = {"pulse": -0.45, "touchpoint": -0.65}
NO_CASE = -1
_SECOND_QUESTION = 0.9  # correlation of further questions with the first one at a touchpoint
_OPEN_DAYS = 21


@dataclass(frozen=True, eq=False)
class Asked:
    """One survey's invitations (rows) and what each would answer (columns: its scored questions), answered or not.

    Attributes:
        survey: position in SURVEYS.
        questions: keys of the scored questions.
        wave: wave number, or -1.
        contact, case, place: of the invitation; -1 where there is none.
        sent_s, answered_s: UTC seconds.
        answered: who answered within the period.
        level, latent: expected and felt latent experience.
        mood: what the answering goes with: its expected level (its deviation is standard normal).
        propensity: log odds of answering apart from the experience; -inf for the silent.
        correlation: of each question with the deviation of the mood.
    """

    survey: int
    questions: tuple[str, ...]
    wave: Ints
    contact: Ints
    case: Ints
    place: Ints
    sent_s: Ints
    answered_s: Ints
    answered: Flags
    level: Floats
    latent: Floats
    mood: Floats
    propensity: Floats
    correlation: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Wave:
    """A measurement wave of a pulse; days are day numbers of the clock."""

    survey: int
    month: int
    opened: int
    closed: int


def waves(world: World) -> list[Wave]:
    """The customers' pulse on the second Tuesday of its month, our own people's a week later."""
    found = []
    clock = world.clock
    for survey, later in ((0, 0), (1, 7)):
        for month in clock.waves():
            first = int(clock.month_first[month])
            tuesday = first + (1 - clock.date(first).weekday()) % 7 + 7 + later
            last = (clock.end - clock.first).days
            opened = max(first, min(tuesday, last - 1))
            found.append(Wave(survey, month, opened, opened + _OPEN_DAYS))
    return found


def pulse(rng: np.random.Generator, world: World, all_waves: list[Wave]) -> Asked:
    """Every contact of every present customer in every wave."""
    who, ours = world.who, len(OWN_PEOPLE)
    account = who.contact_account
    rows, numbers = [], []
    for number, wave in enumerate(all_waves):
        if wave.survey == 0:
            present = (who.since[account] <= wave.opened) & (who.left[account] > wave.opened)
            present[:ours] = False
            rows.append(np.flatnonzero(present))
            numbers.append(np.full(len(rows[-1]), number))
    contact, wave_of = np.concatenate(rows), np.concatenate(numbers)
    opened = np.array([wave.opened for wave in all_waves])[wave_of]
    sent = world.clock.at(opened, 9 * 3_600 + rng.integers(0, 1_800, len(contact)))
    # In a period too short for its wave nothing is sent after the end.
    contact, wave_of, sent = (values[sent <= world.clock.end_s] for values in (contact, wave_of, sent))
    month = np.array([wave.month for wave in all_waves])[wave_of]
    level, (noise, common) = pulse_level(world, contact, month), pulse_noise(rng, world, contact, month)
    mood = who.fixed[contact]
    propensity = _propensity(world, contact, BASE_LOG_ODDS["pulse"])
    answered_s, answered = _answering(rng, world, sent, propensity + world.truth.response_slope * (mood + common))
    correlation = common_correlation(world.truth)
    order = [QUESTIONS.index(key) for key in scored(SURVEYS[0])]
    none = np.full(len(contact), NO_CASE)
    return Asked(
        0,
        scored(SURVEYS[0]),
        wave_of,
        contact,
        none,
        none,
        sent,
        answered_s,
        answered,
        level[:, order],
        (level + noise)[:, order],
        mood,
        propensity,
        tuple(correlation[key] for key in scored(SURVEYS[0])),
    )


def employees(rng: np.random.Generator, world: World, all_waves: list[Wave]) -> Asked:
    """Our own people; nearly all of them answer, whatever they feel."""
    ours, keys = len(OWN_PEOPLE), scored(SURVEYS[1])
    numbers = [number for number, wave in enumerate(all_waves) if wave.survey == 1]
    # Shuffled within the wave: the order of the rows must not say who is who.
    contact = np.concatenate([rng.permutation(ours) for _ in numbers])
    wave_of = np.repeat(np.array(numbers), ours)
    person, own = rng.normal(size=ours), rng.normal(size=(len(contact), len(keys)))
    level = np.tile(np.array([world.truth.question[key] for key in keys]), (len(contact), 1))
    sent = world.clock.at(np.array([all_waves[n].opened for n in wave_of]), np.full(len(contact), 9 * 3_600))
    propensity = np.full(len(contact), 2.5)
    answered_s, answered = _answering(rng, world, sent, propensity)
    none = np.full(len(contact), NO_CASE)
    latent = level + np.sqrt(0.5) * person[contact][:, None] + np.sqrt(0.5) * own
    return Asked(
        1,
        keys,
        wave_of,
        contact,
        none,
        none,
        sent,
        answered_s,
        answered,
        level,
        latent,
        np.zeros(len(contact)),
        propensity,
        (0.0,) * len(keys),
    )


def after_touchpoints(rng: np.random.Generator, world: World, walks: Walks) -> list[Asked]:
    """A survey some days after about half of the events at each measured touchpoint."""
    steps, found = walks.steps, []
    chosen = rng.random(len(steps.case)) < ASKED_AFTER_TOUCHPOINT
    for number, survey in enumerate(SURVEYS):
        if survey.touchpoint is None:
            continue
        row = np.flatnonzero(chosen & (steps.key == KEYS.index(survey.touchpoint)))
        contact, case = walks.starts.contact[steps.case[row]], steps.case[row]
        sent = steps.ts_s[row] + rng.integers(20 * 3_600, 60 * 3_600, len(row))
        in_time = sent <= world.clock.end_s
        row, contact, case, sent = row[in_time], contact[in_time], case[in_time], sent[in_time]
        keys = scored(survey)
        level, deviation = steps.level[row], steps.latent[row] - steps.level[row]
        apart = rng.normal(size=(len(row), len(keys)))
        # Further questions share most with the first one and keep variance 1.
        r = np.array([1.0] + [_SECOND_QUESTION if world.truth.loading else 0.0] * (len(keys) - 1))
        latent = level[:, None] + r * deviation[:, None] + np.sqrt(1 - r**2) * apart
        propensity = _propensity(world, contact, BASE_LOG_ODDS["touchpoint"])
        answered_s, answered = _answering(rng, world, sent, propensity + world.truth.response_slope * steps.latent[row])
        found.append(
            Asked(
                number,
                keys,
                np.full(len(row), -1),
                contact,
                case,
                steps.place[row],
                sent,
                answered_s,
                answered,
                np.repeat(level[:, None], len(keys), axis=1),
                latent,
                level,
                propensity,
                tuple(r.tolist()),
            )
        )
    return found


def scored(survey: Survey) -> tuple[str, ...]:
    """Keys of the questions that have a scale, in their order."""
    return tuple(question.key for question in survey.questions if question.kind != "text")


def _propensity(world: World, contact: Ints, base: float) -> Floats:
    silent = world.who.silent[world.who.contact_account[contact]]
    return np.where(silent, -np.inf, base + world.who.propensity[contact])


def _answering(rng: np.random.Generator, world: World, sent_s: Ints, log_odds: Floats) -> tuple[Ints, Flags]:
    """When each would answer (days later, at office hours mostly), and whether it does so within the period."""
    delay = np.minimum(rng.exponential(2.5, len(sent_s)), _OPEN_DAYS - 2) * 86_400
    answered_s = sent_s + 300 + delay.astype(np.int64)
    yes = rng.random(len(sent_s)) < 1 / (1 + np.exp(-log_odds))
    return answered_s, yes & (answered_s <= world.clock.end_s)
