"""Phases are said to reach their target, or a feeling to be felt, by intervals that hold together."""

from __future__ import annotations

import pytest

from cxlab.results import Suppressed
from polku.governance.gate import NotAllowed, Viewer
from polku.insights.aimed import aimed
from polku.journeys import services as journeys
from polku.surveys.rules.labels import new_question
from tests.polku.surveys.making import TITLE, content_of, published

pytestmark = pytest.mark.django_db
VIEWER = Viewer(member=None, role="viewer")
# Mean 4.25 with variance 0.19 when repeated: 24 answers give an interval of about 4.06 to 4.44.
GOOD = (4, 4, 5, 4)


@pytest.fixture
def scored(manager, answer, refreshed):
    """Phase scores at each touchpoint, and feelings where told, inspired and confident are the target ones."""

    def score(times=24, feelings=None, **values):
        journey = journeys.create_journey(journeys.JourneyDetails({"en": "J"}), actor=manager, starters=False)
        phase = journeys.add_phase(journey, journeys.PhaseDetails({"en": "P"}), actor=manager)
        content, feelings = content_of(), feelings or {}
        for slug in values:
            journeys.add_touchpoint(phase, journeys.TouchpointDetails({"en": slug}, slug=slug), actor=manager)
            content["questions"].append(new_question("scale5", slug, title=TITLE) | {"touchpoint": slug})
        for slug in feelings:
            one = new_question("feeling", f"felt{slug}", title=TITLE) | {"touchpoint": slug}
            content["questions"].append(one)
        version = published(content)
        for turn in range(times):
            told = {slug: str(row[turn % len(row)]) for slug, row in values.items() if row}
            told |= {f"felt{slug}": [row[turn % len(row)]] for slug, row in feelings.items()}
            answer(version, **told)
        refreshed()

    return score


def verdicts(targets):
    return {slug: phase.verdict for slug, phase in aimed(targets, viewer=VIEWER).phases.items()}


def test_reached_missed_and_cannot_tell_by_the_whole_interval(scored):
    scored(agreeing=GOOD, beginning=GOOD, end=GOOD, unasked=())
    told = verdicts({"agreeing": 3.9, "beginning": 4.7, "end": 4.3, "unasked": 4.0})
    assert told == {"agreeing": "reached", "beginning": "missed", "end": "cannot_tell", "unasked": ""}
    found = aimed({"agreeing": None}, viewer=VIEWER)
    assert found.phases["agreeing"].verdict == ""
    assert found.phases["agreeing"].score.value == pytest.approx(4.25)
    assert (found.first, found.last) == ("2026-03", "2026-03")


def test_targets_of_several_phases_are_one_family(scored):
    slugs = tuple("abcdefgh")
    scored(**dict.fromkeys(slugs, GOOD))
    low = aimed({"a": 4.0}, viewer=VIEWER).phases["a"].score.low
    target = low - 0.01
    assert verdicts({"a": target}) == {"a": "reached"}
    assert set(verdicts(dict.fromkeys(slugs, target)).values()) == {"cannot_tell"}


def test_a_feeling_is_reached_when_surely_more_than_half_felt_it(scored):
    glad, bored = ("inspired",) * 5 + ("neutral",), ("unsure",) * 5 + ("confident",)
    scored(feelings={"a": glad, "b": bored, "c": ("inspired", "neutral")}, a=GOOD, b=GOOD, c=GOOD, d=GOOD)
    phases = aimed(dict.fromkeys("abcd", 4.0), viewer=VIEWER).phases
    assert [phases[slug].felt for slug in "abcd"] == ["reached", "missed", "cannot_tell", ""]
    assert phases["a"].feeling.value == pytest.approx(5 / 6)
    assert phases["d"].feeling is None


def test_what_a_promise_keeps_back_is_neither_reached_nor_missed(manager, answer, refreshed):
    journey = journeys.create_journey(journeys.JourneyDetails({"en": "J"}), actor=manager, starters=False)
    phase = journeys.add_phase(journey, journeys.PhaseDetails({"en": "P"}), actor=manager)
    journeys.add_touchpoint(phase, journeys.TouchpointDetails({"en": "a"}, slug="a"), actor=manager)
    content = content_of()
    content["questions"].append(new_question("scale5", "a", title=TITLE) | {"touchpoint": "a"})
    version = published(content, promise="anonymous")
    for _ in range(3):
        answer(version, a="5")
    refreshed()
    found = aimed({"a": 4.0}, viewer=VIEWER).phases["a"]
    assert found.verdict == ""
    assert found.score is None or isinstance(found.score, Suppressed)


def test_nothing_asked_and_nobody_tied():
    assert aimed({}, viewer=VIEWER).phases == {}
    one = aimed({"a": 4.0}, viewer=VIEWER)
    assert (one.phases["a"].score, one.phases["a"].target, one.first) == (None, 4.0, "")


def test_not_without_the_right(monkeypatch):
    monkeypatch.setattr("polku.governance.gate.may", lambda *_: False)
    with pytest.raises(NotAllowed):
        aimed({}, viewer=VIEWER)
