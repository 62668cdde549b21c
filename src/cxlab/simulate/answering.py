"""The tables of what was asked and answered: surveys' waves, invitations, responses and scored answers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cxlab.simulate.columns import LANGUAGES, table
from cxlab.simulate.experience import World
from cxlab.simulate.listening import Asked, Wave
from cxlab.simulate.questions import SURVEYS, question_ids
from cxlab.simulate.scales import SCALES, TOO_MUCH

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

UNANSWERED = 0.03
"""Share of the questions after the first that a respondent leaves out."""
_DAY_S = 86_400


@dataclass(frozen=True, eq=False)
class Given:
    """The responses of all surveys in one numbering, with what stands behind them.

    ``rows`` are, by survey asked, the invitations that were answered; response ``first + i`` is the i-th of them.
    """

    asked: list[Asked]
    rows: list[Ints]
    first: list[int]
    tables: dict[str, pl.DataFrame]


def answer(rng: np.random.Generator, world: World, asked: list[Asked], waves: list[Wave]) -> Given:
    """The tables waves, invitations, responses and answers."""
    rows = [np.flatnonzero(each.answered) for each in asked]
    first = [0, *np.cumsum([len(row) for row in rows]).tolist()][:-1]
    parts = [_answers(rng, each, row, start) for each, row, start in zip(asked, rows, first, strict=True)]
    answers = {name: np.concatenate([part[name] for part in parts]) for name in ("response", "question", "value")}
    order = np.lexsort((answers["question"], answers["response"]))
    tables = {
        "waves": _waves(world, waves),
        "invitations": _invitations(world, asked),
        "responses": _responses(world, asked, rows),
        "answers": table("answers", {name: values[order] for name, values in answers.items()}),
    }
    return Given(asked, rows, first, tables)


def _answers(rng: np.random.Generator, asked: Asked, row: Ints, first: int) -> dict[str, Ints]:
    ids, survey = question_ids(), SURVEYS[asked.survey]
    kinds = {question.key: question.kind for question in survey.questions}
    found: dict[str, list[Ints]] = {"response": [], "question": [], "value": []}
    for column, key in enumerate(asked.questions):
        value = _value(rng, kinds[key], asked.latent[row, column])
        kept = (rng.random(len(row)) >= UNANSWERED) | (column == 0)
        found["response"].append((first + np.arange(len(row)))[kept])
        found["question"].append(np.full(int(kept.sum()), ids[survey.key, key]))
        found["value"].append(value[kept])
    return {name: np.concatenate(parts) for name, parts in found.items()}


def _value(rng: np.random.Generator, kind: str, latent: Floats) -> Ints:
    value = SCALES[kind].answer(latent).astype(np.int64)
    if kind == "just_right":
        side = np.where(rng.random(len(value)) < TOO_MUCH, 1, -1)
        return np.where(value == 1, 0, side)
    if kind == "feeling":
        # Two adjectives of each sign, the good ones first.
        return 2 * (1 - value) + rng.integers(0, 2, len(value))
    return value


def _waves(world: World, waves: list[Wave]) -> pl.DataFrame:
    last = (world.clock.end - world.clock.first).days
    return table(
        "waves",
        {
            "wave": range(len(waves)),
            "survey": [wave.survey for wave in waves],
            "opened": [world.clock.date(wave.opened) for wave in waves],
            "closed": [world.clock.date(min(wave.closed, last)) for wave in waves],
        },
    )


def _invitations(world: World, asked: list[Asked]) -> pl.DataFrame:
    # Who of an anonymous survey's people has answered is not kept, so its invitations are no rows of this table.
    named = [each for each in asked if SURVEYS[each.survey].promise != "anonymous"]
    joined = {
        name: np.concatenate([getattr(each, name) for each in named])
        for name in ("wave", "contact", "case", "place", "sent_s", "answered")
    }
    survey = np.concatenate([np.full(len(each.contact), each.survey) for each in named])
    return table(
        "invitations",
        {
            "invitation": np.arange(len(survey)),
            "survey": survey,
            "wave": _missing(joined["wave"]),
            "contact": joined["contact"],
            "account": world.who.contact_account[joined["contact"]],
            "touchpoint": _missing(joined["place"]),
            "case": _missing(joined["case"]),
            "sent_s": joined["sent_s"],
            "answered": joined["answered"],
        },
    )


def _responses(world: World, asked: list[Asked], rows: list[Ints]) -> pl.DataFrame:
    pairs = list(zip(asked, rows, strict=True))
    joined = {
        name: np.concatenate([getattr(each, name)[row] for each, row in pairs])
        for name in ("wave", "contact", "case", "place", "answered_s")
    }
    survey = np.concatenate([np.full(len(row), each.survey) for each, row in pairs])
    hidden = np.array([each.promise == "anonymous" for each in SURVEYS])[survey]
    monday = joined["answered_s"] // _DAY_S
    monday = (monday - (monday + 3) % 7) * _DAY_S  # 1970-01-01 was a Thursday
    contact = np.where(hidden, -1, joined["contact"])
    language = np.array(LANGUAGES)[world.who.language[joined["contact"]]]
    return table(
        "responses",
        {
            "response": np.arange(len(survey)),
            "survey": survey,
            "wave": _missing(joined["wave"]),
            "contact": _missing(contact),
            "account": _missing(np.where(hidden, -1, world.who.contact_account[joined["contact"]])),
            "answered_at": np.where(hidden, monday, joined["answered_s"]),
            "language": pl.Series(language.tolist(), dtype=pl.String).set(pl.Series(hidden), None),
            "touchpoint": _missing(joined["place"]),
            "case": _missing(joined["case"]),
        },
    )


def _missing(values: Ints) -> pl.Series:
    return pl.Series(values).set(pl.Series(values < 0), None)
