"""Accounts (one is ourselves), their people, units and end customers, segments, and who is not to be asked."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from polku.governance.models import Import, Member
from polku.governance.rules import mark
from polku.people import rules


def choices(values: tuple[str, ...]) -> list[tuple[str, str]]:
    """Values as Django wants them; their words are the web layer's, in the reader's language."""
    return [(value, value) for value in values]


class Segment(models.Model):
    """A group of customers that differ in how they buy: designer, wholesaler, contractor."""

    key = models.SlugField(max_length=50, unique=True)
    names = models.JSONField(default=dict)
    position = models.PositiveIntegerField(default=0)


class Account(models.Model):
    """A customer company; the one with ``is_own`` is ourselves, and its contacts are the employees."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)
    # In one case and spacing: what search and order go by, alike on every store.
    name_folded = models.CharField(max_length=200, editable=False)
    segment = models.ForeignKey(Segment, null=True, on_delete=models.SET_NULL, related_name="accounts")
    language = models.CharField(max_length=2, blank=True)
    country = models.CharField(max_length=2, blank=True)
    # A parent company, a chain or a list of one's own: the same words make one group.
    account_group = models.CharField(max_length=100, blank=True)
    found_us = models.CharField(max_length=20, blank=True, choices=choices(rules.FOUND_US))
    owner = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    deputy = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    # A name from another system that is no member here.
    owner_text = models.CharField(max_length=200, blank=True)
    deputy_text = models.CharField(max_length=200, blank=True)
    is_own = models.BooleanField(default=False)
    customer_since = models.DateField(null=True)
    external_id = models.CharField(max_length=100, blank=True)
    imported = models.ForeignKey(Import, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["name_folded", "id"], name="account_by_name"),
            models.Index(fields=["segment", "name_folded"], name="account_by_segment"),
            models.Index(fields=["external_id"], name="account_external"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["is_own"], condition=Q(is_own=True), name="one_own_account"),
            models.UniqueConstraint(
                fields=["imported", "external_id"], condition=~Q(external_id=""), name="account_once_an_import"
            ),
        ]

    @property
    def mark(self) -> str:
        """What somebody sees of it, as a mark that tells a change."""
        people = (self.owner_id, self.deputy_id, self.owner_text, self.deputy_text)
        ends = sorted(self.end_customers.values_list("name", "project"))
        known = (self.language, self.country, self.account_group, self.found_us, self.customer_since, self.external_id)
        return mark(self.name, self.segment_id, *people, *known, ends)

    @staticmethod
    def present(path: str = "") -> Q:
        """Accounts to be seen: landed and not deleted. ``path`` leads to the account, as in "account__"."""
        return Import.landed(f"{path}imported") & Q(**{f"{path}deleted_at": None})


class Unit(models.Model):
    """A part of an account whose people may see us differently."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="units")
    name = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["account", "name"], name="unit_once")]


class Contact(models.Model):
    """A person of an account, with a role in the decision."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=200, blank=True)
    mail = models.EmailField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.SET_NULL, related_name="contacts")
    decision_role = models.CharField(max_length=20, blank=True, choices=choices(rules.DECISION_ROLES))
    buyer_kind = models.CharField(max_length=10, blank=True, choices=choices(rules.BUYER_KINDS))
    language = models.CharField(max_length=2, blank=True)
    country = models.CharField(max_length=2, blank=True)
    consent = models.CharField(max_length=10, default="unknown", choices=choices(rules.CONSENTS))
    active = models.BooleanField(default=True)
    external_id = models.CharField(max_length=100, blank=True)
    imported = models.ForeignKey(Import, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["external_id"], name="contact_external"),
            models.Index(fields=["mail"], name="contact_mail"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["imported", "external_id"], condition=~Q(external_id=""), name="contact_once_an_import"
            ),
        ]

    @property
    def mark(self) -> str:
        """What somebody sees of the person, as a mark that tells a change."""
        reached = (self.name, self.mail, self.phone, self.unit_id, self.language, self.country)
        return mark(*reached, self.decision_role, self.buyer_kind, self.consent, self.active, self.external_id)

    @staticmethod
    def present(path: str = "") -> Q:
        """People that are there to be seen, of accounts that are."""
        landed = Import.landed(f"{path}imported") & Q(**{f"{path}deleted_at": None})
        return landed & Account.present(f"{path}account__")


class EndCustomer(models.Model):
    """The customer's customer: whom an account buys for."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="end_customers")
    name = models.CharField(max_length=200)
    project = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "name", "project"], name="end_customer_once")
        ]


class DoNotAsk(models.Model):
    """An address that is never to be asked: only its hash, so that the list outlives the person's erasure."""

    hash = models.CharField(max_length=64, unique=True)
    since = models.DateField(auto_now_add=True)
