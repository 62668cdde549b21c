"""Decides which ready surveys the product offers to begin from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from polku.surveys.rules.labels import Words
from polku.surveys.rules.promises import Promise
from polku.surveys.rules.templates import employee, relationship, touchpoint


@dataclass(frozen=True, slots=True)
class Template:
    """A ready survey: for whom, under which promise it is meant, and what it asks."""

    key: str
    names: Words
    audience: str
    promise: Promise
    make: Callable[[str], dict[str, Any]]


TEMPLATES: Mapping[str, Template] = MappingProxyType(
    {
        one.key: one
        for one in (
            Template("relationship_pulse", relationship.NAMES, "customer", "open", relationship.whole),
            Template("relationship_short", relationship.SHORT_NAMES, "customer", "open", relationship.short),
            Template("touchpoint", touchpoint.NAMES, "customer", "open", touchpoint.whole),
            Template("employee_pulse", employee.NAMES, "employee", "anonymous", employee.whole),
        )
    },
)
