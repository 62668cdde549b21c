"""Decides how a live answer is taken in: who answers is looked up, it is stored once, a busy store is waited for."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from django.db import IntegrityError, InterfaceError, OperationalError, connection, transaction

from polku.flows.answer_links import AnswerLink, FormKey
from polku.flows.together import together
from polku.governance.gate import Viewer
from polku.governance.queries import organisation
from polku.journeys import queries as journeys
from polku.people import queries as people
from polku.surveys import queries as surveys
from polku.surveys import services
from polku.surveys.queries import PublishedVersion
from polku.surveys.rules import Cleaned
from polku.surveys.services import Respondent, Stored, leave_tick, store_response

T = TypeVar("T")
# Nobody is signed in on the respondent's page: the product itself looks up what the link says.
PRODUCT = Viewer(member=None, role="admin")
PATIENCE_SECONDS = 25.0
FIRST_PAUSE, LONGEST_PAUSE = 0.02, 1.0


class Busy(Exception):  # noqa: N818 - reads as what happened
    """The store could not be written within the time a respondent waits."""


def patiently(write: Callable[[], T]) -> T:
    """Run a write, and again while the store is locked or the connection lost. The write must be safe to repeat.

    Raises Busy when the time is up.
    """
    until, pause = time.monotonic() + PATIENCE_SECONDS, FIRST_PAUSE
    while True:
        try:
            return write()
        except (OperationalError, InterfaceError) as error:
            if connection.in_atomic_block:
                raise
            connection.close()
            if time.monotonic() + pause > until:
                raise Busy from error
        time.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 - spreads the waiters, guards nothing
        pause = min(2 * pause, LONGEST_PAUSE)


def record_response(version: PublishedVersion, cleaned: Cleaned, *, form_key: FormKey, link: AnswerLink) -> Stored:
    """Take in an answer; when this returns it is durable. A personal link counts once, a form counts once.

    Raises Busy, and what ``store_response`` raises.
    """
    # Under an anonymous promise the person's link must not stand with the answer, not even as a digest.
    once = form_key.once if version.promise == "anonymous" else link.once or form_key.once

    def write() -> Stored:
        return _record(version, cleaned, once, link)

    try:
        return patiently(write)
    except IntegrityError:
        # Meanwhile the person was erased, or answered by another form: a second look sees it.
        return patiently(write)


def _record(version: PublishedVersion, cleaned: Cleaned, once: str, link: AnswerLink) -> Stored:
    respondent = _respondent(link)
    touchpoint = _touchpoint(version, link)

    def write() -> Stored:
        stored = store_response(
            version,
            cleaned,
            once_key=once,
            respondent=respondent,
            touchpoint=touchpoint,
            channel=link.channel or "link",
            wave=link.wave,
        )
        ticked = version.promise == "anonymous" and respondent.contact is not None and stored.outcome == "new"
        if ticked and not leave_tick(version, respondent.contact, wave=link.wave):
            # The person had answered by another form: what was just written is taken back.
            transaction.set_rollback(True)
            return replace(stored, outcome="first_stands", response=None, id=None)
        return stored

    return together(write)


def _respondent(link: AnswerLink) -> Respondent:
    """Who the link speaks for, as they are now. Somebody who has been erased meanwhile answers as nobody."""
    if link.contact and (known := people.classes(link.contact, viewer=PRODUCT)):
        return Respondent(
            account=known.account,
            contact=known.contact,
            segment=known.segment,
            decision_role=known.decision_role,
            buyer_kind=known.buyer_kind,
            unit=known.unit,
        )
    if link.account and (page := people.account(link.account, viewer=PRODUCT)):
        return Respondent(account=page.account.id, segment=page.account.segment)
    return Respondent()


def _touchpoint(version: PublishedVersion, link: AnswerLink) -> int | None:
    """The touchpoint the link is about; an anonymous answer keeps it only where it was declared."""
    if not link.touchpoint or (version.promise == "anonymous" and "touchpoint" not in version.breakdowns):
        return None
    known = journeys.touchpoint(link.touchpoint, viewer=PRODUCT)
    return known.id if known else None


def known_language(link: AnswerLink) -> str:
    """The language in which the person of a link is spoken to."""
    known = people.classes(link.contact, viewer=PRODUCT) if link.contact else None
    return known.language if known else ""


def has_answered(version: PublishedVersion, link: AnswerLink) -> bool:
    """Whether an answer by this personal link has come; of an anonymous one only what has been flushed is told."""
    if version.promise == "anonymous":
        return link.contact is not None and surveys.ticked(version.survey, link.contact, wave=link.wave)
    return bool(link.once) and surveys.stored_under(link.once)


def flush_ticks() -> int:
    """Tell who has answered anonymous surveys, k persons at a time and in random order; the heartbeat calls it."""
    return services.flush_ticks(organisation(viewer=PRODUCT).threshold_scores)
