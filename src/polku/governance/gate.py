"""Decides what a member may do: one table, asked by every page, query, export and background job."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Role = Literal["viewer", "contributor", "manager", "admin"]
Action = Literal[
    "see_figures",
    "read_answers",
    "log_feedback",
    "work_own_cases",
    "edit_customers",
    "design",
    "import_data",
    "send",
    "export",
    "close_any_case",
    "approve",
    "manage_members",
    "manage_settings",
    "manage_tokens",
    "erase_person",
]

ROLES: tuple[Role, ...] = ("viewer", "contributor", "manager", "admin")
LEAST_ROLE: MappingProxyType[Action, Role] = MappingProxyType(
    {
        "see_figures": "viewer",
        "read_answers": "contributor",
        "log_feedback": "contributor",
        "work_own_cases": "contributor",
        "edit_customers": "manager",
        "design": "manager",
        "import_data": "manager",
        "send": "manager",
        "export": "manager",
        "close_any_case": "manager",
        "approve": "manager",
        "manage_members": "admin",
        "manage_settings": "admin",
        "manage_tokens": "admin",
        "erase_person": "admin",
    },
)


class NotAllowed(Exception):  # noqa: N818 - reads as what happened
    """The viewer's role does not reach this action."""

    def __init__(self, action: Action) -> None:
        super().__init__(action)
        self.action = action


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person on whose behalf something is read or done.

    ``member`` is None for the product itself (the demo, an installation step). ``account_scope`` holds the accounts the
    person may see; None means all.
    """

    member: int | None
    role: Role
    account_scope: frozenset[int] | None = None
    language: str = "en"


def may(viewer: Viewer, action: Action) -> bool:
    """Whether the viewer's role reaches the action."""
    return ROLES.index(viewer.role) >= ROLES.index(LEAST_ROLE[action])


def require(viewer: Viewer, action: Action) -> None:
    """Raise NotAllowed unless the viewer may."""
    if not may(viewer, action):
        raise NotAllowed(action)
