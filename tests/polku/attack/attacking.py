"""Plays a world and attacks it after each step in which anything readable changed: what comes out of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import polars as pl

from polku.snapshot.columns import MISSING, PERSON, PROMISES
from polku.snapshot.read import Snapshot, open_snapshot
from tests.polku.attack.asking import VIEWERS, figures
from tests.polku.attack.solving import People, given_away, known_answers, people_of
from tests.polku.attack.worlds import AGAIN, K, Plan, World, found, played

_OPEN = PROMISES.index("open")


@dataclass
class Loot:
    """What an attacker has: whose answers each figure adds up, and how many gave each answer to *rating*.

    Attributes:
        equations: people whose promised answers some figure adds up.
        uneven: figures that are no sums of answers, though they stand on promised ones.
        steps: by people, how many rated what, of all that the snapshot's files tell apart.
        moments: of each step, whether the snapshot's generation told that something had happened.
    """

    equations: set[People] = field(default_factory=set)
    uneven: list[str] = field(default_factory=list)
    steps: dict[People, Counter[float]] = field(default_factory=dict)
    moments: list[bool] = field(default_factory=list)

    @property
    def few(self) -> People | None:
        return given_away(self.equations, K)

    @property
    def known(self) -> dict[int, float]:
        return known_answers(self.steps)

    @property
    def anything(self) -> bool:
        return bool(self.uneven or self.few or self.known)


def attacked(plan: Plan, *, thorough: bool = False) -> Loot:
    """Everything an attacker of any role has brought out by the end of a plan; ``thorough`` in the last look."""
    loot, world, generation = Loot(), found(plan), ""
    known = frozenset(one.bit for one in plan.people if one.open)
    for step, _world in enumerate(played(world), start=1):
        snapshot = open_snapshot()
        news = snapshot.generation != generation
        generation = snapshot.generation
        loot.moments.append(news)
        if not news:
            continue
        _read(loot, snapshot, world)
        last = step == len(plan.steps)
        for figure in figures("mean", VIEWERS if last else VIEWERS[:1], thorough=thorough and last):
            people = people_of(figure)
            if people is None:
                # Open answers may be weighed unevenly; there is nothing to hide in them.
                loot.uneven += [] if known else [figure.asked]
            else:
                loot.equations.add(people - known)
    return loot


def _read(loot: Loot, snapshot: Snapshot, world: World) -> None:
    """As if the attacker held the files: the finest cells in which the answers to *rating* are told apart."""
    bits = {number + again: bit for bit, number in world.number_of.items() for again in (0, AGAIN)}
    question = snapshot.places.get("question", {}).get(f"{world.asked.survey}/rating", MISSING)
    rows = snapshot.table("answers").filter(
        (pl.col("question") == question) & (pl.col("promise") != _OPEN) & pl.col("value").is_not_null()
    )
    for cell in rows.partition_by("audience", "wave", *PERSON) if rows.height else []:
        people = frozenset(bits[number] for number in cell["response"])
        loot.steps[people] = Counter(cell["value"].to_list())
