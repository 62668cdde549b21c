from dataclasses import replace

import pytest

from polku.governance import models as governance
from polku.governance import services as governing
from polku.governance.gate import NotAllowed
from polku.people import models, queries, services


def names(viewer, **asked):
    return [row.name for row in queries.customers(viewer=viewer, **asked).rows]


def key_of(pk):
    return models.Account.objects.get(pk=pk).key


def test_customers_never_hold_our_own_organisation(company, admin, reader):
    every = ["", "lumen", "oy"]
    assert all("Lumen Oy" not in names(reader, search=search) for search in every)
    assert names(reader) == ["Borgå Ljus Ab", "Ähtärin Valo Oy"]
    assert "Lumen Oy" not in names(admin, segment="-")
    assert queries.own_account(viewer=reader).name == "Lumen Oy"
    assert sum(segment.accounts for segment in queries.segments(viewer=reader)) == 2


@pytest.mark.parametrize("search", ["ähtäri", "ÄHTÄRI", "  valo  oy ", "C-1"])
def test_search_finds_a_part_of_the_name_in_any_case_and_the_other_system_s_id(company, reader, search):
    assert names(reader, search=search) == ["Ähtärin Valo Oy"]


@pytest.mark.parametrize("search", ["%", "_", "C-", "nobody"])
def test_search_takes_signs_as_they_are(company, reader, search):
    assert names(reader, search=search) == []


def test_a_segment_filters_and_a_dash_asks_for_those_without(company, reader, manager):
    services.create_account(services.AccountDetails(name="Plain"), actor=manager)
    assert names(reader, segment="designer") == ["Ähtärin Valo Oy"]
    assert names(reader, segment="-") == ["Plain"]


def test_pages_hold_each_account_once(company, reader, manager):
    for number in range(7):
        services.create_account(services.AccountDetails(name=f"Twin {number % 2}"), actor=manager)
    pages = [queries.customers(viewer=reader, number=number, size=4) for number in (1, 2, 3)]
    assert [page.pages for page in pages] == [3, 3, 3]
    keys = [row.key for page in pages for row in page.rows]
    assert len(keys) == len(set(keys)) == pages[0].total == 9
    assert queries.customers(viewer=reader, number=99, size=4).number == 3


def test_none_at_all_is_one_empty_page(reader):
    listing = queries.customers(viewer=reader)
    assert (listing.rows, listing.total, listing.pages) == ((), 0, 1)


def test_a_page_of_a_hundred_thousand_costs_no_more_queries(company, reader, django_assert_max_num_queries):
    models.Account.objects.bulk_create(
        (models.Account(name=f"A{n}", name_folded=f"a{n}") for n in range(3000)), batch_size=500
    )
    with django_assert_max_num_queries(3):
        assert len(queries.customers(viewer=reader, number=30).rows) == queries.PAGE


def test_an_account_is_told_whole(company, reader):
    page = queries.account(key_of(company["ahtari"]), viewer=replace(reader, language="sv"))
    assert (page.account.segment_name, page.found_us, page.external_id) == ("Planerare", "fair", "C-1")
    assert (page.units, page.people) == (("Lighting",), 1)
    assert [(end.name, end.project) for end in page.end_customers] == [("City of Ähtäri", "School")]


def test_names_of_people_are_for_those_who_may_read_answers(company, reader, contributor):
    key = key_of(company["ahtari"])
    with pytest.raises(NotAllowed):
        queries.contacts(key, viewer=reader)
    (anna,) = queries.contacts(key, viewer=contributor)
    assert (anna.name, anna.mail, anna.unit) == ("Anna Aalto", "anna@example.com", "Lighting")
    assert (anna.decision_role, anna.buyer_kind) == ("influencer", "repeat")
    assert (anna.language, anna.country) == ("fi", "FI"), "the account's where the person has none"
    with pytest.raises(NotAllowed):
        queries.contact(anna.key, viewer=reader)


def test_a_viewer_with_a_scope_sees_those_accounts_only(company, contributor):
    scoped = replace(contributor, account_scope=frozenset({company["borga"]}))
    assert names(scoped) == ["Borgå Ljus Ab"]
    outside = key_of(company["ahtari"])
    assert queries.account(outside, viewer=scoped) is None
    assert queries.account(outside, viewer=scoped, deleted=True) is None
    assert queries.contacts(outside, viewer=scoped) == ()
    assert queries.labels([str(outside)], viewer=scoped) == {}
    assert queries.classes(company["anna"], viewer=scoped) is None
    assert [segment.accounts for segment in queries.segments(viewer=scoped)] == [0, 1]


def test_rows_of_an_import_are_seen_when_it_has_landed_and_until_it_is_undone(company, manager):
    imported, _known = governing.begin_import("file.csv", "a" * 64, {}, actor=manager)
    (pk,) = services.load_accounts([services.AccountRow(name="Fresh Oy")], imported=imported, actor=manager)
    services.load_contacts([services.ContactRow(account=pk, name="Nea")], imported=imported, actor=manager)
    key = key_of(pk)

    def seen():
        return "Fresh Oy" in names(manager), queries.account(key, viewer=manager), queries.contacts(key, viewer=manager)

    assert seen() == (False, None, ())
    governing.land_import(imported, rows=2, rejected=0, actor=manager)
    assert seen()[0]
    assert [contact.name for contact in seen()[2]] == ["Nea"]
    governing.undo_import(imported, actor=manager)
    assert seen() == (False, None, ())
    assert governance.Import.objects.get(pk=imported).state == "undone"


def test_labels_are_in_the_viewer_s_language(company, reader):
    key = str(key_of(company["ahtari"]))
    found = queries.labels(["designer", "wholesaler", key, "nobody"], viewer=replace(reader, language="fi"))
    assert found == {"designer": "Suunnittelija", "wholesaler": "Wholesaler", key: "Ähtärin Valo Oy"}


def test_classes_hold_no_name_and_no_address(company, reader):
    classes = queries.classes(company["anna"], viewer=reader)
    assert (classes.segment, classes.decision_role, classes.buyer_kind) == ("designer", "influencer", "repeat")
    assert (classes.unit, classes.language, classes.is_own) == ("Lighting", "fi", False)
    assert "Anna" not in repr(classes)
    assert queries.classes(company["employee"], viewer=reader).is_own
