"""Revenue by account and month, and offers with what became of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from polku.governance.models import Import
from polku.journeys.models import Touchpoint
from polku.people.models import Account, Contact


class Revenue(models.Model):
    """What an account bought in a month. Several sources may tell of the same month: the last to come stands."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    month = models.CharField(max_length=7)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3)
    entered_at = models.DateTimeField()
    imported = models.ForeignKey(Import, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["month", "account"], name="revenue_month")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "month", "imported"], name="revenue_once_an_import"),
            models.UniqueConstraint(
                fields=["account", "month"], condition=Q(imported=None), name="revenue_once_by_hand"
            ),
        ]

    @staticmethod
    def standing() -> QuerySet[Revenue]:
        """The line that stands for each account and month: the last entered of those that have landed.

        So a later file corrects an earlier one, and undoing it brings the earlier figure back.
        """
        newest = Window(
            RowNumber(),
            partition_by=[F("account"), F("month")],
            order_by=[F("entered_at").desc(), F("pk").desc()],
        )
        shown = Revenue.objects.filter(Import.landed(), Account.present("account__"))
        return shown.annotate(rank=newest).filter(rank=1)


class Offer(models.Model):
    """What was offered to an account and what became of it. Several files may tell of one: the last to come stands."""

    class Outcome(models.TextChoices):
        OPEN = "open"
        WON = "won"
        LOST = "lost"

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    contact = models.ForeignKey(Contact, null=True, on_delete=models.SET_NULL, related_name="+")
    touchpoint = models.ForeignKey(Touchpoint, null=True, on_delete=models.SET_NULL, related_name="+")
    # The id of the other system, else what the row says and its number among equals, made short.
    known_by = models.CharField(max_length=100)
    made = models.DateField()
    decided = models.DateField(null=True)
    outcome = models.CharField(max_length=4, choices=Outcome)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True)
    entered_at = models.DateTimeField()
    imported = models.ForeignKey(Import, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["account", "known_by"], name="offer_known")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "known_by", "imported"], name="offer_once_an_import"),
            models.UniqueConstraint(
                fields=["account", "known_by"], condition=Q(imported=None), name="offer_once_by_hand"
            ),
        ]

    @staticmethod
    def standing() -> QuerySet[Offer]:
        """What stands of each offer: the last entered of what has landed."""
        newest = Window(
            RowNumber(),
            partition_by=[F("account"), F("known_by")],
            order_by=[F("entered_at").desc(), F("pk").desc()],
        )
        shown = Offer.objects.filter(Import.landed(), Account.present("account__"))
        return shown.annotate(rank=newest).filter(rank=1)
