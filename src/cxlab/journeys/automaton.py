"""Turns a planned journey into states and steps: what may come next after what has come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cxlab.journeys.planned import (
    AnyOrder,
    Choice,
    Optional,
    Part,
    PlanError,
    PlannedJourney,
    Repeat,
    Sequence,
    Touchpoint,
)

MOST_STATES = 20_000

# What is still to come: () nothing; ("t", place); ("o" | "r", rest); ("s" | "a" | "c", (rest, ...)).
Rest = tuple[Any, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Automaton:
    """A plan as a graph without silent steps.

    Attributes:
        touchpoints: planned touchpoints by place.
        source, target, place: each step goes from a state to a state by the touchpoint of that place; shape (steps,),
            ordered by source, sources by their distance from the start.
        final: whether the journey may end in the state; shape (states,). The start is state 0.
        shortest: fewest touchpoints of a whole walk.
    """

    touchpoints: tuple[Touchpoint, ...]
    source: NDArray[np.int32]
    target: NDArray[np.int32]
    place: NDArray[np.int32]
    final: NDArray[np.bool_]
    shortest: int

    @property
    def n_states(self) -> int:
        """Number of states."""
        return len(self.final)


def automaton(plan: PlannedJourney) -> Automaton:
    """The states and steps of a plan, by partial derivatives of the plan read as an expression.

    Raises:
        PlanError: more than 20,000 states, which takes a block of any order with more than about 13 parts.

    Args:
        plan: the planned journey.

    Returns:
        States, and steps between them; a walk fits when its touchpoints lead from state 0 to a final state.

    Example:
        >>> from cxlab.journeys.plan_text import parse_plan
        >>> found = automaton(parse_plan("Call" + chr(10) + "optional Visit" + chr(10) + "Pay"))
        >>> found.n_states, found.shortest, found.final.tolist()
        (4, 2, [False, False, False, True])

    Reference:
        Antimirov (1996), Partial derivatives of regular expressions and finite automaton constructions.
    """
    touchpoints: list[Touchpoint] = []
    start = _as_rest(plan.root, touchpoints)
    numbers: dict[Rest, int] = {start: 0}
    queue = [start]
    steps: list[tuple[int, int, int]] = []
    distance = [0]
    for state in queue:
        for place, rest in dict.fromkeys(_steps(state)):
            if rest not in numbers:
                if len(numbers) >= MOST_STATES:
                    message = (
                        f"The plan has more than {MOST_STATES} states. Put fewer parts into one block of any order."
                    )
                    raise PlanError(message)
                numbers[rest] = len(numbers)
                distance.append(distance[numbers[state]] + 1)
                queue.append(rest)
            steps.append((numbers[state], numbers[rest], place))
    table = np.array(steps, dtype=np.int32).reshape(-1, 3)
    final = np.array([_may_end(state) for state in queue], dtype=bool)
    shortest = min(far for far, ends in zip(distance, final, strict=True) if ends)
    source, target, place_of = (np.ascontiguousarray(table[:, k]) for k in range(3))
    return Automaton(tuple(touchpoints), source, target, place_of, final, shortest)


def _as_rest(part: Part, touchpoints: list[Touchpoint]) -> Rest:
    if isinstance(part, Touchpoint):
        touchpoints.append(part)
        return ("t", len(touchpoints) - 1)
    if isinstance(part, Optional | Repeat):
        return ("o" if isinstance(part, Optional) else "r", _as_rest(part.part, touchpoints))
    kind = {Sequence: "s", AnyOrder: "a", Choice: "c"}[type(part)]
    return (kind, tuple(_as_rest(child, touchpoints) for child in part.parts))


def _may_end(rest: Rest) -> bool:
    if not rest:
        return True
    kind, inner = rest
    if kind == "t":
        return False
    if kind == "o":
        return True
    if kind == "r":
        return _may_end(inner)
    return any(map(_may_end, inner)) if kind == "c" else all(map(_may_end, inner))


def _joined(kind: str, parts: tuple[Rest, ...]) -> Rest:
    parts = tuple(part for part in parts if part)
    if not parts:
        return ()
    return parts[0] if len(parts) == 1 else (kind, parts)


def _steps(rest: Rest) -> list[tuple[int, Rest]]:
    """What may come first, and what is then still to come."""
    if not rest:
        return []
    kind, inner = rest
    if kind == "t":
        return [(inner, ())]
    if kind == "o":
        return _steps(inner)
    if kind == "c":
        return [step for part in inner for step in _steps(part)]
    if kind == "r":
        return [(place, _joined("s", (after, ("o", rest)))) for place, after in _steps(inner)]
    return _steps_of_block(kind, inner)


def _steps_of_block(kind: str, parts: tuple[Rest, ...]) -> list[tuple[int, Rest]]:
    steps: list[tuple[int, Rest]] = []
    for k, part in enumerate(parts):
        # In any order the earlier parts are still to come; in a sequence they are over, for good.
        before = parts[:k] if kind == "a" else ()
        steps += [(place, _joined(kind, (*before, after, *parts[k + 1 :]))) for place, after in _steps(part)]
        if kind == "s" and not _may_end(part):
            break
    return steps
