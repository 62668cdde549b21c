from dataclasses import replace
from uuid import uuid4

import pytest

from polku.governance import models as governance
from polku.governance import services as governing
from polku.governance.gate import NotAllowed
from polku.governance.rules import Refused
from polku.people import models, queries, services
from polku.people.services import AccountDetails, AccountRow, ContactDetails, ContactRow


def audited():
    return [(entry.verb, entry.subject_kind, entry.fields) for entry in governance.AuditEntry.objects.order_by("pk")]


def dirty():
    return set(governance.Dirty.objects.values_list("table", flat=True))


def forget():
    governance.AuditEntry.objects.all().delete()
    governance.Dirty.objects.all().delete()


def test_a_viewer_and_a_contributor_change_no_customer(company, reader, contributor):
    forget()
    for actor in (reader, contributor):
        for attempt in (
            lambda actor=actor: services.create_account(AccountDetails(name="X"), actor=actor),
            lambda actor=actor: services.update_account(company["borga"], AccountDetails(name="X"), actor=actor),
            lambda actor=actor: services.delete_account(company["borga"], actor=actor),
            lambda actor=actor: services.restore_account(company["borga"], actor=actor),
            lambda actor=actor: services.add_contact(company["borga"], ContactDetails(name="X"), actor=actor),
            lambda actor=actor: services.update_contact(company["anna"], ContactDetails(name="X"), actor=actor),
            lambda actor=actor: services.delete_contact(company["anna"], actor=actor),
            lambda actor=actor: services.restore_contact(company["anna"], actor=actor),
            lambda actor=actor: services.do_not_ask(company["anna"], actor=actor),
            lambda actor=actor: services.allow_asking(company["anna"], actor=actor),
            lambda actor=actor: services.save_segment("x", {"en": "X"}, actor=actor),
            lambda actor=actor: services.order_segments(["x"], actor=actor),
            lambda actor=actor: services.delete_segment("designer", actor=actor),
            lambda actor=actor: services.load_accounts([], imported=None, actor=actor),
            lambda actor=actor: services.load_contacts([], imported=None, actor=actor),
            lambda actor=actor: services.name_own_account("X", actor=actor),
        ):
            with pytest.raises(NotAllowed):
                attempt()
    assert audited() == []
    assert dirty() == set()


def test_a_scope_binds_writes_too(company, manager):
    scoped = replace(manager, account_scope=frozenset({company["borga"]}))
    for attempt in (
        lambda: services.update_account(company["ahtari"], AccountDetails(name="X"), actor=scoped),
        lambda: services.add_contact(company["ahtari"], ContactDetails(name="X"), actor=scoped),
        lambda: services.delete_contact(company["anna"], actor=scoped),
    ):
        with pytest.raises(NotAllowed):
            attempt()


@pytest.mark.parametrize(
    ("details", "field"),
    [
        (AccountDetails(name="  "), "name"),
        (AccountDetails(name="x" * 201), "name"),
        (AccountDetails(name="X", segment="nobody"), "segment"),
        (AccountDetails(name="X", language="finnish"), "language"),
        (AccountDetails(name="X", country="Finland"), "country"),
        (AccountDetails(name="X", found_us="luck"), "found_us"),
        (AccountDetails(name="X", owner=uuid4()), "owner"),
        (AccountDetails(name="X", deputy=uuid4()), "deputy"),
        (AccountDetails(name="X", external_id="C-1"), "external_id"),
    ],
)
def test_a_faulty_account_is_refused_at_its_field(company, manager, details, field):
    before = models.Account.objects.count()
    with pytest.raises(Refused) as refused:
        services.create_account(details, actor=manager)
    assert refused.value.field == field
    assert models.Account.objects.count() == before


def test_a_change_is_audited_by_field_and_marks_the_snapshot(company, manager):
    forget()
    owner = governance.Member.objects.get(pk=manager.member).key
    details = AccountDetails(name="Borgå Ljus", segment="wholesaler", language="sv", owner=owner)
    services.update_account(company["borga"], details, actor=manager)
    assert audited() == [("update", "account", ["name", "owner_id"])]
    assert dirty() == {"accounts"}
    services.update_account(company["borga"], details, actor=manager)
    assert len(audited()) == 1, "nothing changed, nothing to tell"
    page = queries.account(models.Account.objects.get(pk=company["borga"]).key, viewer=manager)
    assert page.account.owner == "Mauno Manager"
    assert queries.customers(viewer=manager, search="borgå ljus").total == 1


def test_end_customers_become_those_given(company, manager):
    services.update_account(
        company["ahtari"],
        AccountDetails(name="Ähtärin Valo Oy", end_customers=(("Hotel", ""), (" ", "x"))),
        actor=manager,
    )
    assert list(models.EndCustomer.objects.values_list("name", flat=True)) == ["Hotel"]
    assert "end_customers" in audited()[-1][2]


def test_a_deletion_is_undone_whole(company, manager):
    key = models.Account.objects.get(pk=company["ahtari"]).key
    forget()
    services.delete_account(company["ahtari"], actor=manager)
    assert queries.account(key, viewer=manager) is None
    assert queries.contacts(key, viewer=manager) == ()
    assert queries.account(key, viewer=manager, deleted=True).deleted
    assert not models.Contact.objects.filter(models.Contact.present(), pk=company["anna"]).exists()
    assert dirty() == {"accounts", "contacts"}
    with pytest.raises(governing.NotFound):
        services.delete_account(company["ahtari"], actor=manager)
    services.restore_account(company["ahtari"], actor=manager)
    assert [contact.name for contact in queries.contacts(key, viewer=manager)] == ["Anna Aalto"]
    assert [verb for verb, _kind, _fields in audited()] == ["delete", "restore"]


def test_our_own_organisation_stays_and_is_one(company, admin, manager):
    with pytest.raises(Refused):
        services.delete_account(company["own"], actor=manager)
    assert services.name_own_account("Lumen Oyj", actor=admin) == company["own"]
    assert queries.own_account(viewer=admin).name == "Lumen Oyj"


@pytest.mark.parametrize(
    ("details", "field"),
    [
        (ContactDetails(), "name"),
        (ContactDetails(name="X", mail="no address"), "mail"),
        (ContactDetails(name="X", mail="ANNA@example.com"), "mail"),
        (ContactDetails(name="X", decision_role="king"), "decision_role"),
        (ContactDetails(name="X", buyer_kind="old"), "buyer_kind"),
        (ContactDetails(name="X", consent="maybe"), "consent"),
        (ContactDetails(name="X", language="suomi"), "language"),
    ],
)
def test_a_faulty_person_is_refused_at_their_field(company, manager, details, field):
    with pytest.raises(Refused) as refused:
        services.add_contact(company["ahtari"], details, actor=manager)
    assert refused.value.field == field


def test_a_person_is_changed_taken_away_and_brought_back(company, manager):
    forget()
    services.update_contact(company["anna"], ContactDetails(name="Anna Aalto", mail="anna@example.com"), actor=manager)
    assert audited() == [("update", "contact", ["unit_id", "decision_role", "buyer_kind"])]
    key = models.Account.objects.get(pk=company["ahtari"]).key
    services.delete_contact(company["anna"], actor=manager)
    assert queries.contacts(key, viewer=manager) == ()
    services.restore_contact(company["anna"], actor=manager)
    assert len(queries.contacts(key, viewer=manager)) == 1
    assert dirty() == {"contacts"}


def test_the_do_not_ask_list_knows_a_person_however_they_come_in(company, manager):
    key = models.Account.objects.get(pk=company["borga"]).key
    services.do_not_ask(company["anna"], actor=manager)
    assert "anna" not in repr(list(models.DoNotAsk.objects.values()))
    services.add_contact(company["borga"], ContactDetails(name="A.", mail="ANNA@example.com "), actor=manager)
    (same,) = queries.contacts(key, viewer=manager)
    assert same.do_not_ask
    assert not same.may_ask
    services.allow_asking(same.id, actor=manager)
    assert queries.contact(same.key, viewer=manager).may_ask


def test_a_person_without_an_address_cannot_be_listed(company, manager):
    pk = services.add_contact(company["borga"], ContactDetails(name="Nobody"), actor=manager)
    with pytest.raises(Refused):
        services.do_not_ask(pk, actor=manager)


def test_segments_are_named_ordered_and_removed(company, manager):
    services.save_segment("designer", {"en": "Architect"}, actor=manager)
    services.order_segments(["wholesaler"], actor=manager)
    assert [segment.name for segment in queries.segments(viewer=manager)] == ["Wholesaler", "Architect"]
    forget()
    services.delete_segment("designer", actor=manager)
    assert queries.customers(viewer=manager, segment="-").total == 1
    assert dirty() == {"accounts"}
    with pytest.raises(Refused):
        services.save_segment("", {"en": " "}, actor=manager)
    with pytest.raises(Refused):
        services.save_segment("Not A Key", {"en": "X"}, actor=manager)


def test_a_load_finds_what_is_there_and_makes_the_rest_once(company, manager):
    rows = [
        AccountRow(name="other name", external_id="C-1"),
        AccountRow(name="BORGÅ  ljus ab"),
        AccountRow(name="New Oy", external_id="N-1", segment="Contractor", end_customers=(("Hotel", "Lobby"),)),
        AccountRow(name="New Oy again", external_id="N-1"),
        AccountRow(name="Lumen", is_own=True),
    ]
    ids = services.load_accounts(rows, imported=None, actor=manager)
    assert ids[0] == company["ahtari"]
    assert ids[1] == company["borga"]
    assert ids[2] == ids[3]
    assert ids[4] == company["own"]
    assert services.load_accounts(rows, imported=None, actor=manager) == ids
    assert models.Account.objects.get(pk=ids[0]).name == "Ähtärin Valo Oy", "a file does not overwrite a correction"
    assert [segment.key for segment in queries.segments(viewer=manager)] == ["designer", "wholesaler", "contractor"]


def test_people_are_loaded_once_by_id_address_or_name(company, manager):
    rows = [
        ContactRow(account=company["ahtari"], mail="ANNA@example.com"),
        ContactRow(account=company["borga"], external_id="P-1", name="Bo", unit="Sales"),
        ContactRow(account=company["borga"], external_id="P-1", name="Bo"),
        ContactRow(account=company["borga"], name="Cia", unit="Sales"),
    ]
    ids = services.load_contacts(rows, imported=None, actor=manager)
    assert ids[0] == company["anna"]
    assert ids[1] == ids[2] != ids[3]
    assert services.load_contacts(rows, imported=None, actor=manager) == ids
    assert models.Unit.objects.filter(account=company["borga"]).count() == 1


def test_a_row_by_which_nobody_is_known_is_refused(company, manager):
    good = ContactRow(account=company["borga"], name="Bo")
    for bad, field in (
        (ContactRow(account=company["borga"]), "name"),
        (replace(good, name="Cia", mail="none"), "mail"),
        (replace(good, name="Cia", country="Finland"), "country"),
    ):
        with pytest.raises(Refused, match="Line 2") as refused:
            services.load_contacts([good, bad], imported=None, actor=manager)
        assert refused.value.field == field
    assert not models.Contact.objects.filter(name="Bo").exists(), "all or nothing"


def test_a_load_waits_with_its_import(company, manager):
    forget()
    imported, _known = governing.begin_import("file.csv", "a" * 64, {}, actor=manager)
    services.load_accounts([AccountRow(name="New Oy")], imported=imported, actor=manager)
    assert dirty() == set()
    governing.land_import(imported, rows=1, rejected=0, actor=manager)
    assert dirty() == {"accounts"}
