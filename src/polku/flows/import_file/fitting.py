"""Decides what a kept mapping says of another file: its columns and decisions, but not which file it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from polku.flows.import_file.known_rows import KIND
from polku.flows.import_file.mapping import OF_ONE_FILE, Mapping

# As much of a digest as tells one file from another and can still be read.
TOLD_APART = 16


def tied(mapping: Mapping, content: str) -> Mapping:
    """The mapping of which wave, month and day are said of the file with this digest, and are asked of the next."""
    return replace(mapping, of_file=content[:TOLD_APART], asks=_asked(mapping))


def fitted(mapping: Mapping, content: str, *, kept: bool = False) -> Mapping:
    """The mapping for a file: what says which file it is (wave, month, day) is asked again for another one.

    Args:
        mapping: one that was made before.
        content: digest of the file it is used for now.
        kept: it was kept to be used again; else one that names no file was written for this one.
    """
    same = bool(content) and mapping.of_file == content[:TOLD_APART] if mapping.of_file else not kept
    if same:
        return tied(mapping, content)
    decisions = {key: choice for key, choice in mapping.decisions.items() if key != KIND}
    anew = replace(mapping, asks=_asked(mapping), decisions=decisions, wave="", month="", day="")
    return replace(anew, of_file=content[:TOLD_APART])


def without_file(mapping: Mapping) -> Mapping:
    """The mapping as it is compared: what lands does not depend on which file it was tied to."""
    return replace(mapping, of_file="", asks=())


def _asked(mapping: Mapping) -> tuple[str, ...]:
    return tuple(name for name in OF_ONE_FILE if getattr(mapping, name) or name in mapping.asks)


def still_asked(mapping: Mapping) -> Iterator[tuple[str, str]]:
    """What says which file this is and has not been said of this one: the place in the mapping, and the question."""
    if "wave" in mapping.asks and not (mapping.wave or mapping.named("wave")):
        yield "wave", _("Which wave is this file? The mapping was made with another file.")
    if {"month", "day"} & set(mapping.asks) and not (mapping.month or mapping.day or mapping.named("time")):
        yield "month", _("Which month was this file answered in? The mapping was made with another file.")
