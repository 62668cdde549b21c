"""Promised answers are read in few places, and each of them is one that the attack asks or that leaves them out."""

from __future__ import annotations

import re
from pathlib import Path

import polku

ROOT = Path(polku.__file__).parent
# Who reads the rows of responses and of words from the store, and why that tells nothing.
OF_THE_STORE = {
    "outreach/queries/coverage.py": "when somebody of an account last answered openly",
    "outreach/queries/groups.py": "how many of a round's open letters were answered, and the scores given to them",
    "outreach/queries/planning.py": "when somebody last answered openly",
    "outreach/queries/preparing.py": "open answers given before a meeting",
    "outreach/queries/rounds.py": "how many of a round have answered, promised ones in steps of the threshold",
    "snapshot/sources/answers.py": "gives them to the release",
    "surveys/privacy.py": "gives a person their open answers, and of promised ones how many",
    "surveys/queries/answers.py": "open answers one by one, promised words from the threshold on",
    "surveys/queries/behind.py": "open answers only",
    "surveys/queries/design.py": "numbers of answers, promised ones in steps of the threshold; whether there are any",
    "surveys/queries/exporting.py": "open answers, and the words that pages show",
    "surveys/queries/public.py": "whether a form was sent before",
}
# Who reads answers and their counts of it.
OF_ANSWERS = {
    "insights/asking/laid_ready.py": "the counts that every figure stands on",
    "insights/distributions.py": "which waves are still open",
    "insights/asking/joined.py": "open answers only",
    "insights/observing/outcomes.py": "open answers of customers, one for each walk",
}


def modules(pattern: str) -> set[str]:
    """Modules of the product in which a pattern occurs, but for those that write."""
    found = re.compile(pattern)
    paths = (path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.py") if found.search(path.read_text()))
    return {path for path in paths if not path.startswith(("surveys/services/", "surveys/migrations/"))}


def test_answers_leave_the_store_in_known_places_only():
    readers = modules(r"\b(?:Response|Comment)\.objects\b|get_model\(.*(?:[Rr]esponse|[Cc]omment)")
    assert readers - OF_THE_STORE.keys() == set()
    assert {"surveys/queries/answers.py", "surveys/queries/exporting.py"} <= readers


def test_raw_questions_to_the_store_are_none_of_answers():
    assert modules(r"surveys_(?:response|comment)\b") == set()


def test_the_snapshot_is_opened_behind_the_gate_only():
    readers = {path for path in modules(r"\bopen_snapshot\(") if not path.startswith(("snapshot/", "insights/"))}
    assert readers == set()


def test_answers_are_read_from_the_snapshot_in_known_places_only():
    readers = modules(r"table\((?:\"(?:answers|comments)\"|COUNTS)\)|\.frames\[|of\(\"(?:answers|comments)\"\)")
    readers = {path for path in readers if not path.startswith("snapshot/")}
    assert readers - OF_ANSWERS.keys() == set()
    assert "insights/asking/laid_ready.py" in readers


def test_what_has_gone_is_read_by_the_build_alone():
    assert modules(r"\bGONE\b|\"gone-") == {"snapshot/build.py"}
