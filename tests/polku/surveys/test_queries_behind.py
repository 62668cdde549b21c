"""The answers behind a figure: by the same filters, with the words beside; promised ones leave no trace."""

from __future__ import annotations

import pytest

from polku.governance.gate import NotAllowed, Viewer
from polku.journeys import services as journeys
from polku.people import services as people
from polku.surveys import queries
from polku.surveys.queries import Behind
from polku.surveys.services import Respondent
from tests.polku.surveys.making import content_of, published

pytestmark = pytest.mark.django_db
READER = Viewer(member=None, role="contributor")


def behind(viewer=READER, page=1, size=25, **more):
    asked = Behind(**{"definitions": {"nps"}, "first": "2026-01", "last": "2026-12"} | more)
    return queries.behind(asked, viewer=viewer, page=page, size=size)


def said(found):
    return [tuple(value for _question, value in row.said) for row in found.rows]


def test_the_questions_of_the_metric_with_the_words_beside_newest_first(answer, manager):
    account = people.create_account(people.AccountDetails(name="Aalto Oy"), actor=manager)
    version = published()
    answer(version, "2026-01", nps="3", ces7="2", long_text="Too slow", respondent=Respondent(account=account))
    answer(version, "2026-03", nps="9")
    answer(version, "2025-03", nps="1")
    answer(version, "2026-03", ces7="4")
    found = behind()
    assert said(found) == [(9,), (3,)]
    assert found.total == 2
    assert found.rows[1].words == ("Too slow",)
    assert (found.rows[1].account, found.rows[1].survey) == ("Aalto Oy", version.survey)
    assert said(behind(with_words=True)) == [(3,)]
    assert said(behind(definitions={"ces7"})) == [(4,), (2,)]


def test_the_filters_of_the_figure_are_kept(answer):
    version = published()
    for segment, wave, value in (("a", "w1", 1), ("b", "w1", 2), ("a", "w2", 3)):
        answer(version, nps=str(value), respondent=Respondent(segment=segment), wave=wave)
    assert {value for (value,) in said(behind(classes={"segment": ("a",)}))} == {1, 3}
    assert said(behind(classes={"segment": ("a",), "wave": ("w2",)})) == [(3,)]
    assert behind(first="2027-01", last="2027-02").total == 0


def test_a_group_of_accounts_is_a_filter_too(answer, manager):
    version = published()
    for name, group, value in (("A", "Puro Group", 1), ("B", "Puro Group", 2), ("C", "", 3)):
        account = people.create_account(people.AccountDetails(name=name, account_group=group), actor=manager)
        answer(version, nps=str(value), respondent=Respondent(account=account))
    assert {value for (value,) in said(behind(classes={"account_group": ("Puro Group",)}))} == {1, 2}


def test_a_question_counts_where_it_belongs_and_an_answer_where_it_came_by(answer, manager):
    journey = journeys.create_journey(journeys.JourneyDetails({"en": "J"}), actor=manager, starters=False)
    phase = journeys.add_phase(journey, journeys.PhaseDetails({"en": "P"}), actor=manager)
    ids = [
        journeys.add_touchpoint(phase, journeys.TouchpointDetails({"en": slug}, slug=slug), actor=manager)
        for slug in ("here", "there")
    ]
    answer(published(content_of("nps", nps={"touchpoint": "here"})), nps="1")
    answer(published(content_of("nps", nps={"touchpoint": "there"})), nps="2")
    from polku.journeys.models import Touchpoint

    point = Touchpoint.objects.get(key=ids[0]) if not isinstance(ids[0], int) else Touchpoint.objects.get(pk=ids[0])
    answer(published(content_of("nps")), nps="3", touchpoint=point.pk)
    answer(published(content_of("nps")), nps="4")
    assert {value for (value,) in said(behind(touchpoints={"here"}))} == {1, 3}
    assert behind(touchpoints=set()).total == 0


@pytest.mark.parametrize("promise", ["confidential", "anonymous"])
def test_a_promised_answer_is_never_shown_by_itself(answer, manager, promise):
    account = people.create_account(people.AccountDetails(name="A"), actor=manager)
    version = published(promise=promise)
    for _ in range(30):
        answer(version, nps="1", long_text="secret", respondent=Respondent(account=account))
    assert behind().total == 0
    from polku.people.models import Account

    heard = queries.heard(Account.objects.get(pk=account).key, viewer=READER)
    assert (heard.last, heard.times, heard.words) == (None, 0, ())


def test_pages(answer):
    version = published()
    for value in range(5):
        answer(version, nps=str(value))
    assert [len(behind(page=page, size=2).rows) for page in (1, 2, 3, 4)] == [2, 2, 1, 0]
    assert behind(page=2, size=2).more
    assert not behind(page=3, size=2).more


def test_who_may_not_read_answers_or_not_of_all_accounts(answer, manager):
    ids = [people.create_account(people.AccountDetails(name=name), actor=manager) for name in "ab"]
    for account in ids:
        answer(published(), nps="9", respondent=Respondent(account=account))
    assert behind(Viewer(member=None, role="contributor", account_scope=frozenset(ids[:1]))).total == 1
    for asked in (behind, lambda viewer: queries.heard(ids[0], viewer=viewer)):
        with pytest.raises(NotAllowed):
            asked(viewer=Viewer(member=None, role="viewer"))


def test_what_an_account_said_last(answer, manager):
    from polku.people.models import Account

    account = people.create_account(people.AccountDetails(name="A"), actor=manager)
    version = published()
    for month, words in (("2026-01", "first"), ("2026-03", "second"), ("2026-02", "")):
        answer(version, month, nps="9", long_text=words, respondent=Respondent(account=account))
    heard = queries.heard(Account.objects.get(pk=account).key, viewer=READER)
    assert heard.last.month == 3
    assert heard.times == 3
    assert [text for _at, _who, _language, text in heard.words] == ["second", "first"]
