"""Writes of members, settings, the audit, imports and the snapshot's work list: one short transaction a use case."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from polku.governance import models, rules
from polku.governance.gate import ROLES, Viewer, require
from polku.governance.queries import invitation
from polku.governance.rules import Refused

MONTHS_A_STATEMENT = 200  # a store takes a limited number of values at once


class LastAdmin(Refused):
    """Somebody has to be able to let people in."""


class NotFound(Refused):
    """The thing is not there, or no longer."""


class ImportState(Refused):
    """The import is not in a state in which this can be done."""


def mark_dirty(table: str, *months: str, erased: bool = False, imported: int | None = None) -> None:
    """Tell the snapshot, in the caller's transaction, which parts of a table a change has made stale.

    No month means the whole of a table that has no months. Rows of an import that has not landed change nothing yet:
    their parts wait with the import and become dirty when it lands.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("mark_dirty belongs in the transaction of the change")
    parts = sorted(set(months)) or [""]
    if imported is not None and _still_arriving(imported, table, parts):
        return
    # By hand: this is in every answer, and the mapper would take longer than the store.
    with connection.cursor() as cursor:
        for start in range(0, len(parts), MONTHS_A_STATEMENT):
            some = parts[start : start + MONTHS_A_STATEMENT]
            places = ", ".join(["(%s, %s, %s)"] * len(some))
            cursor.execute(
                f'INSERT INTO governance_dirty ("table", month, erased) VALUES {places}',  # noqa: S608 - places only
                [value for month in some for value in (table, month, erased)],
            )


def _still_arriving(imported: int, table: str, parts: Iterable[str]) -> bool:
    """Keep the parts with the import; whether they become dirty when it lands, or are dirty now since it has.

    The lock lets landing come before this or after it, never between: else the parts would wait for what has been. It
    leaves those be who write rows of the same import, and so hold the import against removal.
    """
    found = models.Import.objects.select_for_update(no_key=True).filter(pk=imported).values_list("state", flat=True)
    state = next(iter(found), None)
    if state is not None:
        kept = [models.ImportPart(of_id=imported, table=table, month=month) for month in parts]
        models.ImportPart.objects.bulk_create(kept, ignore_conflicts=True)
    return state == models.Import.State.ARRIVING


def audit(actor: Viewer, verb: str, subject_kind: str, subject_key: object, fields: Iterable[str] = ()) -> None:
    """Write one entry for a use case: who, what, on which thing, which fields; never a value."""
    models.AuditEntry.objects.create(
        actor_id=actor.member,
        verb=verb,
        subject_kind=subject_kind,
        subject_key=str(subject_key),
        fields=list(fields),
    )


def _locked_member(member: int) -> models.Member:
    """The member's row, locked with every admin's, in one order: two admins cannot remove each other at once."""
    wanted = Q(pk=member) | Q(role="admin", is_active=True)
    rows = {row.pk: row for row in models.Member.objects.select_for_update().filter(wanted).order_by("pk")}
    if member not in rows:
        raise NotFound(_("This member is not there any more."))
    return rows[member]


def _keep_an_admin(leaving: int) -> None:
    if not models.Member.objects.filter(role="admin", is_active=True).exclude(pk=leaving).exists():
        raise LastAdmin(_("This is the last admin. Make somebody else an admin first."))


def _known_role(role: str) -> None:
    if role not in ROLES:
        raise Refused(_("Choose a role from the list."), "role")


@transaction.atomic
def invite_member(
    *, email: str, role: str, actor: Viewer, name: str = "", language: str = "en", password: str | None = None
) -> int:
    """Make a member who either uses a one-time link (no password given) or signs in with the password set here."""
    require(actor, "manage_members")
    _known_role(role)
    email = models.Member.objects.normalize_email(email.strip()).lower()
    try:
        validate_email(email)
    except ValidationError as wrong:
        raise Refused(_("Write a mail address, as in name@example.com."), "email") from wrong
    if models.Member.objects.filter(email__iexact=email).exists():
        raise Refused(_("There is already a member with this address."), "email")
    row = models.Member(email=email, name=name.strip(), role=role, language=_known_language(language))
    _set_password(row, password)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as taken:
        raise Refused(_("There is already a member with this address."), "email") from taken
    audit(actor, "invite", "member", row.key, ["email", "role"])
    return row.pk


def _known_language(language: str) -> str:
    if language not in rules.LANGUAGES:
        raise Refused(_("Choose a language from the list."), "language")
    return language


def _set_password(row: models.Member, password: str | None) -> None:
    if password is None:
        row.set_unusable_password()
        return
    try:
        validate_password(password, row)
    except ValidationError as weak:
        raise Refused(" ".join(weak.messages), "password") from weak
    row.set_password(password)


@transaction.atomic
def invitation_token(member: int, *, actor: Viewer) -> str:
    """A one-time token for a member to choose a password with; an earlier unused one stays good until it runs out."""
    require(actor, "manage_members")
    row = _locked_member(member)
    if not row.is_active:
        raise Refused(_("This member is not active. Activate them first."))
    audit(actor, "make_link", "member", row.key)
    return invitation.make_token(row)


@transaction.atomic
def accept_invitation(key: UUID, token: str, *, name: str, password: str, language: str) -> int:
    """Let whoever holds the link choose a name and a password; the token is their right, so there is no actor."""
    row = models.Member.objects.select_for_update().filter(key=key, is_active=True).first()
    if row is None or not invitation.check_token(row, token):
        raise NotFound(_("This link has been used or has run out. Ask for a new one."))
    row.name, row.language = name.strip() or row.name, _known_language(language)
    _set_password(row, password)
    row.save(update_fields=["name", "language", "password"])
    audit(Viewer(member=row.pk, role=row.role), "join", "member", row.key, ["name", "language", "password"])
    return row.pk


@transaction.atomic
def change_role(member: int, *, role: str, actor: Viewer) -> None:
    """Give a member another role."""
    require(actor, "manage_members")
    _known_role(role)
    row = _locked_member(member)
    if row.role == role:
        return
    if row.role == "admin" and row.is_active:
        _keep_an_admin(row.pk)
    row.role = role
    row.save(update_fields=["role"])
    audit(actor, "change_role", "member", row.key, ["role"])


@transaction.atomic
def set_active(member: int, *, active: bool, actor: Viewer) -> None:
    """Close a member out, or let them in again; what they did stays theirs."""
    require(actor, "manage_members")
    row = _locked_member(member)
    if row.is_active == active:
        return
    if not active and row.role == "admin":
        _keep_an_admin(row.pk)
    row.is_active = active
    row.save(update_fields=["is_active"])
    audit(actor, "activate" if active else "deactivate", "member", row.key, ["is_active"])


@transaction.atomic
def remove_second_factor(member: int, *, actor: Viewer) -> None:
    """Let a member who lost their device in with the password alone, until they set a second factor up again."""
    require(actor, "manage_members")
    row = _locked_member(member)
    removed, _kinds = Authenticator.objects.filter(user=row).delete()
    if removed:
        audit(actor, "remove_second_factor", "member", row.key)


@transaction.atomic
def update_me(*, name: str, language: str, actor: Viewer) -> None:
    """Change one's own name and language."""
    if actor.member is None:
        raise NotFound(_("This member is not there any more."))
    row = _locked_member(actor.member)
    before = {"name": row.name, "language": row.language}
    row.name, row.language = name.strip(), _known_language(language)
    fields = rules.changed(before, {"name": row.name, "language": row.language})
    if fields:
        row.save(update_fields=fields)
        audit(actor, "update", "member", row.key, fields)


@transaction.atomic
def change_my_password(password: str, *, actor: Viewer) -> None:
    """Give oneself another password, which the form has found strong enough."""
    row = models.Member.objects.select_for_update().get(pk=actor.member)
    row.set_password(password)
    row.save(update_fields=["password"])
    audit(actor, "update", "member", row.key, ["password"])


def _settled() -> models.Organisation:
    """The organisation's row, locked; made at the first need."""
    models.Organisation.objects.get_or_create(pk=1, defaults={"salt": secrets.token_hex(32)})
    row = models.Organisation.objects.select_for_update().get(pk=1)
    if not row.salt:
        row.salt = secrets.token_hex(32)
        row.save(update_fields=["salt"])
    return row


def do_not_ask_salt() -> str:
    """What the do-not-ask list hashes with: random, made once, kept with the list itself."""
    row = models.Organisation.objects.filter(pk=1).exclude(salt="").first()
    if row is None:
        with transaction.atomic():
            row = _settled()
    return row.salt


@transaction.atomic
def update_organisation(*, actor: Viewer, **settings: object) -> None:
    """Change what is given and leave the rest; raises Refused with the field's name when a value cannot be."""
    require(actor, "manage_settings")
    row = _settled()
    unknown = set(settings) - {field.name for field in row._meta.fields} | settings.keys() & {"id", "salt"}
    if unknown:
        raise TypeError(f"no such settings: {sorted(unknown)}")
    cleaned = _cleaned_settings(row, settings)
    fields = rules.changed({name: getattr(row, name) for name in cleaned}, cleaned)
    for name in fields:
        setattr(row, name, cleaned[name])
    if fields:
        row.save(update_fields=fields)
        audit(actor, "update", "organisation", "1", fields)


def _cleaned_settings(row: models.Organisation, settings: Mapping[str, object]) -> dict[str, object]:
    cleaned = dict(settings)
    for name in ("names", "contact"):
        if name in cleaned:
            cleaned[name] = rules.clean_texts(cleaned[name])
    if "languages" in cleaned:
        cleaned["languages"] = rules.ordered_languages(cleaned["languages"])
        if not cleaned["languages"]:
            raise Refused(_("Keep at least one language on."), "languages")
    if cleaned.get("default_language", row.default_language) not in cleaned.get("languages", row.languages):
        raise Refused(_("The default language has to be one of those that are on."), "default_language")
    if "time_zone" in cleaned and not rules.is_time_zone(cleaned["time_zone"]):
        raise Refused(_("No such time zone. Write it as in Europe/Helsinki."), "time_zone")
    if "currency" in cleaned and not rules.is_currency(cleaned["currency"]):
        raise Refused(_("Write the currency as three capital letters, as in EUR."), "currency")
    _check_thresholds(row, cleaned)
    return cleaned


def _check_thresholds(row: models.Organisation, cleaned: Mapping[str, object]) -> None:
    """Those who have answered were promised what stood then, so a threshold goes up only."""
    for name in rules.THRESHOLDS.keys() & cleaned.keys():
        least = max(rules.least(name), getattr(row, name))
        if cleaned[name] < least:
            told = _("What respondents were promised is at least %(least)s answers. It may be raised, not lowered.")
            raise Refused(told % {"least": least}, name)
        if cleaned[name] > rules.MOST_FOR_THRESHOLD:
            raise Refused(_("Write at most %(most)s.") % {"most": rules.MOST_FOR_THRESHOLD}, name)


@transaction.atomic
def begin_import(source: str, content_hash: str, mapping: Mapping[str, object], *, actor: Viewer) -> tuple[int, bool]:
    """Begin a unit of records, or find the one that the same file with the same mapping already is.

    Returns its id and whether it has landed already (then there is nothing to do); one that was left in the middle is
    taken up again.
    """
    require(actor, "import_data")
    _settled()  # its lock lets two who send the same file at once find one import
    # Stores compare documents differently: one order of keys makes them agree.
    mapping = json.loads(json.dumps(dict(mapping), sort_keys=True))
    same = models.Import.objects.filter(content_hash=content_hash, mapping=mapping, source=source)
    known = same.exclude(state=models.Import.State.UNDONE).order_by("pk").first()
    if known is not None:
        return known.pk, known.state == models.Import.State.LANDED
    row = models.Import.objects.create(source=source, content_hash=content_hash, mapping=mapping, actor_id=actor.member)
    audit(actor, "begin", "import", row.key)
    return row.pk, False


def _dirty_parts(row: models.Import) -> None:
    parts = models.ImportPart.objects.filter(of=row)
    models.Dirty.objects.bulk_create(models.Dirty(table=part.table, month=part.month) for part in parts)


@transaction.atomic
def land_import(imported: int, *, rows: int, rejected: int, actor: Viewer) -> None:
    """Let everything that came in be seen at once: one UPDATE."""
    require(actor, "import_data")
    row = models.Import.objects.select_for_update().get(pk=imported)
    if row.state != models.Import.State.ARRIVING:
        raise ImportState(_("This import has landed or has been undone already."))
    row.state, row.rows, row.rejected, row.landed_at = models.Import.State.LANDED, rows, rejected, timezone.now()
    row.save(update_fields=["state", "rows", "rejected", "landed_at"])
    _dirty_parts(row)
    audit(actor, "land", "import", row.key)


@transaction.atomic
def undo_import(imported: int, *, actor: Viewer) -> None:
    """Take everything that came in out of sight at once: one UPDATE."""
    require(actor, "import_data")
    row = models.Import.objects.select_for_update().get(pk=imported)
    if row.state == models.Import.State.UNDONE:
        raise ImportState(_("This import has been undone already."))
    row.state = models.Import.State.UNDONE
    row.save(update_fields=["state"])
    _dirty_parts(row)
    audit(actor, "undo", "import", row.key)
