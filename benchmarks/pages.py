"""How long the pages of the demo company take: 200 requests with filters drawn at random, signed in."""

from __future__ import annotations

import random
import sys
import time
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

import numpy as np
from benchmarks.figures import Figure, tell

SECTION = "Pages"
REQUESTS = 200


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
    from benchmarks.serving import memory_mb, served
    from benchmarks.stores import prepare

    prepare("sqlite")
    from django.conf import settings
    from django.test import Client

    from polku.flows import demo
    from polku.governance.models import Member

    accounts = 60 if mode == "quick" else 300
    began = time.perf_counter()
    demo.load(accounts=accounts)
    size = f"demo company of {accounts} accounts"
    tell(Figure(SECTION, "load the demo company", "polku", size, time.perf_counter() - began))
    client = Client()
    client.force_login(Member.objects.create_user("bench@example.com", None, role="admin"))
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    paths = addresses(1)
    with served(workers=True) as home:
        for visit in ("first visit", "second visit"):
            took = visited(home, cookie, paths)
            for name, at in (("median", 50), ("95th percentile", 95)):
                value = float(np.percentile(took, at))
                goal = 100 if at > 50 else None  # noqa: PLR2004
                tell(Figure(SECTION, f"scoreboard, {visit}, {name}", "polku", size, value, "ms", goal=goal))
        tell(
            Figure(
                SECTION,
                "memory of web and workers",
                "polku",
                size,
                memory_mb("polku.project.gunicorn|flows.workers"),
                "MB",
            )
        )


if __name__ == "__main__":
    main(sys.argv[1])
