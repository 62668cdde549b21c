"""Rounds, the events they follow, messages in the outbox, contact rules by version, addresses that bounced."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from polku.governance.models import Member
from polku.journeys.models import Touchpoint
from polku.outreach import rules
from polku.people.models import Account, Contact, choices
from polku.surveys.models import Version


class RulesVersion(models.Model):
    """The contact rules as they stood from a moment on; a version is never changed, a new one is written."""

    number = models.PositiveIntegerField(unique=True)
    content = models.JSONField()
    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)


class Round(models.Model):
    """One version of a survey, sent to chosen people from a moment on."""

    STATES = ("draft", "planning", "going", "stopped")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Also the wave under which the answers are looked at.
    name = models.CharField(max_length=60)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    family = models.CharField(max_length=20)
    audience = models.JSONField(default=dict)
    subject = models.JSONField(default=dict)
    greeting = models.JSONField(default=dict)
    reply_to = models.EmailField(max_length=254)
    send_at = models.DateTimeField()
    stop_at = models.DateTimeField(null=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    # Once where empty; else how it comes again, or which events it follows.
    when = models.JSONField(default=dict)
    # After so many answers no more letters go; 0: no end. ``quota_each`` is the same of each segment.
    quota = models.PositiveIntegerField(default=0)
    quota_each = models.PositiveIntegerField(default=0)
    before = models.OneToOneField("self", null=True, on_delete=models.SET_NULL, related_name="next")
    state = models.CharField(max_length=10, default="draft", choices=choices(STATES))
    # Where the product was reached when the round was started: what links in the mail begin with.
    address = models.CharField(max_length=300, blank=True)
    rules_number = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["version", "name"], name="round_named_once")]


class Happening(models.Model):
    """What happens to a customer at a moment, to come or past, so that rounds can go out before or after it."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=20, blank=True, choices=choices(rules.KINDS))
    touchpoint = models.ForeignKey(Touchpoint, null=True, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    # Nobody: everybody of the account whom the round is for.
    contact = models.ForeignKey(Contact, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    # What tells it from every other of its source, so that it is written down once however often it is told.
    row_key = models.CharField(max_length=100, blank=True)
    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "at"], name="happening_kind_at")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["row_key"], condition=~Q(row_key=""), name="happening_once")
        ]


class Followed(models.Model):
    """That a round has seen to an event, and how many letters that made: none of either is made twice."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    happening = models.ForeignKey(Happening, on_delete=models.CASCADE, related_name="followed")
    planned = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["round", "happening"], name="followed_once")]


class FollowUp(models.Model):
    """What somebody of ours asks at a meeting about one answer that was given before it."""

    happening = models.ForeignKey(Happening, on_delete=models.CASCADE, related_name="follow_ups")
    message = models.UUIDField()
    question = models.CharField(max_length=60)
    text = models.CharField(max_length=500, blank=True)
    asks = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["happening", "message", "question"], name="follow_up_once")
        ]


class Message(models.Model):
    """A message of the outbox: ``number`` 0 is the invitation, 1 and 2 remind of it under the same ``key``.

    ``rule`` says what held it back, by version ``rules_number`` of the contact rules.
    """

    key = models.UUIDField(default=uuid.uuid4, editable=False)
    # The indexes and constraints below begin with each of these, so none needs one of its own: a plan writes 100,000.
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="messages", db_index=False)
    contact = models.ForeignKey(Contact, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    # The event it follows; a round that goes out at once has none.
    happening = models.ForeignKey(Happening, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=choices(rules.STATES))
    rule = models.CharField(max_length=20, blank=True)
    until = models.DateTimeField(null=True)
    rules_number = models.PositiveIntegerField(default=0)
    language = models.CharField(max_length=2, blank=True)
    due_at = models.DateTimeField()
    handed_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=200, blank=True)
    bounced_at = models.DateTimeField(null=True)
    complained_at = models.DateTimeField(null=True)
    # Under which the answer is stored; empty under an anonymous promise, where nothing leads from one to the other.
    once = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["state", "due_at"], name="message_due"),
            models.Index(fields=["round", "state", "rule", "number"], name="message_of_round"),
            models.Index(fields=["contact", "handed_at"], name="message_of_contact"),
            models.Index(fields=["account", "handed_at"], name="message_of_account"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "contact", "number"], condition=Q(happening=None), name="message_once_a_person"
            ),
            models.UniqueConstraint(
                fields=["happening", "round", "contact", "number"],
                condition=Q(happening__isnull=False),
                name="message_once_a_happening",
            ),
            models.UniqueConstraint(fields=["key", "number"], name="message_number_once"),
        ]


class Bounced(models.Model):
    """An address that no mail reaches, as a hash: no further mail is sent to it."""

    hash = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(auto_now_add=True)
