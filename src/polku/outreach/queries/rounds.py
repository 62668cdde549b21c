"""Reads of rounds, of what became of their messages, and of the contact rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from polku.governance.gate import Viewer, require
from polku.governance.queries import organisation
from polku.outreach import models, rules
from polku.surveys.models import Response, Tick
from polku.surveys.rules import languages

# No message takes a living sender as long as this.
LONG_AT_IT = timedelta(minutes=10)


class NoSuchRound(LookupError):  # noqa: N818 - reads as what happened
    """No round goes by this key."""


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round as it stands. ``tally`` counts invitations: planned and its parts."""

    id: int
    key: UUID
    name: str
    survey: UUID
    survey_names: Mapping[str, str]
    version: int
    promise: str
    languages: tuple[str, ...]
    content: Mapping[str, Any]
    family: str
    audience: rules.Audience
    subject: Mapping[str, str]
    greeting: Mapping[str, str]
    reply_to: str
    send_at: datetime
    stop_at: datetime | None
    reminders: int
    when: rules.When
    quota: int
    quota_each: int
    state: str
    address: str
    rules_number: int
    started_at: datetime | None
    tally: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Funnel:
    """What became of a round. ``finished`` is None where the promise forbids to tell so few, else rounded down by it.

    ``held`` counts suppressed invitations by rule; ``reminders`` are messages of their own, counted apart, and None
    under a promise: those who need none have answered.
    """

    tally: Mapping[str, int]
    held: tuple[tuple[str, int], ...]
    bounced: int
    complained: int
    delivered: int
    finished: int | None
    at_least: bool
    few: int
    accounts: int
    accounts_answered: int | None
    reminders: Mapping[str, int] | None


def contact_rules(*, viewer: Viewer) -> rules.ContactRules:
    """The contact rules that hold now; the product's own until the organisation has written some."""
    require(viewer, "see_figures")
    row = models.RulesVersion.objects.order_by("-number").first()
    return rules.cleaned_rules(row.content, number=row.number) if row else rules.ContactRules()


def rounds(*, viewer: Viewer, survey: UUID | None = None) -> tuple[RoundRow, ...]:
    """Every round, newest first; those of one survey if it is named."""
    require(viewer, "see_figures")
    rows = models.Round.objects.select_related("version__survey").order_by("-created_at", "-pk")
    if survey is not None:
        rows = rows.filter(version__survey__key=survey)
    counts: dict[int, Counter[str]] = {}
    seen = _seen(models.Message.objects.filter(number=0, round__in=rows), viewer).order_by()
    for row, state, number in seen.values_list("round", "state").annotate(number=Count("pk")):
        counts.setdefault(row, Counter())[state] = number
    return tuple(_row(row, counts.get(row.pk, Counter())) for row in rows)


def round_(key: UUID, *, viewer: Viewer) -> RoundRow:
    """One round. Raises NoSuchRound."""
    require(viewer, "see_figures")
    row = models.Round.objects.select_related("version__survey").filter(key=key).first()
    if row is None:
        raise NoSuchRound(str(key))
    return _row(row, _states(_seen(row.messages.filter(number=0), viewer)))


def funnel(key: UUID, *, viewer: Viewer) -> Funnel:
    """What became of the round's messages. Raises NoSuchRound."""
    row = round_(key, viewer=viewer)
    mine = _seen(models.Message.objects.filter(round=row.id), viewer)
    first = mine.filter(number=0)
    held = dict(first.filter(state="suppressed").order_by().values_list("rule").annotate(number=Count("pk")))
    bounced = first.exclude(bounced_at=None).count()
    few = organisation(viewer=viewer).threshold_scores
    promised = row.promise != "open"
    finished, accounts_answered = _finished(row, first)
    if promised:
        finished = finished - finished % few if finished >= few else None
    sent = row.tally["sent"]
    return Funnel(
        tally=row.tally,
        held=tuple((rule, held[rule]) for rule in rules.HOLDS if held.get(rule)),
        bounced=bounced,
        complained=first.exclude(complained_at=None).count(),
        delivered=sent - first.filter(state="sent").exclude(bounced_at=None).count(),
        finished=finished,
        at_least=promised,
        few=few,
        accounts=first.filter(state="sent").values("account").distinct().count(),
        accounts_answered=None if promised else accounts_answered,
        reminders=None if promised else rules.tally(_states(mine.filter(number__gt=0))),
    )


def _finished(row: RoundRow, first: QuerySet[models.Message]) -> tuple[int, int]:
    """How many have answered and of how many accounts; of an anonymous round only what has been told in batches."""
    if row.promise == "anonymous":
        told = Tick.objects.filter(survey__key=row.survey, wave=row.name, told=True)
        return told.filter(contact__in=first.values("contact")).count(), 0
    answered = first.exclude(once="").filter(Exists(Response.objects.filter(once_key=OuterRef("once"))))
    return answered.count(), answered.values("account").distinct().count()


def _seen(rows: QuerySet[models.Message], viewer: Viewer) -> QuerySet[models.Message]:
    return rows if viewer.account_scope is None else rows.filter(account__in=viewer.account_scope)


def _states(rows: QuerySet[models.Message]) -> dict[str, int]:
    return dict(rows.order_by().values_list("state").annotate(number=Count("pk")))


def _row(row: models.Round, states: Mapping[str, int]) -> RoundRow:
    return RoundRow(
        id=row.pk,
        key=row.key,
        name=row.name,
        survey=row.version.survey.key,
        survey_names=row.version.survey.names,
        version=row.version.number,
        promise=row.version.promise,
        languages=languages(row.version.content),
        content=row.version.content,
        family=row.family,
        audience=rules.audience(row.audience),
        subject=row.subject,
        greeting=row.greeting,
        reply_to=row.reply_to,
        send_at=row.send_at,
        stop_at=row.stop_at,
        reminders=row.reminders,
        when=rules.when(row.when),
        quota=row.quota,
        quota_each=row.quota_each,
        state=row.state,
        address=row.address,
        rules_number=row.rules_number,
        started_at=row.started_at,
        tally=rules.tally(states),
    )


def due(*, viewer: Viewer, now: datetime) -> bool:
    """Whether any message waits that is due, of a round that goes on; or a sender seems to have died over one."""
    require(viewer, "send")
    waiting = models.Message.objects.filter(state="waiting", due_at__lte=now, round__state="going")
    left = models.Message.objects.filter(state="handing", handed_at__lt=now - LONG_AT_IT)
    return waiting.exists() or left.exists()


def to_plan(*, viewer: Viewer) -> tuple[UUID, ...]:
    """Rounds that were started and are not planned yet."""
    require(viewer, "send")
    return tuple(models.Round.objects.filter(state="planning").values_list("key", flat=True))


def quota_reached(row: models.Round, segment: int | None) -> bool:
    """Whether as many have answered as the round wants, of everybody or of this segment."""
    if not (row.quota or row.quota_each):
        return False
    first = models.Message.objects.filter(round=row, number=0)
    done = first.filter(answered(first, row))
    if row.quota and len(done.values("pk")[: row.quota]) == row.quota:
        return True
    return bool(row.quota_each) and len(done.filter(account__segment=segment).values("pk")[: row.quota_each]) == (
        row.quota_each
    )


def answered(messages: QuerySet[models.Message], row: models.Round) -> Q:
    """Which of a round's messages belong to somebody who is known to have answered."""
    if row.version.promise == "anonymous":
        told = Tick.objects.filter(survey=row.version.survey_id, wave=row.name, told=True)
        return Q(contact__in=told.values("contact"))
    keys = Response.objects.filter(once_key__in=messages.exclude(once="").values("once")).values("once_key")
    return Q(once__in=keys)
