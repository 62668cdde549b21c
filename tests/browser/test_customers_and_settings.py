"""Customers and settings as a person uses them: added, undone, invited; nothing for axe to find in any state."""

from __future__ import annotations

from decimal import Decimal

import pytest

from polku.finance.services import RevenueRow, record_revenue
from polku.governance.gate import Viewer
from polku.people import models, services

SYSTEM = Viewer(member=None, role="admin")


@pytest.fixture
def customer(transactional_db):
    """One customer with everything there is to show."""
    services.save_segment("designer", {"en": "Designer", "fi": "Suunnittelija", "sv": "Planerare"}, actor=SYSTEM)
    services.save_segment("wholesaler", {"en": "Wholesaler", "fi": "Tukkuri", "sv": "Grossist"}, actor=SYSTEM)
    details = services.AccountDetails(
        name="Ähtärin Valo Oy",
        segment="designer",
        language="fi",
        country="FI",
        owner_text="Olli",
        found_us="fair",
        external_id="C-100",
        end_customers=(("City of Ähtäri", "School"),),
    )
    pk = services.create_account(details, actor=SYSTEM)
    anna = services.ContactDetails(
        name="Anna Aalto", mail="anna@example.com", unit="Lighting", decision_role="influencer", buyer_kind="repeat"
    )
    contact = services.add_contact(pk, anna, actor=SYSTEM)
    services.add_contact(pk, services.ContactDetails(name="Bo", consent="refused", active=False), actor=SYSTEM)
    record_revenue([RevenueRow(pk, f"{year}-03", Decimal(year * 7)) for year in (2024, 2025, 2026)], actor=SYSTEM)
    services.name_own_account("Lumen Oy", actor=SYSTEM)
    row = models.Account.objects.get(pk=pk)
    row.person = models.Contact.objects.get(pk=contact).key
    return row


def addresses(customer) -> list[str]:
    key = customer.key
    return [
        "/people/",
        "/people/?q=nobody",
        f"/people/{key}/",
        f"/people/{key}/edit/",
        f"/people/{key}/contacts/add/",
        f"/people/contacts/{customer.person}/",
        f"/people/contacts/{customer.person}/erase/",
        "/people/add/",
        "/people/segments/",
        "/people/segments/designer/",
        "/people/own/",
        "/settings/",
        "/settings/organisation/",
        "/settings/members/",
        "/settings/members/invite/",
        "/settings/audit/",
    ]


@pytest.mark.parametrize("look", [("phone", "dark", "fi"), ("laptop", "light", "sv"), ("wide", "dark", "en")])
def test_every_page_is_clean(signed_in, clean, customer, look):
    size, theme, language = look
    page = signed_in("admin", size=size, theme=theme, language=language)
    for address in addresses(customer):
        page.goto(address)
        clean(page)
    page.goto("/settings/members/")
    page.click("th[scope=row] a")
    clean(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_empty_pages_are_clean_and_teach(signed_in, clean, transactional_db, theme):
    page = signed_in("manager", size="phone", theme=theme)
    for address in ("/people/", "/people/segments/"):
        page.goto(address)
        clean(page)
    page = signed_in("viewer", theme=theme)
    for address in ("/people/", "/settings/"):
        page.goto(address)
        clean(page)


@pytest.mark.parametrize(("theme", "language"), [("light", "en"), ("dark", "fi")])
def test_pages_with_errors_are_clean(signed_in, clean, customer, theme, language):
    page = signed_in("admin", size="phone", theme=theme, language=language)
    for address, faulty in (("/people/add/", "#id_country"), ("/settings/organisation/", "#id_currency")):
        page.goto(address)
        page.fill(faulty, "1")
        page.press(faulty, "Enter")
        assert page.locator("[role=alert]").is_visible()
        clean(page)


def test_a_customer_is_added_deleted_and_brought_back(signed_in, clean, customer):
    page = signed_in("manager", size="phone")
    page.goto("/people/")
    page.click("text=Add a customer")
    page.fill("#id_name", "Borgå Ljus Ab")
    page.select_option("#id_segment", "wholesaler")
    page.click("text=Save")
    page.wait_for_selector("h1:has-text('Borgå Ljus Ab')")
    page.click("text=Delete")
    assert page.locator(".notice").is_visible()
    clean(page)
    page.click(".notice >> text=Undo")
    assert page.locator("h1").inner_text() == "Borgå Ljus Ab"


def test_a_colleague_is_invited_and_comes_in(signed_in, new_page, clean, transactional_db):
    page = signed_in("admin")
    page.goto("/settings/members/invite/")
    page.fill("#id_email", "nea@example.com")
    page.click(".narrow .btn-primary")
    link = page.input_value("#link")
    clean(page)
    stranger = new_page(size="phone", language="fi")
    stranger.goto(link)
    clean(stranger)
    stranger.fill("#id_name", "Nea")
    stranger.fill("#id_password", "a fine long pass")
    stranger.click(".btn-primary")
    stranger.wait_for_selector(".shell-menu")
    stranger.goto("/settings/")
    assert "nea@example.com" in stranger.inner_text("main")
    stranger.goto(link)
    assert stranger.locator("h1").is_visible()
    clean(stranger)


def test_lists_are_cards_on_a_phone_and_nothing_of_them_is_cut(signed_in, customer):
    page = signed_in("admin", size="phone")
    for address, last in (
        ("/people/", "Olli"),
        (f"/people/{customer.key}/", "Yes: customer relation"),
        ("/settings/audit/", "name"),
    ):
        page.goto(address)
        box = page.locator(".as-cards td", has_text=last).first.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        inner = "table => table.parentElement.scrollWidth <= table.parentElement.clientWidth"
        assert page.locator(".as-cards").first.evaluate(inner)


def test_everything_works_without_a_script(signed_in, customer):
    page = signed_in("manager", javascript=False)
    page.goto("/people/?q=valo&segment=designer")
    page.click("th a")
    page.click("text=Add a person")
    page.fill("#id_name", "Cia")
    page.click("text=Save")
    assert "Cia" in page.inner_text("main")
