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
    if draw[0] < 0.06 and mood != "mixed":
        return _typed(_pick(bank.short[mood], draw[1]), draw)
    said = _mixed(bank, topic, other, draw) if mood == "mixed" else _plain(bank, topic, mood, draw)
    if "{" in said:
        words = {
            name: choices[int((draw[5] * (7 + 5 * n)) % 1 * len(choices))]
            for n, (name, choices) in enumerate(bank.slots.items())
        }
        said = said.format_map(words)
    return _typed(said, draw)


def _plain(bank: Bank, topic: str, mood: str, draw: Sequence[float]) -> str:
    sentences = (bank.good if mood == "good" else bank.bad)[topic]
    first = int(draw[1] * len(sentences))
    parts = [sentences[first]]
    if draw[2] < 0.30:
        parts.append(sentences[(first + 1 + int(draw[3] * (len(sentences) - 1))) % len(sentences)])
    if draw[4] < 0.15:
        parts.insert(0, _pick(bank.openings[mood], draw[6]))
    if draw[7] < 0.35:
        parts.append(_pick(bank.closings[mood], draw[8]))
    return " ".join(parts)


def _mixed(bank: Bank, topic: str, other: str, draw: Sequence[float]) -> str:
    praise, blame = _pick(bank.good[topic], draw[1]), _pick(bank.bad[other], draw[2])
    if not blame.startswith(bank.keeps_capital):
        blame = blame[0].lower() + blame[1:]
    return f"{praise} {_pick(bank.but, draw[3])} {blame}"


def _typed(text: str, draw: Sequence[float]) -> str:
    """As people type: some leave out the last full stop, some the first capital."""
    if draw[9] < 0.15:
        text = text.rstrip(".")
    if draw[10] < 0.07:
        text = text[0].lower() + text[1:]
    return text


def _pick(choices: Sequence[str], draw: float) -> str:
    return choices[int(draw * len(choices))]
