"""Writes of rounds: settled, started, stopped; and each step of a message through the outbox."""

from polku.outreach.services.following import call_off, come_again, keep_following, move, note_observed, write_down
from polku.outreach.services.outbox import (
    Handed,
    later,
    leave_unknown,
    mark_bounced,
    not_taken,
    remind,
    resolve,
    take_next,
    taken,
    unsure,
)
from polku.outreach.services.returned import take_returned
from polku.outreach.services.rounds import (
    RoundDetails,
    change_round,
    delete_round,
    make_round,
    planned_all,
    save_contact_rules,
    start_round,
    stop_round,
    store_planned,
)

__all__ = [
    "Handed",
    "RoundDetails",
    "call_off",
    "change_round",
    "come_again",
    "delete_round",
    "keep_following",
    "later",
    "leave_unknown",
    "make_round",
    "mark_bounced",
    "move",
    "not_taken",
    "note_observed",
    "planned_all",
    "remind",
    "resolve",
    "save_contact_rules",
    "start_round",
    "stop_round",
    "store_planned",
    "take_next",
    "take_returned",
    "taken",
    "unsure",
    "write_down",
]
