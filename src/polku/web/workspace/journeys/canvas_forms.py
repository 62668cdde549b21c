"""What a person fills in on a canvas: shape only, the room decides what it means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from polku.governance.rules import LANGUAGES, Refused
from polku.journeys.rules import canvas as rules
from polku.journeys.services import CanvasDetails
from polku.web.workspace import words
from polku.web.workspace.asking import Seen
from polku.web.workspace.journeys import canvas_words

# Empty lines that wait at the end of each act for somebody to write on.
SPARE = 2


class CanvasForm(Seen):
    """What the canvas is of, and in which language it is filled in."""

    once = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("The encounter as your team calls it."))
    level = forms.ChoiceField(label=_("What it is of"), required=False)
    journey = forms.ChoiceField(
        label=_("Journey"), required=False, help_text=_("The journey that the encounter is a part of.")
    )
    language = forms.ChoiceField(
        label=_("Language"), help_text=_("A canvas is written in one language, that of the team.")
    )

    def __init__(self, *args: Any, journeys: Iterable[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["level"].choices = list(canvas_words.LEVELS.items())
        self.fields["journey"].choices = [("", _("None")), *((str(key), name) for key, name in journeys)]
        self.fields["language"].choices = [(code, words.LANGUAGES[code]) for code in LANGUAGES]

    def details(self) -> CanvasDetails:
        data = self.cleaned_data
        journey = int(data["journey"]) if data["journey"] else None
        return CanvasDetails(data["name"], data["level"] or "encounter", data["language"], journey)

    def refuse(self, refused: Refused) -> None:
        self.add_error(refused.field if refused.field in self.fields else None, str(refused))


def _number(asked: QueryDict, name: str) -> int | None:
    """A whole number as it was written; what is none becomes a number that the rules refuse."""
    given = asked.get(name, "").strip()
    if not given:
        return None
    return int(given) if given.isdecimal() and len(given) < 7 else -1  # noqa: PLR2004 - longer than any limit


def _score(asked: QueryDict, name: str) -> float | None:
    given = asked.get(name, "").strip().replace(",", ".")
    if not given:
        return None
    try:
        return float(given)
    except ValueError:
        return -1.0


def _column(asked: QueryDict, key: str, known: frozenset[str]) -> rules.Column:
    touchpoint = asked.get(f"{key}-touchpoint", "")
    session = _number(asked, f"{key}-session")
    return rules.Column(
        key=key,
        name=asked.get(f"{key}-name", ""),
        minutes=_number(asked, f"{key}-minutes"),
        session=0 if session is None else session,
        later=f"{key}-is-later" in asked,
        peak=f"{key}-is-peak" in asked,
        end=f"{key}-is-end" in asked,
        touchpoint=touchpoint if touchpoint in known else "",
        target=_score(asked, f"{key}-target"),
        cells={row: asked.get(f"{key}-{row}", "") for row in rules.ROWS},
    )


def columns_of(asked: QueryDict, known: frozenset[str]) -> tuple[rules.Column, ...]:
    """The columns as they were filled in, in the order of the page."""
    keys = dict.fromkeys(key for key in asked.getlist("column") if key[:1] == "c" and key[1:].isdecimal())
    return tuple(_column(asked, key[:10], known) for key in list(keys)[: rules.MOST_COLUMNS + 1])


def arranged(columns: tuple[rules.Column, ...], do: str, added: str) -> tuple[rules.Column, ...]:
    """The columns after one was added, moved or taken away; ``do`` is ``add``, ``left:c2``, ``right:c2``, ``drop:c2``.

    >>> one, two = rules.Column("c1", "A"), rules.Column("c2", "B")
    >>> [column.name for column in arranged((one, two), "left:c2", "")]
    ['B', 'A']
    """
    if do == "add":
        return (*columns, rules.Column(rules.free_key(columns), added, minutes=30))
    kind, _colon, key = do.partition(":")
    place = next((at for at, column in enumerate(columns) if column.key == key), None)
    if place is None:
        return columns
    rest = [column for column in columns if column.key != key]
    if kind == "drop":
        return tuple(rest)
    to = place + {"left": -1, "right": 1}.get(kind, 0)
    if not 0 <= to < len(columns):
        return columns
    rest.insert(to, columns[place])
    return tuple(rest)


def questions_of(asked: QueryDict) -> dict[str, str]:
    return {key: asked.get(key, "") for key in rules.QUESTIONS}


@dataclass(frozen=True, slots=True)
class Act:
    """An act with its lines, and empty ones to write on; a line with the place that names its fields."""

    key: str
    name: str
    lines: tuple[tuple[int, rules.Line], ...]


def acts(content: rules.Content, spare: int = SPARE) -> tuple[Act, ...]:
    """The script act by act, each line with the number that its fields have."""
    told, number = [], 0
    for act in rules.ACTS:
        lines = [line for line in content.script if line.act == act] + [rules.Line(act)] * spare
        told.append(Act(act, str(canvas_words.ACTS[act]), tuple(enumerate(lines, number))))
        number += len(lines)
    return tuple(told)


def script_of(asked: QueryDict, content: rules.Content) -> rules.Content:
    """The parts and the script as they were filled in."""
    many = min(len(asked.getlist("act")), rules.MOST_LINES * 3)
    lines = tuple(
        rules.Line(
            asked.getlist("act")[at],
            asked.get(f"script-{at}-who", ""),
            asked.get(f"script-{at}", ""),
            asked.get(f"script-{at}-brings", ""),
        )
        for at in range(many)
    )
    people = zip(asked.getlist("who"), asked.getlist("part"), strict=False)
    return replace(content, parts=tuple(rules.Part(who, part) for who, part in people), script=lines)
