"""What a change costs on top of what is there: new answers, a person erased, how soon a page knows of an answer."""

from __future__ import annotations

import sys
import threading
import time
from datetime import UTC, datetime

import numpy as np
from benchmarks.figures import Figure, once, peak_mb, tell

SECTION = "Growth"
SIZES = {"quick": (100_000,), "full": (100_000, 1_000_000, 10_000_000)}
NEW = 1_000
DELAYS_AT = {"quick": 100_000, "full": 1_000_000}
WATCHED = {"quick": 10, "full": 60}


def now_in(months: list[str]) -> datetime:
    """The middle of the last month there is."""
    return datetime(int(months[-1][:4]), int(months[-1][5:]), 20, 9, tzinfo=UTC)


def one_more(version: object, when: datetime, at: int) -> None:
    from benchmarks.filling import _answers
    from tests.polku.surveys.making import cleaned

    from polku.surveys.services import Respondent, store_response

    given = _answers(np.random.default_rng(at).random(10))
    store_response(
        version,
        cleaned(version, language="en", **given),
        once_key=f"bench-{when.timestamp()}-{at}",
        respondent=Respondent(),
        now=when,
    )


def at_size(answers: int, version: object, already: int, mode: str) -> None:
    from benchmarks.filling import MONTHS, answered
    from django.db import transaction

    from cxlab.metrics import tallies
    from polku.flows.erase_person import erase_person
    from polku.governance.gate import Viewer
    from polku.governance.services import mark_dirty
    from polku.insights.scores import Question, scores
    from polku.people.models import Contact
    from polku.snapshot import build, read

    size = f"on top of {answers / 1e6:g} M answers"
    answered(version, answers - already)
    with transaction.atomic():
        mark_dirty("answers", *MONTHS)
        mark_dirty("accounts")
        mark_dirty("contacts")
    took, _ = once(build.refresh)
    tell(Figure(SECTION, "all parts made anew", "polku", f"{answers / 1e6:g} M answers", took))
    when = now_in(MONTHS)
    for at in range(NEW // 10):
        one_more(version, when, answers + at)
    took, _ = once(build.refresh)
    tell(Figure(SECTION, "1,000 new answers of one month into the snapshot", "polku", size, took, goal=1.0))
    viewer = Viewer(member=None, role="admin")
    # As the web has them, which stays.
    tallies.load()
    took, _ = once(lambda: scores(Question("nps", by=("touchpoint",)), viewer=viewer))
    tell(Figure(SECTION, "the first figures of the new generation", "polku", size, took))
    part = read.open_snapshot()
    own = []
    for at, segment in enumerate(sorted(part.keys("segment"))[:5] * 4):
        first = f"{2024 + at % 2}-{1 + at % 12:02d}"
        question = Question("nps", by=("touchpoint",), filters={"segment": (segment,)}, first=first, step="none")
        own.append(once(lambda question=question: scores(question, viewer=viewer))[0])
    tell(
        Figure(
            SECTION,
            "figures of any one segment and period, median of 20",
            "polku",
            size,
            float(np.median(own)),
            goal=0.05,
        )
    )
    person = Contact.objects.order_by("-pk").first()
    took, _ = once(lambda: erase_person(person.pk, actor=viewer))
    tell(Figure(SECTION, "a person erased, from every file", "polku", size, took, goal=5.0))
    tell(Figure(SECTION, "memory of it", "polku", size, peak_mb(), "MB"))
    _ = mode


def delays(version: object, mode: str) -> None:
    """Commit answers one by one while a large file is let in, and wait until the figures hold each."""
    from benchmarks.filling import MONTHS
    from benchmarks.imports import landed
    from benchmarks.imports import made as file_of
    from benchmarks.stores import STARTED

    from polku.insights.asking.laid_ready import counts_of
    from polku.snapshot import read

    rows = {"quick": 20_000, "full": 100_000}[mode]
    place = file_of(rows, STARTED[-1])
    importing = threading.Thread(target=landed, args=(place, rows, "during the wait"), daemon=True)
    importing.start()
    took, when = [], now_in(MONTHS)
    for at in range(WATCHED[mode]):
        before = int(counts_of(read.open_snapshot())["_n"].sum())
        one_more(version, when, 10_000 + at)
        began = time.perf_counter()
        while int(counts_of(read.open_snapshot())["_n"].sum()) == before and time.perf_counter() - began < 60:  # noqa: PLR2004
            time.sleep(0.05)
        took.append(time.perf_counter() - began)
        if not importing.is_alive() and at > 5:  # noqa: PLR2004
            break
    importing.join()
    size = f"{len(took)} answers while {rows * 10 / 1e6:g} M come in"
    tell(
        Figure(
            SECTION, "from commit to figures, 95th percentile", "polku", size, float(np.percentile(took, 95)), goal=5
        )
    )
    tell(Figure(SECTION, "from commit to figures, median", "polku", size, float(np.median(took))))


def main(mode: str) -> None:
    from benchmarks.serving import served
    from benchmarks.stores import prepare

    prepare("sqlite")
    from benchmarks.filling import asked

    from polku.flows import demo
    from polku.journeys.models import Touchpoint
    from polku.snapshot import build

    demo.load(accounts=20)
    version = asked(list(Touchpoint.objects.order_by("pk").values_list("slug", flat=True)[:5]))
    build.refresh()
    already = 0
    for answers in SIZES[mode]:
        at_size(answers, version, already, mode)
        already = answers
        if answers == DELAYS_AT[mode]:
            with served(workers=True):
                delays(version, mode)


if __name__ == "__main__":
    main(sys.argv[1])
