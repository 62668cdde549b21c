"""Answers a second through the respondent's real page: validated, durable, 32 at once, the load on the same cores."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote_plus

from benchmarks.figures import Figure, tell

SECTION = "Intake"
SECONDS = {"quick": 5, "full": 15}
KEYS = {"quick": 20_000, "full": 60_000}
GOAL = {"sqlite": 1_200, "postgres": 1_500}
# Each answer needs a form key of its own, as each page draws one; the script sends the next of a file.
SCRIPT = """
local keys = {{}}
for line in io.lines("{keys}") do keys[#keys + 1] = line end
local at = 0
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
request = function()
  at = at + 1
  return wrk.format(nil, nil, nil, "_language=en&recommend=9&why=On+time&_key=" .. keys[(at - 1) % #keys + 1])
end
"""


def load(url: str, script: Path | None, seconds: int) -> tuple[float, float, int]:
    """Wrk -t1 -c32: answers a second, the 95th percentile in ms (of its own table), and answers that were refused."""
    latency = Path(script.parent if script else "/tmp") / "latency.lua"  # noqa: S108
    done = """
done = function(summary, latency)
  io.write(string.format("P95 %f BAD %d\\n", latency:percentile(95) / 1000,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout))
end
"""
    latency.write_text((script.read_text() if script else "") + done)
    command = ["wrk", "-t1", "-c32", f"-d{seconds}s", "-s", str(latency), url]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])  # type: ignore[index]
    p95, bad = re.search(r"P95 ([\d.]+) BAD (\d+)", told).groups()  # type: ignore[union-attr]
    return rate, float(p95), int(bad)


def on(store: str, mode: str) -> None:
    from benchmarks.serving import cpu_s, served, settled
    from benchmarks.stores import prepare

    folder = prepare(store)
    from tests.polku.web.respond import asking

    from polku.flows.answer_links import draw_form_key
    from polku.surveys.models import Response

    version = asking.ask()
    keys = folder / "keys.txt"
    keys.write_text("\n".join(quote_plus(draw_form_key(version.survey, version.number)) for _ in range(KEYS[mode])))
    script = folder / "answers.lua"
    script.write_text(SCRIPT.format(keys=keys))
    with served(workers=False) as home:
        load(f"{home}/s/{version.survey}/", None, 1)
        settled()
        before, taken = cpu_s(), Response.objects.count()
        rate, p95, bad = load(f"{home}/s/{version.survey}/", script, SECONDS[mode])
        each = (cpu_s() - before) / max(Response.objects.count() - taken, 1)
        seen, _, _ = load(f"{home}/sign-in/nothing-here/", None, 3)
    kept = Response.objects.count()
    size = f"32 at once, {SECONDS[mode]} s"
    tell(Figure(SECTION, f"answers taken in, {store}", "polku", size, rate, "/s", goal=GOAL[store]))
    tell(Figure(SECTION, f"95th percentile, {store}", "polku", size, p95, "ms", goal=40))
    tell(Figure(SECTION, f"CPU of the web for an answer, {store}", "polku", size, each * 1000, "ms"))
    tell(Figure(SECTION, f"a page that is not there, {store}", "polku", size, seen, "/s"))
    tell(Figure(SECTION, f"refused, {store}", "polku", size, float(bad), "answers", goal=0))
    tell(Figure(SECTION, f"rows in the store, {store}", "polku", size, float(kept), "answers"))


def main(mode: str, store: str | None) -> int:
    if shutil.which("wrk") is None:
        sys.stderr.write("wrk is missing: sudo apt-get install wrk\n")
        return 1
    if store:
        on(store, mode)
        return 0
    codes = [
        subprocess.run([sys.executable, "-m", "benchmarks.intake", mode, one], check=False).returncode  # noqa: S603
        for one in ("sqlite", "postgres")
    ]
    return max(codes)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None))  # noqa: PLR2004
