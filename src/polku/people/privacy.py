"""What this room keeps of persons, how it is given to them, and how it is erased; the do-not-ask list outlives it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from polku.governance.gate import Viewer, require
from polku.governance.services import NotFound, audit, mark_dirty
from polku.people import models
from polku.people.services.contacts import list_addresses

PERSONAL = {
    models.Contact: "a person's name, addresses, role and consent",
    models.DoNotAsk: "hashes of addresses: kept after erasure, so that nobody who asked for peace is asked again",
    models.Account: "a company, whose name may be a person's; owner and deputy are members",
}
NOT_PERSONAL = {
    models.Segment: "a class of companies",
    models.Unit: "a part of a company",
    models.EndCustomer: "the company's customer and project, by name of company",
}


def export_person(contact: int, *, actor: Viewer) -> dict[str, Any]:
    """Everything this room keeps of a person, by field; that it was given out is written down."""
    require(actor, "erase_person")
    row = models.Contact.objects.select_related("account", "unit").filter(pk=contact).first()
    if row is None:
        raise NotFound(_("This person is not there any more."))
    audit(actor, "export", "contact", row.key)
    plain = ("name", "mail", "phone", "decision_role", "buyer_kind", "language", "country", "consent", "active")
    kept: dict[str, Any] = {name: getattr(row, name) for name in plain}
    return kept | {
        "account": row.account.name,
        "unit": row.unit.name if row.unit else "",
        "external_id": row.external_id,
        "since": row.created_at.isoformat(),
    }


@transaction.atomic
def erase_person(contact: int, *, actor: Viewer) -> None:
    """Remove a person for good. Their addresses stay as hashes on the do-not-ask list: no later file brings them back.

    Rooms above hold links only, which become empty; each has its own ``erase_person``, called before this one.
    """
    require(actor, "erase_person")
    row = models.Contact.objects.select_for_update().filter(pk=contact).first()
    if row is None:
        raise NotFound(_("This person is not there any more."))
    list_addresses(row.mail, row.phone)
    key = row.key
    row.delete()
    mark_dirty("contacts", erased=True)
    audit(actor, "erase", "contact", key)
