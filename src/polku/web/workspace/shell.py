"""Decides what stands around every page: the menu a role may use, the theme, the language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from polku.governance.gate import Action, may
from polku.web.workspace.access import viewer_of

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "theme"


@dataclass(frozen=True, slots=True)
class Subject:
    """One entry of the menu."""

    address: str
    name: Any
    short: Any
    icon: str
    # What stands under it in the menu, and belongs to it: its address and its name.
    below: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as it stands on one page."""

    subject: Subject
    here: bool
    below: tuple[Entry, ...] = ()


# Written in the order of the loop: see, tell what matters, understand the journey, ask, know whom, bring in, settle.
SUBJECTS = (
    Subject("/", _("Where are we today?"), _("Today"), "compass"),
    Subject("/matters/", _("What matters most?"), _("Matters"), "chart-dots"),
    Subject("/journeys/", _("Journeys"), _("Journeys"), "route", (("/improvements/", _("Improvements")),)),
    Subject("/surveys/", _("Surveys"), _("Surveys"), "clipboard-text", (("/rounds/", _("Rounds by mail")),)),
    Subject("/people/", _("People"), _("People"), "users"),
    Subject("/imports/", _("Imports"), _("Imports"), "file-import"),
    Subject("/settings/", _("Settings"), _("Settings"), "settings"),
)


@cache
def action_of(address: str) -> Action | None:
    """The action that the page behind an address asks of its reader; None when there is no such page."""
    try:
        return getattr(resolve(address).func, "action", None)
    except Resolver404:
        return None


def menu(request: HttpRequest) -> tuple[Entry, ...]:
    """The subjects that the signed-in member may open; nobody signed in sees none."""
    if not request.user.is_authenticated:
        return ()
    viewer = viewer_of(request)
    first = "/" + request.path.lstrip("/").partition("/")[0]
    here = first if first == "/" else f"{first}/"

    def entries(subjects: Iterable[Subject]) -> tuple[Entry, ...]:
        allowed = ((subject, action_of(subject.address)) for subject in subjects)
        return tuple(
            Entry(subject, here == subject.address, entries(_below(subject)))
            for subject, action in allowed
            if action and may(viewer, action)
        )

    return entries(SUBJECTS)


def _below(subject: Subject) -> list[Subject]:
    return [Subject(address, name, name, "") for address, name in subject.below]


def theme_of(request: HttpRequest) -> str:
    """The theme this browser chose; auto follows the system."""
    chosen = request.COOKIES.get(THEME_COOKIE, "auto")
    return chosen if chosen in THEMES else "auto"


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of every page; the menu is worked out only where it is drawn."""
    return {
        "menu": SimpleLazyObject(lambda: menu(request)),
        "theme": theme_of(request),
        "shell_languages": settings.LANGUAGES,
        "shell_themes": (("auto", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))),
    }
