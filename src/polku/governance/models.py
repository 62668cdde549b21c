"""Members, what the organisation has settled, the audit, imports as units, and what the snapshot has yet to rebuild."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from polku.governance.rules import LEAST_FOR_COMMENTS, LEAST_FOR_SCORES, mark


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

    @staticmethod
    def landed(path: str = "imported") -> Q:
        """The one place that says which rows count: entered by hand, or of an import that has landed.

        ``path`` leads from the row to its import, as in ``Account.objects.filter(Import.landed())``.
        """
        return Q(**{path: None}) | Q(**{f"{path}__state": Import.State.LANDED})


class ImportPart(models.Model):
    """A part of the snapshot that an import touches; it becomes dirty when the import lands and when it is undone."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="parts")
    table = models.CharField(max_length=40)
    month = models.CharField(max_length=7, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["of", "table", "month"], name="import_part_once")]


class Upload(models.Model):
    """A file that was brought in: where it lies, what its columns mean, how far it is, and what became of it."""

    class State(models.TextChoices):
        WAITING = "waiting"
        READING = "reading"
        ARRIVING = "arriving"
        LANDED = "landed"
        FAILED = "failed"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=300)
    # Within the folder of uploads; empty once the file is thrown away.
    path = models.CharField(max_length=400, blank=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    mapping = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    progress = models.FloatField(default=0.0)
    told = models.JSONField(default=dict)
    rejected = models.CharField(max_length=400, blank=True)
    imported = models.ForeignKey(Import, null=True, on_delete=models.SET_NULL, related_name="uploads")
    actor = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    # When whoever takes it in last said how far it is: one that was killed says nothing more.
    beat_at = models.DateTimeField(null=True)


class KeptMapping(models.Model):
    """What the columns of a kind of file mean, kept under a name to be used again."""

    name = models.CharField(max_length=100, unique=True)
    toml = models.TextField()
    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()


class SavedView(models.Model):
    """A view of the scoreboard kept under a name; ``address`` holds everything it asks."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    address = models.CharField(max_length=4000)
    shared = models.BooleanField(default=False)
    pinned = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["member", "name"], name="view_once_a_member")]


class Dirty(models.Model):
    """One part of the snapshot (a table and a local month) that a change has made stale.

    Rows are inserted in the transaction of the change and deleted by the builder, exactly those it read: transactions
    commit out of order, so neither ids nor times can serve as a watermark.
    """

    table = models.CharField(max_length=40)
    month = models.CharField(max_length=7, blank=True)
    erased = models.BooleanField(default=False)


def every_language() -> list[str]:
    """All languages are on until the organisation says otherwise."""
    return ["fi", "sv", "en"]


class Organisation(models.Model):
    """What the organisation has settled for itself; there is one row."""

    names = models.JSONField(default=dict)
    languages = models.JSONField(default=every_language)
    default_language = models.CharField(max_length=2, default="en")
    time_zone = models.CharField(max_length=60, default="Europe/Helsinki")
    currency = models.CharField(max_length=3, default="EUR")
    threshold_scores = models.PositiveIntegerField(default=LEAST_FOR_SCORES)
    threshold_comments = models.PositiveIntegerField(default=LEAST_FOR_COMMENTS)
    contact = models.JSONField(default=dict)
    # Addresses on the do-not-ask list are hashed with it; it lies in the store so that a restored copy keeps its list.
    salt = models.CharField(max_length=64, default="", editable=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(pk=1), name="one_organisation"),
            models.CheckConstraint(condition=Q(threshold_scores__gte=LEAST_FOR_SCORES), name="enough_for_scores"),
            models.CheckConstraint(condition=Q(threshold_comments__gte=LEAST_FOR_COMMENTS), name="enough_for_comments"),
        ]

    @property
    def mark(self) -> str:
        """What somebody sees of it, as a mark that tells a change."""
        few = (self.threshold_scores, self.threshold_comments)
        spoken = (self.languages, self.default_language)
        return mark(self.names, *spoken, self.time_zone, self.currency, *few, self.contact)


class AuditEntry(models.Model):
    """Who did what to which thing, one entry a use case: keys and names of fields, never their values."""

    at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    verb = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=40)
    subject_key = models.CharField(max_length=64, blank=True)
    fields = models.JSONField(default=list)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-at"], name="audit_newest"),
            models.Index(fields=["subject_kind", "subject_key"], name="audit_subject"),
        ]
