"""A touchpoint is said to stand out by simultaneous intervals alone; what is kept back takes no part."""

from __future__ import annotations

import pytest

from polku.governance.gate import NotAllowed, Viewer
from polku.insights import standing as insight
from polku.insights.standing import Standing, standing
from polku.journeys import services as journeys
from polku.surveys.rules.labels import new_question
from tests.polku.surveys.making import TITLE, content_of, published

pytestmark = pytest.mark.django_db
VIEWER = Viewer(member=None, role="viewer")
EQUAL = (4, 5, 6, 7, 5, 6)


@pytest.fixture
def drawn(manager):
    """Touchpoints of one journey, with targets of ease where given."""
    journey = journeys.create_journey(journeys.JourneyDetails({"en": "J"}), actor=manager, starters=False)
    phase = journeys.add_phase(journey, journeys.PhaseDetails({"en": "P"}), actor=manager)

    def draw(**targets):
        for slug, target in targets.items():
            details = journeys.TouchpointDetails(
                {"en": slug}, slug=slug, target_metric="ces7" if target else "", target_value=target
            )
            journeys.add_touchpoint(phase, details, actor=manager)

    return draw


def survey(kinds, **more):
    """One question at each touchpoint."""
    content = content_of()
    for slug, kind in kinds.items():
        content["questions"].append(new_question(kind, slug, title=TITLE) | {"touchpoint": slug})
    return published(content, **more)


def asked(slugs, definition="ces7"):
    return standing(dict.fromkeys(slugs, definition), "2026-03", "2026-03", viewer=VIEWER)


@pytest.fixture
def scored(drawn, answer, refreshed):
    """Ease at each touchpoint, as often as told."""

    def score(times=6, targets=None, **values):
        drawn(**(targets or dict.fromkeys(values)))
        version = survey(dict.fromkeys(values, "ces7"))
        for turn in range(times):
            answer(version, **{slug: str(row[turn % len(row)]) for slug, row in values.items() if row})
        refreshed()

    return score


def words(found):
    return {slug: one.word for slug, one in found.compared}


def test_a_planted_weak_touchpoint_is_named_first_with_the_interval_of_its_difference(scored):
    scored(24, site=EQUAL, order=EQUAL[::-1], installation=(1, 2, 3, 2), use=EQUAL)
    found = asked(("site", "order", "installation", "use"))
    slug, one = found.compared[0]
    assert (found.definition, slug, one.word) == ("ces7", "installation", "worse")
    assert one.difference == pytest.approx(2 - 5.5)
    assert one.high < 0
    assert one.family_size == 4
    assert one.right.n == 72


def test_equal_touchpoints_do_not_stand_out(scored):
    scored(12, site=EQUAL, order=EQUAL[::-1], use=EQUAL)
    assert set(words(asked(("site", "order", "use"))).values()) == {"no_difference_shown"}


def test_two_touchpoints_are_one_comparison_told_from_either_side(scored):
    scored(24, site=(6, 7), installation=(1, 2, 3))
    found = asked(("site", "installation"))
    assert words(found) == {"installation": "worse", "site": "better"}
    (_, low), (_, high) = found.compared
    assert (low.difference, low.low, low.high) == (-high.difference, -high.high, -high.low)
    assert low.left == high.right
    assert low.family_size == 1


def test_one_touchpoint_has_nothing_to_be_compared_with_and_none_nothing_at_all(scored):
    scored(6, site=EQUAL, order=())
    assert asked(("site", "order")) == Standing("ces7")
    assert asked(("order",)) == Standing()
    assert asked(()) == Standing()


def test_only_touchpoints_of_this_map_take_part(scored):
    scored(24, site=EQUAL, order=EQUAL, elsewhere=(1, 2))
    assert set(words(asked(("site", "order")))) == {"site", "order"}
    assert {one.word for _, one in asked(("site", "order")).compared} == {"no_difference_shown"}


def test_the_metric_with_most_touchpoints_is_chosen(drawn, answer, refreshed):
    drawn(a=None, b=None, c=None)
    version = survey({"a": "nps", "b": "ces7", "c": "ces7"})
    for turn in range(6):
        answer(version, a="9", b=str(EQUAL[turn]), c=str(EQUAL[turn]))
    refreshed()
    found = standing({"a": "nps", "b": "ces7", "c": "ces7"}, "2026-03", "2026-03", viewer=VIEWER)
    assert found.definition == "ces7"
    assert set(words(found)) == {"b", "c"}


def test_promised_touchpoints_that_are_kept_back_take_no_part(drawn, answer, refreshed):
    drawn(a=None, b=None, c=None)
    opened, promised = survey({"a": "ces7", "b": "ces7"}), survey({"c": "ces7"}, promise="anonymous")
    for turn in range(12):
        answer(opened, a=str(EQUAL[turn % 6]), b=str(EQUAL[turn % 6]))
    for _ in range(4):
        answer(promised, c="1")
    refreshed()
    found = asked(("a", "b", "c"))
    assert set(words(found)) == {"a", "b"}
    assert all(one.left.n == one.right.n == 12 for _, one in found.compared)


def test_targets_of_a_map_are_one_family(scored):
    # Mean 5.5 of 24: the single 95 % interval ends at 5.93, that of one of eight at 6.12.
    slugs = tuple("abcdefgh")
    scored(24, targets=dict.fromkeys(slugs, 6.0), **dict.fromkeys(slugs, EQUAL))
    alone = asked(("a",))
    assert (alone.with_target, alone.missed) == (1, ("a",))
    together = asked(slugs)
    assert (together.with_target, together.missed) == (8, ())


def test_a_target_that_is_surely_missed_is_told_and_one_without_target_is_not_counted(scored):
    scored(24, targets={"a": 6.5, "b": 4.5, "c": None}, a=(2, 3), b=EQUAL, c=(1, 2))
    found = asked(("a", "b", "c"))
    assert (found.with_target, found.missed) == (2, ("a",))


def test_it_is_computed_once_a_generation_and_not_without_the_right(scored, refreshed, monkeypatch):
    scored(6, a=EQUAL, b=EQUAL)
    first = asked(("a", "b"))
    assert asked(("a", "b")) is first
    monkeypatch.setattr("polku.governance.gate.may", lambda *_: False)
    with pytest.raises(NotAllowed):
        insight.standing({"a": "ces7"}, "2026-03", "2026-03", viewer=VIEWER)
