"""Small worlds to attack: who answers what under which promise, in which order things happen, and what is known of it.

Each person is a bit. To the question *mark* the person of bit ``i`` answers ``2 ** i``, so a mean with its n tells
exactly whose answers it stands on: the published figure itself gives its equation away. To the question *rating* people
answer on a scale of five, and what they answered there is what the attacker is after.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from random import Random
from typing import Any
from uuid import UUID

from polku.governance.gate import Viewer
from polku.governance.models import Import
from polku.governance.services import begin_import, land_import, mark_dirty, undo_import
from polku.people.models import Account, Contact
from polku.snapshot import build
from polku.surveys.models import Comment, Response, Version
from polku.surveys.queries import PublishedVersion
from polku.surveys.services import Respondent
from polku.surveys.services.responses import comments_of, response_row
from tests.polku.surveys.making import cleaned, content_of, published

ADMIN = Viewer(member=None, role="admin")
BEGINS = datetime(2026, 3, 10, 12, tzinfo=UTC)
HOUR = 3600.0
K = 5
CLASSES = ("unit", "segment", "language")
# What the number of a response grows by when it is brought anew.
AGAIN = 2**61


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who answers once: their bit, what they are, what they rate, and by which way it came."""

    bit: int
    unit: str
    segment: str
    language: str
    rating: int
    account: int = 0
    employee: bool = False
    file: int | None = None
    open: bool = False
    # What they answer to *mark*, when it is not their own bit.
    mark: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What happens, one step after another.

    ``come 3``, ``close``, ``undo 0``, ``again 3`` (of a file that was undone and is brought anew), ``erase 3``,
    ``own 1``, ``move 3``.
    """

    promise: str
    declared: tuple[str, ...]
    people: tuple[Person, ...]
    steps: tuple[tuple[str, int], ...]
    accounts: int = 4
    seed: int = 0

    def swapped(self, left: int, right: int) -> Plan:
        """The same, but two people have given each other's answers."""
        ones = {one.bit: one for one in self.people}
        given = {bit: {"rating": ones[other].rating, "mark": 2**other} for bit, other in ((left, right), (right, left))}
        return self.changed(given)

    def changed(self, changes: Mapping[int, Mapping[str, Any]]) -> Plan:
        """The same, but for what some people are or answer."""
        return replace(self, people=tuple(replace(one, **changes.get(one.bit, {})) for one in self.people))


@dataclass
class World:
    """A plan on its way in the store and the snapshot."""

    plan: Plan
    asked: PublishedVersion
    openly: PublishedVersion
    accounts: list[Account]
    own: Account
    contacts: dict[int, Contact]
    step: int = 0
    there: set[int] = field(default_factory=set)
    files: dict[int, int] = field(default_factory=dict)

    @property
    def now(self) -> float:
        return BEGINS.timestamp() + self.step * HOUR

    @property
    def number_of(self) -> dict[int, int]:
        """The response number of each person, as random as in life, and the same whenever the plan is played."""
        numbers = Random(self.plan.seed).sample(range(1, 2**60), len(self.plan.people))
        return {one.bit: number for one, number in zip(self.plan.people, numbers, strict=True)}


def found(plan: Plan) -> World:
    """The surveys and companies of a plan; nobody has answered yet."""
    content = content_of("number", "scale5", "long_text", number={"definition": "mean"}, scale5={"key": "rating"})
    accounts = [Account.objects.create(name=f"Company {number}") for number in range(plan.accounts)]
    own = Account.objects.create(name="Own", is_own=True)
    return World(
        plan,
        published(content, promise=plan.promise, breakdowns=plan.declared),
        published(content, promise="open"),
        accounts,
        own,
        {
            one.bit: Contact.objects.create(
                account=own if one.employee else accounts[one.account], name=f"Person {one.bit}"
            )
            for one in plan.people
        },
    )


def played(world: World, *, after: str = "") -> Iterator[World]:
    """The world after each step, its snapshot refreshed; from the first step of the kind ``after`` on, where told."""
    begun = not after
    for number, (what, whom) in enumerate(world.plan.steps, start=1):
        world.step = number
        _HAPPENS[what](world, whom)
        begun = begun or what == after
        if begun:
            build.refresh(now=world.now)
            yield world


def _come(world: World, bit: int, *, again: bool = False) -> None:
    one = next(person for person in world.plan.people if person.bit == bit)
    version = world.openly if one.open else world.asked
    contact = world.contacts[bit]
    respondent = Respondent(contact.account_id, contact.pk, one.segment, unit=one.unit)
    mark = 2**bit if one.mark is None else one.mark
    given = cleaned(version, one.language, number=str(mark), rating=str(one.rating), long_text=f"words of {bit}")
    at = datetime.fromtimestamp(world.now, UTC)
    row = response_row(version, given, respondent, touchpoint=None, channel="link", wave="spring", now=at)
    row.pk = world.number_of[bit] + AGAIN * again
    row.key = UUID(int=row.pk, version=4)
    row.weight = 1.0 if one.open else 1.0 + bit / 8
    row.imported = file_of(world, one.file if one.file is None or not again else one.file + 10)
    row.save(force_insert=True)
    words = comments_of(row, given)
    for number, comment in enumerate(words):
        comment.pk = row.pk + number
    Comment.objects.bulk_create(words)
    for table in ("answers", "comments"):
        mark_dirty(table, row.month)
    world.there.add(bit)


def file_of(world: World, number: int | None) -> Import | None:
    """The import by which people of a file come; it has landed."""
    if number is None:
        return None
    if number not in world.files:
        world.files[number], _ = begin_import("file", f"file {number}", {}, actor=ADMIN)
        land_import(world.files[number], rows=0, rejected=0, actor=ADMIN)
    return Import.objects.get(pk=world.files[number])


def _close(world: World, _whom: int) -> None:
    Version.objects.filter(pk=world.asked.id).update(closes_at=datetime.fromtimestamp(world.now - 1, UTC))


def _undo(world: World, file: int) -> None:
    undo_import(world.files[file], actor=ADMIN)
    mark_dirty("answers")
    world.there -= {one.bit for one in world.plan.people if one.file == file}


def _erase(world: World, bit: int) -> None:
    from polku.surveys import privacy

    contact = Response.objects.get(pk=world.number_of[bit]).contact_id
    if contact is not None:
        privacy.erase_person(contact, actor=ADMIN)


def _own(world: World, account: int) -> None:
    """A company turns out to be ourselves: its answers move from customers to employees."""
    Response.objects.filter(account=world.accounts[account]).update(account=world.own)
    mark_dirty("answers")


def _again(world: World, bit: int) -> None:
    """The same answer as before comes with a file that is brought anew."""
    _come(world, bit, again=True)


def _move(world: World, bit: int) -> None:
    """Somebody's class is put right after they answered."""
    row = Response.objects.get(pk=world.number_of[bit])
    row.unit = next(one.unit for one in world.plan.people if one.unit != row.unit)
    row.save(update_fields=["unit"])
    mark_dirty("answers", row.month)


_HAPPENS: dict[str, Callable[[World, int], None]] = {
    "come": _come,
    "again": _again,
    "close": _close,
    "undo": _undo,
    "erase": _erase,
    "own": _own,
    "move": _move,
}


def drawn(seed: int, *, people: int = 22) -> Plan:
    """A plan drawn at random: who, in which classes, by which ways, and what happens when."""
    chance = Random(seed)
    declared = chance.choice([(), ("unit",), ("unit", "segment"), ("segment", "unit", "language")])
    crowd = tuple(
        Person(
            bit=bit,
            unit=chance.choice("aaabbc"),
            segment=chance.choice("xxy"),
            language=chance.choice(["fi", "fi", "sv"]),
            rating=chance.choice([1, 2, 3, 4, 5, 5, 5]),
            account=chance.randrange(4),
            employee=chance.random() < 0.15,
            file=chance.choice([None, None, None, None, 0, 1]),
            # Where nobody answers openly, figures by uneven weights stand on promised answers or on none.
            open=seed % 2 == 0 and chance.random() < 0.15,
        )
        for bit in range(people)
    )
    steps = [("come", one.bit) for one in crowd]
    steps.insert(chance.randrange(people // 2, people), ("close", 0))
    for file in (0, 1):
        came = [place for place, (what, bit) in enumerate(steps) if what == "come" and crowd[bit].file == file]
        if came and chance.random() < 0.7:
            steps.insert(chance.randint(came[-1] + 1, len(steps)), ("undo", file))
    steps.insert(chance.randint(people // 2, len(steps)), ("own", chance.randrange(4)))
    promise = chance.choice(["confidential", "anonymous"])
    if promise == "confidential":
        steps.append(("erase", chance.choice([one.bit for one in crowd if not one.open])))
    for what, file in list(steps):
        if what == "undo" and chance.random() < 0.6:
            back = [one.bit for one in crowd if one.file == file]
            steps += [("again", bit) for bit in back[chance.randrange(3) :]]
    return Plan(promise, declared, crowd, tuple(steps), seed=seed)
