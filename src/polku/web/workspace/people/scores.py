"""Decides how an account's scores over time are drawn on its page."""

from __future__ import annotations

from dataclasses import dataclass

from cxlab.charts import PAGE, Svg, draw
from cxlab.results import Estimate
from polku.governance.gate import Viewer
from polku.insights.accounts import of_account
from polku.web.workspace.templatetags.figures import language_now
from polku.web.workspace.words import word

# The metrics with most answers; more would push the people off the page.
_MOST = 3


@dataclass(frozen=True, slots=True)
class OverTime:
    """One metric of the account: its name, the score of all its answers, and their quarters drawn."""

    name: str
    score: Estimate
    drawn: Svg


def over_time(account: int, *, viewer: Viewer) -> tuple[OverTime, ...]:
    """The account's scores, the most answered first."""
    made = []
    for one in of_account(account, viewer=viewer)[:_MOST]:
        name = word("short_metric", one.metric)
        drawn = draw(one.series, language=language_now(), tokens=PAGE, title=name, width=340, height=170, counts=True)
        made.append(OverTime(name, one.score, drawn))
    return tuple(made)
