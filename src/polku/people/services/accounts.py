"""Writes of accounts: made, changed, taken away and brought back; our own organisation cannot be taken away."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from polku.governance.gate import NotAllowed, Viewer, require
from polku.governance.models import Member
from polku.governance.rules import Refused
from polku.governance.services import NotFound, audit, bring_back, check_seen, mark_dirty, save_changed, take_away
from polku.people import models, rules


@dataclass(frozen=True, slots=True)
class AccountDetails:
    """What is kept on a company; ``segment`` is a key, ``owner`` and ``deputy`` are members, ``*_text`` outsiders."""

    name: str
    segment: str = ""
    language: str = ""
    country: str = ""
    account_group: str = ""
    found_us: str = ""
    owner: UUID | None = None
    deputy: UUID | None = None
    owner_text: str = ""
    deputy_text: str = ""
    customer_since: date | None = None
    external_id: str = ""
    end_customers: tuple[tuple[str, str], ...] = ()


def locked_account(account: int, *, actor: Viewer, deleted: bool = False) -> models.Account:
    """The account's row, locked, if the actor may touch it."""
    require(actor, "edit_customers")
    if actor.account_scope is not None and account not in actor.account_scope:
        raise NotAllowed("edit_customers")
    there = models.Account.objects.select_for_update().filter(pk=account, deleted_at__isnull=not deleted).first()
    if there is None:
        raise NotFound(_("This account is not there any more."))
    return there


def checked_language(language: str) -> str:
    """A language code or nothing."""
    language = language.strip().lower()
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise Refused(_("Write the language as two letters, as in fi."), "language")
    return language


def checked_country(country: str) -> str:
    """A country code or nothing."""
    country = country.strip().upper()
    if country and not re.fullmatch(r"[A-Z]{2}", country):
        raise Refused(_("Write the country as two letters, as in FI."), "country")
    return country


def checked_choice(value: str, values: tuple[str, ...], field: str) -> str:
    """One of the values or nothing."""
    if value and value not in values:
        raise Refused(_("Choose from the list."), field)
    return value


def _member(key: UUID | None, field: str) -> int | None:
    if key is None:
        return None
    member = Member.objects.filter(key=key).values_list("pk", flat=True).first()
    if member is None:
        raise Refused(_("Choose a colleague from the list."), field)
    return member


def _values(details: AccountDetails, account: int | None) -> dict[str, object]:
    name = " ".join(details.name.split())
    if not name:
        raise Refused(_("Give the account a name."), "name")
    if len(name) > models.Account._meta.get_field("name").max_length:
        raise Refused(_("The name is too long: at most 200 characters."), "name")
    external_id = details.external_id.strip()
    taken = models.Account.objects.filter(models.Account.present(), external_id=external_id).exclude(pk=account)
    if external_id and taken.exists():
        raise Refused(_("Another account has this id already."), "external_id")
    segment = models.Segment.objects.filter(key=details.segment).first()
    if details.segment and segment is None:
        raise Refused(_("There is no such segment. Choose one from the list."), "segment")
    return {
        "name": name,
        "name_folded": rules.folded(name),
        "segment_id": segment.pk if segment else None,
        "language": checked_language(details.language),
        "country": checked_country(details.country),
        "account_group": rules.group_of(details.account_group),
        "found_us": checked_choice(details.found_us, rules.FOUND_US, "found_us"),
        "owner_id": _member(details.owner, "owner"),
        "deputy_id": _member(details.deputy, "deputy"),
        "owner_text": details.owner_text.strip()[:200],
        "deputy_text": details.deputy_text.strip()[:200],
        "customer_since": details.customer_since,
        "external_id": external_id,
    }


def _keep_end_customers(row: models.Account, wanted: tuple[tuple[str, str], ...]) -> bool:
    """Make the end customers these; whether anything changed."""
    asked = {(name.strip()[:200], project.strip()[:200]) for name, project in wanted if name.strip()}
    kept = {(end.name, end.project): end.pk for end in row.end_customers.all()}
    models.EndCustomer.objects.filter(pk__in=[kept[gone] for gone in kept.keys() - asked]).delete()
    models.EndCustomer.objects.bulk_create(
        models.EndCustomer(account=row, name=name, project=project) for name, project in sorted(asked - kept.keys())
    )
    return asked != kept.keys()


@transaction.atomic
def create_account(details: AccountDetails, *, actor: Viewer, key: UUID | None = None) -> int:
    """Make a customer account, under ``key`` if one is given."""
    require(actor, "edit_customers")
    row = models.Account.objects.create(key=key or uuid4(), **_values(details, None))
    _keep_end_customers(row, details.end_customers)
    mark_dirty("accounts")
    audit(actor, "create", "account", row.key)
    return row.pk


@transaction.atomic
def update_account(account: int, details: AccountDetails, *, actor: Viewer, seen: str | None = None) -> None:
    """Make the account as the details say; with ``seen``, the mark that the actor saw, only if it is still so."""
    row = locked_account(account, actor=actor)
    check_seen(seen, row.mark)
    fields = save_changed(row, _values(details, row.pk))
    if fields:
        mark_dirty("accounts")
    if _keep_end_customers(row, details.end_customers):
        fields.append("end_customers")
    if fields:
        audit(actor, "update", "account", row.key, [name for name in fields if name != "name_folded"])


@transaction.atomic
def delete_account(account: int, *, actor: Viewer) -> None:
    """Take an account and its people out of sight; ``restore_account`` brings them back as they were."""
    row = locked_account(account, actor=actor)
    if row.is_own:
        raise Refused(_("This is our own organisation: it holds the employees and stays."))
    take_away(row, "account", actor=actor, stale=("accounts", "contacts"))


@transaction.atomic
def restore_account(account: int, *, actor: Viewer) -> None:
    """Undo the deletion of an account."""
    row = locked_account(account, actor=actor, deleted=True)
    bring_back(row, "account", actor=actor, stale=("accounts", "contacts"))


@transaction.atomic
def name_own_account(name: str, *, actor: Viewer) -> int:
    """Our own organisation as an account: made at the first need, renamed afterwards. Returns its id."""
    require(actor, "manage_settings")
    name = " ".join(name.split())
    if not name:
        raise Refused(_("Give the account a name."), "name")
    named = {"name": name[:200], "name_folded": rules.folded(name)[:200]}
    row, made = models.Account.objects.get_or_create(is_own=True, defaults=named)
    if made or row.name != named["name"]:
        models.Account.objects.filter(pk=row.pk).update(**named)
        mark_dirty("accounts")
        audit(actor, "create" if made else "update", "account", row.key, ["name"])
    return row.pk
