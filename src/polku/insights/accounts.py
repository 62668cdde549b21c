"""How one account's own answers stand: every metric it answered openly, as a whole and by quarter."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cxlab.results import Estimate, Series
from polku.governance.gate import Viewer, require
from polku.insights.scores import Question, available, scores


@dataclass(frozen=True, slots=True)
class AccountScore:
    """One metric of one account."""

    metric: str
    score: Estimate
    series: Series


def of_account(account: int, *, viewer: Viewer) -> tuple[AccountScore, ...]:
    """The account's scores by metric, the most answered first; promised answers take no part.

    It is asked as by somebody who may see this account alone, so what holds for them holds here.
    """
    require(viewer, "see_figures")
    if viewer.account_scope is not None and account not in viewer.account_scope:
        return ()
    alone = replace(viewer, account_scope=frozenset({account}))
    found = []
    for metric in available(viewer=viewer).metrics:
        answer = scores(Question(metric, (), step="quarter"), viewer=alone)
        if isinstance(answer.total.score, Estimate) and answer.total.score.n:
            found.append(AccountScore(metric, answer.total.score, answer.series))
    return tuple(sorted(found, key=lambda one: -one.score.n))
