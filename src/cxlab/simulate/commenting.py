"""Who writes a comment, about what and in which mood; the words come from the bank of the writer's language."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cxlab.simulate.answering import Given
from cxlab.simulate.columns import LANGUAGES, table
from cxlab.simulate.effects import CAUSES
from cxlab.simulate.experience import World
from cxlab.simulate.listening import Asked
from cxlab.simulate.phrasing import Bank, phrase
from cxlab.simulate.questions import SURVEYS, question_ids
from cxlab.simulate.scales import SCALES
from cxlab.simulate.words_en import ENGLISH
from cxlab.simulate.words_fi import FINNISH
from cxlab.simulate.words_sv import SWEDISH

Ints = NDArray[np.int64]

MOODS = ("bad", "mixed", "good")
WRITES = (0.60, 0.35, 0.45)
"""Share of respondents who say why, by mood: the displeased write most."""
WRITES_MORE = 0.12
"""Share who also answer the open question at the end of a pulse."""
_BANKS: tuple[Bank, ...] = (FINNISH, SWEDISH, ENGLISH)
# By kind: the highest answer (position on the scale) that is bad and the lowest that is good.
_MOOD_AT = {"nps": (6, 9), "ces": (3, 5), "csat": (1, 4), "disconfirmation": (1, 3), "just_right": (0, 1)}
_TOUCHED = ("installation", "delivery", "meeting", "phone", "offer", "order", "invoicing")
_FROM_TOUCHPOINT = 0.4
_ANNOUNCED = ("delivery", "informs_ahead")
# What a mixed comment blames beside the touchpoint it praises.
_BESIDE = {
    "site": "order",
    "newsletter": "site",
    "fair": "approachable",
    "showroom": "expertise",
    "meeting": "speed",
    "phone": "same_service",
    "offer": "speed",
    "order": "informs_ahead",
    "delivery": "installation",
    "installation": "delivery",
    "invoicing": "ease",
    "aftercare": "help",
}


class Said(NamedTuple):
    """Comments to be written: one entry each."""

    response: Ints
    question: Ints
    topic: list[str]
    other: list[str]
    mood: Ints
    language: Ints


def comment(rng: np.random.Generator, world: World, given: Given) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The table comments, and what each was made to say (response, question, topic, mood)."""
    parts = [
        part
        for asked, row, first in zip(given.asked, given.rows, given.first, strict=True)
        for part in _of_survey(rng, world, asked, row, first)
    ]
    response = np.concatenate([part.response for part in parts])
    question = np.concatenate([part.question for part in parts])
    mood = np.concatenate([part.mood for part in parts])
    language = np.concatenate([part.language for part in parts])
    topics = [topic for part in parts for topic in part.topic]
    others = [topic for part in parts for topic in part.other]
    draws = rng.random((len(response), 16)).tolist()
    texts = [
        phrase(_BANKS[lang], topic, other, MOODS[how], draw)
        for lang, topic, other, how, draw in zip(language.tolist(), topics, others, mood.tolist(), draws, strict=True)
    ]
    spoken = np.array(LANGUAGES)[language].tolist()
    comments = table("comments", {"response": response, "question": question, "text": texts, "language": spoken})
    said = pl.DataFrame(
        {
            "response": response.astype(np.int32),
            "question": question.astype(np.int32),
            "topic": topics,
            "mood": np.array(MOODS)[mood].tolist(),
        },
        schema={"response": pl.Int32, "question": pl.Int32, "topic": pl.String, "mood": pl.String},
    )
    order = comments.select(pl.arg_sort_by("response", "question")).to_series()
    return comments[order], said[order]


def _of_survey(rng: np.random.Generator, world: World, asked: Asked, row: Ints, first: int) -> list[Said]:
    survey, ids = SURVEYS[asked.survey], question_ids()
    kind = next(question.kind for question in survey.questions if question.key == asked.questions[0])
    place = SCALES[kind].place(asked.latent[row, 0])
    bad, good = _MOOD_AT[kind]
    mood = np.where(place <= bad, 0, np.where(place >= good, 2, 1))
    found = []
    for key, share in ((f"{asked.questions[0]}_why", np.array(WRITES)), ("open", np.full(3, WRITES_MORE))):
        if (survey.key, key) not in ids:
            continue
        writes = np.flatnonzero(rng.random(len(row)) < share[mood])
        topic, other = _topics(rng, asked, row[writes], mood[writes])
        topic = _noticed(rng, world, asked.answered_s[row[writes]], topic)
        # An anonymous answer keeps no language of its own: the words are in the language of the house.
        anonymous = survey.promise == "anonymous"
        language = (
            np.zeros(len(writes), dtype=np.int64) if anonymous else world.who.language[asked.contact[row[writes]]]
        )
        question = np.full(len(writes), ids[survey.key, key])
        found.append(Said(first + writes, question, topic, other, mood[writes], language))
    return found


def _noticed(rng: np.random.Generator, world: World, answered_s: Ints, topic: list[str]) -> list[str]:
    """Once deliveries are announced, half of what is said about them or about informing ahead is about the notices."""
    late = (world.clock.month_of(answered_s) >= world.felt.improved_from) & (world.truth.improvement > 0)
    half = late & (rng.random(len(topic)) < 0.5)
    return ["notices" if new and word in _ANNOUNCED else word for new, word in zip(half.tolist(), topic, strict=True)]


def _topics(rng: np.random.Generator, asked: Asked, row: Ints, mood: Ints) -> tuple[list[str], list[str]]:
    """What is praised or blamed first, and the blame that a mixed comment adds."""
    survey = SURVEYS[asked.survey]
    if survey.touchpoint:
        return [survey.touchpoint] * len(row), [_BESIDE[survey.touchpoint]] * len(row)
    if survey.audience == "employee":
        return ["staff"] * len(row), ["staff"] * len(row)
    columns = [asked.questions.index(key) for key in CAUSES]
    felt = asked.latent[row][:, columns] + rng.gumbel(0.0, 0.5, (len(row), len(columns)))
    best, worst = np.argmax(felt, axis=1), np.argmin(felt, axis=1)
    touched = rng.random((len(row), 2)) < _FROM_TOUCHPOINT
    praised = rng.choice(len(_TOUCHED), len(row), p=(0.04, 0.10, 0.30, 0.22, 0.14, 0.12, 0.08))
    blamed = rng.choice(len(_TOUCHED), len(row), p=(0.40, 0.24, 0.04, 0.08, 0.10, 0.06, 0.08))
    praise = [_TOUCHED[p] if t else CAUSES[b] for p, b, t in zip(praised, best, touched[:, 0], strict=True)]
    blame = [_TOUCHED[p] if t else CAUSES[b] for p, b, t in zip(blamed, worst, touched[:, 1], strict=True)]
    return [b if how == 0 else p for p, b, how in zip(praise, blame, mood.tolist(), strict=True)], blame
