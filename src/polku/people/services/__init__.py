"""Writes of this room: accounts, their people, segments, the do-not-ask list, and many at once."""

from polku.people.services.accounts import (
    AccountDetails,
    create_account,
    delete_account,
    name_own_account,
    restore_account,
    update_account,
)
from polku.people.services.contacts import (
    ContactDetails,
    add_contact,
    allow_asking,
    delete_contact,
    do_not_ask,
    restore_contact,
    update_contact,
)
from polku.people.services.loads import AccountRow, ContactRow, load_accounts, load_contacts
from polku.people.services.segments import delete_segment, order_segments, save_segment

__all__ = [
    "AccountDetails",
    "AccountRow",
    "ContactDetails",
    "ContactRow",
    "add_contact",
    "allow_asking",
    "create_account",
    "delete_account",
    "delete_contact",
    "delete_segment",
    "do_not_ask",
    "load_accounts",
    "load_contacts",
    "name_own_account",
    "order_segments",
    "restore_account",
    "restore_contact",
    "save_segment",
    "update_account",
    "update_contact",
]
