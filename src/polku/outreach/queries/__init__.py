"""Reads of rounds: as they stand, as they would be, and person by person."""

from polku.outreach.queries.log import Addressee, Log, LogRow, addressee, log
from polku.outreach.queries.planning import DryRow, DryRun, Plan, Planned, dry_run, person, plan
from polku.outreach.queries.rounds import (
    Funnel,
    NoSuchRound,
    RoundRow,
    contact_rules,
    due,
    funnel,
    round_,
    rounds,
    to_plan,
)

__all__ = [
    "Addressee",
    "DryRow",
    "DryRun",
    "Funnel",
    "Log",
    "LogRow",
    "NoSuchRound",
    "Plan",
    "Planned",
    "RoundRow",
    "addressee",
    "contact_rules",
    "dry_run",
    "due",
    "funnel",
    "log",
    "person",
    "plan",
    "round_",
    "rounds",
    "to_plan",
]
