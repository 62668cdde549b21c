"""Decides which events a round has yet to see to, whom it would ask about each, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from polku.governance.gate import Viewer, require
from polku.governance.models import Import
from polku.governance.queries import organisation
from polku.governance.rules import in_language
from polku.journeys.models import Event, EventMeaning, Touchpoint
from polku.outreach import models, rules
from polku.outreach.queries.planning import PAGE, DryRun, Planned, dry_run, dry_run_of, planned_of
from polku.outreach.queries.rounds import contact_rules, round_
from polku.people.models import Account, Contact

AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class HappeningRow:
    """An event that rounds follow, as a row of the list. ``letters`` is how many it has led to."""

    key: UUID
    kind: str
    touchpoint: str
    account: str
    account_key: UUID
    contact: str
    at: datetime
    cancelled: bool
    letters: int


@dataclass(frozen=True, slots=True)
class Following:
    """Letters that a round owes for one event."""

    happening: int
    rows: tuple[Planned, ...]
    due_at: datetime
    rules_number: int


@dataclass(frozen=True, slots=True)
class Observed:
    """Something that was observed at a touchpoint and is not yet written down as an event to follow."""

    event: int
    touchpoint: int
    account: int
    contact: int | None
    at: datetime


def happenings(*, viewer: Viewer, past: bool = False) -> tuple[HappeningRow, ...]:
    """Events to come, the next first; with ``past`` those behind us, the last first. At most a page."""
    require(viewer, "read_answers")
    now = timezone.now()
    rows = _seen(viewer).filter(at__lt=now) if past else _seen(viewer).filter(at__gte=now)
    return _rows(rows.order_by("-at" if past else "at", "pk")[:PAGE], viewer)


def happening(key: UUID, *, viewer: Viewer) -> HappeningRow | None:
    """One event; None when it is not there."""
    require(viewer, "read_answers")
    return next(iter(_rows(_seen(viewer).filter(key=key), viewer)), None)


def _seen(viewer: Viewer) -> QuerySet[models.Happening]:
    rows = models.Happening.objects.filter(Account.present("account__"))
    rows = rows.select_related("account", "contact", "touchpoint").prefetch_related("followed")
    return rows if viewer.account_scope is None else rows.filter(account__in=viewer.account_scope)


def _rows(listed: QuerySet[models.Happening], viewer: Viewer) -> tuple[HappeningRow, ...]:
    default = organisation(viewer=viewer).default_language
    return tuple(
        HappeningRow(
            key=row.key,
            kind=row.kind,
            touchpoint=in_language(row.touchpoint.names, viewer.language, default) if row.touchpoint else "",
            account=row.account.name,
            account_key=row.account.key,
            contact=(row.contact.name or row.contact.mail) if row.contact else "",
            at=row.at,
            cancelled=row.cancelled_at is not None,
            letters=sum(one.planned for one in row.followed.all()),
        )
        for row in listed
    )


def following(*, viewer: Viewer) -> tuple[UUID, ...]:
    """Rounds under way that follow events."""
    require(viewer, "send")
    going = models.Round.objects.filter(state="going", when__way__in=("before", "after"))
    return tuple(going.order_by("pk").values_list("key", flat=True))


def _to_follow(row: models.Round, now: datetime) -> QuerySet[models.Happening]:
    """What is ahead of us, or what has happened since the round began: history is followed by no letter."""
    found = rules.when(row.when)
    rows = models.Happening.objects.filter(cancelled_at=None)
    seen = models.Followed.objects.filter(round=row, happening=OuterRef("pk"))
    rows = rows.exclude(Exists(seen)).filter(Account.present("account__"))
    rows = rows.filter(kind=found.kind) if found.kind else rows.filter(touchpoint__key=found.touchpoint)
    if found.way == "before":
        return rows.filter(at__gt=now)
    return rows.filter(at__lte=now, at__gte=row.send_at)


def to_follow(key: UUID, *, viewer: Viewer, now: datetime) -> tuple[int, ...]:
    """Events that the round has yet to see to, oldest first."""
    require(viewer, "send")
    row = models.Round.objects.get(key=key)
    return tuple(_to_follow(row, now).order_by("at", "pk").values_list("pk", flat=True)[:AT_ONCE])


def letters_for(key: UUID, happening: int, *, viewer: Viewer, now: datetime) -> Following:
    """Who is asked about an event, and when: in working hours of the country of the person, else of the customer."""
    require(viewer, "send")
    row = models.Round.objects.select_related("version__survey").get(key=key)
    of = models.Happening.objects.select_related("account", "contact").get(pk=happening)
    found = rules.when(row.when)
    office = _office((of.contact.country if of.contact else "") or of.account.country, viewer)
    due_at = rules.due(found, of.at, office)
    if due_at < now:
        due_at = office.opened(now)
    who = Q(pk=of.contact_id) if of.contact_id else Q(account=of.account_id)
    mine = Q(round=row.pk, happening=of.pk)
    plan = planned_of(row, at=due_at, viewer=viewer, of=who, mine=mine)
    rows = plan.rows
    if found.way == "before" and due_at >= of.at:
        rows = tuple(Planned(one.contact, one.account, one.language, one.rule or "too_late", one.until) for one in rows)
    return Following(of.pk, rows, due_at, plan.rules_number)


def _office(country: str, viewer: Viewer) -> rules.Office:
    zone = organisation(viewer=viewer).time_zone
    return rules.office_of(country, own_country=rules.country_of_zone(zone), own_zone=zone)


def looked_at(key: UUID, *, viewer: Viewer, show: str = "", number: int = 1) -> DryRun:
    """The dry run of a round that follows events: of those that are written down now; of any other, ``dry_run``."""
    require(viewer, "send")
    row = round_(key, viewer=viewer)
    if not row.when.follows:
        return dry_run(key, viewer=viewer, show=show, number=number)
    now = timezone.now()
    listed = to_follow(key, viewer=viewer, now=now)
    planned = tuple(one for pk in listed for one in letters_for(key, pk, viewer=viewer, now=now).rows)
    return dry_run_of(planned, show=show, number=number)


def observed(key: UUID, *, viewer: Viewer, now: datetime) -> tuple[Observed, ...]:
    """What was observed at the round's touchpoint since it began, and is not yet an event to follow."""
    require(viewer, "send")
    row = models.Round.objects.get(key=key)
    found = rules.when(row.when)
    if not found.touchpoint:
        return ()
    meanings = EventMeaning.objects.filter(deleted_at=None, touchpoint__key=found.touchpoint)
    named = Exists(meanings.filter(source=OuterRef("source"), name=OuterRef("name")))
    touchpoint = Touchpoint.objects.filter(key=found.touchpoint).values_list("pk", flat=True).first()
    rows = Event.objects.filter(Import.landed("imported"), ts__gte=row.send_at, ts__lte=now).exclude(account=None)
    rows = rows.filter(Q(touchpoint=touchpoint) | (Q(touchpoint=None) & named)).order_by("ts", "pk")
    known = set(
        models.Happening.objects.filter(touchpoint=touchpoint, row_key__startswith="event:").values_list(
            "row_key", flat=True
        )
    )
    fresh = [one for one in rows if f"event:{one.pk}" not in known][:AT_ONCE]
    return tuple(Observed(one.pk, touchpoint or 0, one.account_id or 0, one.contact_id, one.ts) for one in fresh)


def coming_again(*, viewer: Viewer, now: datetime) -> tuple[UUID, ...]:
    """Recurring rounds whose next one is to be planned: as long ahead as other surveys yield to it."""
    require(viewer, "send")
    ahead = now + timedelta(days=max(contact_rules(viewer=viewer).yields, 1))
    rows = models.Round.objects.filter(state="going", when__way="recurring", next=None)
    zone = organisation(viewer=viewer).time_zone
    due = (row for row in rows if next_of(row, zone) <= ahead)
    return tuple(row.key for row in due)


def next_of(row: models.Round, zone: str) -> datetime:
    """When a recurring round comes next."""
    return rules.months_later(row.send_at, rules.EVERY[row.when["every"]], zone)


def who_is(text: str, *, viewer: Viewer) -> tuple[tuple[int, int | None], ...]:
    """Customers and people that go by a name, a mail address or a number of another system: (account, contact)."""
    require(viewer, "read_answers")
    text = text.strip()
    people = Contact.objects.filter(Contact.present(), Q(mail__iexact=text) | Q(name__iexact=text))
    accounts = Account.objects.filter(Account.present(), is_own=False).filter(
        Q(name_folded=" ".join(text.split()).casefold()) | (Q(external_id=text) & ~Q(external_id=""))
    )
    if viewer.account_scope is not None:
        people, accounts = people.filter(account__in=viewer.account_scope), accounts.filter(pk__in=viewer.account_scope)
    found = [(one.pk, None) for one in accounts[:3]]
    return tuple(found or [(one.account_id, one.pk) for one in people.filter(account__is_own=False)[:3]])
