"""A NUL in a path, a query or a form is answered with 400 on both stores, in the reader's language."""

import pytest
from django.test import Client

from polku.people.models import Account

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    [
        "/people/?q=%00",
        "/people/?segment=%00",
        "/people/?segment=a&segment=b%00",
        "/people/?%00=a",
        "/settings/audit/?kind=%00",
        "/settings/join/6f2d2f0e-0000-4000-8000-000000000000/a%00b/",
        "/sign-in/login/?next=%00",
    ],
)
def test_a_nul_in_an_address_is_told_politely(browse, address):
    answer = browse(language="sv").get(address)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert 'lang="sv"' in page
    assert "Gå tillbaka och försök igen." in page


def test_a_nul_in_a_form_changes_nothing(browse):
    client = browse()
    before = Account.objects.count()
    assert client.post("/people/add/", {"name": "Lumen\0Oy"}).status_code == 400
    assert client.post("/settings/", {"name": "Vilma", "language": "sv", "a\0b": "c"}).status_code == 400
    client.member.refresh_from_db()
    assert (client.member.name, Account.objects.count()) == ("Admin", before)


def test_whoever_signs_in_is_told_too():
    answer = Client().post("/sign-in/login/", {"login": "a\0@example.com", "password": "x"})
    assert answer.status_code == 400


def test_all_other_signs_pass(browse):
    assert browse().get("/people/", {"q": "Ä\u2028\x01'\"%"}).status_code == 200
