"""Walks every address of the workspace and every link and choice on its pages, and keeps what comes back.

Pages are compared between two worlds that differ in nothing but what must not be known. What a page, a file or an
address says then has to be the same to the byte, whatever it says and however it comes by it.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import cycle
from urllib.parse import urljoin, urlsplit

from django.apps import apps
from django.test import Client

from polku.surveys.models import Survey
from polku.web.workspace.scoreboard.address import BREAKDOWNS
from tests.polku.web.test_routes import workspace

# Marks that are drawn at random for each page, each session or each build: they say nothing.
_RANDOM = (
    (re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"'), b"csrf"),
    (re.compile(rb'"X-CSRFToken": "[^"]*"'), b"csrf"),
    (re.compile(rb"(?<=[0-9]{8}-)[0-9a-f]{8}"), b"drawn"),
    (re.compile(rb'nonce="[^"]*"'), b"nonce"),
    (re.compile(rb'name="once" value="[^"]*"'), b"once"),
    (re.compile(rb'name="_key" value="[^"]*"'), b"form"),
    # The moment at which the test itself ran: the audit, the last sign-in.
    (re.compile(rb"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]+[+-][0-9]{2}:[0-9]{2}"), b"moment"),
    (re.compile(rb">[^<]*</time>"), b"></time>"),
    # The minute a form was drawn, which it proposes.
    (re.compile(rb'<input type="datetime-local"[^>]*>'), b"moment"),
)
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_LINK = re.compile(r'(?:href|src|action|hx-get|data-[a-z-]+)="([^"]+)"')
_FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
_SELECT = re.compile(r'<select\b[^>]*name="([^"]+)"[^>]*>(.*?)</select>', re.DOTALL)
_OPTION = re.compile(r'<option\b[^>]*value="([^"]*)"')
_CHECK = re.compile(r'<input\b[^>]*type="(?:checkbox|radio)"[^>]*name="([^"]+)"[^>]*value="([^"]*)"')
# Not of the workspace: what everybody may load, the way in and out, what respondents meet.
_ELSEWHERE = ("/static/", "/sign-in/", "/s/", "/healthz")
_PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")


def fixed() -> list[str]:
    """Every address of the workspace, with the keys of what there is in the store filled in."""
    found = []
    for route, _pattern in workspace():
        kinds = {kind for kind, _name in _PARAMETER.findall(route)}
        fillings = _keys(route.partition("/")[0]) if "uuid" in kinds else ["1"]
        found += [f"/{_PARAMETER.sub(lambda one, to=to: to if one[1] == 'uuid' else '1', route)}" for to in fillings]
    return found


def _keys(room: str) -> list[str]:
    """Keys of the first two of each kind of thing in a room; of all rooms, where no room has the address's name."""
    labels = {config.label for config in apps.get_app_configs()}
    return [
        str(key)
        for model in apps.get_models()
        if model.__module__.startswith("polku.")
        and (room not in labels or model._meta.app_label == room)
        and model.__name__ != "Response"
        and any(field.name == "key" for field in model._meta.get_fields())
        for key in model.objects.order_by("pk").values_list("key", flat=True)[:2]
    ]


def answering(client: Client) -> list[str]:
    """Those of them behind which there is something to read."""
    return [address for address in fixed() if client.get(address).status_code < 300]


def views() -> list[str]:
    """Addresses of the scoreboard's views: the file of every breakdown, each second by step, the maps, the trend."""
    kinds = cycle(("table", "distribution"))
    files = [f"/export/csv/?by={by}&view={view}" for by, view in zip(BREAKDOWNS, kinds, strict=False)]
    drawn = [f"/?view={view}&weight={weight}" for view in ("trend", "map") for weight in ("respondent", "account")]
    return [*files, *drawn]


def handed_over(client: Client) -> dict[str, bytes]:
    """The files of answers that whoever asks is given, and the words of the page otherwise."""
    found = {}
    for key in Survey.objects.order_by("pk").values_list("key", flat=True):
        for kind in ("csv", "xlsx"):
            address = f"/surveys/{key}/export/"
            response = client.post(address, {"format": kind}, follow=True)
            found[f"{address} {kind}"] = plain(response.getvalue())
    return found


def seen(client: Client, starts: Iterable[str], *, most: int) -> dict[str, bytes]:
    """What each address answers, from the given ones on along links and choices; ``most`` of them at the most."""
    found: dict[str, bytes] = {}
    waiting = list(dict.fromkeys(starts))
    known = set(waiting)
    while waiting and len(found) < most:
        address = waiting.pop(0)
        response = client.get(address)
        if response.status_code >= 300:
            continue
        content = response.getvalue()
        found[address] = plain(content)
        if "html" in response["Content-Type"]:
            further = [one for one in leads(address, content.decode()) if one not in known]
            known.update(further)
            waiting += further
    return found


def plain(content: bytes) -> bytes:
    """The content without what is drawn at random, and without the hour that files are packed with."""
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = [name for name in packed.namelist() if not name.startswith("docProps/")]
            return b"\n".join(name.encode() + packed.read(name) for name in sorted(parts))
    if content[:4] == b"%PDF":
        return b"\n".join(sorted(map(_unpacked, _STREAM.findall(content))))
    for pattern, instead in _RANDOM:
        content = pattern.sub(instead, content)
    return content


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


def leads(address: str, page: str) -> Iterator[str]:
    """Addresses that a page links to, or that a form on it asks by one choice."""
    targets = [unescape(one) for one in _LINK.findall(page)]
    for attributes, inside in _FORM.findall(page):
        if 'method="post"' in attributes.lower():
            continue
        action = re.search(r'action="([^"]*)"', attributes)
        to = unescape(action[1]).partition("?")[0] if action else ""
        choices = [(name, key) for name, options in _SELECT.findall(inside) for key in _OPTION.findall(options)]
        targets += [f"{to}?{name}={key}" for name, key in (*choices, *_CHECK.findall(inside))]
    for target in targets:
        if not target or target[0] not in "/?":
            continue
        parts = urlsplit(urljoin(address, target))
        if not parts.netloc and not parts.path.startswith(_ELSEWHERE):
            yield f"{parts.path}?{parts.query}" if parts.query else parts.path
