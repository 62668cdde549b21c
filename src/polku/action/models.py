"""Improvements: what is to become better, where it was seen, who sees to it and until when."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from polku.action import rules
from polku.governance.models import Member
from polku.governance.rules import mark
from polku.journeys.models import Journey, Touchpoint
from polku.people.models import choices


class Improvement(models.Model):
    """Something that we mean to change, with an owner and a day."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(max_length=rules.LONGEST_TITLE)
    about = models.TextField(blank=True)
    journey = models.ForeignKey(Journey, null=True, on_delete=models.SET_NULL, related_name="+")
    touchpoint = models.ForeignKey(Touchpoint, null=True, on_delete=models.SET_NULL, related_name="+")
    # The kind of deviation it began from; empty when it began from something else.
    kind = models.CharField(max_length=20, blank=True, choices=choices(rules.KINDS))
    owner = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    due = models.DateField(null=True)
    state = models.CharField(max_length=10, default="open", choices=choices(rules.STATES))
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["journey", "state"], name="improvement_of_journey")]

    @property
    def mark(self) -> str:
        """What somebody sees of it, as a mark that tells a change."""
        return mark(self.title, self.about, self.owner_id, self.due, self.state)
