import re
from decimal import Decimal
from html import unescape

import pytest
from django.db import connection

from polku.finance.services import RevenueRow, record_revenue
from polku.governance import models as governance
from polku.governance.gate import Viewer
from polku.people import models, services

pytestmark = pytest.mark.django_db
SYSTEM = Viewer(member=None, role="admin")


def text(answer) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def account(name="Ähtärin Valo Oy", **details) -> models.Account:
    pk = services.create_account(services.AccountDetails(name=name, **details), actor=SYSTEM)
    return models.Account.objects.get(pk=pk)


def hundred_thousand_accounts() -> None:
    """One statement: row by row would take longer than all other tests together."""
    key = "lpad(to_hex(i), 32, '0')::uuid" if connection.vendor == "postgresql" else "printf('%032x', i)"
    number = "lpad(i::text, 6, '0')" if connection.vendor == "postgresql" else "printf('%06d', i)"
    plain = ("language", "country", "account_group", "found_us", "owner_text", "deputy_text", "external_id")
    columns = ", ".join(("key", "name", "name_folded", "is_own", "created_at", *plain))
    values = f"{key}, 'Oy ' || {number}, 'oy ' || {number}, false, current_timestamp" + ", ''" * len(plain)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO people_account ({columns}) "
            "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 99999) "
            f"SELECT {values} FROM n"
        )


def undo_of(answer) -> str:
    return re.search(
        r'<form method="post" action="([^"]+)">[^<]*<input[^>]+><button class="btn btn-sm">', answer.content.decode()
    ).group(1)


def test_an_empty_list_teaches_the_next_step(browse):
    page = text(browse("manager").get("/people/"))
    assert "No customers yet" in page
    assert "Add the first customer" in page
    page = text(browse("viewer").get("/people/"))
    assert "A manager adds customers." in page
    assert "Add the first customer" not in page


def test_one_customer_is_told_as_one(browse):
    account()
    assert "You have one customer account." in text(browse("viewer").get("/people/"))


def test_search_and_filter_stand_in_the_address(browse):
    services.save_segment("designer", {"en": "Designer"}, actor=SYSTEM)
    account(segment="designer", country="FI")
    account("Borgå Ljus")
    client = browse("viewer")
    found = text(client.get("/people/?q=ähtäri&segment=designer"))
    assert "One customer account fits." in found
    assert "Borgå" not in found
    nobody = client.get("/people/?q=<script>x")
    assert "No customer fits" in text(nobody)
    assert "<script>x" not in nobody.content.decode()
    assert "Borgå Ljus" in text(client.get("/people/?segment=-"))


def test_a_hundred_thousand_rows_come_a_page_at_a_time(browse, django_assert_max_num_queries):
    hundred_thousand_accounts()
    client = browse("viewer")
    with django_assert_max_num_queries(12):
        page = client.get("/people/?page=2000")
    assert "Page 2000 of 2000" in text(page)
    assert page.content.decode().count("/people/") < 70
    assert 'rel="prev" href="?page=1999"' in page.content.decode()
    for nonsense in ("0", "x", "-3", "9" * 40):
        assert client.get(f"/people/?page={nonsense}").status_code == 200
    assert "Page 1 of 2000" in text(client.get("/people/?q=oy"))
    assert 'href="?q=oy&amp;page=2"' in client.get("/people/?q=oy").content.decode()


def test_an_account_shows_everything_that_is_kept(browse):
    services.save_segment("designer", {"en": "Designer"}, actor=SYSTEM)
    owner = governance.Member.objects.create_user("owner@example.com", None, name="Olli Owner")
    row = account(
        segment="designer",
        owner=owner.key,
        deputy_text="Dora from the old system",
        found_us="fair",
        end_customers=(("City of Turku", "School"),),
    )
    services.add_contact(
        row.pk,
        services.ContactDetails(
            name="Anna Aalto", mail="anna@example.com", unit="Lighting", decision_role="influencer"
        ),
        actor=SYSTEM,
    )
    record_revenue(
        [RevenueRow(row.pk, "2025-12", Decimal("12345.6")), RevenueRow(row.pk, "2026-01", Decimal(10))], actor=SYSTEM
    )
    page = text(browse("contributor").get(f"/people/{row.key}/"))
    for told in (
        "Olli Owner looks after this customer.",
        "Dora from the old system",
        "Trade fair",
        "City of Turku: School",
        "Anna Aalto",
        "Influencer",
        "Lighting",
        "2025 12,346 EUR 1",
        "2026 10 EUR 1",
    ):
        assert told in page


def test_a_viewer_sees_how_many_people_and_no_name(browse):
    row = account()
    services.add_contact(row.pk, services.ContactDetails(name="Anna Aalto", mail="anna@example.com"), actor=SYSTEM)
    page = browse("viewer").get(f"/people/{row.key}/").content.decode()
    assert "Anna" not in page
    assert "anna@" not in page
    assert "One person is known here." in page


def test_a_customer_is_added_and_edited(browse):
    client = browse("manager")
    owner = client.member.key
    told = client.post(
        "/people/add/",
        {"name": "Uusi & Oy", "owner": owner, "end_customers": "City | School\nHotel", "customer_since": "2020-02-01"},
        follow=True,
    )
    assert "Uusi & Oy is among the customers now." in text(told)
    row = models.Account.objects.get()
    assert told.redirect_chain == [(f"/people/{row.key}/", 302)]
    assert row.owner_id == client.member.pk
    assert set(row.end_customers.values_list("name", "project")) == {("City", "School"), ("Hotel", "")}
    form = client.get(f"/people/{row.key}/edit/").content.decode()
    assert 'value="2020-02-01"' in form
    assert "City | School" in form
    client.post(f"/people/{row.key}/edit/", {"name": "Uusi Oy", "country": "se"})
    row.refresh_from_db()
    assert (row.name, row.country, row.owner_id, row.end_customers.count()) == ("Uusi Oy", "SE", None, 0)


def test_a_name_from_another_system_stays_until_one_of_ours_takes_its_place(browse):
    client = browse("manager")
    row = account(owner_text="Olli")
    form = client.get(f"/people/{row.key}/edit/").content.decode()
    assert '<option value="outsider" selected>Olli (from another system)</option>' in form
    client.post(f"/people/{row.key}/edit/", {"name": row.name, "owner": "outsider"})
    row.refresh_from_db()
    assert row.owner_text == "Olli"
    client.post(f"/people/{row.key}/edit/", {"name": row.name, "owner": client.member.key})
    row.refresh_from_db()
    assert row.owner_text == ""


def drawn(client, address) -> dict[str, object]:
    """A form as it stands on the page, ready to be sent."""
    form = client.get(address).context["form"]
    return {field.name: field.value() for field in form if field.value() not in (None, "", False)}


def test_two_who_edit_one_customer_do_not_overwrite_each_other(browse):
    client = browse("manager")
    row = account(country="FI")
    address = f"/people/{row.key}/edit/"
    first, second = drawn(client, address), drawn(client, address)
    assert client.post(address, first | {"country": "SE", "end_customers": "Theirs"}).status_code == 302
    answer = client.post(address, second | {"name": "Mine"})
    assert answer.status_code == 422
    assert 'value="Mine"' in answer.content.decode()
    assert "Somebody else changed this while you looked." in text(answer)
    assert "It now says: SE." in text(answer)
    assert "It now says: Theirs." in text(answer)
    row.refresh_from_db()
    assert (row.name, row.country) == ("Ähtärin Valo Oy", "SE")
    again = second | {"name": "Mine", "seen": answer.context["form"]["seen"].value()}
    assert client.post(address, again).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.country, row.end_customers.count()) == ("Mine", "FI", 0)


def test_two_who_edit_one_person_do_not_overwrite_each_other(browse):
    client = browse("manager")
    services.add_contact(account().pk, services.ContactDetails(name="Anna"), actor=SYSTEM)
    anna = models.Contact.objects.get()
    address = f"/people/contacts/{anna.key}/"
    first, second = drawn(client, address), drawn(client, address)
    assert client.post(address, first | {"consent": "refused"}).status_code == 302
    answer = client.post(address, second | {"phone": "040 1"})
    assert answer.status_code == 422
    assert 'value="040 1"' in answer.content.decode()
    assert "It now says: Refused." in text(answer)
    anna.refresh_from_db()
    assert (anna.consent, anna.phone) == ("refused", "")


def test_two_who_rename_one_segment_do_not_overwrite_each_other(browse):
    client = browse("manager")
    services.save_segment("designer", {"en": "Designer"}, actor=SYSTEM)
    address = "/people/segments/designer/"
    seen = drawn(client, address)
    services.save_segment("designer", {"en": "Architect"}, actor=SYSTEM)
    answer = client.post(address, seen | {"name_en": "Planner"})
    assert "It now says: Architect." in text(answer)
    assert models.Segment.objects.get().names == {"en": "Architect"}


@pytest.mark.parametrize(("change", "field"), [({"name": ""}, "name"), ({"country": "F1"}, "country")])
def test_a_faulty_account_is_told_at_its_field_and_nothing_given_is_lost(browse, change, field):
    answer = browse("manager").post("/people/add/", {"name": "Keep me", "external_id": "X-77"} | change)
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert "X-77" in answer.content.decode()
    assert not models.Account.objects.exists()


def test_a_deletion_tells_and_is_undone(browse):
    client = browse("manager")
    row = account()
    told = client.post(f"/people/{row.key}/delete/", follow=True)
    assert f"{row.name} was deleted" in text(told)
    assert client.get(f"/people/{row.key}/").status_code == 404
    back = client.post(undo_of(told), follow=True)
    assert f"{row.name} is back." in text(back)
    assert client.get(f"/people/{row.key}/").status_code == 200


def test_our_own_organisation_has_its_page_and_stays(browse):
    client = browse("manager")
    assert "has no name yet" in text(client.get("/people/own/", follow=True))
    services.name_own_account("Lumen Oy", actor=SYSTEM)
    page = client.get("/people/own/", follow=True)
    assert "its people are the employees" in text(page)
    own = models.Account.objects.get(is_own=True)
    assert "This is our own organisation" in text(client.post(f"/people/{own.key}/delete/", follow=True))
    assert "Lumen Oy" not in text(client.get("/people/")).replace("Lumen Oy's", "")


def test_a_person_is_added_edited_deleted_and_brought_back(browse):
    client = browse("manager")
    row = account(language="sv")
    client.post(
        f"/people/{row.key}/contacts/add/",
        {"name": "Anna", "mail": "ANNA@example.com", "unit": "Light", "consent": "given", "active": "on"},
    )
    anna = models.Contact.objects.get()
    assert (anna.mail, anna.unit.name, anna.consent, anna.language) == ("anna@example.com", "Light", "given", "")
    form = client.get(f"/people/contacts/{anna.key}/").content.decode()
    assert 'value="Light"' in form
    assert "This person may be asked: they have consented." in form
    assert "Yes: has consented" in text(client.get(f"/people/{row.key}/"))
    services.add_contact(row.pk, services.ContactDetails(name="Bo"), actor=SYSTEM)
    assert "Yes: customer relation" in text(client.get(f"/people/{row.key}/"))
    models.Contact.objects.get(name="Bo").delete()
    client.post(f"/people/contacts/{anna.key}/", {"name": "Anna A", "consent": "refused"})
    anna.refresh_from_db()
    assert (anna.name, anna.consent, anna.active, anna.language) == ("Anna A", "refused", False, "")
    told = client.post(f"/people/contacts/{anna.key}/delete/", follow=True)
    assert client.get(f"/people/contacts/{anna.key}/").status_code == 404
    client.post(undo_of(told))
    assert client.get(f"/people/contacts/{anna.key}/").status_code == 200


def test_a_faulty_person_is_told_at_their_field(browse):
    row = account()
    client = browse("manager")
    services.add_contact(row.pk, services.ContactDetails(name="A", mail="anna@example.com"), actor=SYSTEM)
    for data, field in (
        ({"name": "B", "mail": "none"}, "mail"),
        ({"name": "B", "mail": "Anna@example.com"}, "mail"),
        ({}, "name"),
    ):
        answer = client.post(f"/people/{row.key}/contacts/add/", data | {"consent": "unknown"})
        assert answer.status_code == 422
        assert f'id="id_{field}_error"' in answer.content.decode()


def test_never_ask_again_and_its_undoing(browse):
    client = browse("manager")
    row = account()
    pk = services.add_contact(row.pk, services.ContactDetails(name="A", mail="anna@example.com"), actor=SYSTEM)
    key = models.Contact.objects.get(pk=pk).key
    told = client.post(f"/people/contacts/{key}/do-not-ask/", follow=True)
    assert "A will not be asked again." in text(told)
    assert "No: on the do-not-ask list" in text(client.get(f"/people/{row.key}/"))
    client.post(undo_of(told))
    assert not models.DoNotAsk.objects.exists()
    pk = services.add_contact(row.pk, services.ContactDetails(name="Nobody"), actor=SYSTEM)
    key = models.Contact.objects.get(pk=pk).key
    assert "has no address" in text(client.post(f"/people/contacts/{key}/do-not-ask/", follow=True))


def test_a_person_is_given_what_is_kept_and_erased_on_request(browse):
    row = account()
    pk = services.add_contact(row.pk, services.ContactDetails(name="Anna", mail="anna@example.com"), actor=SYSTEM)
    key = models.Contact.objects.get(pk=pk).key
    assert "Erase for good" not in text(browse("manager").get(f"/people/contacts/{key}/"))
    client = browse("admin")
    assert "Erase for good" in text(client.get(f"/people/contacts/{key}/"))
    kept = client.get(f"/people/contacts/{key}/kept/")
    assert kept["Content-Disposition"].startswith("attachment")
    assert kept.json()["people"]["mail"] == "anna@example.com"
    assert "This cannot be undone." in text(client.get(f"/people/contacts/{key}/erase/"))
    assert models.Contact.objects.exists(), "looking erases nobody"
    assert "has been erased" in text(client.post(f"/people/contacts/{key}/erase/", follow=True))
    assert not models.Contact.objects.exists()
    assert client.get(f"/people/contacts/{key}/").status_code == 404


def test_segments_are_kept_on_a_page(browse):
    client = browse("manager")
    assert "No segments yet" in text(client.get("/people/segments/"))
    for name in ("Designer", "Wholesaler"):
        client.post("/people/segments/", {"name_en": name})
    client.post("/people/segments/wholesaler/up/")
    keys = list(models.Segment.objects.order_by("position").values_list("key", flat=True))
    assert keys == ["wholesaler", "designer"]
    client.post("/people/segments/designer/", {"name_en": "Architect", "name_fi": "Arkkitehti"})
    assert models.Segment.objects.get(key="designer").names == {"fi": "Arkkitehti", "en": "Architect"}
    account(segment="designer")
    assert "Move the accounts of Architect" in text(client.post("/people/segments/designer/delete/", follow=True))
    client.post("/people/segments/wholesaler/delete/")
    assert list(models.Segment.objects.values_list("key", flat=True)) == ["designer"]
    assert client.post("/people/segments/", {}).status_code == 422
    assert client.get("/people/segments/nobody/").status_code == 404


@pytest.mark.parametrize(
    ("language", "words"),
    [("fi", ("Asiakkaat", "Asiakasryhmä", "Vastuuhenkilö")), ("sv", ("Kunder", "Kundgrupp", "Ansvarig"))],
)
def test_pages_speak_the_reader_s_language(browse, language, words):
    row = account()
    client = browse("manager", language=language)
    pages = text(client.get("/people/")) + text(client.get(f"/people/{row.key}/"))
    for word in words:
        assert word in pages


def test_somebody_s_figures_are_written_as_the_reader_writes_them(browse):
    row = account()
    record_revenue([RevenueRow(row.pk, "2025-12", Decimal(12345))], actor=SYSTEM)
    page = text(browse("viewer", language="fi").get(f"/people/{row.key}/"))
    assert "12 345 EUR" in page.replace("\xa0", " ")
