"""Decides whom an answering link speaks for and which form an answer came from: signed, so that nothing is stored."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core import signing
from django.urls import reverse

_LINK = "polku.answer.link"
_FORM = "polku.answer.form"
_PREVIEW = "polku.answer.preview"
_STOP = "polku.answer.stop"
PREVIEW_SECONDS = 86_400


class DamagedLink(Exception):  # noqa: N818 - reads as what happened
    """The link has been cut or altered on its way."""


@dataclass(frozen=True, slots=True)
class AnswerLink:
    """What a link says of whoever follows it; for one person, ``once`` is the key under which the answer is stored."""

    contact: UUID | None = None
    account: UUID | None = None
    touchpoint: UUID | None = None
    channel: str = ""
    wave: str = ""
    once: str = ""


@dataclass(frozen=True, slots=True)
class FormKey:
    """The key drawn when a form was rendered, and the number of the version that it showed."""

    once: str
    version: int


def answer_link(
    survey: UUID,
    *,
    contact: UUID | None = None,
    account: UUID | None = None,
    touchpoint: UUID | None = None,
    channel: str = "",
    wave: str = "",
) -> str:
    """The address at which a survey is answered, carrying who is asked and about what.

    With a contact the link is for one person and counts once, however often it is opened. Without one it may be shared
    (a code on the wall of a showroom) and says only where the answer belongs.
    """
    address = reverse("answer", args=[survey])
    said = {
        "c": contact.hex if contact else "",
        "a": account.hex if account else "",
        "t": touchpoint.hex if touchpoint else "",
        "h": channel,
        "w": wave,
        "n": secrets.token_urlsafe(12) if contact else "",
    }
    said = {name: value for name, value in said.items() if value}
    return f"{address}?i={_signer(_LINK, survey).sign_object(said)}" if said else address


def invitation_link(survey: UUID, *, contact: UUID, key: UUID, wave: str, language: str) -> str:
    """The address in a letter: the invitation is the key under which the answer is stored, so a reminder's is the same.

    It names the person for the clocks and for reminders to stop; what an anonymous answer keeps of it is nothing.
    """
    said = {"c": contact.hex, "h": "mail", "w": wave, "n": key.hex}
    token = _signer(_LINK, survey).sign_object(said)
    return f"{reverse('answer', args=[survey])}?i={token}&lang={language}"


def stop_link(key: UUID) -> str:
    """The address at which whoever got a letter says that they want no more."""
    return reverse("answer-stop", args=[signing.Signer(salt=_STOP, sep="~").sign(key.hex)])


def read_stop(token: str) -> UUID:
    """The invitation that a stop link belongs to. Raises DamagedLink when it was not made here."""
    try:
        return UUID(signing.Signer(salt=_STOP, sep="~").unsign(token))
    except (signing.BadSignature, ValueError) as error:
        raise DamagedLink from error


def read_link(token: str, survey: UUID) -> AnswerLink:
    """What the token of a link says. Raises DamagedLink when it was not made here for this survey."""
    if not token:
        return AnswerLink()
    try:
        said: dict[str, Any] = _signer(_LINK, survey).unsign_object(token)
    except (signing.BadSignature, ValueError) as error:
        raise DamagedLink from error
    return AnswerLink(
        contact=_uuid(said.get("c")),
        account=_uuid(said.get("a")),
        touchpoint=_uuid(said.get("t")),
        channel=said.get("h", ""),
        wave=said.get("w", ""),
        once=_once("link", said["n"]) if said.get("n") else "",
    )


def draw_form_key(survey: UUID, version: int) -> str:
    """A fresh key for a form about to be shown. It holds no time and nothing of the reader."""
    return _signer(_FORM, survey).sign(f"{version}.{secrets.token_urlsafe(16)}")


def read_form_key(text: str, survey: UUID) -> FormKey | None:
    """The key that came back with a form; None when it was not drawn here for this survey."""
    try:
        version, drawn = _signer(_FORM, survey).unsign(text).split(".")
        return FormKey(once=_once("form", drawn), version=int(version))
    except (signing.BadSignature, ValueError):
        return None


def preview_link(survey: UUID, *, member: int) -> str:
    """The address at which a member sees the draft as a respondent would, for a day; nothing sent there is stored."""
    token = signing.TimestampSigner(salt=_PREVIEW).sign_object({"s": survey.hex, "m": member})
    return reverse("answer-preview", args=[token])


def read_preview(token: str) -> UUID:
    """The survey that a preview link shows. Raises DamagedLink when it is not ours or older than a day."""
    try:
        return UUID(signing.TimestampSigner(salt=_PREVIEW).unsign_object(token, max_age=PREVIEW_SECONDS)["s"])
    except (signing.BadSignature, ValueError) as error:
        raise DamagedLink from error


def _signer(salt: str, survey: UUID) -> signing.Signer:
    return signing.Signer(salt=f"{salt}.{survey.hex}", sep="~")


def _once(kind: str, drawn: str) -> str:
    """What is stored of a key: a hash, so that the store alone does not tell which page or link an answer came from."""
    return hashlib.sha256(f"{kind}:{drawn}".encode()).hexdigest()


def _uuid(text: str | None) -> UUID | None:
    return UUID(text) if text else None
