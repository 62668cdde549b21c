"""Reads of accounts, people and segments, as frozen dataclasses and through the gate; customers are never ourselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from polku.governance.gate import Viewer, require
from polku.governance.models import Import
from polku.governance.queries import do_not_ask_salt, organisation
from polku.governance.rules import in_language, mark
from polku.people import models, rules

PAGE = 50


@dataclass(frozen=True, slots=True)
class Segment:
    """A group of customers, named in the viewer's language."""

    id: int
    key: str
    name: str
    names: dict[str, str]
    accounts: int = 0
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """A company as a row of the list."""

    id: int
    key: UUID
    name: str
    segment: str
    segment_name: str
    language: str
    country: str
    owner: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class EndCustomer:
    """Whom the account buys for."""

    id: int
    name: str
    project: str


@dataclass(frozen=True, slots=True)
class AccountPage:
    """Everything that is kept on one company, its people apart."""

    account: Account
    owner: UUID | None
    deputy: UUID | None
    owner_text: str
    deputy_text: str
    deputy_name: str
    account_group: str
    found_us: str
    customer_since: date | None
    external_id: str
    units: tuple[str, ...]
    end_customers: tuple[EndCustomer, ...]
    people: int
    deleted: bool
    mark: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A person of an account; ``may_ask`` weighs consent, the do-not-ask list and whether they are still there.

    ``language`` and ``country`` are the account's where the person has none; ``own_*`` are the person's alone.
    """

    id: int
    key: UUID
    account: UUID
    name: str
    mail: str
    phone: str
    unit: str
    decision_role: str
    buyer_kind: str
    language: str
    country: str
    own_language: str
    own_country: str
    consent: str
    active: bool
    external_id: str
    do_not_ask: bool
    may_ask: bool
    deleted: bool
    mark: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of accounts and how many there are in all."""

    rows: tuple[Account, ...]
    total: int
    number: int
    pages: int


@dataclass(frozen=True, slots=True)
class Classes:
    """What a response keeps of the person at the time of answering."""

    account: int
    contact: int | None
    segment: str
    decision_role: str
    buyer_kind: str
    unit: str
    language: str
    is_own: bool


def _seen(viewer: Viewer) -> QuerySet[models.Account]:
    rows = models.Account.objects.filter(models.Account.present())
    return rows if viewer.account_scope is None else rows.filter(pk__in=viewer.account_scope)


def _account(row: models.Account, viewer: Viewer, default: str) -> Account:
    return Account(
        id=row.pk,
        key=row.key,
        name=row.name,
        segment=row.segment.key if row.segment else "",
        segment_name=in_language(row.segment.names, viewer.language, default) if row.segment else "",
        language=row.language,
        country=row.country,
        owner=str(row.owner) if row.owner else row.owner_text,
        is_own=row.is_own,
    )


def _default(viewer: Viewer) -> str:
    return organisation(viewer=viewer).default_language


def customers(*, viewer: Viewer, search: str = "", segment: str = "", number: int = 1, size: int = PAGE) -> Listing:
    """A page of customer accounts by name; our own organisation is never among them.

    ``search`` finds any part of the name, or the other system's id as a whole; ``segment`` is a key, "-" those without.
    """
    require(viewer, "see_figures")
    rows = _seen(viewer).filter(is_own=False)
    if wanted := rules.folded(search):
        rows = rows.filter(Q(name_folded__contains=wanted) | Q(external_id=search.strip()))
    if segment:
        rows = rows.filter(segment=None) if segment == "-" else rows.filter(segment__key=segment)
    total = rows.count()
    pages = max(1, -(-total // size))
    number = min(max(1, number), pages)
    found = rows.select_related("segment", "owner").order_by("name_folded", "pk")
    default = _default(viewer)
    page = tuple(_account(row, viewer, default) for row in found[(number - 1) * size : number * size])
    return Listing(page, total, number, pages)


def own_account(*, viewer: Viewer) -> Account | None:
    """Our own organisation, whose contacts are the employees; None until it is made."""
    require(viewer, "see_figures")
    row = models.Account.objects.select_related("segment", "owner").filter(is_own=True).first()
    return _account(row, viewer, _default(viewer)) if row else None


def account(key: UUID, *, viewer: Viewer, deleted: bool = False) -> AccountPage | None:
    """One company, ours too; None when there is none for this viewer. ``deleted`` looks among those as well."""
    require(viewer, "see_figures")
    rows = models.Account.objects.filter(Import.landed()) if deleted else _seen(viewer)
    if viewer.account_scope is not None:
        rows = rows.filter(pk__in=viewer.account_scope)
    row = rows.select_related("segment", "owner", "deputy").filter(key=key).first()
    if row is None:
        return None
    return AccountPage(
        account=_account(row, viewer, _default(viewer)),
        owner=row.owner.key if row.owner else None,
        deputy=row.deputy.key if row.deputy else None,
        owner_text=row.owner_text,
        deputy_text=row.deputy_text,
        deputy_name=str(row.deputy) if row.deputy else row.deputy_text,
        account_group=row.account_group,
        found_us=row.found_us,
        customer_since=row.customer_since,
        external_id=row.external_id,
        units=tuple(row.units.order_by("name").values_list("name", flat=True)),
        end_customers=tuple(
            EndCustomer(end.pk, end.name, end.project) for end in row.end_customers.order_by("name", "project")
        ),
        people=models.Contact.objects.filter(models.Contact.present(), account=row).count(),
        deleted=row.deleted_at is not None,
        mark=row.mark,
    )


def _contacts(rows: list[models.Contact], viewer: Viewer) -> tuple[Contact, ...]:
    salt = do_not_ask_salt(viewer=viewer)
    hashes = {row.pk: rules.address_hashes((row.mail, row.phone), salt) for row in rows}
    every = set().union(*hashes.values())
    listed = set(models.DoNotAsk.objects.filter(hash__in=every).values_list("hash", flat=True)) if every else set()
    return tuple(_contact(row, hit=bool(hashes[row.pk] & listed)) for row in rows)


def _contact(row: models.Contact, *, hit: bool) -> Contact:
    return Contact(
        id=row.pk,
        key=row.key,
        account=row.account.key,
        name=row.name,
        mail=row.mail,
        phone=row.phone,
        unit=row.unit.name if row.unit else "",
        decision_role=row.decision_role,
        buyer_kind=row.buyer_kind,
        language=row.language or row.account.language,
        country=row.country or row.account.country,
        own_language=row.language,
        own_country=row.country,
        consent=row.consent,
        active=row.active,
        external_id=row.external_id,
        do_not_ask=hit,
        may_ask=rules.may_ask(consent=row.consent, active=row.active, listed=hit),
        deleted=row.deleted_at is not None,
        mark=row.mark,
    )


def contacts(account: UUID, *, viewer: Viewer) -> tuple[Contact, ...]:
    """The people of a company with their names: for those who may read who said what."""
    require(viewer, "read_answers")
    rows = models.Contact.objects.filter(models.Contact.present(), account__in=_seen(viewer), account__key=account)
    return _contacts(list(rows.select_related("account", "unit").order_by("-active", "name", "pk")), viewer)


def contact(key: UUID, *, viewer: Viewer, deleted: bool = False) -> Contact | None:
    """One person; None when there is no such, or not for this viewer."""
    require(viewer, "read_answers")
    shown = Import.landed() if deleted else models.Contact.present()
    rows = models.Contact.objects.filter(shown, account__in=_seen(viewer), key=key)
    found = _contacts(list(rows.select_related("account", "unit")), viewer)
    return found[0] if found else None


def segments(*, viewer: Viewer) -> tuple[Segment, ...]:
    """Groups of customers in their order, each with how many accounts it holds."""
    require(viewer, "see_figures")
    counts = dict(
        _seen(viewer).filter(is_own=False).values_list("segment").annotate(accounts=Count("pk")).order_by(),
    )
    default = _default(viewer)
    return tuple(
        Segment(
            row.pk,
            row.key,
            in_language(row.names, viewer.language, default),
            row.names,
            counts.get(row.pk, 0),
            mark(row.names),
        )
        for row in models.Segment.objects.order_by("position", "pk")
    )


def labels(keys: Iterable[str], *, viewer: Viewer) -> dict[str, str]:
    """Names in the viewer's language for keys of segments and accounts; keys of neither are left out."""
    require(viewer, "see_figures")
    keys, default = {str(key) for key in keys}, _default(viewer)
    found = {
        row.key: in_language(row.names, viewer.language, default) for row in models.Segment.objects.filter(key__in=keys)
    }
    if uuids := [UUID(key) for key in keys if _is_uuid(key)]:
        rows = models.Account.objects.filter(Import.landed(), key__in=uuids)
        if viewer.account_scope is not None:
            rows = rows.filter(pk__in=viewer.account_scope)
        found |= {str(key): name for key, name in rows.values_list("key", "name")}
    return found


def called(keys: Iterable[str], *, viewer: Viewer) -> dict[str, str]:
    """What people are called, those taken away also, by key: for those who may read who said what."""
    require(viewer, "read_answers")
    rows = models.Contact.objects.filter(Import.landed(), key__in=[UUID(key) for key in keys if _is_uuid(key)])
    if viewer.account_scope is not None:
        rows = rows.filter(account__in=viewer.account_scope)
    return {str(key): name or mail for key, name, mail in rows.values_list("key", "name", "mail")}


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def classes(contact: int | UUID, *, viewer: Viewer) -> Classes | None:
    """What a response keeps of a person (by id or key): the classes of the moment, no name and no address."""
    require(viewer, "see_figures")
    which = {"key": contact} if isinstance(contact, UUID) else {"pk": contact}
    rows = models.Contact.objects.filter(account__in=_seen(viewer), **which)
    row = rows.select_related("account__segment", "unit").first()
    return None if row is None else _classes(row)


def _classes(row: models.Contact) -> Classes:
    return Classes(
        account=row.account_id,
        contact=row.pk,
        segment=row.account.segment.key if row.account.segment else "",
        decision_role=row.decision_role,
        buyer_kind=row.buyer_kind,
        unit=row.unit.name if row.unit else "",
        language=row.language or row.account.language,
        is_own=row.account.is_own,
    )


def by_external_id(accounts: Iterable[str], *, viewer: Viewer) -> dict[str, int]:
    """Ids of accounts by the id that another system knows them by, else by their name; unknown ones are left out."""
    require(viewer, "import_data")
    wanted = sorted({text for text in accounts if text})
    found: dict[str, int] = {}
    for start in range(0, len(wanted), PAGE * 10):
        some = wanted[start : start + PAGE * 10]
        rows = _seen(viewer).order_by("-pk")
        folded = {rules.folded(text): text for text in some}
        names = rows.filter(name_folded__in=folded).values_list("name_folded", "pk")
        found |= {folded[name]: pk for name, pk in names}
        found |= dict(rows.filter(external_id__in=some).values_list("external_id", "pk"))
    return found


def people_of(accounts: Iterable[int], *, viewer: Viewer) -> dict[tuple[int, str], Classes]:
    """The classes of the people of these accounts, by account and by the id that another system knows them by."""
    require(viewer, "import_data")
    wanted = sorted(set(accounts))
    found: dict[tuple[int, str], Classes] = {}
    for start in range(0, len(wanted), PAGE * 10):
        rows = models.Contact.objects.filter(
            models.Contact.present(), account__in=wanted[start : start + PAGE * 10]
        ).exclude(external_id="")
        for row in rows.select_related("account__segment", "unit").order_by("-pk"):
            found[row.account_id, row.external_id] = _classes(row)
    return found


def people_by_any(accounts: Iterable[int], *, viewer: Viewer) -> dict[int, dict[str, Classes]]:
    """The classes of the people of these accounts, by account and by id in another system or by mail address."""
    require(viewer, "import_data")
    wanted = sorted(set(accounts))
    found: dict[int, dict[str, Classes]] = {}
    for start in range(0, len(wanted), PAGE * 10):
        rows = models.Contact.objects.filter(models.Contact.present(), account__in=wanted[start : start + PAGE * 10])
        for row in rows.select_related("account__segment", "unit").order_by("-pk"):
            known = found.setdefault(row.account_id, {})
            known |= dict.fromkeys(filter(None, (row.mail, row.external_id)), _classes(row))
    return found


def people_anywhere(texts: Iterable[str], *, viewer: Viewer) -> dict[str, Classes]:
    """The classes of people by id in another system or by mail address, whose account is not named.

    A text that two people answer to is left out: which of them is meant is nobody's to guess.
    """
    require(viewer, "import_data")
    wanted = sorted({text for text in texts if text})
    found: dict[str, list[Classes]] = {}
    for start in range(0, len(wanted), PAGE * 10):
        some = wanted[start : start + PAGE * 10]
        mails = [rules.normal_mail(text) for text in some]
        rows = models.Contact.objects.filter(models.Contact.present(), Q(external_id__in=some) | Q(mail__in=mails))
        for row in rows.select_related("account__segment", "unit"):
            for text in {row.external_id, row.mail} - {""}:
                found.setdefault(text, []).append(_classes(row))
    return {text: classes[0] for text, classes in found.items() if len(classes) == 1}
