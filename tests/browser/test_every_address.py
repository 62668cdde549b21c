"""Every address a member can reach from "Where are we today?", on the demo company: axe finds nothing on any of them.

The links are followed as a person would; states that need more than the demo have their tests beside their pages.
"""

from __future__ import annotations

from http import HTTPStatus

import pytest
from django.urls import resolve

from polku.flows import demo
from polku.governance.gate import Viewer
from polku.surveys import rules
from polku.surveys import services as surveys

NOBODY = Viewer(member=None, role="admin")
LOOKS = {"light": "laptop", "dark": "phone"}


@pytest.fixture
def company(address, settings, tmp_path):
    settings.SNAPSHOT = tmp_path / "snapshot"
    demo.load(accounts=20)
    # A survey that is being written has pages of its own.
    content = rules.TEMPLATES["relationship_pulse"].make("en")
    surveys.create_survey(names={"en": "Draft"}, audience="customer", content=content, actor=NOBODY)


def paths(page) -> list[str]:
    found = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
    home = page.url.split("/", 3)[:3]
    return [href.split("#")[0] for href in found if href.split("/", 3)[:3] == home]


def walk(page) -> dict[str, str | None]:
    """One address of each route that links lead to, from the first page on; None for what is no page, as a file is."""
    page.goto("/")
    seen: dict[str, str | None] = {}
    waiting = [page.url]
    while waiting:
        url = waiting.pop(0)
        route = resolve("/" + url.split("/", 3)[3].split("?")[0]).route
        if seen.get(route) or (answer := page.request.get(url)).status != HTTPStatus.OK:
            continue
        seen[route] = None
        if "text/html" not in answer.headers["content-type"]:
            continue
        seen[route] = url
        page.goto(url)
        waiting += paths(page)
    return seen


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_axe_finds_nothing_at_any_address(signed_in, company, clean, shot, language):
    addresses = walk(signed_in("admin", language=language))
    faults = []
    for theme, size in LOOKS.items():
        page = signed_in("admin", language=language, theme=theme, size=size)
        for route, url in addresses.items():
            if url is None:
                continue
            page.goto(url)
            shot(page, route.replace("/", "_").replace("<", "").replace(">", "") or "home", size, theme, language)
            try:
                clean(page)
            except AssertionError as fault:
                faults.append(f"{theme} {size} {route}: {fault}")
                page.problems.clear()
    assert not faults, "\n".join(faults)
