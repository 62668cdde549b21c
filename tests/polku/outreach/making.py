"""Customers, surveys and rounds for the tests of this room."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from polku.governance.gate import Viewer
from polku.outreach import rules, services
from polku.outreach.models import Round
from polku.people.models import Account, Contact
from tests.polku.surveys.making import content_of, published

ADMIN = Viewer(member=None, role="admin")


def contact(account: Account | str = "Valo Oy", mail: str = "", **fields) -> Contact:
    if isinstance(account, str):
        found = Account.objects.filter(name=account).first()
        account = found or Account.objects.create(name=account, name_folded=account.casefold())
    number = Contact.objects.count() + 1
    return Contact.objects.create(
        account=account, name=f"Person {number}", mail=mail or f"person{number}@example.com", **fields
    )


def details(name: str = "Autumn", **changes) -> services.RoundDetails:
    given = {
        "audience": rules.Audience(),
        "subject": {"en": "How did we do?", "fi": "Miten onnistuimme?", "sv": "Hur gick det?"},
        "greeting": {"en": "Hello,", "fi": "Hei,"},
        "reply_to": "maija@example.com",
        "send_at": timezone.now() - timedelta(minutes=1),
    }
    return services.RoundDetails(name=name, **{**given, **changes})


def made(version=None, name: str = "Autumn", **changes):
    version = version or published(content_of("nps", "ces7"))
    return services.make_round(version.survey, details(name, **changes), actor=ADMIN)


def started(version=None, name: str = "Autumn", **changes):
    key = made(version, name, **changes)
    services.start_round(key, address="https://ask.example.com", actor=ADMIN)
    return key


def states(key) -> dict[str, int]:
    found: dict[str, int] = {}
    for state in Round.objects.get(key=key).messages.values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found


def back_to(key, moment: datetime) -> None:
    """The round's messages were handed over at this moment."""
    Round.objects.get(key=key).messages.exclude(handed_at=None).update(handed_at=moment)
