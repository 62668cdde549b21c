"""What would land of a file: its rows, its answers by question, what would be rejected."""

from __future__ import annotations

from dataclasses import dataclass

from polku.flows.import_file.known_rows import Known
from polku.flows.import_file.rejecting import RejectedRow

SUMMED_ROWS = 100_000
FIRST_REJECTED = 20


@dataclass(frozen=True, slots=True)
class Summary:
    """What would land.

    ``rows`` is how many rows of the file it was counted from (``whole``: all of them); ``records`` how many would land;
    ``questions`` holds the words of each question, its metric and its number of answers; ``known`` the rows that are
    here already.
    """

    kind: str
    rows: int
    whole: bool
    records: int
    answers: int
    rejected: int
    first_rejected: tuple[RejectedRow, ...]
    questions: tuple[tuple[str, str, int], ...] = ()
    months: tuple[str, ...] = ()
    waves: tuple[str, ...] = ()
    new_accounts: int = 0
    with_account: int = 0
    known: Known | None = None
