"""Answers a second from the bytes of a file to landed, and COPY alone, on both stores."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from time import process_time

import numpy as np
import polars as pl
from benchmarks.figures import Figure, once, tell

SECTION = "Import"
QUESTIONS = 10
ROWS = {"quick": (5_000,), "full": (20_000, 60_000, 150_000)}


def made(rows: int, folder: Path) -> Path:
    """A file of a wave: a number of the respondent, a day, ten answers, and words from every tenth."""
    rng = np.random.default_rng(11)
    place = folder / f"answers-{rows}.csv"
    day = pl.Series(rng.integers(0, 28, rows) + 1).cast(pl.String).str.zfill(2)
    words = pl.Series(np.where(rng.random(rows) < 0.1, "Delivery came when it was promised.", ""))  # noqa: PLR2004
    pl.DataFrame(
        {
            "respondent": np.arange(rows),
            "date": "2026-05-" + day,
            "recommend": rng.integers(0, 11, rows),
            **{f"q{k}": rng.integers(1, 6, rows) for k in range(1, QUESTIONS)},
            "why": words,
        }
    ).write_csv(place)
    return place


def landed(place: Path, rows: int, store: str) -> None:
    """Look, decide as proposed, let in, land."""
    from cxlab.files import open_table
    from polku.flows import import_file
    from polku.governance.gate import Viewer

    actor = Viewer(member=None, role="admin")
    mapping = import_file.propose(open_table(place), kind="answers")
    for column in [name for name in mapping.columns if name[0] == "q" or name == "recommend"]:
        kind, metric = ("nps", "nps") if column == "recommend" else ("csat5", "csat5")
        mapping = mapping.with_column(column, role="answer", question=column, kind=kind, definition=metric)
    began = process_time()
    took, outcome = once(lambda: import_file.run(place, mapping, actor=actor))
    answers = rows * QUESTIONS
    size = f"{answers:,} answers in {rows:,} responses"
    tell(Figure(SECTION, f"from bytes to landed, {store}", "polku", size, answers / took, "/s", goal=100_000))
    tell(Figure(SECTION, f"CPU of it, {store}", "polku", size, process_time() - began))
    if outcome.imported is None:
        raise SystemExit("nothing landed")


def copied(rows: int) -> None:
    """COPY of prepared rows into a table like that of responses: the store's own limit."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE copied (LIKE surveys_response INCLUDING DEFAULTS)")
        cursor.execute("SELECT * FROM surveys_response LIMIT %s", [rows])
        prepared = cursor.fetchall()
        import json

        lines = [tuple(json.dumps(cell) if isinstance(cell, dict | list) else cell for cell in row) for row in prepared]

        def copy() -> None:
            with cursor.cursor.copy("COPY copied FROM STDIN") as pipe:
                for line in lines:
                    pipe.write_row(line)

        took, _ = once(copy)
    answers = len(lines) * QUESTIONS
    size = f"{answers:,} answers in {len(lines):,} responses"
    tell(Figure(SECTION, "COPY alone, postgres", "polku", size, answers / took, "/s", goal=200_000))


def on(store: str, mode: str) -> None:
    from benchmarks.stores import prepare

    folder = prepare(store)
    for rows in ROWS[mode]:
        landed(made(rows, folder), rows, store)
    if store == "postgres":
        copied(max(ROWS[mode]))


def main(mode: str, store: str | None) -> int:
    """Each store in a process of its own: Django reads its settings once."""
    if store:
        on(store, mode)
        return 0
    codes = [
        subprocess.run([sys.executable, "-m", "benchmarks.imports", mode, one], check=False).returncode  # noqa: S603
        for one in ("sqlite", "postgres")
    ]
    return max(codes)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None))  # noqa: PLR2004
