"""Decides what is preset of a file of answers and shown to be confirmed: the promise and who answered, with why."""

from __future__ import annotations

from collections.abc import Mapping as Pairs
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from polku.flows.import_file import Mapping
from polku.web.workspace import words as shared

_SAID: Pairs[str, tuple[Any, Any, Pairs[str, Any]]] = {
    "promise": (
        _("What was promised to those who answered?"),
        _(
            "Open: members with the right see who said what. If they were told that their answers are confidential or "
            "anonymous, say so now: small groups are then hidden. Confidential: names are kept but shown to nobody. "
            "Anonymous: names are not kept."
        ),
        shared.PROMISES,
    ),
    "audience": (
        _("Who answered?"),
        _("Answers of employees and partners are counted apart: they enter no figure of customers."),
        shared.AUDIENCES,
    ),
}


@dataclass(frozen=True, slots=True)
class Preset:
    """Something that is preset: its name in the mapping, and each choice with its words and whether it holds."""

    name: str
    what: str
    why: str
    choices: tuple[tuple[str, str, bool], ...]


def presets_of(mapping: Mapping) -> tuple[Preset, ...]:
    """What is preset of a file; files of records have nothing of the kind."""
    if mapping.kind != "answers":
        return ()
    return tuple(
        Preset(
            name,
            str(what),
            str(why),
            tuple((key, str(words), key == getattr(mapping, name)) for key, words in known.items()),
        )
        for name, (what, why, known) in _SAID.items()
    )


def known(name: str, value: str) -> bool:
    """Whether this may be said of a preset."""
    return name in _SAID and value in _SAID[name][2]
