"""Decides what is asked when rows of a file are here already, from another file: none is passed over in silence."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from polku.governance import queries as governance
from polku.governance.gate import Viewer
from polku.surveys.queries import known_from, said_under

if TYPE_CHECKING:
    from cxlab.noticing import Noticed
    from polku.flows.import_file.mapping import Mapping

KIND = "rows_known"
# Rows whose answers are compared with those that are here: they tell a file that came again from another wave.
COMPARED = 500
MOSTLY = 0.9


@dataclass
class KnownRows:
    """Rows of a file that are here already, by the import they came with; gathered part by part."""

    viewer: Viewer
    rows: Counter[int] = field(default_factory=Counter)
    compared: int = 0
    alike: int = 0

    def take(self, part: pl.DataFrame) -> None:
        """Look for the rows of a part: their ``once_key`` and ``answers``, as they would land."""
        keyed = part.select("once_key", "answers").filter(pl.col("once_key").is_not_null())
        if not keyed.height:
            return
        known = known_from(keyed["once_key"].to_list(), viewer=self.viewer)
        self.rows.update(known.values())
        if known and self.compared < COMPARED:
            some = dict(keyed.filter(pl.col("once_key").is_in(list(known)[: COMPARED - self.compared])).rows())
            compared, alike = said_under(some, viewer=self.viewer)
            self.compared += compared
            self.alike += alike

    @property
    def found(self) -> Known | None:
        """What was found; None when no row is here."""
        if not self.rows:
            return None
        return Known(tuple(self.rows.most_common()), self.compared, self.alike)


@dataclass(frozen=True, slots=True)
class Known:
    """Rows that are here: how many by import, most first; of those ``compared``, how many say the same."""

    by_import: tuple[tuple[int, int], ...]
    compared: int
    alike: int

    @property
    def rows(self) -> int:
        return sum(rows for _unit, rows in self.by_import)


def noticed_known(known: Known | None, *, content: str, mapping: Mapping, viewer: Viewer) -> tuple[Noticed, ...]:
    """What is told of rows that are here already.

    Nothing has to be decided where nothing can be lost: the same file came with them and says the same, or rows are
    known by all that stands in them, when they were answered included.
    """
    from cxlab.noticing import Noticed
    from cxlab.noticing.found import choices

    if known is None:
        return ()
    units = {unit.id: unit for unit in governance.imports(viewer=viewer)}
    others = [unit for unit, _rows in known.by_import if unit in units and units[unit].content_hash != content]
    first = units[others[0] if others else known.by_import[0][0]]
    upload = next((one for one in governance.uploads(viewer=viewer) if one.imported == first.id), None)
    by = _how(known, by_id=mapping.named("respondent") is not None, timed=mapping.named("time") is not None)
    params = {
        "by": by,
        "file": upload.name if upload else first.source,
        "upload": str(upload.key) if upload else "",
        "landed": (first.landed_at or first.begun_at).date().isoformat(),
        "compared": known.compared,
        "alike": known.alike,
    }
    return (
        Noticed(
            KIND,
            None,
            count=known.rows,
            choices=choices("skip", "other_wave", "corrected"),
            proposed="skip" if by in {"same", "row"} else None,
            params=params,
            needed=by != "row" and (bool(others) or by != "same"),
        ),
    )


def _how(known: Known, *, by_id: bool, timed: bool) -> str:
    """What rows are known by.

    All that stands in them (``row``), or all but when they were answered (``content``); else an id, and then whether
    they say what they said (``same``, ``other``) or it cannot be told (``promised``).
    """
    if not by_id:
        return "row" if timed else "content"
    if not known.compared:
        return "promised"
    return "same" if known.alike >= MOSTLY * known.compared else "other"
