"""What a respondent's page weighs and how soon it shows: Chromium as a slow phone on a slow line."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure, tell

SECTION = "Respondent's page"
# The slow phone that Lighthouse takes: 150 ms there and back, 1.6 Mbit/s, a processor four times as slow.
LINE = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
VISITS = {"quick": 3, "full": 7}
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


def visit(browser: Any, address: str) -> tuple[float, float, int]:
    """Milliseconds to the first paint with content, kilobytes on the line, and requests; nothing is remembered."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", LINE)
    line.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    sizes: list[float] = []
    line.on("Network.loadingFinished", lambda told: sizes.append(told["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    page.wait_for_function(f"{PAINT} > 0")
    painted = float(page.evaluate(PAINT))
    context.close()
    return painted, sum(sizes) / 1000, len(sizes)


def judged(address: str, chromium: str) -> dict[str, float]:
    """Lighthouse's scores of 100 on its slow phone; none where it is not here."""
    command = Path(__file__).parent.parent / ".lighthouse" / "node_modules" / ".bin" / "lighthouse"
    if not command.exists():
        sys.stderr.write("Lighthouse is missing, so its scores are left out; make bench brings it where npm is.\n")
        return {}
    flags = "--chrome-flags=--headless=new --no-sandbox --disable-dev-shm-usage"
    wanted = ["--only-categories=performance,accessibility", "--output=json", "--quiet", flags]
    told = subprocess.run(  # noqa: S603 - our own address
        [command, address, *wanted],
        env=os.environ | {"CHROME_PATH": chromium},
        capture_output=True,
        text=True,
        check=False,
    )
    if told.returncode:
        sys.stderr.write(f"Lighthouse gave nothing: {told.stderr[-300:]}\n")
        return {}
    return {name: one["score"] * 100 for name, one in json.loads(told.stdout)["categories"].items()}


def main(mode: str) -> int:
    from benchmarks.serving import served
    from benchmarks.stores import prepare

    chromium = shutil.which("chromium")
    if chromium is None:
        sys.stderr.write("Chromium is missing: sudo apt-get install chromium\n")
        return 1
    prepare("sqlite")
    from playwright.sync_api import sync_playwright
    from tests.polku.web.respond import asking

    survey = asking.ask().survey
    with served(workers=False) as home, sync_playwright() as made:
        browser = made.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"])
        found = [visit(browser, f"{home}/s/{survey}/") for _ in range(VISITS[mode])]
        browser.close()
        scores = judged(f"{home}/s/{survey}/", chromium)
    size = "eight questions, a slow phone"
    painted, weighed, asked = zip(*found, strict=True)
    tell(Figure(SECTION, "first paint with content, median", "polku", size, statistics.median(painted), "ms"))
    tell(Figure(SECTION, "bytes on the line", "polku", size, max(weighed), "kB", goal=30))
    tell(Figure(SECTION, "requests", "polku", size, float(max(asked)), "requests", goal=3))
    for name, score in scores.items():
        tell(Figure(SECTION, f"Lighthouse mobile, {name}, short of 100", "polku", size, 100 - score, "points", goal=0))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
