"""Journeys with their phases, touchpoints and plan; what was observed to happen; canvases of target experience."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from polku.governance.models import Import, Member
from polku.journeys import rules
from polku.journeys.rules import canvas
from polku.people.models import Account, Contact, Segment, choices


class Journey(models.Model):
    """What customers of one segment go through, for one purpose."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    names = models.JSONField(default=dict)
    purpose = models.JSONField(default=dict)
    segment = models.ForeignKey(Segment, null=True, on_delete=models.SET_NULL, related_name="+")
    scheme = models.CharField(max_length=10, default="purchase", choices=choices(rules.SCHEMES))
    buyer_kind = models.CharField(max_length=10, blank=True, choices=choices(rules.BUYER_KINDS))
    position = models.PositiveIntegerField(default=0)
    # In the language of plans, touchpoints by slug; empty: as the map goes. A plan is a hypothesis.
    plan = models.TextField(blank=True)
    # Who answers for it being true, and when somebody last looked whether it is.
    owner = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    looked_on = models.DateField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    deleted_at = models.DateTimeField(null=True)

    @property
    def mark(self) -> str:
        """What somebody sees of it, as a mark that tells a change."""
        return rules.mark(self.names, self.purpose, self.segment_id, self.scheme, self.buyer_kind)

    def touchpoint_names(self) -> dict[str, dict[str, str]]:
        """Names of the touchpoints on the map by slug, in the map's order."""
        rows = Touchpoint.objects.filter(deleted_at=None, phase__deleted_at=None, phase__journey=self)
        return dict(rows.order_by("phase__position", "phase", "position", "pk").values_list("slug", "names"))


class Phase(models.Model):
    """A column of the map."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="phases")
    position = models.PositiveIntegerField(default=0)
    names = models.JSONField(default=dict)
    about = models.JSONField(default=dict)
    stage = models.CharField(max_length=20, blank=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["journey", "position"], name="phase_order")]

    @property
    def mark(self) -> str:
        """What somebody sees of it, its place aside, as a mark that tells a change."""
        return rules.mark(self.names, self.about, self.stage)


class Touchpoint(models.Model):
    """A meeting of customer and company, or of customer and what speaks for the company."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=50, unique=True)
    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="touchpoints")
    position = models.PositiveIntegerField(default=0)
    names = models.JSONField(default=dict)
    channel = models.CharField(max_length=20, blank=True, choices=choices(rules.CHANNELS))
    owner = models.CharField(max_length=10, default="brand", choices=choices(rules.OWNERS))
    layer = models.CharField(max_length=10, default="core", choices=choices(rules.LAYERS))
    aim = models.CharField(max_length=10, default="ease", choices=choices(rules.AIMS))
    kinds = models.JSONField(default=list)
    interactive = models.BooleanField(default=True)
    stated_importance = models.PositiveSmallIntegerField(null=True)
    target_metric = models.CharField(max_length=20, blank=True, choices=choices(rules.METRICS))
    target_value = models.FloatField(null=True)
    partner = models.CharField(max_length=200, blank=True)
    ending = models.CharField(max_length=10, blank=True, choices=choices(rules.ENDINGS))
    # Texts by lane and language: what the customer needs to know, what tells it, what goes on behind.
    lanes = models.JSONField(default=dict)
    emotion = models.SmallIntegerField(null=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["phase", "position"], name="touchpoint_order")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(stated_importance=None) | Q(stated_importance__gte=1, stated_importance__lte=5),
                name="importance_1_to_5",
            ),
            models.CheckConstraint(
                condition=Q(emotion=None) | Q(emotion__gte=-2, emotion__lte=2), name="emotion_from_minus_2_to_2"
            ),
        ]

    @property
    def mark(self) -> str:
        """What somebody sees of it, its place aside, as a mark that tells a change."""
        aims = (self.layer, self.aim, self.target_metric, self.target_value, self.stated_importance)
        what = (self.channel, self.owner, self.partner, self.kinds, self.interactive, self.ending)
        return rules.mark(self.names, *what, *aims)

    @property
    def lanes_mark(self) -> str:
        """What somebody sees on its lanes, as a mark that tells a change."""
        return rules.mark(self.lanes, self.emotion)

    @staticmethod
    def present(path: str = "") -> Q:
        """Touchpoints on the map: neither they, their phase nor their journey taken away."""
        places = ("deleted_at", "phase__deleted_at", "phase__journey__deleted_at")
        return Q(**{f"{path}{place}": None for place in places})


class Event(models.Model):
    """Something that happened to one customer; ``name`` and ``source`` are as the source said them."""

    case = models.CharField(max_length=100)
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    contact = models.ForeignKey(Contact, null=True, on_delete=models.SET_NULL, related_name="+")
    touchpoint = models.ForeignKey(Touchpoint, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=100, blank=True)
    ts = models.DateTimeField()
    # The local month, kept so that the snapshot finds its part without asking each row its time zone.
    month = models.CharField(max_length=7)
    actor = models.CharField(max_length=20, blank=True)
    channel = models.CharField(max_length=20, blank=True)
    failing = models.BooleanField(default=False)
    row_key = models.CharField(max_length=64, blank=True)
    imported = models.ForeignKey(Import, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["month"], name="event_month"),
            models.Index(fields=["case", "ts"], name="event_walk"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["imported", "row_key"], condition=~Q(row_key=""), name="event_once_an_import"
            ),
        ]


class EventMeaning(models.Model):
    """The touchpoint that a name in a source stands for; joined when events are read, so no event is rewritten."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Those given in one form are taken back together.
    batch = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)
    source = models.CharField(max_length=100, blank=True)
    name = models.CharField(max_length=200)
    touchpoint = models.ForeignKey(Touchpoint, on_delete=models.CASCADE, related_name="+")
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "name"], condition=Q(deleted_at=None), name="meaning_once"),
        ]


class Canvas(models.Model):
    """The target experience of an encounter, a service or the whole organisation, as it is being designed."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)
    level = models.CharField(max_length=15, default="encounter", choices=choices(canvas.LEVELS))
    # The words are the team's own, in one language; the page says which.
    language = models.CharField(max_length=2)
    journey = models.ForeignKey(Journey, null=True, on_delete=models.SET_NULL, related_name="+")
    content = models.JSONField()
    # As it was before the last change, so that the change can be undone.
    before = models.JSONField(null=True)
    origin = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    deleted_at = models.DateTimeField(null=True)

    @property
    def mark(self) -> str:
        """What somebody sees of its name and place, as a mark that tells a change."""
        return rules.mark(self.name, self.language, self.journey_id)


class CanvasVersion(models.Model):
    """A canvas as it stood when somebody kept it."""

    canvas = models.ForeignKey(Canvas, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    note = models.CharField(max_length=200, blank=True)
    member = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    kept_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["canvas", "number"], name="version_number_once_a_canvas"),
        ]


class Held(models.Model):
    """One encounter held by a canvas: its phases as planned that day, and when each began and ended."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    canvas = models.ForeignKey(Canvas, on_delete=models.CASCADE, related_name="held")
    name = models.CharField(max_length=200)
    remote = models.BooleanField(default=False)
    # Key, name and planned minutes of each phase, the moments at which it began and ended, or the real minutes said.
    phases = models.JSONField()
    begun_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)


class HeldNote(models.Model):
    """What an observer saw at a moment of an encounter, and apart from it what it may mean."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    held = models.ForeignKey(Held, on_delete=models.CASCADE, related_name="notes")
    at = models.DateTimeField()
    phase = models.CharField(max_length=10, blank=True)
    who = models.CharField(max_length=80, blank=True)
    saw = models.TextField()
    means = models.TextField(blank=True)
    member = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    deleted_at = models.DateTimeField(null=True)
