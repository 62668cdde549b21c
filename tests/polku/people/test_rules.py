import pytest
from hypothesis import given
from hypothesis import strategies as st

from polku.people import rules


@pytest.mark.parametrize(
    ("address", "normal"),
    [
        (" Anna.Aalto@Example.COM ", "anna.aalto@example.com"),
        ("+358 (0)40 123-4567", "+358401234567"),
        ("00358 40 1234567", "+358401234567"),
        ("040 123 4567", "0401234567"),
    ],
)
def test_an_address_is_compared_in_one_form(address, normal):
    assert rules.normal_address(address) == normal


def test_a_hash_knows_an_address_however_written_and_depends_on_the_salt():
    assert rules.address_hash("A@b.fi", "salt") == rules.address_hash(" a@B.FI", "salt")
    assert rules.address_hash("a@b.fi", "salt") != rules.address_hash("a@b.fi", "other")
    assert rules.address_hashes(("", "a@b.fi"), "salt") == {rules.address_hash("a@b.fi", "salt")}


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Sähköurakoitsija & Co", "sahkourakoitsija-co"), ("Designer", "designer"), ("???", "x"), ("a" * 80, "a" * 50)],
)
def test_a_key_is_made_of_a_name(name, slug):
    assert rules.slug_of(name) == slug


@given(st.text())
def test_every_key_made_is_one(text):
    assert rules.is_slug(rules.slug_of(text))


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert rules.folded(rules.folded(text)) == rules.folded(text)


@pytest.mark.parametrize(
    ("consent", "active", "listed", "may"),
    [
        ("given", True, False, True),
        ("unknown", True, False, True),
        ("refused", True, False, False),
        ("given", False, False, False),
        ("given", True, True, False),
    ],
)
def test_who_may_be_asked(consent, active, listed, may):
    assert rules.may_ask(consent=consent, active=active, listed=listed) == may
