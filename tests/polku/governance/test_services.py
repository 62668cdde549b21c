import pytest
from django.db import IntegrityError, transaction

from polku.governance import models, queries, services
from polku.governance.gate import NotAllowed, Viewer
from polku.governance.rules import Refused
from tests.conftest import ON_POSTGRES
from tests.polku.racing import while_uncommitted


def entries():
    return [(entry.verb, entry.subject_kind, entry.fields) for entry in models.AuditEntry.objects.order_by("pk")]


def test_an_invited_member_joins_by_a_link_that_works_once(admin):
    pk = services.invite_member(email=" New@Example.com ", role="contributor", actor=admin)
    member = models.Member.objects.get(pk=pk)
    assert member.email == "new@example.com"
    assert not member.has_usable_password()
    token = services.invitation_token(pk, actor=admin)
    services.accept_invitation(member.key, token, name="Nea", password="a fine long pass", language="fi")
    member.refresh_from_db()
    assert member.check_password("a fine long pass")
    assert (member.name, member.language, member.role) == ("Nea", "fi", "contributor")
    with pytest.raises(services.NotFound):
        services.accept_invitation(member.key, token, name="X", password="another long pass", language="fi")
    assert [verb for verb, _kind, _fields in entries()] == ["invite", "make_link", "join"]


def test_a_link_of_one_member_does_not_open_for_another(admin):
    one = services.invite_member(email="one@example.com", role="viewer", actor=admin)
    two = services.invite_member(email="two@example.com", role="admin", actor=admin)
    token = services.invitation_token(one, actor=admin)
    with pytest.raises(services.NotFound):
        services.accept_invitation(
            models.Member.objects.get(pk=two).key, token, name="", password="a fine long pass", language="en"
        )


def test_a_link_of_a_member_shut_out_does_not_open(admin):
    pk = services.invite_member(email="one@example.com", role="viewer", actor=admin)
    token = services.invitation_token(pk, actor=admin)
    services.set_active(pk, active=False, actor=admin)
    key = models.Member.objects.get(pk=pk).key
    with pytest.raises(services.NotFound):
        services.accept_invitation(key, token, name="", password="a fine long pass", language="en")
    with pytest.raises(Refused):
        services.invitation_token(pk, actor=admin)


def test_a_weak_password_is_refused_at_its_field(admin):
    with pytest.raises(Refused) as refused:
        services.invite_member(email="one@example.com", role="viewer", actor=admin, password="short")
    assert refused.value.field == "password"
    assert not models.Member.objects.filter(email="one@example.com").exists()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"email": "no address", "role": "viewer"}, "email"),
        ({"email": "ADMIN@example.com", "role": "viewer"}, "email"),
        ({"email": "one@example.com", "role": "king"}, "role"),
        ({"email": "one@example.com", "role": "viewer", "language": "de"}, "language"),
    ],
)
def test_a_faulty_invitation_is_refused_at_its_field(admin, fields, field):
    with pytest.raises(Refused) as refused:
        services.invite_member(actor=admin, **fields)
    assert refused.value.field == field


def test_only_an_admin_keeps_members_and_settings(admin, manager):
    for attempt in (
        lambda: services.invite_member(email="x@example.com", role="viewer", actor=manager),
        lambda: services.change_role(admin.member, role="viewer", actor=manager),
        lambda: services.set_active(admin.member, active=False, actor=manager),
        lambda: services.invitation_token(admin.member, actor=manager),
        lambda: services.update_organisation(actor=manager, currency="SEK"),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert entries() == []


def test_the_last_admin_cannot_be_removed(admin, manager):
    with pytest.raises(services.LastAdmin):
        services.change_role(admin.member, role="manager", actor=admin)
    with pytest.raises(services.LastAdmin):
        services.set_active(admin.member, active=False, actor=admin)
    services.change_role(manager.member, role="admin", actor=admin)
    services.change_role(admin.member, role="viewer", actor=admin)
    with pytest.raises(services.LastAdmin):
        services.set_active(manager.member, active=False, actor=admin)


def test_an_admin_shut_out_does_not_count_as_one(admin, manager):
    services.change_role(manager.member, role="admin", actor=admin)
    services.set_active(manager.member, active=False, actor=admin)
    with pytest.raises(services.LastAdmin):
        services.set_active(admin.member, active=False, actor=admin)


@pytest.mark.skipif(not ON_POSTGRES, reason="SQLite has one writer at a time; the race is PostgreSQL's")
@pytest.mark.django_db(transaction=True)
def test_two_admins_cannot_remove_each_other_at_once():
    a, b = [models.Member.objects.create_user(f"{name}@example.com", None, role="admin") for name in "ab"]
    raised = while_uncommitted(
        lambda: services.set_active(b.pk, active=False, actor=Viewer(member=a.pk, role="admin")),
        lambda: services.set_active(a.pk, active=False, actor=Viewer(member=b.pk, role="admin")),
    )
    assert [type(error) for error in raised] == [services.LastAdmin]
    assert models.Member.objects.filter(role="admin", is_active=True).count() == 1


def test_one_s_own_name_and_language(reader):
    services.update_me(name=" Vilma ", language="sv", actor=reader)
    member = models.Member.objects.get(pk=reader.member)
    assert (member.name, member.language) == ("Vilma", "sv")
    assert entries() == [("update", "member", ["name", "language"])]
    with pytest.raises(Refused):
        services.update_me(name="Vilma", language="xx", actor=reader)


def test_the_audit_names_fields_and_holds_no_value(admin):
    services.update_organisation(actor=admin, names={"fi": "Salainen Oy"}, currency="SEK")
    services.update_organisation(actor=admin, currency="SEK")
    assert entries() == [("update", "organisation", ["names", "currency"])], "one entry a use case, none for no change"
    entry = models.AuditEntry.objects.values().get()
    assert "Salainen" not in repr(entry)
    assert "SEK" not in repr(entry)
    assert entry["actor_id"] == admin.member


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"threshold_scores": 4}, "threshold_scores"),
        ({"threshold_comments": 7}, "threshold_comments"),
        ({"threshold_scores": 1001}, "threshold_scores"),
        ({"languages": []}, "languages"),
        ({"languages": ["fi"]}, "default_language"),
        ({"default_language": "de"}, "default_language"),
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"currency": "euro"}, "currency"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_at_its_field(admin, changes, field):
    with pytest.raises(Refused) as refused:
        services.update_organisation(actor=admin, **changes)
    assert refused.value.field == field


def test_thresholds_may_be_raised(admin):
    services.update_organisation(actor=admin, threshold_scores=10, threshold_comments=12)
    settled = queries.organisation(viewer=admin)
    assert (settled.threshold_scores, settled.threshold_comments) == (10, 12)


@pytest.mark.parametrize(("threshold", "stands"), [("threshold_scores", 10), ("threshold_comments", 12)])
def test_a_threshold_once_raised_is_never_lowered(admin, threshold, stands):
    services.update_organisation(actor=admin, threshold_scores=10, threshold_comments=12)
    with pytest.raises(Refused, match=rf"\b{stands}\b") as refused:
        services.update_organisation(actor=admin, currency="SEK", **{threshold: stands - 1})
    assert refused.value.field == threshold
    settled = queries.organisation(viewer=admin)
    assert (getattr(settled, threshold), settled.currency) == (stands, "EUR")
    services.update_organisation(actor=admin, **{threshold: stands})
    services.update_organisation(actor=admin, **{threshold: stands + 1})


@pytest.mark.parametrize("threshold", [{"threshold_scores": 4}, {"threshold_comments": 7}])
def test_the_store_itself_keeps_the_thresholds(db, threshold):
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Organisation.objects.create(pk=1, **threshold)


def test_there_is_one_organisation(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Organisation.objects.create(pk=2)


def test_the_salt_is_made_once(admin):
    assert services.do_not_ask_salt() == services.do_not_ask_salt() != ""
    services.update_organisation(actor=admin, currency="SEK")
    assert queries.do_not_ask_salt(viewer=admin) == services.do_not_ask_salt()
    with pytest.raises(TypeError):
        services.update_organisation(actor=admin, salt="x")


def dirty():
    return sorted(models.Dirty.objects.values_list("table", "month", "erased"))


@pytest.mark.django_db(transaction=True)
def test_what_is_dirty_is_said_in_the_transaction_of_the_change():
    with pytest.raises(RuntimeError):
        services.mark_dirty("accounts")
    with transaction.atomic():
        services.mark_dirty("accounts")
        transaction.set_rollback(True)
    assert dirty() == []


def test_dirty_parts_are_months_or_the_whole(db):
    services.mark_dirty("events", "2026-02", "2026-01", "2026-02")
    services.mark_dirty("accounts", erased=True)
    assert dirty() == [("accounts", "", True), ("events", "2026-01", False), ("events", "2026-02", False)]


def test_an_import_dirties_its_parts_when_it_lands_and_when_it_is_undone(manager):
    imported, known = services.begin_import("file.csv", "a" * 64, {"x": "y"}, actor=manager)
    assert not known
    services.mark_dirty("answers", "2026-01", imported=imported)
    services.mark_dirty("answers", "2026-01", imported=imported)
    assert dirty() == []
    services.land_import(imported, rows=1, rejected=0, actor=manager)
    assert dirty() == [("answers", "2026-01", False)]
    models.Dirty.objects.all().delete()
    services.undo_import(imported, actor=manager)
    assert dirty() == [("answers", "2026-01", False)]


def test_what_comes_in_after_landing_is_dirty_at_once_and_again_when_undone(manager):
    imported, _known = services.begin_import("file.csv", "a" * 64, {}, actor=manager)
    services.land_import(imported, rows=1, rejected=0, actor=manager)
    services.mark_dirty("events", "2026-02", imported=imported)
    assert dirty() == [("events", "2026-02", False)]
    models.Dirty.objects.all().delete()
    services.undo_import(imported, actor=manager)
    assert dirty() == [("events", "2026-02", False)]


@pytest.mark.skipif(not ON_POSTGRES, reason="SQLite has one writer at a time; the race is PostgreSQL's")
@pytest.mark.django_db(transaction=True)
def test_rows_that_come_in_while_their_import_lands_are_not_forgotten():
    actor = Viewer(member=None, role="manager")
    imported, _known = services.begin_import("file.csv", "a" * 64, {}, actor=actor)

    def late() -> None:
        with transaction.atomic():
            services.mark_dirty("answers", "2026-01", imported=imported)

    raised = while_uncommitted(lambda: services.land_import(imported, rows=1, rejected=0, actor=actor), late)
    assert raised == []
    assert dirty() == [("answers", "2026-01", False)]


@pytest.mark.skipif(not ON_POSTGRES, reason="SQLite has one writer at a time; the race is PostgreSQL's")
@pytest.mark.django_db(transaction=True)
def test_an_import_that_lands_waits_for_rows_that_are_coming_in():
    actor = Viewer(member=None, role="manager")
    imported, _known = services.begin_import("file.csv", "a" * 64, {}, actor=actor)
    raised = while_uncommitted(
        lambda: services.mark_dirty("answers", "2026-01", imported=imported),
        lambda: services.land_import(imported, rows=1, rejected=0, actor=actor),
    )
    assert raised == []
    assert dirty() == [("answers", "2026-01", False)]


def test_the_same_file_with_the_same_mapping_is_the_same_import(manager):
    first, _known = services.begin_import("file.csv", "a" * 64, {"x": "y"}, actor=manager)
    assert services.begin_import("file.csv", "a" * 64, {"x": "y"}, actor=manager) == (first, False), "taken up again"
    services.land_import(first, rows=1, rejected=0, actor=manager)
    assert services.begin_import("file.csv", "a" * 64, {"x": "y"}, actor=manager) == (first, True)
    other, known = services.begin_import("file.csv", "a" * 64, {"x": "z"}, actor=manager)
    assert other != first
    assert not known
    services.undo_import(first, actor=manager)
    again, known = services.begin_import("file.csv", "a" * 64, {"x": "y"}, actor=manager)
    assert again != first
    assert not known


def test_the_order_in_which_a_mapping_is_written_does_not_matter(manager):
    first, _known = services.begin_import("file.csv", "a" * 64, {"x": "1", "y": {"p": 1, "q": 2}}, actor=manager)
    again, _known = services.begin_import("file.csv", "a" * 64, {"y": {"q": 2, "p": 1}, "x": "1"}, actor=manager)
    assert again == first


def test_an_import_lands_once_and_is_undone_once(manager, contributor):
    imported, _known = services.begin_import("file.csv", "a" * 64, {}, actor=manager)
    with pytest.raises(NotAllowed):
        services.land_import(imported, rows=1, rejected=0, actor=contributor)
    services.land_import(imported, rows=1, rejected=0, actor=manager)
    with pytest.raises(services.ImportState):
        services.land_import(imported, rows=1, rejected=0, actor=manager)
    services.undo_import(imported, actor=manager)
    with pytest.raises(services.ImportState):
        services.undo_import(imported, actor=manager)
    assert [verb for verb, _kind, _fields in entries()] == ["begin", "land", "undo"]


def test_landing_is_one_update_however_many_rows(manager, django_assert_max_num_queries):
    imported, _known = services.begin_import("file.csv", "a" * 64, {}, actor=manager)
    with django_assert_max_num_queries(8):
        services.land_import(imported, rows=1_000_000, rejected=0, actor=manager)
