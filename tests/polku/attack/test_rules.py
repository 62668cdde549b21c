"""Each rule of the promise is switched off in turn, and then the attack succeeds: it has teeth, and no rule is idle."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl
import pytest

from polku.snapshot import release
from polku.snapshot.columns import HIDDEN
from tests.polku.attack.attacking import Loot
from tests.polku.attack.worlds import K, Person, Plan

pytestmark = pytest.mark.django_db


def crowd(n: int, *, units="a", segments="x", ratings=(1, 2, 3, 4, 5), employees=0, accounts=1, files=None):
    """So many people, their classes and answers told off in turn; the last ones are our own."""
    return tuple(
        Person(
            bit,
            unit=units[bit % len(units)],
            segment=segments[bit % len(segments)],
            language="fi",
            rating=ratings[bit % len(ratings)],
            account=bit % accounts,
            employee=bit >= n - employees,
            file=(files or {}).get(bit),
        )
        for bit in range(n)
    )


def plan(people, *more, declared=(), promise="confidential"):
    """Everybody comes, unless the steps say when, and then what else happens."""
    named = {bit for what, bit in more if what == "come"}
    steps = [("come", one.bit) for one in people if one.bit not in named]
    return Plan(promise, declared, people, (*steps, *more))


CLOSE = ("close", 0)


def come(*bits: int) -> list[tuple[str, int]]:
    return [("come", bit) for bit in bits]


def again(*bits: int) -> list[tuple[str, int]]:
    return [("again", bit) for bit in bits]


@dataclass(frozen=True)
class Rule:
    """A rule: its name in the release, the weaker one in its place, and a world in which that gives somebody away."""

    what: str
    name: str
    weaker: Callable[..., object] | tuple[str, ...]
    world: Plan


def of_any_size(rows: pl.DataFrame, _k: int) -> bool:
    return rows.height > 0 and (rows.height == 1 or rows["value"].n_unique() > 1)


def all_at_once(new, _declared, k, *, closed):
    """As k have come, and whatever is left at the close."""
    return new if closed or new.height >= k else new.clear()


def small_cells_alone(cells, _within, _values, k):
    """Cells below k are hidden; what they leave is not looked at."""
    _, place, sizes = np.unique(cells, return_inverse=True, return_counts=True)
    return np.where(sizes[place] < k, HIDDEN, cells)


def each_by_itself(cells, _within, values, k):
    return release_readable(cells, np.zeros(cells.size, np.int64), values, k)


release_readable = release.readable

RULES = (
    Rule("a bundle holds k answers", "is_bundle", of_any_size, plan(crowd(3), CLOSE)),
    Rule(
        "the answers of a bundle are not all alike",
        "is_bundle",
        lambda rows, k: rows.height >= k,
        plan(crowd(6, ratings=(4,)), CLOSE),
    ),
    Rule(
        "nor are those of a cell",
        "_short",
        lambda cells, _values, k: (np.unique(cells, return_counts=True)[1] < k)[
            np.unique(cells, return_inverse=True)[1]
        ],
        plan(crowd(12, units="ab", ratings=(4, 1, 4, 2)), CLOSE, declared=("unit",)),
    ),
    Rule("what is new waits until it makes a bundle", "let_in", lambda new, *_, **__: new, plan(crowd(7))),
    Rule("what the close adds makes a bundle too", "let_in", all_at_once, plan(crowd(12), CLOSE)),
    Rule(
        "what merged cells leave over holds k",
        "readable",
        small_cells_alone,
        plan(crowd(14, units="aaaaaab"), CLOSE, declared=("unit",)),
    ),
    Rule(
        "breakdowns hold k where they cross",
        "readable",
        each_by_itself,
        plan(crowd(14, units="aaaaaaabbbbbbb", segments="xxxxxxxxyyyyyy"), CLOSE, declared=("unit", "segment")),
    ),
    Rule(
        "what was shown stays as it was shown",
        "as_shown",
        lambda shown, group: release._veiled(
            group.filter(pl.col("response").is_in(shown["response"].implode())), ("unit",), 1
        ),
        plan(crowd(12, units="aaaaaabbbbbb"), CLOSE, ("move", 3), declared=("unit",)),
    ),
    Rule(
        "where few leave a cell its rest is hidden",
        "may_stay",
        lambda _left, _rest, _k: True,
        plan(crowd(12, files={4: 0}), CLOSE, ("undo", 0)),
    ),
    Rule(
        "a file brought anew is laid beside what went",
        "beside_what_went",
        lambda new, *_: new,
        plan(
            crowd(18, files=dict.fromkeys(range(12, 18), 0)),
            CLOSE,
            *come(*range(12, 18)),
            ("undo", 0),
            *again(*range(13, 18), 12),
        ),
    ),
    Rule(
        "who was shown as a customer stays one",
        "as_grouped",
        lambda answers, _before: answers,
        plan(crowd(18, accounts=2, employees=6), CLOSE, ("own", 1)),
    ),
    Rule(
        "our own people stand apart",
        "GROUP",
        ("version", "wave", "question"),
        plan(crowd(12, employees=2), CLOSE),
    ),
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.what)
def test_the_rules_hold_where_one_of_them_matters(attack, rule):
    loot = attack(rule.world)
    assert loot.few is None
    assert loot.known == {}
    assert loot.uneven == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.what)
def test_with_a_rule_switched_off_the_attack_succeeds(attack, monkeypatch, rule):
    monkeypatch.setattr(release, rule.name, rule.weaker)
    loot: Loot = attack(rule.world)
    assert loot.anything, f"{rule.what}: nobody is given away without it"
    assert loot.few is None or len(loot.few) < K
