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


def place_of(key: Any) -> Path:
    """Where the look under a key is kept; files that nobody comes back to are thrown away with the uploads."""
    return folder() / f"look-{hashlib.sha256(repr(key).encode()).hexdigest()[:32]}.json"


def keep_look(key: Any, found: tuple[Noticed, ...], looking: Looking) -> None:
    """Keep it, whole at once: a reader finds all of it or nothing."""
    told = {"rows": looking.rows, "whole": looking.whole, "noticed": [asdict(one) for one in found]}
    place = place_of(key)
    beside = place.with_suffix(f".{os.getpid()}")
    beside.write_text(json.dumps(told), encoding="utf-8")
    beside.replace(place)


def kept_look(key: Any) -> tuple[tuple[Noticed, ...], Looking] | None:
    """What was kept under a key; None when nothing was."""
    try:
        told = json.loads(place_of(key).read_text(encoding="utf-8"))
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
