"""Decides what states an improvement has, when it is late, and in which order improvements are shown."""

from __future__ import annotations

from datetime import date

STATES = ("open", "done", "dropped")
KINDS = ("missing", "ad_hoc", "out_of_order", "repeated", "late", "failing")
LONGEST_TITLE, LONGEST_ABOUT = 200, 2_000


def is_late(state: str, due: date | None, today: date) -> bool:
    """Whether its day has passed without its being done.

    >>> is_late("open", date(2026, 3, 1), date(2026, 3, 1)), is_late("open", date(2026, 3, 1), date(2026, 3, 2))
    (False, True)
    """
    return state == "open" and due is not None and due < today


def place(state: str, due: date | None) -> tuple[int, date]:
    """Where it stands in the list: open ones first by their day, those without a day after them, then what is over.

    >>> place("open", date(2026, 3, 1)) < place("open", None) < place("done", date(2026, 1, 1))
    True
    """
    return STATES.index(state), due or date.max
