"""What a reader must know before trusting shares: few answers, drivers alike, answers at the ceiling, many gaps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from cxlab.drivers.answers import Answers

FEW_ACCOUNTS = 10
# Green 1991: 50 + 8 p rows to see the whole, 104 + p to see single drivers; the larger is asked for.
_GREEN = (50, 8, 104)
ALIKE = 5.0
CEILING = 0.5
MUCH_FILLED_IN = 0.2
CHANCE = 0.05


class Seen(Protocol):
    """What the warnings look at in a driver."""

    @property
    def inflation(self) -> float:
        """Variance inflation factor."""

    @property
    def at_top(self) -> float:
        """Share of answers at the top."""


def notes_of(
    answers: Answers, drivers: Sequence[Seen], chance: float | None, repaired: float, outcome_at_top: float
) -> tuple[str, ...]:
    """Keys of the warnings that apply, in a fixed order.

    Args:
        answers: the rows used.
        drivers: with inflation and share at the top.
        chance: of an R2 as large from an unrelated outcome.
        repaired: how far a correlation was moved.
        outcome_at_top: share of outcomes that are the highest.

    Returns:
        ``few_accounts`` under 10; ``few_answers`` under 50 + 8 p or 104 + p rows [Green 1991]; ``collinear``: an
        inflation of 5 or more; ``ceiling`` and ``outcome_ceiling``: half or more of the answers are the highest;
        ``much_filled_in``: a fifth or more; ``repaired``; ``no_relation``: chance would give as much.

    Example:
        >>> import numpy as np
        >>> few = Answers(("a",), "y", np.array([[1.0, 2.0]]), np.array([0]), 1, 1, 0)
        >>> notes_of(few, [], 0.5, 0.0, 0.0)
        ('few_accounts', 'few_answers', 'no_relation')
    """
    p = len(answers.drivers)
    gone = float((answers.values != answers.values).sum()) / max(answers.n * p, 1)
    said = {
        "few_accounts": answers.accounts is not None and answers.accounts < FEW_ACCOUNTS,
        "few_answers": answers.n < max(_GREEN[0] + _GREEN[1] * p, _GREEN[2] + p),
        "no_relation": chance is not None and chance > CHANCE,
        "collinear": any(one.inflation >= ALIKE for one in drivers),
        "ceiling": any(one.at_top >= CEILING for one in drivers),
        "outcome_ceiling": outcome_at_top >= CEILING,
        "much_filled_in": gone >= MUCH_FILLED_IN,
        "repaired": repaired > 0,
    }
    return tuple(key for key, applies in said.items() if applies)
