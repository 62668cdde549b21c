"""Decides what a letter says: greeting, first question to be answered in it, promise, and how to get no more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid, parseaddr
from typing import Any
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from polku.flows.answer_links import invitation_link, stop_link
from polku.governance.queries import PublicOrganisation, public_organisation
from polku.outreach.queries import RoundRow
from polku.outreach.services import Handed
from polku.surveys import rules
from polku.surveys.queries import PublishedVersion, published

# So many choices fit in a letter on a phone.
MOST_CHOICES = 11
# What stands for a link where the letter is only looked at.
NOWHERE = "https://…"


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer to the first question as a link: it opens the page with this answer chosen."""

    label: str
    link: str


def letter_of(to: Handed) -> bytes:
    """The whole letter, HTML and its plain twin, as it is handed to the mail server. Raises NoSuchSurvey."""
    version = published(to.survey)
    house = public_organisation()
    stop = to.address + stop_link(to.key)
    link = to.address + invitation_link(to.survey, contact=to.contact, key=to.key, wave=to.wave, language=to.language)
    with translation.override(to.language):
        said = _said(to, version, house, stop=stop, link=link)
        plain = render_to_string("outreach/letter.txt", said)
        page = render_to_string("outreach/letter.html", said)
        subject = said["subject"]
    letter = EmailMessage(policy=SMTP)
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    local, _at, domain = sender.rpartition("@")
    letter["From"] = Address(house.name(to.language) or parseaddr(settings.DEFAULT_FROM_EMAIL)[0], local, domain)
    letter["To"] = Address(to.name, addr_spec=to.to) if to.to.isascii() else to.to
    letter["Reply-To"] = to.reply_to
    letter["Subject"] = subject
    letter["Date"] = format_datetime(timezone.now())
    letter["Message-ID"] = make_msgid(f"{to.key.hex}.{to.number}", domain)
    letter["List-Unsubscribe"] = f"<{stop}>"
    letter["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(plain, cte="quoted-printable")
    letter.add_alternative(page, subtype="html", cte="quoted-printable")
    # Last, for what is said of the content before it is there goes to its first part.
    letter["Content-Language"] = to.language
    return letter.as_bytes()


@dataclass(frozen=True, slots=True)
class Preview:
    """A letter as it would be, its links leading nowhere."""

    language: str
    subject: str
    plain: str
    page: str


def preview(row: RoundRow, language: str) -> Preview:
    """The letter of a round in a language, for whoever looks at it before it is sent. Raises NoSuchSurvey."""
    nobody = UUID(int=0)
    to = Handed(
        id=0, key=nobody, number=0, round=row.key, wave=row.name, survey=row.survey, contact=nobody, to="", name="",
        language=language, subject=row.subject.get(language, ""), greeting=row.greeting.get(language, ""),
        reply_to=row.reply_to, address="",
    )  # fmt: skip
    house = public_organisation()
    with translation.override(language):
        version = published(to.survey)
        plain = render_to_string("outreach/letter.txt", _said(to, version, house, stop=NOWHERE, link=NOWHERE))
        page = render_to_string("outreach/letter.html", _said(to, version, house, stop="#", link="#"))
        return Preview(language, to.subject, plain, page)


def _said(to: Handed, version: PublishedVersion, house: PublicOrganisation, *, stop: str, link: str) -> dict[str, Any]:
    first = version.content["questions"][0]
    texts = _texts(first["texts"], to.language)
    seconds = rules.seconds(version.content)
    return {
        "subject": _("Reminder: %(subject)s") % {"subject": to.subject} if to.number else to.subject,
        "reminder": bool(to.number),
        "language": to.language,
        "house": house.name(to.language),
        "contact": house.contact.get(to.language, ""),
        "greeting": to.greeting,
        "title": rules.title(first, to.language),
        "choices": _choices(first, texts, link),
        "low": texts.get("low", ""),
        "high": texts.get("high", ""),
        "link": link,
        "minutes": -(-seconds // 60),
        "questions": len(version.content["questions"]),
        "promise": version.told.get(to.language, ""),
        "stop": stop,
    }


def choices_of(version: PublishedVersion, language: str, link: str) -> tuple[str, list[Choice]]:
    """The first question and its answers as links, for a page or a newsletter; no answers where they are too many."""
    first = version.content["questions"][0]
    return rules.title(first, language), _choices(first, _texts(first["texts"], language), link)


def _texts(texts: Mapping[str, Mapping[str, Any]], language: str) -> Mapping[str, Any]:
    return texts.get(language) or next(iter(texts.values()), {})


def _choices(first: Mapping[str, Any], texts: Mapping[str, Any], link: str) -> list[Choice]:
    """The first question's answers where one is picked of a few; else the letter has the link alone."""
    shape, labels = rules.KINDS[first["kind"]].shape, texts.get("options") or ()
    if shape == "scale":
        low, high = rules.bounds(first)
        values = [str(step) for step in range(low, high + 1)]
    elif shape == "choice":
        values = [option["key"] for option in first["options"]]
    else:
        return []
    if len(values) > MOST_CHOICES:
        return []
    labels = labels if len(labels) == len(values) else values
    return [Choice(label, f"{link}&a={value}") for value, label in zip(values, labels, strict=True)]
