"""Decides each step of a message: taken to be handed over, and then sent, failed, put off or unknown. None goes twice.

The order is the promise: a message is marked as being handed over, and that is committed, before the connection to the
mail server speaks of it. Whatever is found so marked with nobody at work is unknown: it may have arrived, so a person
decides, and it is never sent again by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from polku.governance.gate import Viewer, require
from polku.governance.rules import Refused
from polku.governance.services import NotFound, audit, do_not_ask_salt
from polku.outreach import models, rules
from polku.outreach.queries import contact_rules, person
from polku.outreach.queries.planning import past_of
from polku.outreach.queries.rounds import answered, quota_reached
from polku.people.models import Account, Contact
from polku.people.rules import address_hash
from polku.surveys.models import Version

AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Handed:
    """A message that has been marked as being handed over: everything its letter says."""

    id: int
    key: UUID
    number: int
    round: UUID
    wave: str
    survey: UUID
    contact: UUID
    to: str
    name: str
    language: str
    subject: str
    greeting: str
    reply_to: str
    address: str


def take_next(now: datetime, *, actor: Viewer) -> Handed | bool:
    """Take the next message that is due: marked as being handed over when this returns.

    True when one was due but is held back now (its clocks are looked at again, under the lock of its row and of its
    person); False when nothing is due. Belongs outside a transaction, for the mark has to be durable.
    """
    require(actor, "send")
    with transaction.atomic():
        due = models.Message.objects.filter(state="waiting", due_at__lte=now, round__state="going")
        row = (
            due.select_for_update(of=("self",))
            .select_related("round__version__survey", "happening")
            .order_by("due_at", "pk")
        )
        message = row.first()
        if message is None:
            return False
        found = _held_now(message, now, actor)
        if found is not None:
            message.state, message.rule, message.until = "suppressed", found.rule, found.until
            message.rules_number = contact_rules(viewer=actor).number
            message.save(update_fields=["state", "rule", "until", "rules_number"])
            return True
        message.state, message.handed_at, message.tries = "handing", now, message.tries + 1
        message.save(update_fields=["state", "handed_at", "tries"])
        return _handed(message)


def _held_now(message: models.Message, now: datetime, actor: Viewer) -> rules.Held | None:
    """What holds the message back at this moment, whatever was planned."""
    of = message.round
    closes = Version.objects.values_list("closes_at", flat=True).get(pk=of.version_id)
    if (of.stop_at is not None and of.stop_at <= now) or (closes is not None and closes <= now):
        return rules.Held("stopped")
    # Person and account are held: erasing them, or another sender's look at their clocks, comes before this or after.
    if message.contact_id is None or not _hold(Contact, message.contact_id) or not _hold(Account, message.account_id):
        return rules.Held("gone")
    one = person(message.contact_id, viewer=actor)
    if one is None:
        return rules.Held("gone")
    return _settled(message, now, one) or _clocks(message, now, one, actor)


def _settled(message: models.Message, now: datetime, one: rules.Person) -> rules.Held | None:
    """Whether there is nothing to ask any more: answered, called off, or enough have answered."""
    of, mine = message.round, models.Message.objects.filter(pk=message.pk)
    if mine.filter(answered(mine, of)).exists():
        return rules.Held("answered")
    if found := _past_its_event(message, now):
        return found
    segment = Account.objects.values_list("segment", flat=True).get(pk=one.account)
    return rules.Held("quota") if quota_reached(of, segment) else None


def _clocks(message: models.Message, now: datetime, one: rules.Person, actor: Viewer) -> rules.Held | None:
    of, standing = message.round, contact_rules(viewer=actor)
    own = Q(round=of.pk)
    if message.happening_id is not None:
        own &= Q(happening=message.happening_id)
    past = past_of(of, standing, at=now, contact=(one.contact, one.account), mine=own)
    if message.number:
        return rules.held_again(one, past, standing, at=now)
    return rules.held(one, past, standing, family=of.family, at=now)


def _past_its_event(message: models.Message, now: datetime) -> rules.Held | None:
    """A letter before an event does not go after it, and none goes about an event that was called off."""
    of = message.happening
    if of is None:
        return None
    if of.cancelled_at is not None:
        return rules.Held("cancelled")
    return rules.Held("too_late") if message.round.when.get("way") == "before" and of.at <= now else None


def _hold(model: type[Contact | Account], pk: int | None) -> bool:
    return bool(list(model.objects.select_for_update(no_key=True).filter(pk=pk).values_list("pk")))


def _handed(message: models.Message) -> Handed:
    of, to = message.round, Contact.objects.get(pk=message.contact_id)
    return Handed(
        id=message.pk,
        key=message.key,
        number=message.number,
        round=of.key,
        wave=of.name,
        survey=of.version.survey.key,
        contact=to.key,
        to=to.mail,
        name=to.name,
        language=message.language,
        subject=of.subject.get(message.language, ""),
        greeting=of.greeting.get(message.language, ""),
        reply_to=of.reply_to,
        address=of.address,
    )


def _settle(message: int, state: str, fault: str = "") -> bool:
    """Only a message that is being handed over changes: one that a person has decided on meanwhile stays."""
    rows = models.Message.objects.filter(pk=message, state="handing")
    return bool(rows.update(state=state, fault=fault[:200]))


def taken(message: int, *, actor: Viewer) -> bool:
    """The mail server has taken the message."""
    require(actor, "send")
    return _settle(message, "sent")


def unsure(message: int, fault: str, *, actor: Viewer) -> bool:
    """The connection broke after the letter was given and before the server said that it had it."""
    require(actor, "send")
    return _settle(message, "unknown", fault)


@transaction.atomic
def not_taken(message: int, fault: str, *, wrong_address: bool, actor: Viewer) -> bool:
    """The server has refused the message for good; with ``wrong_address`` nothing more is sent there."""
    require(actor, "send")
    if not _settle(message, "failed", fault):
        return False
    if wrong_address:
        row = models.Message.objects.select_related("contact").get(pk=message)
        row.bounced_at = timezone.now()
        row.save(update_fields=["bounced_at"])
        no_more_to(row.contact)
    return True


def later(message: int, fault: str, *, actor: Viewer) -> bool:
    """The server did not take the message, for sure, and may take it later; after some tries it has failed."""
    require(actor, "send")
    row = models.Message.objects.filter(pk=message, state="handing").first()
    if row is None:
        return False
    if row.tries >= rules.MOST_TRIES:
        return _settle(message, "failed", fault)
    due = timezone.now() + rules.back_off(row.tries)
    rows = models.Message.objects.filter(pk=message, state="handing")
    return bool(rows.update(state="waiting", handed_at=None, due_at=due, fault=fault[:200]))


def leave_unknown(*, actor: Viewer) -> int:
    """What a sender was handing over when it was killed is unknown. Called by the only sender, before it begins."""
    require(actor, "send")
    return models.Message.objects.filter(state="handing").update(state="unknown", fault="killed")


def _found(key: UUID, number: int) -> models.Message:
    rows = models.Message.objects.select_for_update(of=("self",)).select_related("contact")
    row = rows.filter(key=key, number=number).first()
    if row is None:
        raise NotFound(_("This message is not there any more."))
    return row


@transaction.atomic
def resolve(key: UUID, number: int, *, arrived: bool, actor: Viewer) -> None:
    """A person says what became of a message that is unknown."""
    require(actor, "send")
    row = _found(key, number)
    if row.state != "unknown":
        raise Refused(_("What became of this message is known already."))
    row.state = "sent" if arrived else "failed"
    row.save(update_fields=["state"])
    audit(actor, "resolve", "message", key, ["state"])


@transaction.atomic
def mark_bounced(key: UUID, number: int, *, actor: Viewer) -> None:
    """The message came back: the address gets no further mail."""
    require(actor, "send")
    row = _found(key, number)
    if row.state not in {"sent", "unknown", "failed"}:
        raise Refused(_("This message has not been sent, so it cannot have come back."))
    if row.state == "unknown":
        row.state = "sent"
    row.bounced_at = row.bounced_at or timezone.now()
    row.save(update_fields=["bounced_at", "state"])
    no_more_to(row.contact)
    audit(actor, "bounce", "message", key, ["bounced_at"])


def no_more_to(contact: Contact | None) -> None:
    """No mail reaches the person's address: none is sent there any more."""
    if contact is not None and contact.mail:
        models.Bounced.objects.get_or_create(hash=address_hash(contact.mail, do_not_ask_salt()))


def remind(now: datetime, *, actor: Viewer) -> int:
    """Put reminders in the outbox for those who were asked a week ago and are not known to have answered.

    Returns how many. Each is UNIQUE by invitation and number, so that a second call adds nothing.
    """
    require(actor, "send")
    made = 0
    going = models.Round.objects.filter(state="going", reminders__gt=0).select_related("version__survey")
    for row in going:
        if row.stop_at is not None and row.stop_at <= now:
            continue
        made += sum(_remind(row, number, now) for number in range(1, row.reminders + 1))
    return made


def _remind(row: models.Round, number: int, now: datetime) -> int:
    week_ago = now - timedelta(days=rules.REMIND_AFTER_DAYS)
    before = models.Message.objects.filter(
        round=row, number=number - 1, state="sent", handed_at__lte=week_ago, bounced_at=None, contact__isnull=False
    )
    later_ones = models.Message.objects.filter(round=row, number=number).values("key")
    waiting = before.exclude(answered(before, row)).exclude(key__in=later_ones).order_by("pk")[:AT_ONCE]
    fresh = [
        models.Message(
            key=one.key, round=row, happening_id=one.happening_id, contact_id=one.contact_id,
            account_id=one.account_id, number=number, state="waiting", rules_number=one.rules_number,
            language=one.language, due_at=now, once=one.once,
        )
        for one in waiting
    ]  # fmt: skip
    models.Message.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)
