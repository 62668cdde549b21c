"""The purpose card of each metric."""

from __future__ import annotations

from django.db import models

from polku.people.models import choices
from polku.strategy import rules


class Purpose(models.Model):
    """Why a metric is measured, and whether it is a cause or an outcome; written once for each metric."""

    metric = models.CharField(max_length=40, unique=True)
    nature = models.CharField(max_length=10, choices=choices(rules.NATURES))
    level = models.CharField(max_length=20, blank=True, choices=choices(rules.LEVELS))
    what = models.TextField(blank=True)
    whom = models.TextField(blank=True)
    where = models.TextField(blank=True)
    why = models.TextField(blank=True)
    learn = models.TextField(blank=True)
    use = models.TextField(blank=True)
    reader = models.TextField(blank=True)
    until = models.DateField(null=True)
