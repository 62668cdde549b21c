"""Decides how what was noticed in a large file is kept beside the uploads, so that every process finds it."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from polku.flows.import_file.asking import Looking
from polku.flows.import_file.places import folder

if TYPE_CHECKING:
    from cxlab.noticing import Noticed

# Looking at fewer cells takes no time worth saving.
WORTH_KEEPING = 5_000_000


def place_of(content: str, key: Any) -> Path:
    """Where the look under a key is kept, of a file with this digest."""
    return folder() / f"look-{content[:32]}-{hashlib.sha256(repr(key).encode()).hexdigest()[:32]}.json"


def drop_looks(content: str) -> None:
    """Throw away what was noticed in a file: it names cells, and goes when the file goes."""
    for place in folder().glob(f"look-{content[:32]}-*"):
        place.unlink(missing_ok=True)


def keep_look(place: Path, found: tuple[Noticed, ...], looking: Looking) -> None:
    """Keep it, whole at once: a reader finds all of it or nothing."""
    told = {"rows": looking.rows, "whole": looking.whole, "noticed": [asdict(one) for one in found]}
    beside = place.with_suffix(f".{os.getpid()}")
    beside.write_text(json.dumps(told), encoding="utf-8")
    beside.replace(place)


def kept_look(place: Path) -> tuple[tuple[Noticed, ...], Looking] | None:
    """What was kept there; None when nothing was."""
    try:
        told = json.loads(place.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return tuple(_noticed(one) for one in told["noticed"]), Looking(told["rows"], told["whole"])


def _noticed(told: dict[str, Any]) -> Noticed:
    from cxlab.noticing import Choice, Noticed

    return Noticed(
        **{
            **told,
            "values": tuple((value, number) for value, number in told["values"]),
            "rows": tuple(told["rows"]),
            "choices": tuple(Choice(one["key"], one["params"]) for one in told["choices"]),
        }
    )
