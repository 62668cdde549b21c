"""Writes of many accounts and people at once, under an import that lands or is undone as one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from polku.governance.gate import Viewer, require
from polku.governance.models import Import
from polku.governance.rules import Refused
from polku.governance.services import mark_dirty
from polku.people import models, rules
from polku.people.services.accounts import checked_choice, checked_country, checked_language
from polku.people.services.segments import save_segment

BATCH = 500  # SQLite takes a limited number of values in a statement


@dataclass(frozen=True, slots=True)
class AccountRow:
    """A company as a file tells of it; without an external id its name is what it is known by."""

    name: str
    external_id: str = ""
    segment: str = ""
    language: str = ""
    country: str = ""
    account_group: str = ""
    found_us: str = ""
    owner: str = ""
    deputy: str = ""
    customer_since: date | None = None
    is_own: bool = False
    end_customers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A person as a file tells of them; known by external id, else by mail, else by name, within the account."""

    account: int
    name: str = ""
    external_id: str = ""
    mail: str = ""
    phone: str = ""
    unit: str = ""
    decision_role: str = ""
    buyer_kind: str = ""
    language: str = ""
    country: str = ""
    consent: str = "unknown"
    active: bool = True


@contextmanager
def _line(number: int) -> Iterator[None]:
    """Say which row, counted from 1 within the call, a refusal is about."""
    try:
        yield
    except Refused as refused:
        told = _("Line %(number)s: %(why)s") % {"number": number, "why": refused.message}
        raise Refused(told, refused.field) from refused


def _visible(imported: int | None) -> Q:
    """Rows that a later row of the same import may meet: what all see, and what came in with it."""
    return Import.landed() if imported is None else Import.landed() | Q(imported=imported)


def _own_account(row: AccountRow) -> int:
    """Ourselves: never part of an import, for the employees stay when it is undone."""
    named = {"name": row.name[:200], "name_folded": rules.folded(row.name)[:200]}
    return models.Account.objects.get_or_create(is_own=True, defaults=named)[0].pk


def _known_by(external_id: str, *others: str) -> tuple[str, str]:
    """What a row is known by: the id of the other system, else the first text there is."""
    if external_id:
        return "id", external_id
    if text := next((other for other in others if other), ""):
        return "text", text
    raise Refused(_("A row needs an id, an address or a name to be known by."), "name")


def _segments(rows: Sequence[AccountRow], actor: Viewer) -> dict[str, int]:
    """Ids by key; a segment that is new is made, named by what the file calls it."""
    wanted = {rules.slug_of(row.segment): row.segment for row in rows if row.segment}
    known = set(models.Segment.objects.filter(key__in=wanted).values_list("key", flat=True))
    for key in sorted(wanted.keys() - known):
        save_segment(key, {"en": wanted[key]}, actor=actor)
    return dict(models.Segment.objects.filter(key__in=wanted).values_list("key", "pk"))


@transaction.atomic
def load_accounts(rows: Sequence[AccountRow], *, imported: int | None, actor: Viewer) -> tuple[int, ...]:
    """Find or make the account of each row and return their ids in the same order.

    An account that is there already stays as it is: what was corrected here is not overwritten by an old file. Segments
    are named by key or by name. At most 5,000 rows a call.
    """
    require(actor, "import_data")
    segments = _segments(rows, actor)
    known = _known_accounts(rows, imported)
    fresh: dict[tuple[str, str], models.Account] = {}
    for number, row in enumerate(rows, 1):
        with _line(number):
            key = _known_by(row.external_id, rules.folded(row.name))
            if not row.is_own and key not in known and key not in fresh:
                fresh[key] = _new_account(row, segments, imported)
    models.Account.objects.bulk_create(fresh.values(), batch_size=BATCH)
    made = {key: account.pk for key, account in fresh.items()}
    _end_customers(rows, made)
    if made:
        mark_dirty("accounts", imported=imported)
    ids = known | made
    return tuple(
        _own_account(row) if row.is_own else ids[_known_by(row.external_id, rules.folded(row.name))] for row in rows
    )


def _known_accounts(rows: Sequence[AccountRow], imported: int | None) -> dict[tuple[str, str], int]:
    there = models.Account.objects.filter(_visible(imported), deleted_at=None, is_own=False).order_by("-pk")
    ids = [row.external_id for row in rows if row.external_id]
    names = [rules.folded(row.name) for row in rows if not row.external_id]
    known: dict[tuple[str, str], int] = {}
    for some in _chunks(ids):
        found = there.filter(external_id__in=some).values_list("external_id", "pk")
        known |= {("id", external_id): pk for external_id, pk in found}
    for some in _chunks(names):
        known |= {
            ("text", name): pk for name, pk in there.filter(name_folded__in=some).values_list("name_folded", "pk")
        }
    return known


def _chunks(values: Sequence[str]) -> Iterable[Sequence[str]]:
    return (values[start : start + BATCH] for start in range(0, len(values), BATCH))


def _new_account(row: AccountRow, segments: dict[str, int], imported: int | None) -> models.Account:
    name = " ".join(row.name.split())[:200]
    return models.Account(
        name=name,
        name_folded=rules.folded(name),
        segment_id=segments[rules.slug_of(row.segment)] if row.segment else None,
        language=checked_language(row.language),
        country=checked_country(row.country),
        account_group=rules.group_of(row.account_group),
        found_us=checked_choice(row.found_us, rules.FOUND_US, "found_us"),
        owner_text=row.owner[:200],
        deputy_text=row.deputy[:200],
        customer_since=row.customer_since,
        external_id=row.external_id[:100],
        imported_id=imported,
    )


def _end_customers(rows: Sequence[AccountRow], made: dict[tuple[str, str], int]) -> None:
    ends = {
        (made[key], name[:200], project[:200])
        for row in rows
        if (key := _known_by(row.external_id, rules.folded(row.name))) in made and not row.is_own
        for name, project in row.end_customers
    }
    models.EndCustomer.objects.bulk_create(
        (models.EndCustomer(account_id=pk, name=name, project=project) for pk, name, project in sorted(ends)),
        batch_size=BATCH,
    )


@transaction.atomic
def load_contacts(rows: Sequence[ContactRow], *, imported: int | None, actor: Viewer) -> tuple[int, ...]:
    """Find or make the person of each row and return their ids in the same order. At most 5,000 rows a call."""
    require(actor, "import_data")
    accounts = sorted({row.account for row in rows})
    known = _known_contacts(accounts, imported)
    units = _units(rows)
    fresh: dict[tuple[int, tuple[str, str]], models.Contact] = {}
    keys = [_contact_key(number, row) for number, row in enumerate(rows, 1)]
    for number, (key, row) in enumerate(zip(keys, rows, strict=True), 1):
        if key not in known and key not in fresh:
            with _line(number):
                fresh[key] = _new_contact(row, units, imported)
    models.Contact.objects.bulk_create(fresh.values(), batch_size=BATCH)
    if fresh:
        mark_dirty("contacts", imported=imported)
    ids = known | {key: contact.pk for key, contact in fresh.items()}
    return tuple(ids[key] for key in keys)


def _contact_key(number: int, row: ContactRow) -> tuple[int, tuple[str, str]]:
    with _line(number):
        return row.account, _known_by(row.external_id, rules.normal_mail(row.mail), rules.folded(row.name))


def _known_contacts(accounts: Sequence[int], imported: int | None) -> dict[tuple[int, tuple[str, str]], int]:
    known: dict[tuple[int, tuple[str, str]], int] = {}
    for some in _chunks(accounts):
        there = models.Contact.objects.filter(_visible(imported), deleted_at=None, account__in=some).order_by("-pk")
        for account, pk, external_id, mail, name in there.values_list("account", "pk", "external_id", "mail", "name"):
            for key in ("id", external_id), ("text", mail), ("text", rules.folded(name)):
                if key[1]:
                    known[account, key] = pk
    return known


def _units(rows: Sequence[ContactRow]) -> dict[tuple[int, str], int]:
    wanted = {(row.account, row.unit[:200]) for row in rows if row.unit}
    accounts = {account for account, _name in wanted}
    models.Unit.objects.bulk_create(
        (models.Unit(account_id=account, name=name) for account, name in sorted(wanted)),
        ignore_conflicts=True,
        batch_size=BATCH,
    )
    found = models.Unit.objects.filter(account__in=accounts) if accounts else models.Unit.objects.none()
    return {(account, name): pk for account, name, pk in found.values_list("account", "name", "pk")}


def _new_contact(row: ContactRow, units: dict[tuple[int, str], int], imported: int | None) -> models.Contact:
    if row.mail and not re.fullmatch(r"\S+@\S+\.\S+", row.mail.strip()):
        raise Refused(_("Write a mail address, as in name@example.com."), "mail")
    return models.Contact(
        account_id=row.account,
        name=" ".join(row.name.split())[:200],
        mail=rules.normal_mail(row.mail),
        phone=row.phone.strip()[:40],
        unit_id=units[row.account, row.unit[:200]] if row.unit else None,
        decision_role=checked_choice(row.decision_role, rules.DECISION_ROLES, "decision_role"),
        buyer_kind=checked_choice(row.buyer_kind, rules.BUYER_KINDS, "buyer_kind"),
        language=checked_language(row.language),
        country=checked_country(row.country),
        consent=checked_choice(row.consent, rules.CONSENTS, "consent") or "unknown",
        active=row.active,
        external_id=row.external_id[:100],
        imported_id=imported,
    )
