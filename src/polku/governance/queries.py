"""Reads of members, the organisation's settings, the audit and imports, as frozen dataclasses and through the gate."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import connection
from django.db.models import Q

from polku.governance import models
from polku.governance.gate import Viewer, require
from polku.governance.rules import in_language


class _Invitation(PasswordResetTokenGenerator):
    """A link that dies when it is used: it holds the password that its use replaces."""

    key_salt = "polku.governance.invitation"


invitation = _Invitation()


@dataclass(frozen=True, slots=True)
class Invited:
    """Whom a one-time link is for."""

    email: str
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class Organisation:
    """What the organisation has settled; ``contact`` is what a respondent reads about whom to turn to."""

    names: Mapping[str, str]
    languages: tuple[str, ...]
    default_language: str
    time_zone: str
    currency: str
    threshold_scores: int
    threshold_comments: int
    contact: Mapping[str, str]
    mark: str

    def name(self, language: str) -> str:
        return in_language(self.names, language, self.default_language)


@dataclass(frozen=True, slots=True)
class PublicOrganisation:
    """What anyone may know: it stands on every survey."""

    names: Mapping[str, str]
    languages: tuple[str, ...]
    default_language: str
    contact: Mapping[str, str]

    def name(self, language: str) -> str:
        return in_language(self.names, language, self.default_language)


@dataclass(frozen=True, slots=True)
class Member:
    """A colleague as the list of members shows them; ``waiting`` says that the invitation is not yet used."""

    id: int
    key: UUID
    email: str
    name: str
    role: str
    language: str
    active: bool
    waiting: bool
    second_factor: bool
    last_login: datetime | None


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member as others see them: enough to name an owner."""

    id: int
    key: UUID
    name: str


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One use case: who, what, on which thing, which fields."""

    at: datetime
    actor: str
    verb: str
    subject_kind: str
    subject_key: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AuditPage:
    """A page of the audit, newest first; ``before`` asks for the next one, None at the end."""

    entries: tuple[AuditEntry, ...]
    before: int | None


@dataclass(frozen=True, slots=True)
class ImportUnit:
    """Records that came in together."""

    id: int
    key: UUID
    source: str
    state: str
    rows: int
    rejected: int
    begun_at: datetime
    landed_at: datetime | None
    content_hash: str


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was brought in.

    ``state``: waiting (to be decided on), reading, arriving, landed, failed or undone. ``progress`` is 0 to 1.
    ``path`` and ``rejected`` lead from the folder of uploads; empty when there is no such file. ``told`` is what became
    of it, as the flow wrote it.
    """

    key: UUID
    name: str
    path: str
    sha256: str
    size: int
    mapping: Mapping[str, Any]
    state: str
    progress: float
    told: Mapping[str, Any]
    rejected: str
    imported: int | None
    by: str
    created_at: datetime
    beat_at: datetime | None


@dataclass(frozen=True, slots=True)
class SavedView:
    """A view of the scoreboard under its name; ``by`` is whose it is, empty when it is the viewer's own."""

    key: UUID
    name: str
    address: str
    by: str
    shared: bool
    pinned: bool

    @property
    def mine(self) -> bool:
        return not self.by


@dataclass(frozen=True, slots=True)
class KeptMapping:
    """A mapping that is used again: its name and its text."""

    name: str
    toml: str
    by: str
    at: datetime


def _settled() -> models.Organisation:
    return models.Organisation.objects.first() or models.Organisation()


def organisation(*, viewer: Viewer) -> Organisation:
    """The organisation's settings; their defaults while nothing has been settled."""
    require(viewer, "see_figures")
    row = _settled()
    return Organisation(
        names=row.names,
        languages=tuple(row.languages),
        default_language=row.default_language,
        time_zone=row.time_zone,
        currency=row.currency,
        threshold_scores=row.threshold_scores,
        threshold_comments=row.threshold_comments,
        contact=row.contact,
        mark=row.mark,
    )


def public_organisation() -> PublicOrganisation:
    """What a respondent is told about who asks; needs no viewer, for it is on every survey."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT names, languages, default_language, contact FROM governance_organisation LIMIT 1")
        return _public(cursor.fetchone())


def time_zone() -> str:
    """In whose days and hours pages speak; needs no viewer, for a page has a time before it has a reader."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT time_zone FROM governance_organisation LIMIT 1")
        row = cursor.fetchone()
    return row[0] if row else models.Organisation().time_zone


@lru_cache(maxsize=8)
def _public(row: tuple[str, str, str, str] | None) -> PublicOrganisation:
    """What the row says, as the store wrote it: read for every respondent, understood when it has changed."""
    if row is None:
        default = models.Organisation()
        return PublicOrganisation(default.names, tuple(default.languages), default.default_language, default.contact)
    names, languages, default_language, contact = row
    return PublicOrganisation(json.loads(names), tuple(json.loads(languages)), default_language, json.loads(contact))


def do_not_ask_salt(*, viewer: Viewer) -> str:
    """What the do-not-ask list is hashed with; empty while nobody has been put on it."""
    require(viewer, "see_figures")
    return _settled().salt


def _member(row: models.Member, guarded: set[int]) -> Member:
    return Member(
        id=row.pk,
        key=row.key,
        email=row.email,
        name=row.name,
        role=row.role,
        language=row.language,
        active=row.is_active,
        waiting=row.is_active and not row.has_usable_password(),
        second_factor=row.pk in guarded,
        last_login=row.last_login,
    )


def members(*, viewer: Viewer) -> tuple[Member, ...]:
    """Every member, the active ones first."""
    require(viewer, "manage_members")
    guarded = set(Authenticator.objects.filter(type=Authenticator.Type.TOTP).values_list("user", flat=True))
    return tuple(_member(row, guarded) for row in models.Member.objects.order_by("-is_active", "name", "email"))


def member(key: UUID, *, viewer: Viewer) -> Member | None:
    """One member; anyone may look at themselves, an admin at all."""
    row = models.Member.objects.filter(key=key).first()
    if row is not None and row.pk != viewer.member:
        require(viewer, "manage_members")
    if row is None:
        return None
    guarded = Authenticator.objects.filter(user=row, type=Authenticator.Type.TOTP).exists()
    return _member(row, {row.pk} if guarded else set())


def invited(key: UUID, token: str) -> Invited | None:
    """Whom a one-time link is for; None when it has been used or has run out. The link is the right: no viewer."""
    row = models.Member.objects.filter(key=key, is_active=True).first()
    if row is None or not invitation.check_token(row, token):
        return None
    return Invited(row.email, row.name, row.language)


def colleagues(*, viewer: Viewer) -> tuple[Colleague, ...]:
    """Active members by name, to choose an owner from."""
    require(viewer, "see_figures")
    rows = models.Member.objects.filter(is_active=True).order_by("name", "email")
    return tuple(Colleague(row.pk, row.key, str(row)) for row in rows)


def audit(
    *,
    viewer: Viewer,
    before: int | None = None,
    verb: str = "",
    subject_kind: str = "",
    size: int = 50,
) -> AuditPage:
    """The audit newest first, a page at a time: ``before`` is what the page ahead of it gave."""
    require(viewer, "manage_settings")
    rows = models.AuditEntry.objects.select_related("actor").order_by("-pk")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    if verb:
        rows = rows.filter(verb=verb)
    if subject_kind:
        rows = rows.filter(subject_kind=subject_kind)
    found = list(rows[: size + 1])
    entries = tuple(
        AuditEntry(
            row.at, str(row.actor) if row.actor else "", row.verb, row.subject_kind, row.subject_key, tuple(row.fields)
        )
        for row in found[:size]
    )
    return AuditPage(entries, found[size - 1].pk if len(found) > size else None)


def audit_kinds(*, viewer: Viewer) -> tuple[str, ...]:
    """The kinds of things that the audit speaks of, to filter by."""
    require(viewer, "manage_settings")
    kinds = models.AuditEntry.objects.order_by("subject_kind").values_list("subject_kind", flat=True).distinct()
    return tuple(kinds)


def imports(*, viewer: Viewer) -> tuple[ImportUnit, ...]:
    """Imports, newest first."""
    require(viewer, "import_data")
    return tuple(_import_unit(row) for row in models.Import.objects.order_by("-pk"))


def landed_mappings(source: str, *, viewer: Viewer) -> tuple[Mapping[str, Any], ...]:
    """How the files of a source that landed were mapped, the last one first."""
    require(viewer, "import_data")
    rows = models.Import.objects.filter(source__iexact=source[:200], state=models.Import.State.LANDED)
    return tuple(rows.order_by("-landed_at", "-pk").values_list("mapping", flat=True))


def _import_unit(row: models.Import) -> ImportUnit:
    return ImportUnit(
        row.pk, row.key, row.source, row.state, row.rows, row.rejected, row.begun_at, row.landed_at, row.content_hash
    )


def uploads(*, viewer: Viewer) -> tuple[Upload, ...]:
    """Files that were brought in, newest first."""
    require(viewer, "import_data")
    rows = models.Upload.objects.select_related("imported", "actor").order_by("-pk")
    return tuple(_upload(row) for row in rows)


def upload(key: UUID, *, viewer: Viewer) -> Upload | None:
    """One file that was brought in."""
    require(viewer, "import_data")
    row = models.Upload.objects.select_related("imported", "actor").filter(key=key).first()
    return None if row is None else _upload(row)


def _upload(row: models.Upload) -> Upload:
    undone = row.imported is not None and row.imported.state == models.Import.State.UNDONE
    return Upload(
        key=row.key,
        name=row.name,
        path=row.path,
        sha256=row.sha256,
        size=row.size,
        mapping=row.mapping,
        state="undone" if undone and row.state == models.Upload.State.LANDED else row.state,
        progress=row.progress,
        told=row.told,
        rejected=row.rejected,
        imported=row.imported_id,
        by=row.actor.name or row.actor.email if row.actor else "",
        created_at=row.created_at,
        beat_at=row.beat_at,
    )


def kept_mappings(*, viewer: Viewer) -> tuple[KeptMapping, ...]:
    """Mappings that are kept to be used again, by name."""
    require(viewer, "import_data")
    rows = models.KeptMapping.objects.select_related("by").order_by("name")
    return tuple(
        KeptMapping(row.name, row.toml, (row.by.name or row.by.email) if row.by else "", row.at) for row in rows
    )


def saved_views(*, viewer: Viewer) -> tuple[SavedView, ...]:
    """The viewer's own views, then those that others share, by name."""
    require(viewer, "see_figures")
    if viewer.member is None:
        return ()
    rows = models.SavedView.objects.filter(Q(member=viewer.member) | Q(shared=True)).select_related("member")
    found = (
        SavedView(
            row.key,
            row.name,
            row.address,
            "" if row.member_id == viewer.member else row.member.name or row.member.email,
            row.shared,
            row.pinned and row.member_id == viewer.member,
        )
        for row in rows
    )
    return tuple(sorted(found, key=lambda view: (not view.mine, view.name.casefold())))
