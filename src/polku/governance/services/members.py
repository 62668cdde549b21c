"""Decides how members are invited, changed and shut out: one short transaction a use case."""

from __future__ import annotations

from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from polku.governance import models, rules
from polku.governance.gate import ROLES, Viewer, require
from polku.governance.queries import invitation
from polku.governance.rules import Refused
from polku.governance.services.errors import LastAdmin, NotFound
from polku.governance.services.work import audit


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
