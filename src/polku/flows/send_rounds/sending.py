"""Decides who hands messages over (one sender at a time), in which steps, and when somebody is woken to do it."""

from __future__ import annotations

import fcntl
import smtplib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email.utils import parseaddr
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from polku.flows.record_response import PRODUCT
from polku.flows.send_rounds.letter import letter_of
from polku.flows.send_rounds.mail_server import Later, MailServer, NotTaken, Unsure
from polku.flows.turns import in_turn
from polku.outreach import queries, services
from polku.outreach.services import Handed
from polku.people import services as people
from polku.surveys.queries import NoSuchSurvey

# A task that lasted longer would keep imports waiting; the heartbeat starts the next one.
TASK_SECONDS = 45.0
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
# Any number of ours that no other lock of the store has.
_LOCK = 7_050_801


def can_send() -> bool:
    """Whether a mail server is named in the settings: without one mail is printed, and no round may start."""
    return "smtp" in settings.EMAIL_BACKEND


@contextmanager
def only_sender() -> Iterator[bool]:
    """Whether this process is the one that sends. The lock falls when its holder is killed, however it dies."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
            alone = bool(cursor.fetchone()[0])
            try:
                yield alone
            finally:
                if alone:
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
        return
    name = str(connection.settings_dict["NAME"])
    inside = ":memory:" in name or name.startswith("file:")
    with (settings.VAR / "sender" if inside else Path(f"{name}-sender")).open("w") as place:
        try:
            fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def send_due(*, seconds: float = TASK_SECONDS, now: datetime | None = None) -> int:
    """Hand over what is due, until nothing is or the time is up; returns how many the mail server took.

    Whatever an earlier sender was handing over when it died is left as unknown. While the server is away nothing is
    marked, and the pauses between two tries grow.
    """
    until, pause, sent = time.monotonic() + seconds, FIRST_PAUSE, 0
    with only_sender() as alone:
        if not alone:
            return 0
        services.leave_unknown(actor=PRODUCT)
        server = MailServer()
        try:
            while queries.due(viewer=PRODUCT, now=now or timezone.now()):
                try:
                    server.open()
                except (OSError, smtplib.SMTPException):
                    if time.monotonic() + pause > until:
                        break
                    time.sleep(pause)
                    pause = min(2 * pause, LONGEST_PAUSE)
                    continue
                pause = FIRST_PAUSE
                sent += _send_one(server, now or timezone.now())
                if time.monotonic() > until:
                    break
        finally:
            server.close()
    return sent


def _send_one(server: MailServer, now: datetime) -> bool:
    """One message through all its steps; the mark is durable before the connection speaks of it."""
    with in_turn():
        taken = services.take_next(now, actor=PRODUCT)
    if not isinstance(taken, Handed):
        return False
    try:
        letter = letter_of(taken)
    except NoSuchSurvey as gone:
        services.not_taken(taken.id, str(gone), wrong_address=False, actor=PRODUCT)
        return False
    try:
        server.give(parseaddr(settings.DEFAULT_FROM_EMAIL)[1], _plain(taken.to), letter)
    except NotTaken as refusal:
        services.not_taken(taken.id, str(refusal), wrong_address=refusal.wrong_address, actor=PRODUCT)
    except Later as delay:
        services.later(taken.id, str(delay), actor=PRODUCT)
    except Unsure as doubt:
        services.unsure(taken.id, str(doubt), actor=PRODUCT)
    else:
        return services.taken(taken.id, actor=PRODUCT)
    return False


def _plain(address: str) -> str:
    """The address as every server takes it: the domain in ASCII."""
    local, _at, domain = address.rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        return address


def remind() -> int:
    """Put reminders that are due in the outbox; the heartbeat calls it each minute."""
    return services.remind(timezone.now(), actor=PRODUCT)


def wake() -> bool:
    """Start the task that plans and sends if there is something to do and nobody does it; the heartbeat calls it."""
    from polku.flows.tasks import plan_and_send

    if not queries.to_plan(viewer=PRODUCT) and not (can_send() and queries.due(viewer=PRODUCT, now=timezone.now())):
        return False
    under_way = DBTaskResult.objects.filter(task_path=plan_and_send.module_path, status__in=["READY", "RUNNING"])
    if under_way.exists():
        return False
    plan_and_send.enqueue()
    return True


def stop_asking(key: UUID) -> bool:
    """Whoever got this invitation wants no more mail: their addresses go on the do-not-ask list."""
    to = queries.addressee(key, viewer=PRODUCT)
    if to is None or to.contact is None or queries.person(to.contact, viewer=PRODUCT) is None:
        return False
    people.do_not_ask(to.contact, actor=PRODUCT)
    return True
