"""Surveys, their versions (frozen when published), responses, and the words people wrote."""

from __future__ import annotations

import secrets
import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from polku.governance.models import Import
from polku.journeys.models import Touchpoint
from polku.people.models import Account, Contact


def random_id() -> int:
    """A primary key that tells nothing of the order in which rows came."""
    return secrets.randbits(63)


class Survey(models.Model):
    """Something we ask of someone, version after version."""

    class Audience(models.TextChoices):
        CUSTOMER = "customer"
        EMPLOYEE = "employee"
        PARTNER = "partner"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    names = models.JSONField(default=dict)
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.CUSTOMER)
    created_at = models.DateTimeField(auto_now_add=True)


class Version(models.Model):
    """What is asked and what is promised: a draft until ``published_at``.

    From then on the store itself refuses to change the content, the promise, the breakdowns and what the respondent is
    told: a trigger, made in migrations/0002.
    """

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    promise = models.CharField(max_length=12, default="", blank=True)
    breakdowns = models.JSONField(default=list)
    content = models.JSONField(default=dict)
    content_hash = models.CharField(max_length=64, blank=True)
    told = models.JSONField(default=dict)
    opens_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    # A draft that was thrown away waits here to be taken back, until the next draft begins.
    thrown_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)
    undo = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["survey", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["survey"], condition=Q(published_at=None, thrown_at=None), name="one_draft_a_survey"
            ),
            models.CheckConstraint(
                condition=Q(published_at=None)
                | (Q(promise__in=["open", "confidential", "anonymous"]) & ~Q(content_hash="")),
                name="published_with_promise",
            ),
        ]


class Response(models.Model):
    """One person's answers to one version. Who they were is kept as it was when they answered."""

    id = models.BigIntegerField(primary_key=True, default=random_id, editable=False)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    once_key = models.CharField(max_length=100, unique=True, null=True)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="responses")
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    contact = models.ForeignKey(Contact, null=True, on_delete=models.SET_NULL, related_name="+")
    touchpoint = models.ForeignKey(Touchpoint, null=True, on_delete=models.SET_NULL, related_name="+")
    answers = models.JSONField()
    language = models.CharField(max_length=2)
    answered_at = models.DateTimeField(null=True)
    week = models.CharField(max_length=8)
    month = models.CharField(max_length=7)
    wave = models.CharField(max_length=60, blank=True)
    segment = models.CharField(max_length=100, blank=True)
    decision_role = models.CharField(max_length=40, blank=True)
    buyer_kind = models.CharField(max_length=40, blank=True)
    unit = models.CharField(max_length=200, blank=True)
    weight = models.FloatField(default=1.0)
    background = models.JSONField(default=dict)
    channel = models.CharField(max_length=20, blank=True)
    imported = models.ForeignKey(Import, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["month"], name="response_month")]

    @staticmethod
    def seen(path: str = "") -> Q:
        """Responses that may be seen: given here, or of an import that has landed. ``path`` leads to the response."""
        return Import.landed(f"{path}imported")


class Comment(models.Model):
    """Words that someone wrote in an answer."""

    id = models.BigIntegerField(primary_key=True, default=random_id, editable=False)
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="comments")
    question = models.CharField(max_length=60)
    text = models.TextField()
    language = models.CharField(max_length=2)


class Receipt(models.Model):
    """Tells that a form of an anonymous version was sent already, and whether with the same content.

    ``id`` is a digest of the form's random key and ``tag`` a digest of the content under that key. The key itself is
    kept nowhere, so neither leads from a person to an answer nor from a receipt to a response.
    """

    id = models.BigIntegerField(primary_key=True)
    tag = models.CharField(max_length=64)


class Tick(models.Model):
    """That a person has answered an anonymous survey, for reminders to stop; never which answer is theirs.

    Ticks that are not ``told`` wait until enough of them can be told at once; all that wait are rewritten together.
    """

    id = models.BigIntegerField(primary_key=True, default=random_id, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="+")
    wave = models.CharField(max_length=60, blank=True)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    told = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["survey", "wave", "contact"], name="tick_once")]
