"""No page, file or address changes by a byte when only what must not be known is another."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import transaction
from django.test import Client

from polku.governance.gate import ROLES, Viewer
from polku.governance.models import Member
from polku.governance.services import save_view
from polku.snapshot import manifest, release
from polku.surveys.queries import design
from tests.polku.attack.pages import answering, handed_over, seen, views
from tests.polku.attack.worlds import Person, Plan, file_of, found, played
from tests.polku.web.test_routes import workspace

pytestmark = pytest.mark.django_db
LEAST_SEEN = 400
# What draws the same figures as the tables beside it, and takes long.
PICTURES = ("/export/png/", "/export/pdf/", "/export/svg/")

# Two segments make bundles, the third is too small and merged with the second; the last ones came late and wait.
CLASSES = "aaaaaaabbbbbbcc"
LAST_IN_TIME = len(CLASSES) - 1
PEOPLE = tuple(
    Person(
        bit,
        segment=CLASSES[bit] if bit < len(CLASSES) else "a",
        unit="xy"[bit % 2],
        language=("fi", "sv")[bit % 3 == 0],
        rating=1 + bit % 5,
        account=bit % 4,
        file=0 if bit > LAST_IN_TIME else None,
    )
    for bit in range(19)
)
OPENLY = tuple(Person(bit, "a", "x", "fi", 4, open=True) for bit in range(19, 22))
STEPS = [("come", bit) for bit in range(15)] + [("close", 0)] + [("come", bit) for bit in range(15, 18)]
WORLD = Plan(
    "confidential", ("segment",), PEOPLE + OPENLY, (*STEPS, *(("come", one.bit) for one in OPENLY)), accounts=4, seed=7
)

# Two of the first bundle have given each other's answers: other accounts, other weights, other languages.
SWAPPED = WORLD.swapped(0, 1)
# Somebody whose answer waits has given another one, and is of another class.
WAITS = WORLD.changed({16: {"rating": 5, "mark": 3, "segment": "b"}})
# One more answer has come that has to wait.
ONE_MORE = replace(WORLD, steps=(*WORLD.steps, ("come", 18)))


@pytest.fixture
def everything(settings, tmp_path_factory):
    """Everything that people of all roles are told once a plan has been played, the same store beneath each plan."""
    world = found(WORLD)
    file_of(world, 0)
    members = {
        role: Member.objects.create_user(f"{role}@example.com", "long enough pass", role=role, language="en")
        for role in ROLES
    }
    view = "?show=scale5&by=segment&view=distribution"
    save_view("By segment", view, shared=True, pinned=True, actor=Viewer(members["admin"].pk, "admin"))

    def told(plan: Plan, *, roles: tuple[str, ...] = ("admin",), most: int = 0) -> dict[tuple[str, str], bytes]:
        settings.SNAPSHOT = tmp_path_factory.mktemp("snapshot")
        with transaction.atomic():
            for _ in played(replace(world, plan=plan, there=set(), files=dict(world.files)), after="close"):
                pass
            content = _told({role: members[role] for role in roles}, most)
            transaction.set_rollback(True)
        return content

    return told


def _told(members: dict[str, Member], most: int) -> dict[tuple[str, str], bytes]:
    """Whoever may do most is followed along links and choices; the others ask for all that was found, but pictures."""
    found_here: dict[tuple[str, str], bytes] = {}
    alive: list[str] = []
    for role in sorted(members, key=ROLES.index, reverse=True):
        client = Client()
        client.force_login(members[role])
        starts = alive or [*answering(client), *(views() if most else ())]
        pages = seen(client, starts, most=len(starts) + (0 if alive else most))
        alive = alive or [one for one in pages if not one.startswith(PICTURES)]
        found_here |= {(role, address): page for address, page in (pages | handed_over(client)).items()}
    return found_here


def differing(one: dict[tuple[str, str], bytes], other: dict[tuple[str, str], bytes]) -> list[tuple[str, str]]:
    return sorted(key for key in one.keys() | other.keys() if one.get(key) != other.get(key))


def test_no_page_tells_what_must_not_be_known(everything):
    as_it_is = everything(WORLD, roles=ROLES, most=60)
    assert len(as_it_is) > LEAST_SEEN
    asked = " ".join(address for _role, address in as_it_is)
    for kind in ("csv", "xlsx", "png", "svg", "pdf"):
        assert f"/export/{kind}/" in asked
    for place in ("/answers/", "/perspectives/", "/people/", "/wall/", "/pulse/", "view=map", "view=trend"):
        assert place in asked
    # And somebody whose class was merged with others is in another of them.
    changed = SWAPPED.changed({16: {"rating": 5, "mark": 3, "segment": "b"}, 13: {"segment": "d"}})
    changed = replace(changed, steps=ONE_MORE.steps)
    assert differing(as_it_is, everything(changed, roles=ROLES, most=60)) == []


def test_every_address_was_asked(everything):
    asked = {address.partition("?")[0] for _role, address in everything(WORLD)}
    assert "/" in asked
    assert "/pulse/" in asked
    assert len(asked) >= len(workspace()) / 3


def test_what_may_be_known_does_change_the_pages(everything):
    """The comparison sees a difference where there is one."""
    other = WORLD.changed({0: {"rating": 5}})
    assert ("admin", "/") in differing(everything(WORLD), everything(other))


RULES = {
    "accounts and weights are left out": (release, "APART", {}, SWAPPED),
    "what makes no bundle waits": (release, "is_bundle", lambda rows, _k: rows.height > 0, WAITS),
    "numbers of answers are rounded": (design, "told_number", lambda _promise, number, _few: number, ONE_MORE),
    "what waits is no news": (manifest, "_files", id, ONE_MORE),
}


@pytest.mark.slow
@pytest.mark.parametrize("rule", RULES)
def test_with_a_rule_switched_off_a_page_tells(everything, monkeypatch, rule):
    where, name, weaker, other = RULES[rule]
    monkeypatch.setattr(where, name, weaker)
    assert differing(everything(WORLD, most=12), everything(other, most=12))
