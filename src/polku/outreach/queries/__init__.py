"""Reads of rounds: as they stand, as they would be, and person by person."""

from polku.outreach.queries.coverage import Coverage, coverage
from polku.outreach.queries.following import (
    Following,
    HappeningRow,
    Observed,
    coming_again,
    following,
    happening,
    happenings,
    letters_for,
    looked_at,
    observed,
    to_follow,
)
from polku.outreach.queries.groups import MOST_GROUPS, Group, groups, silence
from polku.outreach.queries.log import Addressee, Log, LogRow, addressee, log
from polku.outreach.queries.planning import DryRow, DryRun, Plan, Planned, dry_run, person, plan
from polku.outreach.queries.preparing import Preparation, preparation
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
    "MOST_GROUPS",
    "Addressee",
    "Coverage",
    "DryRow",
    "DryRun",
    "Following",
    "Funnel",
    "Group",
    "HappeningRow",
    "Log",
    "LogRow",
    "NoSuchRound",
    "Observed",
    "Plan",
    "Planned",
    "Preparation",
    "RoundRow",
    "addressee",
    "coming_again",
    "contact_rules",
    "coverage",
    "dry_run",
    "due",
    "following",
    "funnel",
    "groups",
    "happening",
    "happenings",
    "letters_for",
    "log",
    "looked_at",
    "observed",
    "person",
    "plan",
    "preparation",
    "round_",
    "rounds",
    "silence",
    "to_follow",
    "to_plan",
]
