"""Writes of rounds: settled, started, stopped; and each step of a message through the outbox."""

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
    "change_round",
    "delete_round",
    "later",
    "leave_unknown",
    "make_round",
    "mark_bounced",
    "not_taken",
    "planned_all",
    "remind",
    "resolve",
    "save_contact_rules",
    "start_round",
    "stop_round",
    "store_planned",
    "take_next",
    "taken",
    "unsure",
]
