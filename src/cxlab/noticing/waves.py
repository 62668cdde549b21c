"""Notices columns of the last wave that are gone or go by another name now."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from cxlab.noticing.found import Choice, Earlier, Noticed, Role
from cxlab.noticing.names import plain

ALIKE = 0.8
_NUMBERED = re.compile(r"^([a-z]+)(\d+)([a-z]\w*)$")
_QUIET = frozenset({"background", "ignored"})


def noticed_waves(columns: Sequence[str], roles: Mapping[str, Role], earlier: Earlier) -> Iterator[Noticed]:
    """Columns that vanished since the earlier wave, with what may be their new names.

    A name that is gone is looked for among the names that are new: the same letters and digits, the same word with
    another question number (``Q18AGE``, ``Q19AGE``), nearly the same spelling.
    """
    new = [name for name in columns if name not in set(earlier.columns)]
    pairs = {name: _nearest(name, new) for name in earlier.columns if name not in columns}
    gone = [name for name, nearest in pairs.items() if nearest is None]
    if len(gone) > len(earlier.columns) / 2:
        params = {"earlier": earlier.name, "gone": len(gone), "columns": len(earlier.columns)}
        shown = tuple((name, 1) for name in gone[:10])
        keys = (Choice("new_survey"), Choice("same_survey"))
        yield Noticed("other_file", None, shown, (), len(gone), keys, proposed="new_survey", params=params)
        return
    taken: set[str] = set()
    for name in earlier.columns:
        if name in columns:
            continue
        role = earlier.roles.get(name)
        needed = role is None or role.kind not in _QUIET
        nearest = _nearest(name, [one for one in new if one not in taken])
        params = {"earlier": earlier.name}
        if nearest is None:
            yield Noticed("column_vanished", name, choices=(Choice("without"), Choice("stop")),
                          params=params, needed=needed and bool(earlier.roles))  # fmt: skip
            continue
        taken.add(nearest)
        yield Noticed(
            "column_renamed",
            name,
            choices=(Choice("same", {"name": nearest}), Choice("other", {"name": nearest})),
            proposed="same" if plain(nearest) == plain(name) else None,
            params={**params, "name": nearest},
            needed=needed and (bool(earlier.roles) or roles[nearest].kind not in _QUIET),
        )


def _nearest(name: str, new: Sequence[str]) -> str | None:
    """The new name that most likely stands for an old one; None when none is near."""
    best, nearest = ALIKE, None
    for other in new:
        near = _likeness(plain(name), plain(other))
        if near > best or (nearest is None and near >= best):
            best, nearest = near, other
    return nearest


def _likeness(one: str, other: str) -> float:
    """1 for the same letters and digits; 0.95 for the same word under another question number."""
    if one == other:
        return 1.0
    a, b = _NUMBERED.match(one), _NUMBERED.match(other)
    if a and b:
        if a.group(1) == b.group(1) and a.group(3) == b.group(3):
            return 0.95
        if a.group(2) != b.group(2):  # another question: only its word can be spelt anew
            return 0.9 * SequenceMatcher(None, a.group(3), b.group(3)).ratio()
    return SequenceMatcher(None, one, other).ratio()
