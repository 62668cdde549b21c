"""Writes of members, settings, the audit, imports and the snapshot's work list: one short transaction a use case."""

from polku.governance.rules import Refused
from polku.governance.services.errors import ImportState, LastAdmin, NotFound, Stale, check_seen
from polku.governance.services.imports import begin_import, land_import, undo_import
from polku.governance.services.members import (
    accept_invitation,
    change_my_password,
    change_role,
    invitation_token,
    invite_member,
    remove_second_factor,
    set_active,
    update_me,
)
from polku.governance.services.organisation import do_not_ask_salt, update_organisation
from polku.governance.services.rows import bring_back, save_changed, take_away
from polku.governance.services.uploads import (
    add_upload,
    change_upload,
    drop_upload,
    forget_mapping,
    keep_mapping,
    start_upload,
    tell_upload,
)
from polku.governance.services.views import change_view, forget_view, save_view
from polku.governance.services.work import ADDED, audit, mark_dirty

__all__ = [
    "ADDED",
    "ImportState",
    "LastAdmin",
    "NotFound",
    "Refused",
    "Stale",
    "accept_invitation",
    "add_upload",
    "audit",
    "begin_import",
    "bring_back",
    "change_my_password",
    "change_role",
    "change_upload",
    "change_view",
    "check_seen",
    "do_not_ask_salt",
    "drop_upload",
    "forget_mapping",
    "forget_view",
    "invitation_token",
    "invite_member",
    "keep_mapping",
    "land_import",
    "mark_dirty",
    "remove_second_factor",
    "save_changed",
    "save_view",
    "set_active",
    "start_upload",
    "take_away",
    "tell_upload",
    "undo_import",
    "update_me",
    "update_organisation",
]
