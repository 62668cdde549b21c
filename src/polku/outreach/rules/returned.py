"""Decides what a mail that came back says: which of our letters it is about, whether it bounced, and for good."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from typing import Any
from uuid import UUID

# As the letter's Message-ID was made: the invitation and the number of its reminder.
_OURS = re.compile(r"\.([0-9a-f]{32})\.([0-9])@")
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
# A full mailbox, a letter too large or a policy may be over another day; the address is not wrong.
_PASSING = ("5.2.2", "5.2.3", "5.3.4", "5.6.", "5.7.")
KINDS = ("bounce", "complaint")


@dataclass(frozen=True, slots=True)
class Returned:
    """What was told of one letter: ``kind``, the invitation and its number or the address, whether it is for good."""

    kind: str
    key: UUID | None
    number: int
    mail: str
    lasting: bool
    told: str


def returned(raw: bytes) -> Returned | None:
    """What a mail says of a letter of ours: a delivery report (RFC 3464) or a complaint (RFC 5965); None for any other.

    Addresses in it are not believed: anybody can write such a mail. Only the random key of a letter is.
    """
    try:
        letter = message_from_bytes(raw, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        return _read(letter)
    except (MessageError, LookupError, ValueError, AttributeError):
        # A mail too crooked to be read tells nothing of a letter.
        return None


def _read(letter: EmailMessage) -> Returned | None:
    if letter.get_content_type() != "multipart/report":
        return None
    key, number = _letter_of(letter)
    if key is None:
        return None
    kind = str(letter.get_param("report-type") or "").lower()
    if kind == "feedback-report":
        return Returned("complaint", key, number, "", lasting=True, told=_field(letter, "Feedback-Type"))
    if kind != "delivery-status" or _field(letter, "Action").lower() != "failed":
        return None
    status = _field(letter, "Status")
    told = _field(letter, "Diagnostic-Code") or status
    return Returned("bounce", key, number, "", lasting=lasting(status or told), told=told[:200])


def lasting(status: str) -> bool:
    """Whether an enhanced status (RFC 3463) says that no mail reaches the address, now or later.

    >>> lasting("5.1.1"), lasting("5.2.2"), lasting("4.4.7"), lasting("no status")
    (True, False, False, False)
    """
    found = _STATUS.search(status)
    return found is not None and found[1] == "5" and not found[0].startswith(_PASSING)


def _letter_of(letter: EmailMessage) -> tuple[UUID | None, int]:
    for part in letter.walk():
        if part is letter:
            continue
        found = _OURS.search(_identity(part))
        if found:
            return UUID(found[1]), int(found[2])
    return None, 0


def _identity(part: Any) -> str:
    """The Message-ID of the letter that a part holds, whole or its headers alone."""
    if part.get_content_type() == "text/rfc822-headers":
        text = part.get_payload(decode=True) or b""
        return str(message_from_bytes(text).get("Message-ID", ""))
    return str(part.get("Message-ID", ""))


def _field(letter: EmailMessage, name: str) -> str:
    for part in _reports(letter):
        value = part.get(name)
        if value:
            return " ".join(str(value).split())
    return ""


def _reports(letter: EmailMessage) -> Iterator[Any]:
    """The blocks of fields of a report: of the mail, then of each recipient."""
    for part in letter.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            blocks = part.get_payload()
            yield from blocks if isinstance(blocks, list) else ()
        elif kind == "message/feedback-report":
            payload = part.get_payload()
            inner = payload[0] if isinstance(payload, list) and payload else None
            yield inner if inner is not None else message_from_bytes(part.get_payload(decode=True) or b"")


def told_by_hook(given: Any) -> tuple[Returned, ...]:
    """What a provider's webhook tells, one object or a list. Raises ValueError naming the field that cannot be.

    >>> told_by_hook({"event": "bounce", "mail": "a@example.com", "status": "5.1.1"})[0].lasting
    True
    """
    listed = given if isinstance(given, list) else [given]
    return tuple(map(_told, listed))


def _told(one: Any) -> Returned:
    if not isinstance(one, dict) or one.get("event") not in KINDS:
        raise ValueError("event")
    found = _OURS.search(str(one.get("message_id") or ""))
    mail = str(one.get("mail") or "").strip()
    if found is None and "@" not in mail:
        raise ValueError("mail")
    status = str(one.get("status") or "")
    for_good = one.get("lasting", lasting(status) if status else True)
    if not isinstance(for_good, bool):
        raise ValueError("lasting")  # noqa: TRY004 - told as every other field is
    return Returned(
        kind=one["event"],
        key=UUID(found[1]) if found else None,
        number=int(found[2]) if found else 0,
        mail="" if found else mail,
        lasting=for_good,
        told=str(one.get("told") or status)[:200],
    )
