"""Compares each actual walk with the planned journey: an exact, cheapest alignment and its moves, per variant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from cxlab.journeys.automaton import Automaton, automaton
from cxlab.journeys.planned import PlannedJourney, Touchpoint
from cxlab.journeys.variants import Variants

Ints = NDArray[np.int64]
MoveKind = Literal["both", "log", "plan"]
_KIND: tuple[MoveKind, ...] = ("both", "log", "plan")
BOTH, LOG_ONLY, PLAN_ONLY = range(3)


@dataclass(frozen=True, slots=True)
class Move:
    """One step of an alignment.

    Attributes:
        kind: ``both``: planned and happened; ``log``: happened where the plan has no place for it; ``plan``: planned,
            did not happen.
        touchpoint: its name.
        event: place of the event in the walk, from 0; None for ``plan``.
        place: place of the touchpoint in the plan, from 0; None for ``log``.
    """

    kind: MoveKind
    touchpoint: str
    event: int | None
    place: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Alignments:
    """An optimal alignment of each variant, in the order of ``variants``.

    Attributes:
        plan: the planned journey. variants: the walks.
        touchpoints: planned touchpoints by place.
        costs: visible moves that do not match, per variant; shape (variants,).
        shortest: touchpoints of the shortest planned walk.
        begins, kinds, places, events: the moves of variant v are ``begins[v]:begins[v + 1]``; kind 0 both, 1 log,
            2 plan; place in the plan and event in the walk, -1 for none.
    """

    plan: PlannedJourney
    variants: Variants
    touchpoints: tuple[Touchpoint, ...]
    costs: Ints
    shortest: int
    begins: Ints
    kinds: NDArray[np.int8]
    places: NDArray[np.int32]
    events: NDArray[np.int32]

    def moves(self, variant: int) -> tuple[Move, ...]:
        """The moves of one variant, in their order."""
        walk = self.variants.walk(variant)
        found = []
        for at in range(int(self.begins[variant]), int(self.begins[variant + 1])):
            event, place = int(self.events[at]), int(self.places[at])
            name = walk[event] if event >= 0 else self.touchpoints[place].name
            found.append(
                Move(_KIND[self.kinds[at]], name, event if event >= 0 else None, place if place >= 0 else None)
            )
        return tuple(found)

    def fitness(self) -> NDArray[np.float64]:
        """How well each variant fits: 1 - cost / (its length + the shortest planned walk); shape (variants,)."""
        lengths = self.variants.log.lengths[self.variants.first]
        return np.asarray(1 - self.costs / (lengths + self.shortest), dtype=np.float64)

    @property
    def fitting_cases(self) -> int:
        """Cases that went exactly as planned."""
        return int(self.variants.counts[self.costs == 0].sum())

    @property
    def mean_fitness(self) -> float | None:
        """Fitness averaged over cases; None without cases."""
        cases = int(self.variants.counts.sum())
        return float((self.fitness() * self.variants.counts).sum() / cases) if cases else None

    @property
    def total_cost(self) -> int:
        """Moves that do not match, over all cases."""
        return int((self.costs * self.variants.counts).sum())


def align(found: Variants, plan: PlannedJourney) -> Alignments:
    r"""Align every variant with the plan at the lowest cost: 1 per visible move that does not match, 0 per silent one.

    For each walk the cheapest way through (position in the walk) x (state of the plan), found column by column; columns
    are shared by walks that begin alike. The result is exact. Of several cheapest alignments one is chosen by a fixed
    rule, a match before an event left over before a touchpoint passed: the same log and plan give the same moves.

    Args:
        found: the variants of a log.
        plan: touchpoints by the names that the log uses; a name that the log does not know simply never happens.

    Returns:
        Alignments: costs of shape (variants,), whole numbers, and the moves of each variant on demand. No variant when
        the log has no case.

    Raises:
        PlanError: the plan has too many states.

    Reference:
        Adriansyah (2014), Aligning Observed and Modeled Behavior; costs as there, unit by unit.

    Example:
        >>> from cxlab.journeys.log import from_walks
        >>> from cxlab.journeys.plan_text import parse_plan
        >>> from cxlab.journeys.variants import variants
        >>> plan = parse_plan("Call\nVisit\nPay")
        >>> aligned = align(variants(from_walks([["Call", "Pay"]])), plan)
        >>> [(move.kind, move.touchpoint) for move in aligned.moves(0)]
        [('both', 'Call'), ('plan', 'Visit'), ('both', 'Pay')]
    """
    from cxlab.journeys.alignment_kernel import align_walks

    graph = automaton(plan)
    codes, offsets, order, shared = _in_alphabet(found)
    by_label, label_from = _steps_by_label(graph, found.log.names)
    costs, begins, kinds, steps, events = align_walks(
        codes, offsets, shared, graph.source, graph.target, by_label, label_from, graph.final, graph.shortest
    )
    places = np.where(steps >= 0, graph.place[steps], -1).astype(np.int32) if len(steps) else steps
    back = np.empty_like(order)
    back[order] = np.arange(len(order))
    lengths = np.diff(begins)[back]
    new_begins = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    take = np.repeat(begins[:-1][back] - new_begins[:-1], lengths) + np.arange(int(new_begins[-1]))
    return Alignments(
        plan,
        found,
        graph.touchpoints,
        costs[back].astype(np.int64),
        graph.shortest,
        new_begins,
        kinds[take],
        places[take],
        events[take],
    )


def _in_alphabet(found: Variants) -> tuple[NDArray[np.int32], Ints, Ints, Ints]:
    """Walks of the variants in the order of the alphabet, and how far each begins like the one before."""
    log = found.log
    walks = [log.codes[log.offsets[case] : log.offsets[case + 1]] for case in found.first]
    # Big-endian bytes sort as the codes do.
    keys = [walk.astype(">u4").tobytes() for walk in walks]
    order = np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=np.int64)
    ordered = [walks[k] for k in order]
    offsets = np.concatenate([[0], np.cumsum([len(walk) for walk in ordered])]).astype(np.int64)
    codes = np.concatenate(ordered).astype(np.int32) if ordered else np.zeros(0, dtype=np.int32)
    shared = np.zeros(len(ordered), dtype=np.int64)
    for k in range(1, len(ordered)):
        size = min(len(ordered[k]), len(ordered[k - 1]))
        differ = np.flatnonzero(ordered[k][:size] != ordered[k - 1][:size])
        shared[k] = differ[0] if len(differ) else size
    return codes, offsets, order, shared


def _steps_by_label(graph: Automaton, names: tuple[str, ...]) -> tuple[NDArray[np.int32], Ints]:
    number = {name: k for k, name in enumerate(names)}
    code_of_place = np.array(
        [number.get(touchpoint.name, len(names)) for touchpoint in graph.touchpoints], dtype=np.int64
    )
    labels = code_of_place[graph.place]
    by_label = np.argsort(labels, kind="stable").astype(np.int32)
    counts = np.bincount(labels, minlength=len(names) + 1)[: len(names)]
    return by_label, np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
