"""Members, what the organisation has settled, the audit, imports as units, and what the snapshot has yet to rebuild."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Members(BaseUserManager["Member"]):
    """Makes members by mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> Member:
        member = self.model(email=self.normalize_email(email), **fields)
        member.set_password(password)
        member.save(using=self._db)
        return member


class Member(AbstractBaseUser):
    """A person of our own organisation who signs in."""

    class Role(models.TextChoices):
        VIEWER = "viewer"
        CONTRIBUTOR = "contributor"
        MANAGER = "manager"
        ADMIN = "admin"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=20, choices=Role, default=Role.VIEWER)
    language = models.CharField(max_length=2, default="en")
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = Members()

    def __str__(self) -> str:
        return self.name or self.email


class Import(models.Model):
    """Records that came in together: they land as one and are undone as one."""

    class State(models.TextChoices):
        ARRIVING = "arriving"
        LANDED = "landed"
        UNDONE = "undone"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    source = models.CharField(max_length=200)
    content_hash = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.ARRIVING)
    rows = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    actor = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    begun_at = models.DateTimeField(auto_now_add=True)
    landed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state"])]


class Dirty(models.Model):
    """One part of the snapshot (a table and a local month) that a change has made stale.

    Rows are inserted in the transaction of the change and deleted by the builder, exactly those it read: transactions
    commit out of order, so neither ids nor times can serve as a watermark.
    """

    table = models.CharField(max_length=40)
    month = models.CharField(max_length=7, blank=True)
    erased = models.BooleanField(default=False)
