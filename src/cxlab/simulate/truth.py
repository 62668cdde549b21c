"""What is known to be true of a simulated company: the effects it was drawn from and the scores they imply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cxlab.simulate.columns import SEGMENTS
from cxlab.simulate.effects import Effects
from cxlab.simulate.experience import World
from cxlab.simulate.listening import BASE_LOG_ODDS, Asked
from cxlab.simulate.passage import Steps
from cxlab.simulate.people import PROPENSITY
from cxlab.simulate.questions import SURVEYS, definition
from cxlab.simulate.scales import SCALES, Scale, implied, nodes, selected
from cxlab.simulate.touchpoints import KEYS

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_MANY = 1_000_000
_STEP = 0.02  # levels closer than this are one kind of person: no score moves by a tenth of a point


@dataclass(frozen=True, eq=False)
class Truth:
    """The truth behind the tables. Latent points have standard deviation 1 (see ``Effects``).

    Attributes:
        effects: every effect and rate that was used.
        icc: share of the latent variance that answers of one account have in common.
        elasticity, lag: log expected revenue per latent point of the account's experience ``lag`` months earlier.
        improved: key of the touchpoint that was improved, ``improvement`` latent points from ``improvement_month`` on.
        touchpoints: key, segment, events, level, before, after: the expected latent level of what happened, in
            all, before and from the improvement month on (missing where none happened).
        scores: survey, question, definition, touchpoint_key, segment, wave, asked, answered, value, value_answered: the
            headline score that everyone asked would give on average over companies drawn like this one, and the one
            expected of those who answer (they differ by ``effects.response_slope``). No segment, no wave: all.
        accounts: account, month, experience: the account's own part of the latent experience, in latent points.
        latent: response, latent: the felt experience behind the first question of each response.
        events: event, latent: the felt experience of each event.
        comments: response, question, topic, mood: what each comment was made to say. The topic
            ``notices`` exists only from the improvement month on: a theme that truly rises.
    """

    effects: Effects
    icc: float
    elasticity: float
    lag: int
    improved: str
    improvement: float
    improvement_month: str
    touchpoints: pl.DataFrame
    scores: pl.DataFrame
    accounts: pl.DataFrame
    latent: pl.DataFrame
    events: pl.DataFrame
    comments: pl.DataFrame


def touchpoint_levels(world: World, steps: Steps, segment: Ints) -> pl.DataFrame:
    """The expected latent level by touchpoint and segment; see ``Truth.touchpoints``."""
    late = world.clock.month_of(steps.ts_s) >= world.felt.improved_from
    frame = pl.DataFrame(
        {
            "key": pl.Series(KEYS).gather(steps.key),
            "segment": pl.Series(SEGMENTS).gather(segment),
            "late": late,
            "level": steps.level,
        }
    )
    by = frame.group_by("key", "segment").agg(_levels())
    return pl.concat(
        [frame.group_by("key").agg(_levels()).with_columns(segment=pl.lit(None, pl.String)).select(by.columns), by]
    ).sort("key", "segment")


def _levels() -> list[pl.Expr]:
    level, late = pl.col("level"), pl.col("late")
    return [
        pl.len().alias("events"),
        level.mean(),
        level.filter(~late).mean().alias("before"),
        level.filter(late).mean().alias("after"),
    ]


def implied_scores(world: World, asked: list[Asked]) -> pl.DataFrame:
    """The scores that the latent truth implies; see ``Truth.scores``."""
    rows: list[dict[str, Any]] = []
    for each in asked:
        segment = world.who.segment[world.who.contact_account[each.contact]]
        everyone = np.ones(len(segment), dtype=np.bool_)
        cells: list[tuple[str | None, int | None, NDArray[np.bool_]]] = [(None, None, everyone)]
        if SURVEYS[each.survey].audience == "customer":
            cells += [(word, None, segment == code) for code, word in enumerate(SEGMENTS)]
        cells += [(None, int(wave), each.wave == wave) for wave in np.unique(each.wave[each.wave >= 0])]
        rows += [
            row for label, wave, chosen in cells if chosen.any() for row in _cell(world, each, label, wave, chosen)
        ]
    schema = {
        "survey": pl.String,
        "question": pl.String,
        "definition": pl.String,
        "touchpoint_key": pl.String,
        "segment": pl.String,
        "wave": pl.Int32,
        "asked": pl.Int64,
        "answered": pl.Int64,
        "value": pl.Float64,
        "value_answered": pl.Float64,
    }
    return pl.DataFrame(rows, schema=schema)


def _cell(
    world: World, asked: Asked, segment: str | None, wave: int | None, chosen: NDArray[np.bool_]
) -> list[dict[str, Any]]:
    survey = SURVEYS[asked.survey]
    found: list[dict[str, Any]] = []
    questions = {question.key: question for question in survey.questions}
    for column, key in enumerate(asked.questions):
        scale = SCALES[questions[key].kind]
        level, mood = asked.level[chosen, column], asked.mood[chosen]
        found.append(
            {
                "survey": survey.key,
                "question": key,
                "definition": definition(questions[key]),
                "touchpoint_key": survey.touchpoint,
                "segment": segment,
                "wave": wave,
                "asked": int(chosen.sum()),
                "answered": int(asked.answered[chosen].sum()),
                "value": float(implied(scale, level).mean()),
                "value_answered": _of_those_who_answer(
                    world, asked, scale, level=level, mood=mood, correlation=asked.correlation[column]
                ),
            }
        )
    return found


def _of_those_who_answer(
    world: World, asked: Asked, scale: Scale, *, level: Floats, mood: Floats, correlation: float
) -> float:
    survey = SURVEYS[asked.survey]
    slope = world.truth.response_slope if survey.audience == "customer" else 0.0
    if not slope:
        return float(implied(scale, level).mean())
    pairs = np.rint(level / _STEP).astype(np.int64) * _MANY + np.rint(mood / _STEP).astype(np.int64)
    coded, counts = np.unique(pairs, return_counts=True)
    at_level = (coded + _MANY // 2) // _MANY
    at_mood = (coded - at_level * _MANY) * _STEP
    base = BASE_LOG_ODDS["touchpoint" if survey.touchpoint else "pulse"]
    z, weight = np.polynomial.hermite_e.hermegauss(15)
    lean = PROPENSITY * z[None, None, :] + slope * at_mood[:, None, None] + slope * nodes()[None, :, None]
    answering = (weight / weight.sum() / (1 + np.exp(-(base + lean)))).sum(axis=2)
    mass = np.asarray(counts[:, None] * answering, dtype=np.float64)
    return selected(scale, np.asarray(at_level * _STEP, dtype=np.float64), mass, correlation)
