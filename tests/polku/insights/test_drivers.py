"""What matters most: what was put in is found, promised answers take no part, small tables say what is missing."""

from __future__ import annotations

import random

import pytest

from polku.governance.gate import Viewer
from polku.insights.drivers import Laid, drivers, measured_questions
from polku.insights.scores import CannotAsk
from polku.people import services as people
from polku.surveys import services
from polku.surveys.services import Respondent, close
from tests.polku.surveys.making import MANAGER, content_of, published

pytestmark = pytest.mark.django_db
VIEWER = Viewer(member=None, role="viewer")
KINDS = ("nps", "csat5", "ces5", "scale5")
# The first use of the analysis compiles it.
LONG = 600.0


def ask(version, *, viewer=VIEWER, causes=KINDS[1:], **more):
    laid = Laid(f"{version.survey}/nps", tuple(f"{version.survey}/{key}" for key in causes), **more)
    return drivers(laid, viewer=viewer, patience=LONG)


def answered(answer, version, n, *, seed=1, month="2026-03", respondents=(None,), **fixed):
    """Recommendation follows satisfaction, ease somewhat, the scale not at all."""
    draw = random.Random(seed)
    for at in range(n):
        satisfied, easy, other = (draw.randint(1, 5) for _ in range(3))
        recommends = max(0, min(10, round(1.6 * satisfied + 0.5 * easy + draw.gauss(0, 1.2) - 1)))
        given = {"nps": recommends, "csat5": satisfied, "ces5": easy, "scale5": other} | fixed
        words = {key: str(value) for key, value in given.items() if value is not None}
        answer(version, month, respondent=respondents[at % len(respondents)], **words)


@pytest.fixture
def survey():
    return published(content_of(*KINDS, "long_text"))


def names(matter):
    return [one.name.partition("/")[2] for one in matter.found.importance.drivers]


def test_what_the_answers_were_made_of_is_found(answer, refreshed, survey):
    answered(answer, survey, 150)
    refreshed()
    found = ask(survey)
    assert names(found) == ["csat5", "ces5", "scale5"]
    first, second, last = found.found.importance.drivers
    assert (first.ranks, second.ranks) == ((1, 1), (2, 2))
    assert first.chance < 0.05 < last.chance
    assert first.share.low > 0.5
    assert first.step.low < 1.6 < first.step.high
    assert (found.n, found.trouble, found.promised) == (150, "", None)
    # Answers 1 to 5 at random have a variance of 2: (1.96 + 0.84)^2 x 2 x 2 / 0.4^2 is some 200 answers.
    assert {key.partition("/")[2]: round(n, -2) for key, n in found.enough.items()} == dict.fromkeys(KINDS[1:], 200)
    assert found.found.importance.accounts is None, "no account is known, so none are few"


def test_answers_of_one_account_are_not_taken_for_independent(answer, refreshed, survey, manager):
    accounts = [people.create_account(people.AccountDetails(name=f"A{n}"), actor=manager) for n in range(12)]
    answered(answer, survey, 60, respondents=[Respondent(account=one) for one in accounts])
    refreshed()
    shares = ask(survey).found.importance
    assert shares.accounts == 12
    assert shares.drivers[0].share.method == "bootstrap_clustered"


def again_as(survey, promise):
    """The same survey goes on under another promise."""
    services.new_draft(survey.survey, actor=MANAGER)
    from polku.surveys import queries

    draft = queries.draft(survey.survey, viewer=MANAGER)
    services.save_draft(survey.survey, content=draft.content, revision=draft.revision, promise=promise, actor=MANAGER)
    services.publish(survey.survey, actor=MANAGER)
    return queries.published(survey.survey)


@pytest.mark.parametrize("promise", ["confidential", "anonymous"])
def test_promised_answers_take_no_part_and_are_counted_in_steps(answer, refreshed, survey, promise):
    answered(answer, survey, 40)
    refreshed()
    before = ask(survey)
    promised = again_as(survey, promise)
    answered(answer, promised, 23, seed=5, csat5=1, nps=10)
    answered(answer, promised, 4, seed=6)
    close(survey.survey, actor=MANAGER)
    refreshed()
    after = ask(survey)
    assert after.found == before.found
    assert (before.promised, after.promised) == (None, 25)
    assert after.n == 40


def test_a_survey_of_promised_answers_alone_says_that_there_are_none_to_use(answer, refreshed):
    version = published(content_of(*KINDS), promise="confidential")
    answered(answer, version, 30)
    refreshed()
    early = ask(version)
    assert (early.n, early.trouble, early.found) == (0, "too_few", None)
    assert early.promised is not None
    close(version.survey, actor=MANAGER)
    refreshed()
    assert ask(version).promised == 30


def test_who_sees_some_accounts_only_is_told_of_those(answer, refreshed, survey, manager):
    accounts = [people.create_account(people.AccountDetails(name=f"A{n}"), actor=manager) for n in range(4)]
    answered(answer, survey, 80, respondents=[Respondent(account=one) for one in accounts])
    refreshed()
    scoped = Viewer(member=None, role="viewer", account_scope=frozenset(accounts[:2]))
    assert (ask(survey).n, ask(survey, viewer=scoped).n) == (80, 40)


def test_too_few_answers_say_how_many_are_needed(answer, refreshed, survey):
    answered(answer, survey, 9)
    refreshed()
    found = ask(survey)
    assert (found.trouble, found.n, found.needed, found.wanted, found.found) == ("too_few", 9, 10, 107, None)
    answered(answer, survey, 1, seed=2)
    refreshed()
    assert ask(survey).found is not None


def test_what_cannot_be_looked_at_is_left_out_with_the_reason(answer, refreshed, survey):
    answered(answer, survey, 95, ces5=4, scale5=None)
    answered(answer, survey, 5, seed=3, ces5=4)
    refreshed()
    found = ask(survey)
    left = {key.partition("/")[2]: why for key, why in found.left_out}
    assert left == {"ces5": "alike", "scale5": "few"}
    assert names(found) == ["csat5"]


def test_outcomes_all_alike_and_questions_that_follow_from_one_another(answer, refreshed, survey):
    draw = random.Random(2)
    for _ in range(30):
        same = str(draw.randint(1, 5))
        answer(survey, nps="9", csat5=same, ces5=same, scale5=str(draw.randint(1, 5)))
    refreshed()
    assert ask(survey).trouble == "alike"
    for _ in range(30):
        same = str(draw.randint(1, 5))
        answer(survey, nps=str(draw.randint(0, 10)), csat5=same, ces5=same, scale5=str(draw.randint(1, 5)))
    refreshed()
    found = ask(survey)
    assert found.trouble == "follow"
    assert {key.partition("/")[2] for key in found.culprits} == {"csat5", "ces5"}


def test_each_segment_by_itself_and_filters_narrow(answer, refreshed, survey, manager):
    for key in ("a", "b"):
        people.save_segment(key, {"en": key}, actor=manager)
    answered(answer, survey, 120, respondents=[Respondent(segment="a"), Respondent(segment="b"), Respondent()])
    answered(answer, survey, 3, month="2026-05", seed=4)
    refreshed()
    whole = ask(survey)
    assert [(one.key, one.found.n) for one in whole.segments] == [("a", 40), ("b", 40)]
    assert ask(survey, filters={"segment": ("a",)}).n == 40
    assert ask(survey, filters={"segment": ("a",)}).segments == ()
    assert ask(survey, first="2026-04").n == 3
    assert ask(survey, last="2026-04").n == 120


def test_the_same_answers_are_counted_once_whatever_the_snapshot(answer, refreshed, survey):
    answered(answer, survey, 30)
    refreshed()
    before = ask(survey)
    other = published(content_of("csat5"))
    answer(other, csat5="3")
    refreshed()
    after = ask(survey)
    assert after.generation != before.generation
    assert after.found is before.found


def test_only_questions_on_a_scale_with_a_good_end_are_offered(answer, refreshed):
    version = published(content_of("nps", "just_right", "number", "long_text", "csat5"))
    answer(version, nps="9", just_right="3", csat5="4", number="7")
    refreshed()
    assert {one.key.partition("/")[2] for one in measured_questions(viewer=VIEWER)} == {"nps", "csat5"}


def test_a_question_that_there_is_not_is_refused(answer, refreshed, survey):
    answered(answer, survey, 2)
    refreshed()
    with pytest.raises(CannotAsk):
        drivers(Laid("no/such", ()), viewer=VIEWER)
