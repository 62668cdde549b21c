"""Says in words what was noticed, why it matters and what each choice does; another language brings its own speech."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cxlab.noticing.found import Noticed, Told
from cxlab.noticing.sayings import CHOSEN, OTHERS, ROWS, ROWS_OF_VALUE, SAID

NAMED = 5
LONGEST = 40


@dataclass(frozen=True, slots=True)
class Speech:
    """A language: how a sentence, a counted phrase and a number are said.

    Attributes:
        text: the sentence of ``cxlab.noticing.sayings`` in this language.
        counted: the phrase for one or for many, by the number.
        number: a whole number as people write it.
    """

    text: Callable[[str], str]
    counted: Callable[[str, str, int], str]
    number: Callable[[int], str]


ENGLISH = Speech(
    text=lambda text: text,
    counted=lambda one, many, n: one if n == 1 else many,
    number=lambda n: f"{n:,}",
)


def told(noticed: Noticed, speech: Speech = ENGLISH) -> Told:
    """Something noticed, in words.

    Args:
        noticed: what was noticed.
        speech: the language; English unless given.

    Returns:
        What it is, why it matters, and the words of each choice beside its key.

    Raises:
        KeyError: the kind is not one of ``cxlab.noticing.sayings``.

    Example:
        >>> from cxlab.noticing.found import choices
        >>> found = Noticed("text_na", "country", (("NA", 3),), count=3, choices=choices("missing", "keep"))
        >>> told(found).what
        'country holds NA (3 rows), which may mean no answer or may be text.'
    """
    what, why = SAID.get(f"{noticed.kind}.{_variant(noticed)}") or SAID[noticed.kind]
    facts = _facts(noticed, speech)
    return Told(
        what=speech.text(what) % facts,
        why=speech.text(why) % facts,
        choices=tuple(
            (choice.key, speech.text(_chosen(noticed.kind, choice.key)) % {**facts, **_spoken(choice.params, speech)})
            for choice in noticed.choices
        ),
    )


def _variant(noticed: Noticed) -> str:
    if noticed.kind == "missing_code":
        return "answer" if "low" in noticed.params else ""
    return str(noticed.params.get("by", ""))


def _chosen(kind: str, key: str) -> str:
    family = _FAMILIES.get(kind, kind)
    return CHOSEN.get(f"{family}.{key}") or CHOSEN[key]


_FAMILIES = {
    "impossible_dates": "dates",
    "future_dates": "dates",
    "early_dates": "dates",
    "zero_dates": "dates",
    "not_a_time": "times",
}


def _facts(noticed: Noticed, speech: Speech) -> dict[str, str]:
    """What the sentences may name."""
    return {
        "low": "",
        "high": "",
        "earlier": "",
        **_spoken(noticed.params, speech),
        "column": noticed.column or "",
        "values": _values(noticed, speech),
        "rows": _counted(ROWS, noticed.count, speech),
    }


def _spoken(params: Mapping[str, object], speech: Speech) -> dict[str, str]:
    return {key: speech.number(value) if type(value) is int else str(value) for key, value in params.items()}


def _values(noticed: Noticed, speech: Speech) -> str:
    """The most frequent values, each with its rows, and whether there are more."""
    labels = noticed.params.get("labels") or {}
    named = []
    for value, n in noticed.values[:NAMED]:
        shown = " ".join(value.split())
        shown = shown if len(shown) <= LONGEST else shown[:LONGEST].rstrip() + "…"
        label = labels.get(value)
        phrase = speech.counted(*ROWS_OF_VALUE, n)
        named.append(phrase % {"value": f"{shown} = {label}" if label else shown, "count": speech.number(n)})
    text = ", ".join(named)
    return speech.text(OTHERS) % {"values": text} if len(noticed.values) > NAMED else text


def _counted(phrase: tuple[str, str], n: int, speech: Speech) -> str:
    return speech.counted(*phrase, n) % {"count": speech.number(n)}
