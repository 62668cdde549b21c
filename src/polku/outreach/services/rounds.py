"""Decides what a round may be, when it is started and stopped, and keeps the contact rules version by version."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from polku.governance.gate import NotAllowed, Viewer, require
from polku.governance.queries import organisation
from polku.governance.rules import Refused, clean_texts
from polku.governance.services import NotFound, audit
from polku.outreach import models, rules
from polku.outreach.queries import Planned
from polku.outreach.services.inserting import Fresh, insert_fresh
from polku.surveys.models import Version
from polku.surveys.rules import languages

ONCE = rules.When()


@dataclass(frozen=True, slots=True)
class RoundDetails:
    """What a round is before it is started; ``subject`` and ``greeting`` by language."""

    name: str
    audience: rules.Audience
    subject: Mapping[str, str]
    greeting: Mapping[str, str]
    reply_to: str
    send_at: datetime
    stop_at: datetime | None = None
    reminders: int = 0
    when: rules.When = ONCE
    quota: int = 0
    quota_each: int = 0


def _few() -> int:
    """How few answers may be told of, at least."""
    return organisation(viewer=Viewer(member=None, role="admin")).threshold_scores


def _checked(details: RoundDetails, version: Version, row: models.Round | None) -> dict[str, object]:
    name = " ".join(details.name.split())
    if not 0 < len(name) <= 60:  # noqa: PLR2004 - as the column
        raise Refused(_("Give the round a name of at most 60 characters, as in Autumn 2026."), "name")
    same = models.Round.objects.filter(version__survey=version.survey_id, name=name)
    if same.exclude(pk=row.pk if row else None).exists():
        raise Refused(_("This survey has a round of that name already."), "name")
    try:
        validate_email(details.reply_to)
    except ValidationError as wrong:
        raise Refused(_("Write the mail address of somebody who reads the answers to the mail."), "reply_to") from wrong
    if details.stop_at is not None and details.stop_at <= details.send_at:
        raise Refused(_("The round has to stop after it has begun."), "stop_at")
    if not 0 <= details.reminders <= rules.MOST_REMINDERS:
        raise Refused(_("At most %(most)s reminders.") % {"most": rules.MOST_REMINDERS}, "reminders")
    found = _checked_when(details, version)
    subject, greeting = clean_texts(details.subject), clean_texts(details.greeting)
    for code in languages(version.content):
        if not subject.get(code):
            raise Refused(_("Write the subject in each language of the survey."), f"subject_{code}")
    return {
        "name": name,
        "audience": details.audience.kept(),
        "subject": {code: " ".join(text.split())[:200] for code, text in subject.items()},
        "greeting": {code: text[:4000] for code, text in greeting.items()},
        "reply_to": details.reply_to,
        "send_at": details.send_at,
        "stop_at": details.stop_at,
        "reminders": details.reminders,
        "when": found.kept(),
        "quota": details.quota,
        "quota_each": details.quota_each,
    }


def _checked_when(details: RoundDetails, version: Version) -> rules.When:
    least = _few() if version.promise != "open" else 1
    for name in ("quota", "quota_each"):
        if getattr(details, name) and getattr(details, name) < least:
            raise Refused(_("At least %(least)s, for the promise of the survey.") % {"least": least}, name)
    try:
        found = rules.when(details.when.kept())
    except ValueError as wrong:
        raise Refused(_("Say how it comes again, or which event it follows and by how much."), str(wrong)) from wrong
    if found.follows and version.promise == "anonymous":
        # One letter after one event, answered within days: the time alone would tell who it was.
        raise Refused(_("Letters that follow an event cannot promise anonymity: so few get one at a time."), "way")
    return found


@transaction.atomic
def make_round(survey: UUID, details: RoundDetails, *, actor: Viewer) -> UUID:
    """Begin a round of the survey's newest published version; nothing is sent until it is started."""
    require(actor, "send")
    versions = Version.objects.filter(survey__key=survey, published_at__isnull=False)
    version = versions.order_by("-number").first()
    if version is None:
        raise Refused(_("Publish the survey first."))
    row = models.Round.objects.create(
        version=version, family=rules.family_of(version.content), by_id=actor.member, **_checked(details, version, None)
    )
    audit(actor, "create", "round", row.key)
    return row.key


def _locked(key: UUID, actor: Viewer) -> models.Round:
    require(actor, "send")
    if actor.account_scope is not None:
        # A round is everybody's: who sees a part of the customers cannot judge it.
        raise NotAllowed("send")
    row = models.Round.objects.select_for_update(of=("self",)).select_related("version").filter(key=key).first()
    if row is None:
        raise NotFound(_("This round is not there any more."))
    return row


def _draft(key: UUID, actor: Viewer) -> models.Round:
    row = _locked(key, actor)
    if row.state != "draft":
        raise Refused(_("This round has been started and is not changed any more."))
    return row


@transaction.atomic
def change_round(key: UUID, details: RoundDetails, *, actor: Viewer) -> None:
    """Make a round that has not been started as the details say."""
    row = _draft(key, actor)
    fields = _checked(details, row.version, row)
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=list(fields))
    audit(actor, "update", "round", key, list(fields))


@transaction.atomic
def delete_round(key: UUID, *, actor: Viewer) -> None:
    """Throw away a round that has not been started."""
    _draft(key, actor).delete()
    audit(actor, "delete", "round", key)


@transaction.atomic
def start_round(key: UUID, *, address: str, actor: Viewer) -> None:
    """From now on the round is planned and sent; ``address`` is where the product is reached."""
    row = _draft(key, actor)
    now = timezone.now()
    if row.stop_at is not None and row.stop_at <= now:
        raise Refused(_("The day on which this round stops has passed. Choose a later one."), "stop_at")
    closes = row.version.closes_at
    if closes is not None and closes <= max(now, row.send_at):
        raise Refused(_("The survey closes before the round begins. Open it again, or send earlier."))
    # Who follows events has nothing to plan until one comes.
    state = "going" if rules.when(row.when).follows else "planning"
    row.state, row.address, row.started_at = state, address.rstrip("/"), now
    row.send_at = max(row.send_at, now)
    row.save(update_fields=["state", "address", "started_at", "send_at"])
    audit(actor, "start", "round", key)


@transaction.atomic
def store_planned(key: UUID, rows: Sequence[Planned], *, rules_number: int, actor: Viewer) -> int:
    """Keep some of the plan; who is in the round already stays as they are, so a plan may be made twice."""
    require(actor, "send")
    row = _locked(key, actor)
    if row.state != "planning":
        return 0
    anonymous = row.version.promise == "anonymous"
    if not rows:
        return 0
    contacts = [one.contact for one in rows]
    within = models.Message.objects.filter(round=row, happening=None, number=0)
    within = within.filter(contact__gte=min(contacts), contact__lte=max(contacts))
    known = set(within.values_list("contact", flat=True))
    fresh = []
    for one in rows:
        if one.contact in known:
            continue
        key_of = uuid.uuid4()
        once = "" if anonymous else rules.once_of(key_of)
        fresh.append(
            Fresh(
                key=key_of, round=row.pk, contact=one.contact, account=one.account, rule=one.rule, until=one.until,
                rules_number=rules_number, language=one.language, due_at=row.send_at, once=once,
            )
        )  # fmt: skip
    insert_fresh(fresh)
    return len(fresh)


@transaction.atomic
def planned_all(key: UUID, *, rules_number: int, actor: Viewer) -> None:
    """The whole plan is kept: from now on the round is sent."""
    row = _locked(key, actor)
    if row.state == "planning":
        row.state, row.rules_number = "going", rules_number
        row.save(update_fields=["state", "rules_number"])


@transaction.atomic
def stop_round(key: UUID, *, actor: Viewer) -> int:
    """Send no more of this round; what waits is held back, and says why. Returns how many messages that were."""
    row = _locked(key, actor)
    if row.state not in {"planning", "going"}:
        raise Refused(_("This round is not under way."))
    row.state = "stopped"
    row.save(update_fields=["state"])
    held = row.messages.filter(state="waiting").update(state="suppressed", rule="stopped", until=None)
    audit(actor, "stop", "round", key)
    return held


@transaction.atomic
def save_contact_rules(given: Mapping[str, int], *, actor: Viewer) -> int:
    """Write a new version of the contact rules; returns its number. What was planned keeps the version it has."""
    require(actor, "manage_settings")
    try:
        cleaned = rules.cleaned_rules(given)
    except ValueError as wrong:
        most = rules.LONGEST_DAYS
        raise Refused(_("Write a whole number from 0 to %(most)s.") % {"most": most}, str(wrong)) from wrong
    last = models.RulesVersion.objects.order_by("-number").first()
    number = last.number + 1 if last else 1
    content = {name: getattr(cleaned, name) for name in rules.CLOCKS}
    models.RulesVersion.objects.create(number=number, content=content, by_id=actor.member)
    audit(actor, "update", "contact_rules", number, list(content))
    return number
