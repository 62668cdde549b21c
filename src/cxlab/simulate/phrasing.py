"""How a comment is put together from a bank of sentences: topic, mood, slots, a second thought, and careless typing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bank:
    """The sentences of one language; curly braces name slots.

    Attributes:
        good, bad: sentences by topic.
        openings, closings: by mood (good, bad), put before or after now and then.
        short: whole comments by mood, about nothing in particular.
        but: joins a good sentence to a bad one that then begins in lower case.
        slots: words for each slot, in the form in which the sentences need them.
        keeps_capital: first words that stay in upper case after ``but``.
    """

    good: Mapping[str, Sequence[str]]
    bad: Mapping[str, Sequence[str]]
    openings: Mapping[str, Sequence[str]]
    closings: Mapping[str, Sequence[str]]
    short: Mapping[str, Sequence[str]]
    but: Sequence[str]
    slots: Mapping[str, Sequence[str]]
    keeps_capital: tuple[str, ...] = ()


def phrase(bank: Bank, topic: str, other: str, mood: str, draw: Sequence[float]) -> str:
    """One comment.

    Args:
        bank: of the writer's language.
        topic: of what is said.
        other: of what a mixed comment complains about.
        mood: good, mixed or bad.
        draw: 16 numbers between 0 and 1 that decide everything.
    """
    if mood == "mixed":
        praise, blame = (
            _filled(bank, _pick(words, n), draw)
            for words, n in ((bank.good[topic], draw[1]), (bank.bad[other], draw[2]))
        )
        if not blame.startswith(bank.keeps_capital or "\0"):
            blame = blame[0].lower() + blame[1:]
        return _typed(f"{praise} {_pick(bank.but, draw[3])} {blame}", draw)
    if draw[0] < 0.06:
        return _typed(_pick(bank.short[mood], draw[1]), draw)
    sentences = (bank.good if mood == "good" else bank.bad)[topic]
    first = int(draw[1] * len(sentences))
    parts = [sentences[first]]
    if draw[2] < 0.35:
        parts.append(sentences[(first + 1 + int(draw[3] * (len(sentences) - 1))) % len(sentences)])
    if draw[4] < 0.15:
        parts.insert(0, _pick(bank.openings[mood], draw[6]))
    if draw[7] < 0.40:
        parts.append(_pick(bank.closings[mood], draw[8]))
    return _typed(" ".join(_filled(bank, part, draw) for part in parts), draw)


def _filled(bank: Bank, sentence: str, draw: Sequence[float]) -> str:
    if "{" not in sentence:
        return sentence
    words = {
        name: choices[int(draw[11 + n % 5] * len(choices))] for n, (name, choices) in enumerate(bank.slots.items())
    }
    filled = sentence.format_map(words)
    return filled[0].upper() + filled[1:]


def _typed(text: str, draw: Sequence[float]) -> str:
    """As people type: some leave out the last full stop, some the first capital."""
    if draw[9] < 0.15:
        text = text.rstrip(".")
    if draw[10] < 0.07:
        text = text[0].lower() + text[1:]
    return text


def _pick(choices: Sequence[str], draw: float) -> str:
    return choices[int(draw * len(choices))]
