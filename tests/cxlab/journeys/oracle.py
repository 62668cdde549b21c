"""Other ways to the same answers, slow and plain: words spelt out, and a net with tokens searched by Dijkstra."""

from __future__ import annotations

import heapq
import itertools

from cxlab.journeys.planned import AnyOrder, Choice, Optional, Part, Repeat, Sequence, Touchpoint

Word = tuple[str, ...]


def words(part: Part) -> set[Word]:
    """Every word of a plan without loops."""
    match part:
        case Touchpoint():
            return {(part.name,)}
        case Optional():
            return {(), *words(part.part)}
        case Sequence():
            return {sum(pick, ()) for pick in itertools.product(*map(words, part.parts))}
        case Choice():
            return set().union(*map(words, part.parts))
        case AnyOrder():
            mixed = {()}
            for child in part.parts:
                mixed = {m for left in mixed for right in words(child) for m in interleaved(left, right)}
            return mixed
    raise AssertionError(part)


def interleaved(left: Word, right: Word) -> set[Word]:
    if not left or not right:
        return {left + right}
    return {(left[0], *rest) for rest in interleaved(left[1:], right)} | {
        (right[0], *rest) for rest in interleaved(left, right[1:])
    }


def common(left: Word, right: Word) -> int:
    """Length of the longest common subsequence."""
    row = [0] * (len(right) + 1)
    for a in left:
        before = row[:]
        for j, b in enumerate(right):
            row[j + 1] = before[j] + 1 if a == b else max(row[j], before[j + 1])
    return row[-1]


def cost_by_words(part: Part, walk: Word) -> int:
    return min(len(word) + len(walk) - 2 * common(word, walk) for word in words(part))


class Net:
    """A net with tokens: transitions take from places and put into places; a label of None is silent."""

    def __init__(self, part: Part) -> None:
        self.places = 0
        self.transitions: list[tuple[tuple[int, ...], tuple[int, ...], str | None]] = []
        self.start, self.end = self.place(), self.place()
        self.build(part, self.start, self.end)

    def place(self) -> int:
        self.places += 1
        return self.places - 1

    def join(self, before: tuple[int, ...], after: tuple[int, ...], label: str | None = None) -> None:
        self.transitions.append((before, after, label))

    def build(self, part: Part, start: int, end: int) -> None:
        match part:
            case Touchpoint():
                self.join((start,), (end,), part.name)
            case Optional():
                self.join((start,), (end,))
                self.build(part.part, start, end)
            case Repeat():
                inside, done = self.place(), self.place()
                self.join((start,), (inside,))
                self.build(part.part, inside, done)
                self.join((done,), (inside,))
                self.join((done,), (end,))
            case Sequence():
                stops = [start, *(self.place() for _ in part.parts[1:]), end]
                for child, (a, b) in zip(part.parts, itertools.pairwise(stops), strict=True):
                    self.build(child, a, b)
            case Choice():
                # Own places for each branch: else a loop inside one could be left through another.
                for child in part.parts:
                    a, b = self.place(), self.place()
                    self.join((start,), (a,))
                    self.build(child, a, b)
                    self.join((b,), (end,))
            case AnyOrder():
                pairs = [(self.place(), self.place()) for _ in part.parts]
                self.join((start,), tuple(a for a, _ in pairs))
                for child, (a, b) in zip(part.parts, pairs, strict=True):
                    self.build(child, a, b)
                self.join(tuple(b for _, b in pairs), (end,))

    def fire(self, marking: tuple[int, ...]):
        for before, after, label in self.transitions:
            if all(marking[p] for p in before):
                new = list(marking)
                for p in before:
                    new[p] -= 1
                for p in after:
                    new[p] += 1
                yield tuple(new), label

    def cost(self, walk: Word) -> int:
        """Cheapest way from the first token to the last through net and walk together."""
        first = tuple(int(p == self.start) for p in range(self.places))
        last = tuple(int(p == self.end) for p in range(self.places))
        queue = [(0, 0, first)]
        seen = set()
        while queue:
            cost, at, marking = heapq.heappop(queue)
            if (at, marking) in seen:
                continue
            seen.add((at, marking))
            if at == len(walk) and marking == last:
                return cost
            if at < len(walk):
                heapq.heappush(queue, (cost + 1, at + 1, marking))
            for new, label in self.fire(marking):
                heapq.heappush(queue, (cost + (label is not None), at, new))
                if at < len(walk) and label == walk[at]:
                    heapq.heappush(queue, (cost, at + 1, new))
        raise AssertionError("the net cannot finish")

    def accepts(self, walk: Word) -> bool:
        return self.cost(walk) == 0
