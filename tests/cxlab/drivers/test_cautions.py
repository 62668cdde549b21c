"""Each warning, where it applies and where not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from cxlab.drivers.answers import Answers
from cxlab.drivers.cautions import notes_of


@dataclass(frozen=True)
class One:
    inflation: float = 1.0
    at_top: float = 0.1


def noted(*, rows=200, accounts=50, drivers=(One(),), chance=0.01, repaired=0.0, top=0.1, gone=0):
    values = np.ones((rows, 2))
    values[:gone, 0] = np.nan
    answers = Answers(("a",), "y", values, np.zeros(rows, int), 1, accounts, 0)
    return notes_of(answers, drivers, chance, repaired, top)


def test_nothing_to_say():
    assert noted() == ()
    assert noted(accounts=None, chance=None) == ()


@pytest.mark.parametrize(
    ("change", "note"),
    [
        ({"accounts": 9}, "few_accounts"),
        ({"rows": 104}, "few_answers"),
        ({"chance": 0.06}, "no_relation"),
        ({"drivers": (One(), One(inflation=5.0))}, "collinear"),
        ({"drivers": (One(at_top=0.5),)}, "ceiling"),
        ({"top": 0.5}, "outcome_ceiling"),
        ({"gone": 40}, "much_filled_in"),
        ({"repaired": 0.01}, "repaired"),
    ],
)
def test_each_warning(change, note):
    assert noted(**change) == (note,)
