"""Decides how views of the scoreboard are kept under a name: by one member, shared with all where they say so."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from polku.governance import models
from polku.governance.gate import Viewer, may, require
from polku.governance.rules import Refused
from polku.governance.services.errors import NotFound
from polku.governance.services.work import audit

LONGEST_NAME = 80
LONGEST_ADDRESS = 4000
MOST_VIEWS = 100


@transaction.atomic
def save_view(name: str, address: str, *, shared: bool, pinned: bool, actor: Viewer) -> UUID:
    """Keep what an address asks under a name; a view of mine with that name is replaced."""
    require(actor, "see_figures")
    name = " ".join(name.split())
    if actor.member is None:
        raise Refused(_("Only a member can keep a view."))
    if not name:
        raise Refused(_("Give the view a name."), "name")
    if len(name) > LONGEST_NAME:
        raise Refused(_("Give the view a shorter name: at most %(most)s characters.") % {"most": LONGEST_NAME}, "name")
    if len(address) > LONGEST_ADDRESS:
        raise Refused(_("This view has too many filters to be kept. Take some off."))
    mine = models.SavedView.objects.filter(member=actor.member)
    if mine.exclude(name=name).count() >= MOST_VIEWS:
        raise Refused(_("You have kept %(most)s views. Remove one first.") % {"most": MOST_VIEWS}, "name")
    view, _made = models.SavedView.objects.update_or_create(
        member_id=actor.member, name=name, defaults={"address": address, "shared": shared, "pinned": pinned}
    )
    audit(actor, "create", "view", view.key)
    return view.key


@transaction.atomic
def change_view(key: UUID, *, actor: Viewer, pinned: bool | None = None, shared: bool | None = None) -> None:
    """Pin or unpin, share or keep to oneself; only one's own."""
    require(actor, "see_figures")
    view = models.SavedView.objects.select_for_update().filter(key=key, member=actor.member).first()
    if view is None:
        raise NotFound(_("This view is not there any more."))
    given = {name: value for name, value in (("pinned", pinned), ("shared", shared)) if value is not None}
    for name, value in given.items():
        setattr(view, name, value)
    view.save(update_fields=list(given))
    audit(actor, "update", "view", view.key, list(given))


@transaction.atomic
def forget_view(key: UUID, *, actor: Viewer) -> None:
    """Remove a view: one's own, or a shared one by who manages settings."""
    require(actor, "see_figures")
    view = models.SavedView.objects.select_for_update().filter(key=key).first()
    theirs = view is not None and view.shared and may(actor, "manage_settings")
    if view is None or not (view.member_id == actor.member or theirs):
        raise NotFound(_("This view is not there any more."))
    view.delete()
    audit(actor, "delete", "view", key)
