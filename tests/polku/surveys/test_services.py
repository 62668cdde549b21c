"""Publishing freezes, a response is stored once, and an anonymous one leaves no trace."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from polku.governance.gate import NotAllowed, Viewer
from polku.governance.models import Dirty
from polku.governance.services import begin_import, land_import, undo_import
from polku.people.models import Account, Contact
from polku.surveys import queries, rules, services
from polku.surveys.models import Comment, Receipt, Response, Version
from tests.conftest import ON_POSTGRES
from tests.polku.racing import while_uncommitted
from tests.polku.surveys.making import MANAGER, cleaned, content_of, published

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def store(version, once_key="a-key", now=NOW, respondent=None, **answers):
    who = {"respondent": respondent} if respondent else {}
    return services.store_response(version, cleaned(version, **answers), once_key=once_key, now=now, **who)


@pytest.fixture
def customer():
    account = Account.objects.create(name="Lumo Oy")
    return services.Respondent(
        account=account.pk,
        contact=Contact.objects.create(account=account, name="Aino", mail="aino@lumo.example").pk,
        segment="designer",
        decision_role="user",
        unit="Studio",
        background={"region": "north"},
    )


def test_publishing_freezes_the_content_and_keeps_its_hash():
    version = published(content_of("nps"))
    kept = Version.objects.get(pk=version.id)
    assert kept.content_hash == rules.content_hash(kept.content) == version.content_hash
    assert kept.told["fi"]
    assert kept.undo == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("content", {"questions": [], "texts": {}}),
        ("promise", "anonymous"),
        ("breakdowns", ["unit"]),
        ("told", {"en": "Nothing is promised."}),
        ("content_hash", "0" * 64),
        ("published_at", None),
        ("number", 7),
    ],
)
def test_the_store_refuses_to_change_what_was_published(field, value):
    version = published()
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Version.objects.filter(pk=version.id).update(**{field: value})
    assert queries.published(version.survey) == version


def test_a_draft_is_changed_and_a_published_version_is_not():
    key = services.create_survey(names={"en": "S"}, audience="customer", content=content_of("nps"), actor=MANAGER)
    services.save_draft(key, promise="open", actor=MANAGER)
    services.publish(key, actor=MANAGER)
    with pytest.raises(services.AlreadyPublished):
        services.save_draft(key, content=content_of("ces7"), actor=MANAGER)
    with pytest.raises(services.AlreadyPublished):
        services.throw_draft(key, actor=MANAGER)


def test_two_who_edit_at_once_do_not_overwrite_each_other():
    key = services.create_survey(names={"en": "S"}, audience="customer", actor=MANAGER)
    services.save_draft(key, content=content_of("nps"), revision=0, actor=MANAGER)
    with pytest.raises(services.TakenMeanwhile):
        services.save_draft(key, content=content_of("ces7"), revision=0, actor=MANAGER)


def test_every_change_of_the_draft_can_be_taken_back():
    key = services.create_survey(names={"en": "S"}, audience="customer", content=content_of("nps"), actor=MANAGER)
    services.save_draft(key, content=content_of("ces7"), actor=MANAGER)
    services.save_draft(key, content=content_of("csat5"), actor=MANAGER)
    draft = Version.objects.get(survey__key=key)
    assert [services.undo_edit(key, actor=MANAGER) for _ in range(3)] == [1, 0, 0]
    draft.refresh_from_db()
    assert draft.content == content_of("nps")


def test_what_is_missing_stops_publishing_and_is_listed():
    content = content_of("nps", "feeling")
    content["questions"][0]["texts"]["sv"]["title"] = " "
    key = services.create_survey(names={"en": "S"}, audience="customer", content=content, actor=MANAGER)
    with pytest.raises(services.CannotPublish) as refused:
        services.publish(key, actor=MANAGER)
    told = {(one.message, one.question, one.language) for one in refused.value.findings}
    assert told == {("no_promise", "", ""), ("title_missing", "nps", "sv")}
    assert Version.objects.get(survey__key=key).published_at is None


def test_recommending_the_workplace_is_not_asked_openly():
    content = content_of("nps", nps={"definition": "enps"})
    with pytest.raises(services.CannotPublish):
        published(content, promise="open", audience="employee")
    assert published(content, promise="anonymous", audience="employee").promise == "anonymous"


def test_our_own_people_are_never_asked_openly():
    with pytest.raises(services.CannotPublish) as refused:
        published(content_of("scale5"), promise="open", audience="employee")
    assert [one.message for one in refused.value.findings] == ["employees_answer_openly"]
    assert published(content_of("scale5"), promise="confidential", audience="employee").state == "open"


def test_only_those_who_may_design_change_surveys():
    reader = Viewer(member=None, role="contributor")
    key = published().survey
    for use in (
        lambda: services.create_survey(names={}, audience="customer", actor=reader),
        lambda: services.save_draft(key, promise="open", actor=reader),
        lambda: services.publish(key, actor=reader),
        lambda: services.close(key, actor=reader),
        lambda: services.reopen(key, actor=reader),
        lambda: services.new_draft(key, actor=reader),
        lambda: services.undo_edit(key, actor=reader),
        lambda: services.throw_draft(key, actor=reader),
        lambda: services.take_back_draft(key, actor=reader),
    ):
        with pytest.raises(NotAllowed):
            use()


def test_close_and_reopen():
    version = published()
    services.close(version.survey, actor=MANAGER)
    shut = queries.published(version.survey)
    assert shut.state == "closed"
    with pytest.raises(services.NotOpen):
        store(shut, nps=9)
    services.reopen(version.survey, actor=MANAGER)
    assert store(queries.published(version.survey), nps=9).outcome == "new"


@pytest.mark.parametrize("promise", ["confidential", "anonymous"])
def test_what_was_closed_under_a_promise_is_not_opened_again(promise):
    version = published(promise=promise)
    services.close(version.survey, actor=MANAGER)
    with pytest.raises(services.StaysClosed):
        services.reopen(version.survey, actor=MANAGER)
    assert queries.published(version.survey).state == "closed"
    services.new_draft(version.survey, actor=MANAGER)
    services.publish(version.survey, actor=MANAGER)
    assert queries.published(version.survey).state == "open"


@pytest.mark.parametrize("promise", ["open", "confidential", "anonymous"])
def test_no_answer_lands_after_a_close_that_came_since_the_version_was_read(promise):
    version = published(promise=promise)
    services.close(version.survey, actor=MANAGER)
    with pytest.raises(services.NotOpen):
        store(version, nps=9)
    assert not Response.objects.exists()
    assert not Receipt.objects.exists()


@pytest.mark.skipif(not ON_POSTGRES, reason="SQLite has one writer at a time; the race is PostgreSQL's")
@pytest.mark.django_db(transaction=True)
def test_closing_and_answering_wait_for_each_other():
    version, other = published(), published()
    raised = while_uncommitted(lambda: services.close(version.survey, actor=MANAGER), lambda: store(version, nps=9))
    assert [type(error) for error in raised] == [services.NotOpen]
    written = []

    def close():
        services.close(other.survey, actor=MANAGER)
        written.append(Response.objects.count())

    assert while_uncommitted(lambda: store(other, nps=9), close) == []
    assert written == [1]


def test_closing_takes_earlier_versions_along_whatever_their_time():
    first = published(closes_at=timezone.now() + timedelta(days=9))
    services.new_draft(first.survey, actor=MANAGER)
    services.publish(first.survey, actor=MANAGER)
    services.close(first.survey, actor=MANAGER)
    assert queries.published(first.survey, number=1).state == "closed"


def test_a_newer_version_that_opens_later_leaves_the_present_one_open():
    first = published()
    services.new_draft(first.survey, actor=MANAGER)
    services.publish(first.survey, opens_at=timezone.now() + timedelta(days=1), actor=MANAGER)
    now = queries.published(first.survey)
    assert (now.number, now.state) == (1, "open")
    assert [row.state for row in queries.versions(first.survey, viewer=MANAGER)] == ["not_yet", "open"]
    row = queries.survey(first.survey, viewer=MANAGER)
    assert (row.number, row.state) == (1, "open")
    Version.objects.filter(pk=first.id).update(closes_at=timezone.now())
    # Nothing takes answers until the newer one opens: that is what the link says.
    later = queries.published(first.survey)
    assert (later.number, later.state) == (2, "not_yet")
    assert queries.survey(first.survey, viewer=MANAGER).state == "not_yet"
    Version.objects.filter(number=2).update(opens_at=timezone.now())
    assert (queries.published(first.survey).number, queries.published(first.survey).state) == (2, "open")


def test_a_version_opens_and_closes_at_its_times():
    soon = timezone.now() + timedelta(hours=1)
    version = published(opens_at=soon)
    assert version.state == "not_yet"
    with pytest.raises(services.NotOpen):
        store(version, nps=9)
    with pytest.raises(services.CannotPublish):
        published(opens_at=soon, closes_at=soon)


def test_a_new_draft_begins_from_the_latest_version_and_replaces_it_when_published():
    first = published(content_of("nps"))
    assert services.new_draft(first.survey, actor=MANAGER) == 2
    assert services.new_draft(first.survey, actor=MANAGER) == 2
    assert queries.published(first.survey).number == 1
    draft = queries.draft(first.survey, viewer=MANAGER)
    assert (draft.content, draft.promise, draft.breakdowns) == (first.content, first.promise, first.breakdowns)
    services.save_draft(first.survey, content=content_of("nps", "ces7"), actor=MANAGER)
    services.publish(first.survey, actor=MANAGER)
    assert queries.published(first.survey).number == 2
    # A form drawn before the change is still taken, under its own version and promise.
    old = queries.published(first.survey, number=1)
    assert (old.state, store(old, nps=9).outcome) == ("replaced", "new")
    services.close(first.survey, actor=MANAGER)
    with pytest.raises(services.NotOpen):
        store(queries.published(first.survey, number=1), once_key="later", nps=9)


def test_a_draft_that_was_thrown_away_is_nowhere_and_can_be_taken_back():
    key = services.create_survey(names={"en": "S"}, audience="customer", content=content_of("nps"), actor=MANAGER)
    services.throw_draft(key, actor=MANAGER)
    assert queries.surveys(viewer=MANAGER) == ()
    assert queries.draft(key, viewer=MANAGER) is None
    for gone in (queries.previewed, lambda key: queries.survey(key, viewer=MANAGER)):
        with pytest.raises(queries.NoSuchSurvey):
            gone(key)
    with pytest.raises(services.AlreadyPublished):
        services.publish(key, actor=MANAGER)
    services.take_back_draft(key, actor=MANAGER)
    assert queries.draft(key, viewer=MANAGER).content == content_of("nps")
    with pytest.raises(services.SurveyGone):
        services.take_back_draft(key, actor=MANAGER)


def test_throwing_the_next_draft_away_leaves_what_was_published():
    version = published()
    services.new_draft(version.survey, actor=MANAGER)
    services.throw_draft(version.survey, actor=MANAGER)
    assert queries.published(version.survey) == version
    assert services.new_draft(version.survey, actor=MANAGER) == 2
    with pytest.raises(services.SurveyGone):
        services.take_back_draft(version.survey, actor=MANAGER)


@pytest.mark.parametrize("promise", ["open", "confidential", "anonymous"])
def test_a_response_is_stored_once_however_often_it_is_sent(promise):
    version = published(promise=promise)
    first = store(version, nps=9, long_text="Hyvä")
    assert first.outcome == "new"
    assert store(version, nps="9", long_text="Hyvä").outcome == "same"
    assert store(version, nps=2, long_text="Hyvä").outcome == "first_stands"
    assert store(version, nps=9, long_text="Huono").outcome == "first_stands"
    assert store(version, once_key="another", nps=9, long_text="Hyvä").outcome == "new"
    assert Response.objects.count() == Comment.objects.count() == 2
    assert Response.objects.get(key=first.response).answers == {"nps": 9}


def test_a_response_with_errors_is_not_stored():
    with pytest.raises(ValueError, match="errors"):
        store(published(), nps=11)


def test_a_response_keeps_who_answered_as_they_were(customer):
    version = published(promise="confidential")
    row = Response.objects.get(pk=store(version, respondent=customer, nps=9).id)
    assert (row.account_id, row.contact_id) == (customer.account, customer.contact)
    assert (row.segment, row.decision_role, row.unit) == ("designer", "user", "Studio")
    assert (row.answered_at, row.week, row.month) == (NOW, "2026-W47", "2026-11")
    assert row.background == {"region": "north"}


def test_an_anonymous_response_keeps_the_week_and_the_declared_groups_alone(customer):
    version = published(promise="anonymous", breakdowns=["segment"])
    row = Response.objects.get(pk=store(version, once_key="secret-form-key", respondent=customer, nps=9).id)
    assert (row.account_id, row.contact_id, row.answered_at, row.once_key) == (None, None, None, None)
    assert (row.segment, row.decision_role, row.unit, row.background) == ("designer", "", "", {})
    assert row.week == "2026-W47"
    held = json.dumps([list(model.objects.values()) for model in (Response, Comment, Receipt)], default=str)
    for trace in ("secret-form-key", "2026-11-22", "Studio", "north"):
        assert trace not in held
    assert Receipt._meta.get_fields() == (Receipt._meta.pk, Receipt._meta.get_field("tag"))


def test_the_month_of_an_anonymous_response_says_no_more_than_its_week():
    version = published(promise="anonymous")
    for moment in (datetime(2026, 11, 30, 12, tzinfo=UTC), datetime(2026, 12, 6, 12, tzinfo=UTC)):
        store(version, once_key=None, now=moment, nps=9)
    assert set(Response.objects.values_list("week", "month")) == {("2026-W49", "2026-12")}


@pytest.mark.parametrize("promise", ["confidential", "anonymous"])
def test_a_promised_answer_without_a_wave_stays_in_that_of_its_month_whenever_the_version_ends(promise):
    version = published(promise=promise)
    store(version, nps=9)
    services.close(version.survey, actor=MANAGER)
    assert [row.wave == row.month for row in Response.objects.all()] == [True]
    ends = published(promise=promise, closes_at=timezone.now() + timedelta(days=9))
    store(ends, once_key="another", nps=9)
    store(published(), once_key="a third", nps=9)
    assert Response.objects.filter(wave="").count() == 2


def test_keys_tell_nothing_of_the_order_answers_came_in():
    version = published(promise="anonymous")
    ids = [store(version, once_key=None, nps=9).id for _ in range(12)]
    assert ids != sorted(ids)
    assert ids != sorted(ids, reverse=True)


def test_the_snapshot_hears_of_a_response_and_only_once():
    version = published()
    Dirty.objects.all().delete()
    store(version, nps=9, long_text="Hei")
    store(version, nps=9, long_text="Hei")
    assert sorted(Dirty.objects.values_list("table", "month")) == [("answers+", "2026-11"), ("comments", "2026-11")]


def test_storing_costs_few_statements(django_assert_max_num_queries):
    version = published()
    with django_assert_max_num_queries(5):
        store(version, nps=9, long_text="Hei")


def test_the_month_is_the_organisations_own():
    version = published()
    late = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
    assert store(version, now=late, nps=9).month == "2026-12"


def arriving(name="a"):
    return begin_import(name, name * 64, {}, actor=MANAGER)[0]


def imported_rows(version, count=3, key="row"):
    for number in range(count):
        answers = cleaned(version, nps=number % 11, long_text=f"words {number}")
        yield services.ImportedResponse(version, answers, answered_at=NOW, row_key=f"{key}{number}")


def test_an_import_is_seen_when_it_lands_and_not_when_it_is_undone():
    version = published()
    unit = arriving()
    Dirty.objects.all().delete()
    assert services.store_responses_bulk(imported_rows(version), imported=unit, actor=MANAGER) == 3
    assert not Response.objects.filter(Response.seen()).exists()
    assert not Dirty.objects.exists()
    land_import(unit, rows=3, rejected=0, actor=MANAGER)
    assert Response.objects.filter(Response.seen()).count() == 3
    assert set(Dirty.objects.values_list("table", "month")) == {("answers", "2026-11"), ("comments", "2026-11")}
    undo_import(unit, actor=MANAGER)
    assert not Response.objects.filter(Response.seen()).exists()


def test_a_row_comes_in_once_and_an_undone_import_gives_its_rows_back():
    version = published()
    first, second, third = arriving("a"), arriving("b"), arriving("c")
    services.store_responses_bulk(imported_rows(version), imported=first, actor=MANAGER)
    assert services.store_responses_bulk(imported_rows(version, 4), imported=second, actor=MANAGER) == 1
    land_import(first, rows=3, rejected=0, actor=MANAGER)
    undo_import(first, actor=MANAGER)
    assert services.store_responses_bulk(imported_rows(version), imported=third, actor=MANAGER) == 3
    assert Response.objects.count() == Comment.objects.count() == 4


def test_a_row_that_stands_twice_in_a_file_comes_in_once():
    version = published()
    rows = [*imported_rows(version), *imported_rows(version)]
    assert services.store_responses_bulk(rows, imported=arriving(), actor=MANAGER) == 3


def test_an_anonymous_row_keeps_no_row_key_and_can_be_taken_out_again():
    version = published(promise="anonymous")
    unit = arriving()
    services.store_responses_bulk(imported_rows(version), imported=unit, actor=MANAGER)
    assert set(Response.objects.values_list("once_key", "answered_at")) == {(None, None)}
    assert services.drop_imported(unit, actor=MANAGER) == 3
    assert not Response.objects.exists()
    assert not Comment.objects.exists()


def test_nothing_is_added_to_or_dropped_from_an_import_that_has_landed():
    version = published()
    unit = arriving()
    land_import(unit, rows=0, rejected=0, actor=MANAGER)
    with pytest.raises(ValueError, match="arriving"):
        services.store_responses_bulk(imported_rows(version), imported=unit, actor=MANAGER)
    with pytest.raises(ValueError, match="undo"):
        services.drop_imported(unit, actor=MANAGER)
