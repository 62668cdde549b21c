"""Writes of events that rounds follow, of the letters each leads to, and of the next round of a recurring one."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from polku.governance.gate import Viewer, require
from polku.governance.models import Member
from polku.governance.queries import organisation
from polku.governance.rules import Refused
from polku.governance.services import NotFound, audit
from polku.outreach import models, rules
from polku.outreach.queries.following import Following, next_of, who_is
from polku.outreach.services.inserting import Fresh, insert_fresh
from polku.surveys.models import Version
from polku.surveys.rules import languages

LONGEST_NAME = 60


@transaction.atomic
def write_down(kind: str, who: str, at: datetime, *, actor: Viewer, row_key: str = "") -> UUID:
    """Write down an event that is to come or has come, of a customer or a person by name or mail address.

    Told again under the same ``row_key`` it is the same event, moved where its time is another.
    """
    require(actor, "log_feedback")
    if kind not in rules.KINDS:
        raise Refused(_("Choose what happens."), "kind")
    if timezone.is_naive(at):
        raise Refused(_("The time has no time zone."), "at")
    known = models.Happening.objects.filter(row_key=row_key).first() if row_key else None
    if known is not None:
        if known.at != at:
            move(known.key, at, actor=actor)
        return known.key
    found = who_is(who, viewer=actor)
    if not found:
        raise Refused(_("No customer or person goes by this. Write the name or the mail address as it is kept."), "who")
    if len(found) > 1:
        raise Refused(_("Several go by this name. Write the mail address of the person."), "who")
    account, contact = found[0]
    row = models.Happening.objects.create(
        kind=kind, account_id=account, contact_id=contact, at=at, row_key=row_key, by_id=actor.member
    )
    audit(actor, "create", "happening", row.key)
    return row.key


def _locked(key: UUID, actor: Viewer) -> models.Happening:
    require(actor, "log_feedback")
    rows = models.Happening.objects.select_for_update(of=("self",)).filter(key=key)
    if actor.account_scope is not None:
        rows = rows.filter(account__in=actor.account_scope)
    row = rows.first()
    if row is None:
        raise NotFound(_("This event is not there any more."))
    return row


@transaction.atomic
def move(key: UUID, at: datetime, *, actor: Viewer) -> None:
    """The event is at another time: letters that wait wait for it, those that have gone have gone."""
    row = _locked(key, actor)
    if timezone.is_naive(at):
        raise Refused(_("The time has no time zone."), "at")
    by, row.at = at - row.at, at
    row.save(update_fields=["at"])
    now = timezone.now()
    for message in models.Message.objects.filter(happening=row, number=0, state="waiting"):
        models.Message.objects.filter(pk=message.pk, state="waiting").update(due_at=max(message.due_at + by, now))
    audit(actor, "update", "happening", key, ["at"])


@transaction.atomic
def call_off(key: UUID, *, actor: Viewer) -> int:
    """The event is called off: letters that wait for it are held back. Returns how many."""
    row = _locked(key, actor)
    if row.cancelled_at is None:
        row.cancelled_at = timezone.now()
        row.save(update_fields=["cancelled_at"])
        audit(actor, "update", "happening", key, ["cancelled_at"])
    waiting = models.Message.objects.filter(happening=row, state="waiting")
    return waiting.update(state="suppressed", rule="cancelled", until=None)


@transaction.atomic
def note_observed(
    event: int, touchpoint: int, account: int, contact: int | None, at: datetime, *, actor: Viewer
) -> None:
    """What was observed at a touchpoint is an event to follow; noted once."""
    require(actor, "send")
    models.Happening.objects.get_or_create(
        row_key=f"event:{event}",
        defaults={"touchpoint_id": touchpoint, "account_id": account, "contact_id": contact, "at": at},
    )


@transaction.atomic
def keep_following(key: UUID, found: Following, *, actor: Viewer) -> int:
    """Put the letters for an event in the outbox, once; returns how many, held back ones with them."""
    require(actor, "send")
    row = models.Round.objects.select_for_update(of=("self",)).select_related("version").get(key=key)
    seen, new = models.Followed.objects.get_or_create(
        round=row, happening_id=found.happening, defaults={"planned": len(found.rows)}
    )
    if not new or row.state != "going":
        return 0
    fresh = []
    for one in found.rows:
        key_of = uuid.uuid4()
        fresh.append(
            Fresh(
                key=key_of, round=row.pk, contact=one.contact, account=one.account, rule=one.rule, until=one.until,
                rules_number=found.rules_number, language=one.language, due_at=found.due_at,
                once=rules.once_of(key_of), happening=seen.happening_id,
            )
        )  # fmt: skip
    insert_fresh(fresh)
    return len(fresh)


@transaction.atomic
def come_again(key: UUID, *, actor: Viewer) -> UUID | None:
    """Begin the next round of a recurring one, of the newest version that it has words for; None when it is there."""
    require(actor, "send")
    row = models.Round.objects.select_for_update(of=("self",)).select_related("version").get(key=key)
    if row.state != "going" or models.Round.objects.filter(before=row).exists():
        return None
    zone = organisation(viewer=actor).time_zone
    send_at, when = next_of(row, zone), rules.when(row.when)
    if row.version.closes_at is not None and row.version.closes_at <= send_at:
        return None
    series = when.series or row.name
    fresh = models.Round.objects.create(
        name=_free_name(row, series, send_at), version=_newest(row), family=row.family, audience=row.audience,
        subject=row.subject, greeting=row.greeting, reply_to=row.reply_to, send_at=send_at,
        stop_at=row.stop_at + (send_at - row.send_at) if row.stop_at else None, reminders=row.reminders,
        when=replace(when, series=series).kept(), quota=row.quota, quota_each=row.quota_each, before=row,
        state="planning", address=row.address, by=row.by, started_at=timezone.now(),
    )  # fmt: skip
    audit(actor, "start", "round", fresh.key)
    return fresh.key


def _newest(row: models.Round) -> Version:
    newest = (
        Version.objects.filter(survey=row.version.survey_id, published_at__isnull=False).order_by("-number").first()
    )
    if newest is None or any(not row.subject.get(code) for code in languages(newest.content)):
        return row.version
    return newest


def _free_name(row: models.Round, series: str, send_at: datetime) -> str:
    """The name of the series and the month; answers are looked at by it, so it is given once."""
    month = f" {send_at:%Y-%m}"
    name, number = series[: LONGEST_NAME - len(month)] + month, 2
    taken = models.Round.objects.filter(version__survey=row.version.survey_id)
    while taken.filter(name=name).exists():
        tail = f"{month} ({number})"
        name, number = series[: LONGEST_NAME - len(tail)] + tail, number + 1
    return name


@transaction.atomic
def follow_up(key: UUID, message: UUID, question: str, text: str, asks: int | None, *, actor: Viewer) -> None:
    """Write down what is asked at the meeting about an answer, and who asks it; nothing of both takes it away."""
    require(actor, "log_feedback")
    row, text = _locked(key, actor), " ".join(text.split())[:500]
    letter = models.Message.objects.filter(happening=row, key=message, round__version__promise="open").first()
    known = [one["key"] for one in letter.round.version.content["questions"]] if letter else []
    if question not in known:
        raise NotFound(_("This answer is not there any more."))
    if asks is not None and not Member.objects.filter(pk=asks, is_active=True).exists():
        raise Refused(_("Choose a member who is here."), "asks")
    if text or asks:
        models.FollowUp.objects.update_or_create(
            happening=row, message=message, question=question, defaults={"text": text, "asks_id": asks}
        )
    else:
        models.FollowUp.objects.filter(happening=row, message=message, question=question).delete()
    audit(actor, "update", "follow_up", key, ["text", "asks"])
