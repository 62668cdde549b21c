"""Decides how rows are given to a service: in batches that keep the lock short, none lost for another's fault."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from polku.flows.turns import give_way, in_turn
from polku.governance.rules import Refused

# A transaction holds SQLite's write lock: it takes about half of what nobody may wait longer than (200 ms).
AIM_S = 0.1
# Below the least what a transaction costs by itself outweighs its rows, and a busy machine would only get slower.
LEAST, FIRST, MOST = 250, 500, 5_000
Row = TypeVar("Row")
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that did not come in: its number in its table (from 1), the column, and why."""

    table: str
    row: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Numbered:
    """A row with its number in its table."""

    number: int
    row: object


class Pace:
    """How many rows the next transaction takes, from how long the last one took."""

    def __init__(self) -> None:
        self.size = FIRST

    def took(self, seconds: float) -> None:
        if seconds > AIM_S:
            self.size = max(LEAST, self.size // 2)
        elif seconds < AIM_S / 2:
            self.size = min(MOST, self.size * 2)


def take(
    table: str,
    rows: Sequence[Numbered],
    give: Callable[[list[object]], Sequence[object] | int],
    *,
    told: Callable[[int], None] = lambda _done: None,
    clock: Callable[[], float] = time.monotonic,
) -> tuple[dict[int, object], int, list[Rejected]]:
    """Give the rows to the service, batch by batch.

    Returns what the service made of each row that came in, by number (nothing where it only counts), how many were new
    where it counts, and the rows it refused: a refused batch is halved until the row at fault stands alone.
    """
    pace = Pace()
    made: dict[int, object] = {}
    new, done = 0, 0
    rejected: list[Rejected] = []
    waiting: list[Sequence[Numbered]] = []
    start = 0
    while waiting or start < len(rows):
        if waiting:
            batch = waiting.pop()
        else:
            batch = rows[start : start + pace.size]
            start += len(batch)
        try:
            with in_turn():
                began = clock()
                result = give([one.row for one in batch])
        except Refused as refused:
            if len(batch) > 1:
                middle = len(batch) // 2
                waiting += [batch[middle:], batch[:middle]]
            else:
                rejected.append(Rejected(table, batch[0].number, refused.field, str(refused)))
            continue
        pace.took(clock() - began)
        give_way()
        if isinstance(result, int):
            new += result
        else:
            made |= {one.number: value for one, value in zip(batch, result, strict=True)}
        done += len(batch)
        told(done)
    return made, new, rejected
