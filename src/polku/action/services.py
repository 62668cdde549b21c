"""Writes of improvements: started, changed, ended and opened again, taken away and brought back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from polku.action import models, rules
from polku.governance.gate import Viewer, require
from polku.governance.models import Member
from polku.governance.rules import Refused
from polku.governance.services import NotFound, audit, check_seen, save_changed
from polku.journeys.models import Journey, Touchpoint


@dataclass(frozen=True, slots=True)
class ImprovementDetails:
    """What is kept on an improvement; ``owner`` is a member's key."""

    title: str
    about: str = ""
    owner: UUID | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True)
class SeenAt:
    """Where it was seen that something has to change: a deviation of a journey; all empty for anything else."""

    journey: UUID | None = None
    touchpoint: str = ""
    kind: str = ""


@transaction.atomic
def start_improvement(
    details: ImprovementDetails, seen_at: SeenAt | None = None, *, actor: Viewer, key: UUID | None = None
) -> UUID:
    """Start an improvement; returns its key. The same ``key`` asked twice is started once."""
    require(actor, "design")
    key = key or uuid4()
    if models.Improvement.objects.filter(key=key).exists():
        return key
    at = seen_at or SeenAt()
    if at.kind and at.kind not in rules.KINDS:
        raise Refused(_("There is no such kind of deviation."), "kind")
    journey = Journey.objects.filter(key=at.journey, deleted_at=None).first() if at.journey else None
    point = Touchpoint.objects.filter(slug=at.touchpoint).first() if at.touchpoint else None
    if (at.journey and journey is None) or (at.touchpoint and point is None):
        raise Refused(_("The journey or the touchpoint is not there any more."))
    models.Improvement.objects.create(key=key, journey=journey, touchpoint=point, kind=at.kind, **_values(details))
    audit(actor, "create", "improvement", key)
    return key


@transaction.atomic
def update_improvement(key: UUID, details: ImprovementDetails, *, actor: Viewer, seen: str | None = None) -> None:
    """Make the improvement as the details say."""
    row = _locked(key, actor)
    check_seen(seen, row.mark)
    if fields := save_changed(row, _values(details)):
        audit(actor, "update", "improvement", key, fields)


@transaction.atomic
def end_improvement(key: UUID, *, state: str, actor: Viewer) -> None:
    """Say that it is done or dropped, or open it again."""
    row = _locked(key, actor)
    if state not in rules.STATES:
        raise Refused(_("Choose from the list."), "state")
    ended = None if state == "open" else row.ended_at or timezone.now()
    if save_changed(row, {"state": state, "ended_at": ended}):
        audit(actor, "end" if ended else "reopen", "improvement", key, ["state"])


@transaction.atomic
def delete_improvement(key: UUID, *, actor: Viewer) -> None:
    """Take it out of sight; ``restore_improvement`` brings it back."""
    row = _locked(key, actor)
    row.deleted_at = timezone.now()
    row.save(update_fields=["deleted_at"])
    audit(actor, "delete", "improvement", key)


@transaction.atomic
def restore_improvement(key: UUID, *, actor: Viewer) -> None:
    """Undo the deletion."""
    row = _locked(key, actor, deleted=True)
    row.deleted_at = None
    row.save(update_fields=["deleted_at"])
    audit(actor, "restore", "improvement", key)


def _locked(key: UUID, actor: Viewer, *, deleted: bool = False) -> models.Improvement:
    require(actor, "design")
    row = models.Improvement.objects.select_for_update().filter(key=key, deleted_at__isnull=not deleted).first()
    if row is None:
        raise NotFound(_("This improvement is not there any more."))
    return row


def _values(details: ImprovementDetails) -> dict[str, object]:
    title, about = " ".join(details.title.split()), details.about.strip()
    if not title:
        raise Refused(_("Say in a few words what is to become better."), "title")
    if len(title) > rules.LONGEST_TITLE:
        raise Refused(_("Say it shorter: at most %(n)s characters.") % {"n": rules.LONGEST_TITLE}, "title")
    if len(about) > rules.LONGEST_ABOUT:
        raise Refused(_("Say it shorter: at most %(n)s characters.") % {"n": rules.LONGEST_ABOUT}, "about")
    owner = Member.objects.filter(key=details.owner, is_active=True).first() if details.owner else None
    if details.owner and owner is None:
        raise Refused(_("This member is not there any more. Choose another owner."), "owner")
    return {"title": title, "about": about, "owner_id": owner.pk if owner else None, "due": details.due}
