"""Every address a member can reach from "Where are we today?", on the demo company: axe finds nothing on any of them.

The links are followed as a person would; states that need more than the demo have their tests beside their pages.
"""

from __future__ import annotations

import re
from html import unescape
from http import HTTPStatus
from urllib.parse import urljoin

import pytest
from django.urls import resolve

from polku.flows import demo
from polku.governance.gate import Viewer
from polku.surveys import rules
from polku.surveys import services as surveys

NOBODY = Viewer(member=None, role="admin")
_LINK = re.compile(r'<a\b[^>]*?\shref="([^"]*)"')
# Fewer pages than this were found only if links had been lost on the way.
FEWEST = 40
# The first page that counts something waits for its kernels to be compiled.
PATIENCE = 120_000
LOOKS = {"light": "laptop", "dark": "phone"}


@pytest.fixture
def company(address, settings, tmp_path):
    settings.SNAPSHOT = tmp_path / "snapshot"
    demo.load(accounts=20)
    # A survey that is being written has pages of its own.
    content = rules.TEMPLATES["relationship_pulse"].make("en")
    surveys.create_survey(names={"en": "Draft"}, audience="customer", content=content, actor=NOBODY)


def paths(url: str, html: str) -> list[str]:
    """Where the links of a page lead, on this site."""
    found = [urljoin(url, unescape(href)).split("#")[0] for href in _LINK.findall(html)]
    return [href for href in dict.fromkeys(found) if href.split("/", 3)[:3] == url.split("/", 3)[:3]]


def walk(page) -> dict[str, str | None]:
    """One address of each route that links lead to, from the first page on; None for what is no page, as a file is."""
    page.goto("/")
    seen: dict[str, str | None] = {}
    waiting = [page.url]
    while waiting:
        url = waiting.pop(0)
        route = resolve("/" + url.split("/", 3)[3].split("?")[0]).route
        if seen.get(route) or (answer := page.request.get(url, timeout=PATIENCE)).status != HTTPStatus.OK:
            continue
        seen[route] = None
        if "text/html" not in answer.headers["content-type"]:
            continue
        seen[route] = url
        waiting += paths(url, answer.text())
    return seen


def test_axe_finds_nothing_at_any_address(signed_in, company, clean, fits, shot):
    """Finnish, whose words are longest, goes through everything with axe, light and dark.

    What axe reads, structure, names and colours, is the same in the other languages, of which house tests know that
    every word is there; what another language can break is the width of a phone. So they are looked at there alone.
    """
    addresses = walk(signed_in("admin", language="fi"))
    pages = {route: url for route, url in addresses.items() if url is not None}
    assert len(pages) > FEWEST
    looks = [("fi", theme, size, clean) for theme, size in LOOKS.items()]
    faults = []
    for language, theme, size, check in [*looks, ("en", "light", "phone", fits), ("sv", "light", "phone", fits)]:
        page = signed_in("admin", language=language, theme=theme, size=size)
        for route, url in pages.items():
            page.goto(url, timeout=PATIENCE)
            shot(page, route.replace("/", "_").replace("<", "").replace(">", "") or "home", size, theme, language)
            try:
                # A survey that is looked at beforehand speaks the language it was opened in, and a sheet its own.
                own = route.startswith("s/") or "<str:language>" in route
                assert own or page.get_attribute("html", "lang") == language
                check(page)
            except AssertionError as fault:
                faults.append(f"{language} {theme} {size} {route}: {fault}")
                page.problems.clear()
    assert not faults, "\n".join(faults)
