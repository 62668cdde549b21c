"""Decides which classes a customer may have, and the one form in which an address is compared and hashed."""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable

FOUND_US = ("referred", "advert", "fair", "search", "partner", "other")
DECISION_ROLES = ("decision_maker", "influencer", "user", "buyer", "gatekeeper")
BUYER_KINDS = ("new", "repeat")
CONSENTS = ("unknown", "given", "refused")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_SLUG = 50


def folded(text: str) -> str:
    """Text as it is searched and sorted: one case, one space between words; engines differ on letters beyond ASCII."""
    return " ".join(text.casefold().split())


def group_of(text: str) -> str:
    """The name of a group of accounts as it is kept; a star at its front means something else to figures.

    >>> group_of("  * Kaamos   Group ")
    'Kaamos Group'
    """
    return " ".join(text.split()).lstrip("* ")[:100].rstrip()


def normal_address(address: str) -> str:
    """A mail address or a phone number in the one form in which it is compared.

    >>> normal_address(" Anna.Aalto@Example.COM ")
    'anna.aalto@example.com'
    >>> normal_address("+358 (0)40 123-4567")
    '+358401234567'
    """
    address = address.strip().casefold()
    if "@" in address:
        return address
    digits = re.sub(r"\(0\)|[^\d+]", "", address)
    return "+" + digits[2:] if digits.startswith("00") else digits


def normal_mail(address: str) -> str:
    """A mail address as it is kept and compared."""
    return address.strip().casefold()


def address_hash(address: str, salt: str) -> str:
    """What the do-not-ask list keeps of an address: enough to know it again, not enough to read it."""
    return hmac.digest(salt.encode(), normal_address(address).encode(), "sha256").hex()


def address_hashes(addresses: Iterable[str], salt: str) -> set[str]:
    """The hashes of those of the addresses that are there."""
    return {address_hash(address, salt) for address in addresses if address.strip()}


def slug_of(text: str) -> str:
    """A short plain key out of a name.

    >>> slug_of("Sähköurakoitsija & Co")
    'sahkourakoitsija-co'
    """
    plain = text.casefold().translate(str.maketrans("äåöüéß", "aaoues"))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_SLUG].strip("-") or "x"


def is_slug(text: str) -> bool:
    """Whether the text can be a key in an address."""
    return SLUG.fullmatch(text) is not None and len(text) <= LONGEST_SLUG


def may_ask(*, consent: str, active: bool, listed: bool) -> bool:
    """Whether a person may be asked: refused and listed people never, the inactive not now."""
    return active and consent != "refused" and not listed
