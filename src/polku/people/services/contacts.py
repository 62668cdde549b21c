"""Writes of people: added, changed, taken away and brought back, and put on the list of those not to be asked."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from polku.governance.gate import NotAllowed, Viewer, require
from polku.governance.rules import Refused
from polku.governance.services import (
    NotFound,
    audit,
    bring_back,
    check_seen,
    do_not_ask_salt,
    mark_dirty,
    save_changed,
    take_away,
)
from polku.people import models, rules
from polku.people.services.accounts import checked_choice, checked_country, checked_language, locked_account


@dataclass(frozen=True, slots=True)
class ContactDetails:
    """What is kept on a person; ``unit`` is a name, made when it is new to the account."""

    name: str = ""
    mail: str = ""
    phone: str = ""
    unit: str = ""
    decision_role: str = ""
    buyer_kind: str = ""
    language: str = ""
    country: str = ""
    consent: str = "unknown"
    active: bool = True
    external_id: str = ""


def _locked_contact(contact: int, *, actor: Viewer, deleted: bool = False) -> models.Contact:
    require(actor, "edit_customers")
    row = models.Contact.objects.select_for_update().filter(pk=contact, deleted_at__isnull=not deleted).first()
    if row is None:
        raise NotFound(_("This person is not there any more."))
    if actor.account_scope is not None and row.account_id not in actor.account_scope:
        raise NotAllowed("edit_customers")
    return row


def _values(details: ContactDetails, account: models.Account, contact: int | None) -> dict[str, object]:
    name, mail = " ".join(details.name.split())[:200], rules.normal_mail(details.mail)
    if not (name or mail):
        raise Refused(_("Give a name or a mail address."), "name")
    if mail:
        try:
            validate_email(mail)
        except ValidationError as wrong:
            raise Refused(_("Write a mail address, as in name@example.com."), "mail") from wrong
        same = models.Contact.objects.filter(models.Contact.present(), account=account, mail=mail)
        if same.exclude(pk=contact).exists():
            raise Refused(_("This account has a person with this address already."), "mail")
    unit = " ".join(details.unit.split())[:200]
    return {
        "name": name,
        "mail": mail,
        "phone": details.phone.strip()[:40],
        "unit_id": models.Unit.objects.get_or_create(account=account, name=unit)[0].pk if unit else None,
        "decision_role": checked_choice(details.decision_role, rules.DECISION_ROLES, "decision_role"),
        "buyer_kind": checked_choice(details.buyer_kind, rules.BUYER_KINDS, "buyer_kind"),
        "language": checked_language(details.language),
        "country": checked_country(details.country),
        "consent": checked_choice(details.consent, rules.CONSENTS, "consent") or "unknown",
        "active": details.active,
        "external_id": details.external_id.strip()[:100],
    }


@transaction.atomic
def add_contact(account: int, details: ContactDetails, *, actor: Viewer) -> int:
    """Add a person to an account."""
    owner = locked_account(account, actor=actor)
    row = models.Contact.objects.create(account=owner, **_values(details, owner, None))
    mark_dirty("contacts")
    audit(actor, "create", "contact", row.key)
    return row.pk


@transaction.atomic
def update_contact(contact: int, details: ContactDetails, *, actor: Viewer, seen: str | None = None) -> None:
    """Make the person as the details say; with ``seen``, the mark that the actor saw, only if they are still so."""
    row = _locked_contact(contact, actor=actor)
    check_seen(seen, row.mark)
    fields = save_changed(row, _values(details, row.account, row.pk))
    if not fields:
        return
    mark_dirty("contacts")
    audit(actor, "update", "contact", row.key, fields)


@transaction.atomic
def delete_contact(contact: int, *, actor: Viewer) -> None:
    """Take a person out of sight; ``restore_contact`` brings them back. Erasing is another thing: see privacy."""
    row = _locked_contact(contact, actor=actor)
    take_away(row, "contact", actor=actor, stale=("contacts",))


@transaction.atomic
def restore_contact(contact: int, *, actor: Viewer) -> None:
    """Undo the deletion of a person."""
    row = _locked_contact(contact, actor=actor, deleted=True)
    bring_back(row, "contact", actor=actor, stale=("contacts",))


def list_addresses(*addresses: str) -> None:
    """Put the hashes of these addresses on the do-not-ask list, in the caller's transaction."""
    salt = do_not_ask_salt()
    hashes = rules.address_hashes(addresses, salt)
    models.DoNotAsk.objects.bulk_create((models.DoNotAsk(hash=one) for one in hashes), ignore_conflicts=True)


@transaction.atomic
def do_not_ask(contact: int, *, actor: Viewer) -> None:
    """Never ask this person again, whatever list they come in on: their addresses go on the list as hashes."""
    row = _locked_contact(contact, actor=actor)
    if not (row.mail or row.phone):
        raise Refused(_("This person has no address to put on the list. Set the consent to refused instead."))
    list_addresses(row.mail, row.phone)
    audit(actor, "do_not_ask", "contact", row.key)


@transaction.atomic
def allow_asking(contact: int, *, actor: Viewer) -> None:
    """Take this person's addresses off the list, at their own wish."""
    row = _locked_contact(contact, actor=actor)
    hashes = rules.address_hashes((row.mail, row.phone), do_not_ask_salt())
    models.DoNotAsk.objects.filter(hash__in=hashes).delete()
    audit(actor, "allow_asking", "contact", row.key)
