"""Decides when it is told who has answered an anonymous survey: so many at a time that no answer follows from it."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.db.models import Count

from polku.surveys.models import Survey, Tick
from polku.surveys.queries import PublishedVersion


def leave_tick(version: PublishedVersion, contact: int, *, wave: str = "") -> bool:
    """Note that a person has answered; False when that was known. Belongs in the transaction of the answer.

    Every tick that waits is written anew with it and in random order, so that neither its place nor its transaction
    tells which answer it came with.
    """
    survey = Survey.objects.values_list("pk", flat=True).get(key=version.survey)
    rows = Tick.objects.select_for_update().filter(survey=survey, wave=wave)
    if rows.filter(contact=contact).exists():
        return False
    waiting = list(rows.filter(told=False))
    Tick.objects.filter(pk__in=[row.pk for row in waiting]).delete()
    _write([*waiting, Tick(survey_id=survey, wave=wave, contact_id=contact)])
    return True


def flush_ticks(batch: int) -> int:
    """Tell the ticks that wait, ``batch`` persons of one survey and wave at a time; returns how many were told."""
    told = 0
    waiting = Tick.objects.filter(told=False)
    groups = waiting.values_list("survey", "wave").annotate(persons=Count("pk")).filter(persons__gte=batch)
    # Counted first without a lock: this runs each second, and mostly there is nothing to tell.
    for survey, wave, _ in list(groups):
        with transaction.atomic():
            rows = list(waiting.select_for_update().filter(survey=survey, wave=wave))
            secrets.SystemRandom().shuffle(rows)
            rows = rows[: len(rows) // batch * batch]
            Tick.objects.filter(pk__in=[row.pk for row in rows]).delete()
            _write(rows, told=True)
            told += len(rows)
    return told


def _write(rows: list[Tick], *, told: bool = False) -> None:
    secrets.SystemRandom().shuffle(rows)
    Tick.objects.bulk_create(
        Tick(survey_id=row.survey_id, wave=row.wave, contact_id=row.contact_id, told=told) for row in rows
    )
