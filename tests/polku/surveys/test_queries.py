"""What a respondent meets, and that only what landed is seen."""

from __future__ import annotations

import uuid

import pytest
from django.utils import timezone

from polku.governance.gate import NotAllowed, Viewer
from polku.governance.services import begin_import, land_import
from polku.people.models import Account, Contact
from polku.surveys import queries, services
from polku.surveys.models import Comment, Response
from tests.polku.surveys.making import MANAGER, cleaned, content_of, published

pytestmark = pytest.mark.django_db
READER = Viewer(member=None, role="contributor")
ADMIN = Viewer(member=None, role="admin")


def test_a_link_leads_to_the_latest_version_and_its_promise():
    version = published(content_of("nps"), promise="confidential", breakdowns=["segment"])
    again = queries.published(str(version.survey))
    assert again == version
    assert (again.number, again.promise, again.breakdowns, again.state) == (1, "confidential", ("segment",), "open")
    assert again.languages == ("fi", "sv", "en")
    assert set(again.told) == {"fi", "sv", "en"}
    assert "5" in again.told["en"]
    assert again.content == content_of("nps")


@pytest.mark.parametrize("key", ["", "no-uuid", "'; --", uuid.UUID(int=7), str(uuid.UUID(int=8))])
def test_an_unknown_link_is_told_apart(key):
    with pytest.raises(queries.NoSuchSurvey):
        queries.published(key)


def test_a_draft_has_no_link_yet():
    key = services.create_survey(names={"en": "S"}, audience="customer", actor=MANAGER)
    with pytest.raises(queries.NoSuchSurvey):
        queries.published(key)
    with pytest.raises(queries.NoSuchSurvey):
        queries.published(published().survey, number=9)


def test_content_is_read_once_for_many_respondents(django_assert_num_queries):
    version = published()
    with django_assert_num_queries(1):
        assert queries.published(version.survey).content == version.content


def answer(version, once_key=None, respondent=None, **answers):
    who = {"respondent": respondent} if respondent else {}
    return services.store_response(version, cleaned(version, **answers), once_key=once_key, **who)


def by_key(version):
    return next(row for row in queries.surveys(viewer=READER) if row.key == version.survey)


def test_the_list_shows_what_takes_answers_first_and_how_many_came():
    services.create_survey(names={"en": "Draft"}, audience="customer", actor=MANAGER)
    version = published(content_of("nps", "ces7", nps={"touchpoint": "phone"}))
    answer(version, nps=9)
    rows = queries.surveys(viewer=READER)
    assert [row.state for row in rows] == ["open", "draft"]
    first = rows[0]
    assert (first.answers, first.promise, first.questions, first.touchpoints) == (1, "open", 2, ("phone",))
    assert first.seconds == 25
    assert queries.survey(version.survey, viewer=READER) == first


@pytest.mark.parametrize("promise", ["confidential", "anonymous"])
def test_a_small_number_of_answers_under_a_promise_is_not_told(promise):
    version = published(promise=promise)
    for _ in range(4):
        answer(version, nps=9)
    assert by_key(version).answers is None
    assert queries.versions(version.survey, viewer=READER)[0].answers is None
    answer(version, nps=9)
    assert by_key(version).answers == 5


@pytest.mark.parametrize("promise", ["confidential", "anonymous"])
def test_the_number_of_promised_answers_goes_up_by_k_and_not_by_one(promise):
    version = published(promise=promise)
    told = []
    for _ in range(11):
        answer(version, nps=9)
        told.append((by_key(version).answers, queries.versions(version.survey, viewer=READER)[0].answers))
    assert told == [(None, None)] * 4 + [(5, 5)] * 5 + [(10, 10)] * 2
    assert by_key(version).at_least
    assert not by_key(published()).at_least


def test_the_draft_comes_with_what_stands_in_its_way():
    key = services.create_survey(names={"en": "S"}, audience="customer", actor=MANAGER)
    draft = queries.draft(key, viewer=MANAGER)
    assert {one.message for one in draft.findings} == {"no_questions", "no_promise", "survey_title_missing"}
    assert (draft.number, draft.revision, draft.undoable) == (1, 0, 0)
    assert queries.draft(published().survey, viewer=MANAGER) is None
    with pytest.raises(NotAllowed):
        queries.draft(key, viewer=READER)


def test_a_new_version_says_what_becomes_of_the_series():
    first = published(content_of("nps", "ces7"))
    services.new_draft(first.survey, actor=MANAGER)
    content = content_of("nps", "csat5")
    content["questions"][0]["texts"]["en"]["title"] = "Otherwise"
    services.save_draft(first.survey, content=content, actor=MANAGER)
    told = {trend.question: trend.verdict for trend in queries.draft(first.survey, viewer=MANAGER).trends}
    assert told == {"nps": "look", "csat5": "new", "ces7": "gone"}
    services.publish(first.survey, actor=MANAGER)
    newest, oldest = queries.versions(first.survey, viewer=READER)
    assert {trend.question: trend.verdict for trend in newest.trends} == told
    assert (oldest.state, oldest.trends, newest.state) == ("replaced", (), "open")


def test_open_answers_are_read_one_by_one_with_names():
    account = Account.objects.create(name="Lumo Oy")
    contact = Contact.objects.create(account=account, name="Aino")
    version = published()
    answer(version, nps=9, long_text="Hyvä", respondent=services.Respondent(account.pk, contact.pk))
    answer(version, nps=3)
    page = queries.answers(version.survey, viewer=READER)
    assert {(row.contact, row.account, row.answers["nps"]) for row in page.rows} == {
        ("Aino", "Lumo Oy", 9),
        ("", "", 3),
    }
    assert not page.more
    assert queries.answers(version.survey, viewer=READER, size=1).more
    scoped = Viewer(member=None, role="contributor", account_scope=frozenset({account.pk}))
    assert len(queries.answers(version.survey, viewer=scoped).rows) == 1


@pytest.mark.parametrize("promise", ["confidential", "anonymous"])
def test_promised_answers_are_never_read_one_by_one(promise):
    version = published(promise=promise)
    for _ in range(20):
        answer(version, nps=9, long_text="Hei")
    assert queries.answers(version.survey, viewer=ADMIN) == queries.Withheld("promised", 5)


def test_promised_words_are_read_after_closing_and_from_eight():
    version = published(content_of("nps", "short_text", "long_text"), promise="anonymous")
    for number in range(8):
        answer(version, long_text=f"words {number}")
    answer(version, short_text="alone")
    shut = [one.texts for one in queries.comments(version.survey, viewer=READER)]
    assert shut == [queries.Withheld("still_open", 8)] * 2
    services.close(version.survey, actor=MANAGER)
    few, enough = queries.comments(version.survey, viewer=READER)
    assert few.texts == queries.Withheld("too_few", 8)
    assert sorted(enough.texts) == [f"words {number}" for number in range(8)]
    scoped = Viewer(member=None, role="manager", account_scope=frozenset({1}))
    assert {one.texts.reason for one in queries.comments(version.survey, viewer=scoped)} == {"promised"}


def test_words_of_which_one_was_erased_are_shown_again_when_as_many_as_the_threshold_are_gone():
    version = published(content_of("nps", "long_text"), promise="confidential")
    for number in range(20):
        answer(version, long_text=f"words {number}")
    services.close(version.survey, actor=MANAGER)
    rows = Comment.objects.order_by("pk")

    def erased(number):
        rows.filter(pk__in=list(rows.exclude(text="").values_list("pk", flat=True)[:number])).update(text="")
        (found,) = queries.comments(version.survey, viewer=READER)
        return found.texts

    assert len(erased(0)) == 20
    assert erased(1) == queries.Withheld("too_few", 8)
    assert erased(6) == queries.Withheld("too_few", 8)
    assert len(erased(1)) == 12


def test_words_that_a_file_brings_after_the_close_are_shown_from_eight():
    version = published(content_of("long_text"), promise="confidential")
    for number in range(9):
        answer(version, long_text=f"words {number}")
    services.close(version.survey, actor=MANAGER)
    unit, _ = begin_import("file", "hash", {}, actor=MANAGER)
    land_import(unit, rows=8, rejected=0, actor=MANAGER)
    of_file = Response.objects.order_by("pk")

    def shown(number):
        of_file.update(imported=None)
        of_file.filter(pk__in=list(of_file.values_list("pk", flat=True)[:number])).update(imported=unit)
        (found,) = queries.comments(version.survey, viewer=READER)
        return found.texts

    assert len(shown(0)) == 9
    assert len(shown(1)) == 8
    assert shown(4) == queries.Withheld("too_few", 8)
    assert len(shown(8)) == 8


def test_answers_are_for_those_who_may_read_them():
    version = published()
    figures = Viewer(member=None, role="viewer")
    with pytest.raises(NotAllowed):
        queries.answers(version.survey, viewer=figures)
    with pytest.raises(NotAllowed):
        queries.comments(version.survey, viewer=figures)
    with pytest.raises(queries.NoSuchSurvey):
        queries.answers(uuid.uuid4(), viewer=READER)


def test_answers_of_an_import_are_nowhere_before_it_lands():
    version = published()
    unit = begin_import("file", "a" * 64, {}, actor=MANAGER)[0]
    rows = [services.ImportedResponse(version, cleaned(version, nps=9, long_text="Hei"), timezone.now(), "1")]
    services.store_responses_bulk(rows, imported=unit, actor=MANAGER)
    assert by_key(version).answers == 0
    assert queries.answers(version.survey, viewer=READER).rows == ()
    land_import(unit, rows=1, rejected=0, actor=MANAGER)
    assert by_key(version).answers == 1
    assert len(queries.answers(version.survey, viewer=READER).rows) == 1


def test_a_preview_shows_the_draft_and_takes_no_answers():
    key = services.create_survey(names={"en": "S"}, audience="customer", content=content_of("nps"), actor=MANAGER)
    shown = queries.previewed(key)
    assert (shown.state, shown.takes_answers, shown.content) == ("draft", False, content_of("nps"))
    assert shown.told["en"]
    version = published()
    assert queries.previewed(version.survey).number == 1
    with pytest.raises(queries.NoSuchSurvey):
        queries.previewed(uuid.uuid4())


def test_a_respondent_learns_that_their_own_key_has_been_used():
    assert not queries.stored_under("mine")
    answer(published(), once_key="mine", nps=9)
    assert queries.stored_under("mine")
