"""Decides what is told of a round's letters group by group, who is silent, and how far the score could move."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from polku.governance.gate import Viewer, require
from polku.outreach import models, rules
from polku.outreach.queries.rounds import NoSuchRound
from polku.surveys.models import Response
from polku.surveys.rules import bounds as ends_of

# The field each way of grouping goes by.
BY = {
    "segment": "account__segment__key",
    "role": "contact__decision_role",
    "language": "language",
    "account": "account__name",
}
MOST_GROUPS = 100


@dataclass(frozen=True, slots=True)
class Group:
    """What became of the letters to one group. ``answered`` is None where the promise forbids to tell it."""

    name: str
    planned: int
    held: int
    sent: int
    bounced: int
    answered: int | None

    @property
    def delivered(self) -> int:
        return self.sent - self.bounced

    @property
    def silent(self) -> int | None:
        return None if self.answered is None else max(self.delivered - self.answered, 0)


def groups(key: UUID, by: str, *, viewer: Viewer, classes: Mapping[int, str] | None = None) -> tuple[Group, ...]:
    """The round's invitations by segment, role, language or account, the largest first; at most a hundred.

    ``classes`` groups accounts (by id) as they are told of instead, as by revenue. Raises NoSuchRound.
    """
    require(viewer, "see_figures")
    row, first = _first(key, viewer)
    if classes is not None:
        return _by_class(row, first, classes)
    found = _counted(first, "group", group=F(BY[by])).order_by("-planned", "group")
    return tuple(_group(row, one, one["group"] or "") for one in found[:MOST_GROUPS])


def _first(key: UUID, viewer: Viewer) -> tuple[models.Round, QuerySet[models.Message]]:
    row = models.Round.objects.select_related("version").filter(key=key).first()
    if row is None:
        raise NoSuchRound(str(key))
    first = models.Message.objects.filter(round=row, number=0)
    return row, first if viewer.account_scope is None else first.filter(account__in=viewer.account_scope)


def _counted(first: QuerySet[models.Message], *by: str, **named: F) -> QuerySet[models.Message]:
    answered = Exists(Response.objects.filter(once_key=OuterRef("once")))
    return (
        first.annotate(done=answered, **named)
        .values(*by)
        .order_by()
        .annotate(
            planned=Count("pk"),
            held=Count("pk", filter=Q(state="suppressed")),
            sent=Count("pk", filter=Q(state="sent")),
            bounced=Count("pk", filter=Q(state="sent", bounced_at__isnull=False)),
            answered=Count("pk", filter=Q(done=True) & ~Q(once="")),
        )
    )


def _group(row: models.Round, one: Mapping[str, int], name: str) -> Group:
    told = one["answered"] if row.version.promise == "open" else None
    return Group(name, one["planned"], one["held"], one["sent"], one["bounced"], told)


def _by_class(row: models.Round, first: QuerySet[models.Message], classes: Mapping[int, str]) -> tuple[Group, ...]:
    sums: dict[str, dict[str, int]] = {}
    for one in _counted(first, "account"):
        into = sums.setdefault(classes.get(one["account"], ""), dict.fromkeys(_PARTS, 0))
        for part in _PARTS:
            into[part] += one[part]
    return tuple(_group(row, sums[name], name) for name in sorted(sums))


_PARTS = ("planned", "held", "sent", "bounced", "answered")


def silence(key: UUID, *, viewer: Viewer) -> rules.Bounds | None:
    """How far the score of the round's main question could move if the silent had answered.

    None without answers, without a score, or under a promise, where exact numbers of few people would tell of them.
    Raises NoSuchRound.
    """
    require(viewer, "see_figures")
    row, first = _first(key, viewer)
    question = rules.main_question(row.version.content, row.family)
    if question is None or row.version.promise != "open":
        return None
    delivered = first.filter(state="sent", bounced_at=None).exclude(once="")
    answers = Response.objects.filter(once_key__in=delivered.values("once")).values_list("answers", flat=True)
    listed = [one.get(question["key"]) for one in answers]
    values = [int(value) for value in listed if isinstance(value, int | str) and str(value).lstrip("-").isdigit()]
    low, high = ends_of(question)
    silent = delivered.count() - len(values)
    return rules.bounds(values, max(silent, 0), question=question["key"], kind=row.family, ends=(low, high))
