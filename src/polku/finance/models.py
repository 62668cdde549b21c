"""Revenue by account and month."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from polku.governance.models import Import
from polku.people.models import Account


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
