"""Whom a round would ask at a moment, whom not, and why: one reading for the dry run, the plan and the sender."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from polku.governance.gate import Viewer, require
from polku.governance.queries import do_not_ask_salt, organisation
from polku.journeys.models import Event
from polku.outreach import models, rules
from polku.outreach.queries.rounds import NoSuchRound, contact_rules
from polku.people.models import Contact, DoNotAsk
from polku.people.rules import address_hashes
from polku.surveys.models import Response, Version
from polku.surveys.rules import languages

PAGE = 100
OUT = ("sent", "handing", "unknown")


@dataclass(frozen=True, slots=True)
class Planned:
    """A person of a round: what the message would be, or which rule holds it back and until when."""

    contact: int
    account: int
    language: str
    rule: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Plan:
    """Everybody whom a round is for, under which version of the contact rules."""

    rows: tuple[Planned, ...]
    rules_number: int


@dataclass(frozen=True, slots=True)
class DryRow:
    """A line of the dry run, with the names."""

    contact: UUID
    name: str
    mail: str
    account_key: UUID
    account: str
    language: str
    decision_role: str
    rule: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class DryRun:
    """What would happen if the round were started now: how many get it, how many not by which rule, and a page of it.

    ``unreached`` is how many accounts have people among those chosen, but nobody who gets the message.
    """

    total: int
    going: int
    held: tuple[tuple[str, int], ...]
    languages: tuple[tuple[str, int], ...]
    accounts: int
    unreached: int
    rows: tuple[DryRow, ...]
    number: int
    pages: int


def plan(key: UUID, *, viewer: Viewer, now: datetime | None = None) -> Plan:
    """Everybody whom the round is for, decided upon with a few reads over whole tables. Raises NoSuchRound."""
    require(viewer, "send")
    row = models.Round.objects.select_related("version__survey").filter(key=key).first()
    if row is None:
        raise NoSuchRound(str(key))
    return planned_of(row, at=max(row.send_at, now or timezone.now()), viewer=viewer)


def planned_of(row: models.Round, *, at: datetime, viewer: Viewer, of: Q | None = None, mine: Q | None = None) -> Plan:
    """What would become of the people whom a round chooses (those of ``of`` alone), asked at a moment.

    ``mine`` are the messages that do not stand in their own way: at first all of the round.
    """
    standing = contact_rules(viewer=viewer)
    chosen = rules.audience(row.audience)
    past = past_of(row, standing, at=at, planning=True, reach=chosen.silent_days, mine=mine)
    found = _chosen(row, chosen, viewer)
    people = _people(found if of is None else found.filter(of), viewer)
    if chosen.silent_days:
        since = at - timedelta(days=chosen.silent_days)
        people = [one for one in people if not _heard_of(one.contact, past, since)]
    decided = rules.decide(people, past, standing, family=row.family, at=at, needs_decider=chosen.needs_decider)
    offered, own = languages(row.version.content), organisation(viewer=viewer).default_language
    spoken = {code: _spoken(code, offered, own) for code in {one.language for one in people}}
    return Plan(
        tuple(
            Planned(
                one.contact,
                one.account,
                spoken[one.language],
                found.rule if found else "",
                found.until if found else None,
            )
            for one, found in decided
        ),
        standing.number,
    )


def dry_run(key: UUID, *, viewer: Viewer, show: str = "", number: int = 1) -> DryRun:
    """What would happen if the round were started now; ``show`` is a rule, "going", or nothing for everybody."""
    planned = plan(key, viewer=viewer).rows
    return dry_run_of(planned, show=show, number=number)


def dry_run_of(planned: tuple[Planned, ...], *, show: str = "", number: int = 1) -> DryRun:
    """The same of a plan that is made."""
    held = Counter(one.rule for one in planned if one.rule)
    reached = {one.account for one in planned if not one.rule}
    accounts = {one.account for one in planned}
    shown = [one for one in planned if not show or (one.rule or "going") == show]
    pages = max(1, -(-len(shown) // PAGE))
    number = min(max(1, number), pages)
    return DryRun(
        total=len(planned),
        going=len(planned) - held.total(),
        held=tuple((rule, held[rule]) for rule in rules.HOLDS if held[rule]),
        languages=tuple(sorted(Counter(one.language for one in planned if not one.rule).items())),
        accounts=len(reached),
        unreached=len(accounts - reached),
        rows=_named(shown[(number - 1) * PAGE : number * PAGE]),
        number=number,
        pages=pages,
    )


def _named(planned: Iterable[Planned]) -> tuple[DryRow, ...]:
    listed = list(planned)
    people = Contact.objects.select_related("account").in_bulk([one.contact for one in listed])
    return tuple(
        DryRow(
            contact=people[one.contact].key,
            name=people[one.contact].name,
            mail=people[one.contact].mail,
            account_key=people[one.contact].account.key,
            account=people[one.contact].account.name,
            language=one.language,
            decision_role=people[one.contact].decision_role,
            rule=one.rule,
            until=one.until,
        )
        for one in listed
        if one.contact in people
    )


def _chosen(row: models.Round, chosen: rules.Audience, viewer: Viewer) -> QuerySet[Contact]:
    found = Contact.objects.filter(Contact.present(), account__is_own=row.version.survey.audience == "employee")
    if viewer.account_scope is not None:
        found = found.filter(account__in=viewer.account_scope)
    if chosen.segments:
        found = found.filter(account__segment__key__in=chosen.segments)
    if chosen.roles:
        found = found.filter(decision_role__in=chosen.roles)
    if chosen.journey:
        events = Event.objects.filter(touchpoint__phase__journey__key=chosen.journey)
        walked = events.filter(contact=None).exclude(account=None)
        found = found.filter(
            Q(pk__in=events.exclude(contact=None).values("contact")) | Q(account__in=walked.values("account"))
        )
    return found


_FIELDS = (
    "pk", "account_id", "mail", "phone", "consent", "active", "decision_role", "language", "account__language",
)  # fmt: skip


def _people(found: QuerySet[Contact], viewer: Viewer) -> list[rules.Person]:
    """The people as the rules see them; addresses are hashed only where there is a list to hold them against."""
    barred, bounced = (set(model.objects.values_list("hash", flat=True)) for model in (DoNotAsk, models.Bounced))
    salt = do_not_ask_salt(viewer=viewer) if barred or bounced else ""
    people = []
    for pk, account, mail, phone, consent, active, role, own, theirs in found.order_by("pk").values_list(*_FIELDS):
        hashes = address_hashes((mail,), salt) if salt else set()
        people.append(
            rules.Person(
                contact=pk,
                account=account,
                mail=mail,
                consent=consent,
                active=active,
                listed=not barred.isdisjoint(hashes)
                or bool(barred and phone and not barred.isdisjoint(address_hashes((phone,), salt))),
                bounced=not bounced.isdisjoint(hashes),
                decider=role == "decision_maker",
                language=own or theirs,
            ),
        )
    return people


def person(contact: int, *, viewer: Viewer) -> rules.Person | None:
    """One person as the rules see them; None when they are not there any more."""
    require(viewer, "send")
    found = _people(Contact.objects.filter(Contact.present(), pk=contact), viewer)
    return found[0] if found else None


def _spoken(language: str, offered: tuple[str, ...], own: str) -> str:
    """The language of the message: the person's, else the organisation's, else one that the survey is written in."""
    return next((code for code in (language, own, *offered) if code in offered), own)


def _heard_of(contact: int, past: rules.Past, since: datetime) -> bool:
    moments = (past.person_invited.get(contact), past.person_answered.get(contact))
    return any(moment is not None and moment > since for moment in moments)


def past_of(
    row: models.Round,
    standing: rules.ContactRules,
    *,
    at: datetime,
    planning: bool = False,
    reach: int = 0,
    contact: tuple[int, int] | None = None,
    mine: Q | None = None,
) -> rules.Past:
    """When people and accounts were last invited and last answered, as far back as the rules look.

    For a plan, what waits in other rounds counts as sent when it is due: but a survey of an encounter does not stand in
    the way of one of the relationship, for it will yield. ``contact`` asks of one person and account alone; messages
    that are ``mine`` are left out, at first all of the round.
    """
    days = max(
        *(getattr(standing, name) for name in rules.CLOCKS if name not in {"account_most", "coverage_days"}), reach, 1
    )
    since = at - timedelta(days=days)
    near = _Nearest(at)
    rows = models.Message.objects.exclude(Q(round=row.pk) if mine is None else mine)
    # Open answers alone: a clock that tells of a promised answer would tell who gave it.
    answers = Response.objects.filter(
        Response.seen(), contact__isnull=False, answered_at__gte=since, version__promise="open"
    )
    if contact is not None:
        rows = rows.filter(Q(contact=contact[0]) | Q(account=contact[1]))
        answers = answers.filter(Q(contact=contact[0]) | Q(account=contact[1]))
    out = rows.filter(state__in=OUT, handed_at__gte=since).order_by()
    for person, account, family, last in out.values_list("contact", "account", "round__family").annotate(
        last=Max("handed_at")
    ):
        near.asked(person, account, last, same=family == row.family)
    waiting = rows.filter(state="waiting", round__state="going", due_at__gte=since).order_by()
    for person, account, family, due in waiting.values_list("contact", "account", "round__family").annotate(
        last=Max("due_at")
    ):
        if family in rules.RELATIONSHIP:
            near.due(person, due)
        if planning and (family in rules.RELATIONSHIP or row.family not in rules.RELATIONSHIP):
            near.asked(person, account, due, same=family == row.family)
    _answered(answers, near, row.family)
    return near.past


def _answered(answers: QuerySet[Response], near: _Nearest, family: str) -> None:
    found = list(answers.order_by().values_list("contact", "account", "version").annotate(last=Max("answered_at")))
    versions = Version.objects.filter(pk__in={one[2] for one in found}).values_list("pk", "content")
    families = {pk: rules.family_of(content) for pk, content in versions}
    for person, account, version, last in found:
        near.answered(person, account, last, same=families[version] == family)


class _Nearest:
    """Of several moments the one nearest to ``at`` is kept."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.past = rules.Past({}, {}, {}, {}, {}, {}, {})

    def _keep(self, kept: dict[int, datetime], who: int | None, moment: datetime) -> None:
        if who is None:
            return
        before = kept.get(who)
        if before is None or abs(self.at - moment) < abs(self.at - before):
            kept[who] = moment

    def asked(self, person: int | None, account: int | None, moment: datetime, *, same: bool) -> None:
        self._keep(self.past.person_invited, person, moment)
        self._keep(self.past.account_invited, account, moment)
        if same:
            self._keep(self.past.family_invited, person, moment)

    def answered(self, person: int | None, account: int | None, moment: datetime, *, same: bool) -> None:
        self._keep(self.past.person_answered, person, moment)
        self._keep(self.past.account_answered, account, moment)
        if same:
            self._keep(self.past.family_answered, person, moment)

    def due(self, person: int | None, moment: datetime) -> None:
        self._keep(self.past.relationship_due, person, moment)
