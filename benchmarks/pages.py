"""How long the pages of the demo company take: 200 requests with filters drawn at random, signed in."""

from __future__ import annotations

import random
import sys
import time
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

import numpy as np
from benchmarks.figures import Figure, tell
from benchmarks.serving import cpu_s, memory_mb, served

SECTION = "Pages"
REQUESTS = 200
MANY = {"quick": 200_000, "full": 1_000_000}


def addresses(seed: int) -> list[str]:
    """Views of "Where are we today?" that a person could choose."""
    from polku.governance.gate import Viewer
    from polku.insights.scores import available

    there = available(viewer=Viewer(member=None, role="admin"))
    draw = random.Random(seed)  # noqa: S311 - a sample, no secret
    found = []
    for _ in range(REQUESTS):
        asked = {"show": draw.choice(there.metrics), "by": draw.choice(["touchpoint", "segment", "month", "language"])}
        if draw.random() < 0.5 and there.dimensions["segment"]:  # noqa: PLR2004
            asked["segment"] = draw.choice(there.dimensions["segment"])
        asked["compare"] = draw.choice(["none", "year", "previous"])
        found.append("/?" + urlencode(asked))
    return found


def visited(home: str, cookie: str, paths: list[str]) -> list[float]:
    """Milliseconds of each request, over one connection as a browser keeps it."""
    connection = HTTPConnection(urlsplit(home).netloc, timeout=30)
    took = []
    for path in paths:
        began = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": cookie, "Accept-Language": "en"})
        answer = connection.getresponse()
        answer.read()
        took.append((time.perf_counter() - began) * 1000)
        if answer.status != 200:  # noqa: PLR2004
            raise SystemExit(f"{path} gave {answer.status}")
    return took


def main(mode: str) -> None:
    from benchmarks.stores import prepare

    prepare("sqlite")
    from django.conf import settings
    from django.test import Client

    from polku.flows import demo
    from polku.governance.models import Member

    accounts = 40 if mode == "quick" else 300
    began = time.perf_counter()
    demo.load(accounts=accounts)
    size = f"demo company of {accounts} accounts"
    tell(Figure(SECTION, "load the demo company", "polku", size, time.perf_counter() - began))
    client = Client()
    client.force_login(Member.objects.create_user("bench@example.com", None, role="admin"))
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    twice_visited(size, cookie)
    filled(MANY[mode])
    twice_visited(f"{MANY[mode] / 1e6:g} M answers more", cookie)


def filled(answers: int) -> None:
    """Many answers more in the store and in the snapshot."""
    from benchmarks.filling import MONTHS, answered, asked
    from django.db import transaction

    from polku.flows import refresh
    from polku.governance.services import mark_dirty
    from polku.journeys.models import Touchpoint

    answered(asked(list(Touchpoint.objects.order_by("pk").values_list("slug", flat=True)[:5])), answers)
    with transaction.atomic():
        mark_dirty("answers", *MONTHS)
        mark_dirty("accounts")
        mark_dirty("contacts")
    refresh.refresh()


def twice_visited(size: str, cookie: str) -> None:
    """The same 200 views twice, from a server just started."""
    paths = addresses(1)
    with served(workers=True) as home:
        idle = memory_mb()
        began = time.perf_counter()
        visited(home, cookie, ["/"])
        tell(
            Figure(
                SECTION,
                "the very first page after the start",
                "polku",
                size,
                (time.perf_counter() - began) * 1000,
                "ms",
            )
        )
        for visit in ("first visit", "second visit"):
            took = visited(home, cookie, paths)
            for name, at in (("median", 50), ("95th percentile", 95)):
                value = float(np.percentile(took, at))
                goal = 100 if at > 50 else None  # noqa: PLR2004
                tell(Figure(SECTION, f"scoreboard, {visit}, {name}", "polku", size, value, "ms", goal=goal))
        tell(Figure(SECTION, "CPU of web and workers for a page", "polku", size, cpu_s() / 401 * 1000, "ms"))
        tell(Figure(SECTION, "memory of web and workers when started", "polku", size, idle, "MB"))
        tell(Figure(SECTION, "memory of them afterwards", "polku", size, memory_mb(), "MB"))


if __name__ == "__main__":
    main(sys.argv[1])
