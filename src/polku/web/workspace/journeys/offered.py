"""Decides how the templates of journeys are told to a reader: what each is for, and what it holds."""

from __future__ import annotations

from dataclasses import dataclass

from polku.governance.rules import in_language
from polku.journeys.rules.templates import TEMPLATES


@dataclass(frozen=True, slots=True)
class Offered:
    """A template in the reader's language; ``phases`` with the names of their touchpoints."""

    key: str
    name: str
    about: str
    touchpoints: int
    phases: tuple[tuple[str, tuple[str, ...]], ...]


def offered(language: str) -> tuple[Offered, ...]:
    """Every template in the order in which it is offered."""
    return tuple(
        Offered(
            key=one.key,
            name=in_language(one.names, language),
            about=in_language(one.about, language),
            touchpoints=len(one.points()),
            phases=tuple(
                (in_language(column.names, language), tuple(in_language(p.names, language) for p in column.points))
                for column in one.columns
            ),
        )
        for one in TEMPLATES.values()
    )
