"""The log of a round: each person with what became of their message, and what held it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from polku.governance.gate import Viewer, require
from polku.outreach import models
from polku.outreach.queries.planning import PAGE
from polku.outreach.queries.rounds import round_


@dataclass(frozen=True, slots=True)
class LogRow:
    """A message of a round; ``name`` is empty when the person has been erased since."""

    key: UUID
    number: int
    contact: UUID | None
    name: str
    mail: str
    account: str
    account_key: UUID | None
    state: str
    rule: str
    until: datetime | None
    handed_at: datetime | None
    fault: str
    bounced: bool
    complained: bool
    language: str


@dataclass(frozen=True, slots=True)
class Log:
    """A page of a round's messages."""

    rows: tuple[LogRow, ...]
    total: int
    number: int
    pages: int


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a message was written to: for whoever holds its link."""

    contact: int | None
    language: str
    survey: UUID


def log(key: UUID, *, viewer: Viewer, state: str = "", rule: str = "", number: int = 1) -> Log:
    """The round's messages by name; of a promised round invitations only, for reminders tell who has not answered.

    Raises NoSuchRound.
    """
    require(viewer, "read_answers")
    row = round_(key, viewer=viewer)
    found = models.Message.objects.filter(round=row.id).select_related("contact", "account")
    if viewer.account_scope is not None:
        found = found.filter(account__in=viewer.account_scope)
    if row.promise != "open":
        found = found.filter(number=0)
    if state:
        found = found.filter(state__in=("unknown", "handing") if state == "unknown" else (state,))
    if rule:
        found = found.filter(rule=rule)
    total = found.count()
    pages = max(1, -(-total // PAGE))
    number = min(max(1, number), pages)
    page = found.order_by("pk")[(number - 1) * PAGE : number * PAGE]
    return Log(tuple(map(_log_row, page)), total, number, pages)


def _log_row(row: models.Message) -> LogRow:
    person, account = row.contact, row.account
    return LogRow(
        key=row.key,
        number=row.number,
        contact=person.key if person else None,
        name=(person.name or person.mail) if person else "",
        mail=person.mail if person else "",
        account=account.name if account else "",
        account_key=account.key if account else None,
        state="unknown" if row.state == "handing" else row.state,
        rule=row.rule,
        until=row.until,
        handed_at=row.handed_at,
        fault=row.fault,
        bounced=row.bounced_at is not None,
        complained=row.complained_at is not None,
        language=row.language,
    )


def addressee(key: UUID, *, viewer: Viewer) -> Addressee | None:
    """Whom the invitation of this key was written to; None when there is no such invitation."""
    require(viewer, "send")
    row = models.Message.objects.select_related("round__version__survey").filter(key=key, number=0).first()
    if row is None:
        return None
    return Addressee(row.contact_id, row.language, row.round.version.survey.key)
