"""Decides whether what a command asks for has landed already: the same content, for the same wave, decided alike."""

from __future__ import annotations

from dataclasses import replace

from polku.cli.imports_said import Asking
from polku.flows.import_file import Mapping, MappingFault
from polku.flows.import_file.fitting import without_file
from polku.flows.import_file.mapping import from_json, to_json
from polku.governance import queries
from polku.governance.gate import Viewer

# What the mapping of the same command says again; how columns are read may have been proposed otherwise then.
_SAME = ("kind", "survey", "wave", "month", "day", "promise", "audience", "form", "make_accounts")


def landed_before(content: str, name: str, mapping: Mapping, asking: Asking, viewer: Viewer) -> queries.Upload | None:
    """The file that landed by the same command before, or None: then nothing is left to do.

    ``mapping`` is that of the command before anything is decided. A command that decides, renames or leaves out
    something else than was done then asks for something new.
    """
    for upload in queries.uploads(viewer=viewer):
        if upload.state != "landed" or upload.sha256 != content:
            continue
        try:
            before = from_json(upload.mapping)
        except MappingFault:
            continue
        if mapping.kind != "answers" and upload.name != name:
            continue
        if _asks_alike(mapping, before, asking):
            return upload
    return None


def _asks_alike(mapping: Mapping, before: Mapping, asking: Asking) -> bool:
    if not all(_was_decided(said, before) for said in asking.decisions):
        return False
    if asking.mapping or asking.kept:
        return _plain(mapping) == _plain(before)
    columns = set(before.columns)
    return (
        all(_folded(getattr(mapping, one)) == _folded(getattr(before, one)) for one in _SAME)
        and all(said.partition("=")[2] in columns for said in asking.renamed)
        and not columns.intersection(asking.without)
    )


def _was_decided(said: str, before: Mapping) -> bool:
    what, _equals, choice = said.rpartition("=")
    return any(what in {key, key.partition(":")[0]} and decided == choice for key, decided in before.decisions.items())


def _folded(value: object) -> object:
    return value.strip().casefold() if isinstance(value, str) else value


def _plain(mapping: Mapping) -> object:
    """The mapping without which file it was tied to, and what the file itself says of options that were not chosen."""
    columns = {name: replace(use, left="") for name, use in mapping.columns.items()}
    return to_json(without_file(replace(mapping, columns=columns)))
