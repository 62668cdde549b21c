"""Decides what is remembered of a file while people decide on it: what is odd, and what would land."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from polku.flows.import_file.asking import Asked, Looking, found_in, roles_of
from polku.flows.import_file.kept_looks import WORTH_KEEPING, keep_look, kept_look, place_of
from polku.flows.import_file.mapping import Mapping, to_json
from polku.flows.import_file.reading import summed_up
from polku.flows.import_file.summary import Summary
from polku.flows.import_file.taking_records import records_summed_up
from polku.governance.gate import Viewer
from polku.governance.queries import imports

if TYPE_CHECKING:
    from cxlab.files import TableFile
    from cxlab.noticing import Earlier, Noticed

Found = TypeVar("Found")
MOST_KEPT = 8
# Whom a row is about is looked up in the store, which changes: a summary with such columns is made anew.
_LOOKED_UP = ("account", "account_name", "contact", "mail", "touchpoint")
_kept: OrderedDict[Any, Any] = OrderedDict()


def _once(key: Any, make: Callable[[], Found]) -> Found:
    """What was made under a key before, else what is made now; the oldest is forgotten."""
    if key in _kept:
        _kept.move_to_end(key)
        return _kept[key]
    made = _kept[key] = make()
    while len(_kept) > MOST_KEPT:
        _kept.popitem(last=False)
    return made


def noticed_once(
    file: TableFile,
    mapping: Mapping,
    earlier: Earlier | None,
    content: str,
    progress: Callable[[float, int], None] = lambda _share, _rows: None,
) -> tuple[tuple[Noticed, ...], Looking]:
    """What is odd in a file, and how much of it was looked at: the same for the same content, form and roles."""
    looking = Looking(told=progress)

    def make() -> tuple[tuple[Noticed, ...], Looking]:
        return found_in(file, mapping, earlier=earlier, parts=looking.parts(file)), looking

    if not content:
        return make()
    key = look_key(file, mapping, earlier, content)
    place = place_of(content, key)

    def kept_or_made() -> tuple[tuple[Noticed, ...], Looking]:
        if kept := kept_look(place):
            return kept
        made = make()
        if looking.rows * len(file.columns) >= WORTH_KEEPING:
            keep_look(place, *made)
        return made

    return _once(key, kept_or_made)


def look_key(file: TableFile, mapping: Mapping, earlier: Earlier | None, content: str) -> Any:
    """What a look depends on: looks at the same content in the same form and roles find the same."""
    before = (earlier.columns, tuple(sorted(earlier.ids)), earlier.name) if earlier else None
    return ("noticed", content, file.form, tuple(sorted(roles_of(file, mapping).items(), key=str)), before)


def remembered(key: Any, content: str) -> bool:
    """Whether a look needs no second one."""
    return key in _kept or place_of(content, key).exists()


def would_land(file: TableFile, mapping: Mapping, noticed: tuple[Asked, ...], *, viewer: Viewer) -> Summary:
    """What would land as the mapping stands."""
    if mapping.kind == "answers":
        return summed_up(file, mapping, noticed, viewer=viewer)
    return records_summed_up(file, mapping, viewer=viewer)


def summed_up_once(
    file: TableFile, mapping: Mapping, noticed: tuple[Asked, ...], *, viewer: Viewer, content: str
) -> Summary:
    """What would land, remembered while neither the file nor the mapping changes."""
    looked_up = mapping.kind != "answers" or any(map(mapping.named, _LOOKED_UP))
    if not content or looked_up:
        return would_land(file, mapping, noticed, viewer=viewer)
    said = json.dumps(to_json(mapping), sort_keys=True)
    # What is here already changes with what lands and is undone.
    here = tuple((one.id, one.state) for one in imports(viewer=viewer))
    key = ("summed", content, said, viewer.language, here)
    return _once(key, lambda: would_land(file, mapping, noticed, viewer=viewer))
