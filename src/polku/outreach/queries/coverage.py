"""Decides which customers have not been heard of for too long, and which roles of each were, and when."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import DateTimeField, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from polku.governance.gate import Viewer, require
from polku.outreach import models
from polku.outreach.queries.planning import OUT, PAGE
from polku.outreach.queries.rounds import contact_rules
from polku.people.models import Account, Contact
from polku.surveys.models import Response

DECIDER = "decision_maker"


@dataclass(frozen=True, slots=True)
class CoveredRow:
    """A customer: last asked, last heard, and when each role was heard; ``roles`` has None for one that was not."""

    key: UUID
    name: str
    asked: datetime | None
    heard: datetime | None
    roles: tuple[tuple[str, datetime | None], ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many customers, and of those with somebody who decides how many of these, were heard within the target."""

    days: int
    accounts: int
    heard: int
    with_deciders: int
    deciders_heard: int
    rows: tuple[CoveredRow, ...]
    below: int
    number: int
    pages: int


def coverage(*, viewer: Viewer, number: int = 1, now: datetime | None = None) -> Coverage:
    """Customers against the target of the contact rules; those below it are listed, the longest unheard first.

    Open answers alone are told by role and date: of a promised one neither may be.
    """
    require(viewer, "read_answers")
    days = contact_rules(viewer=viewer).coverage_days
    since = (now or timezone.now()) - timedelta(days=days)
    rows = Account.objects.filter(Account.present(), is_own=False)
    if viewer.account_scope is not None:
        rows = rows.filter(pk__in=viewer.account_scope)
    heard = _heard(Q(account=OuterRef("pk")))
    deciding = Contact.objects.filter(Contact.present(), account=OuterRef("pk"), decision_role=DECIDER, active=True)
    rows = rows.annotate(
        heard=_last(heard, "account", "answered_at"),
        decider_heard=_last(heard.filter(contact__decision_role=DECIDER), "account", "answered_at"),
        decided=Exists(deciding),
    )
    unheard = Q(heard=None) | Q(heard__lt=since)
    undecided = Q(decided=True) & (Q(decider_heard=None) | Q(decider_heard__lt=since))
    below = rows.filter(unheard | undecided) if days else rows.none()
    total = below.count()
    pages = max(1, -(-total // PAGE))
    number = min(max(1, number), pages)
    listed = below.order_by(F("heard").asc(nulls_first=True), "name_folded", "pk")
    return Coverage(
        days=days,
        accounts=rows.count(),
        heard=rows.filter(heard__gte=since).count(),
        with_deciders=rows.filter(decided=True).count(),
        deciders_heard=rows.filter(decided=True, decider_heard__gte=since).count(),
        rows=_rows(listed[(number - 1) * PAGE : number * PAGE]),
        below=total,
        number=number,
        pages=pages,
    )


def _heard(of: Q) -> QuerySet[Response]:
    return Response.objects.filter(Response.seen(), of, answered_at__isnull=False, version__promise="open")


def _last(rows: QuerySet[Response], by: str, moment: str) -> Subquery:
    newest = rows.order_by().values(by).annotate(last=Max(moment)).values("last")
    return Subquery(newest, output_field=DateTimeField())


def _rows(listed: QuerySet[Account]) -> tuple[CoveredRow, ...]:
    accounts = list(listed)
    ids = [one.pk for one in accounts]
    out = models.Message.objects.filter(account__in=ids, state__in=OUT).order_by()
    asked = dict(out.values_list("account").annotate(last=Max("handed_at")))
    roles: dict[int, dict[str, datetime | None]] = defaultdict(dict)
    people = Contact.objects.filter(Contact.present(), account__in=ids, active=True).exclude(decision_role="")
    for account, role in people.order_by("decision_role").values_list("account", "decision_role").distinct():
        roles[account][role] = None
    heard = _heard(Q(account__in=ids)).exclude(contact=None).order_by()
    for account, role, last in heard.values_list("account", "contact__decision_role").annotate(last=Max("answered_at")):
        if role:
            roles[account][role] = last
    return tuple(
        CoveredRow(one.key, one.name, asked.get(one.pk), one.heard, tuple(roles[one.pk].items())) for one in accounts
    )
