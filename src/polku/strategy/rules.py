"""Decides what a metric is, a cause or an outcome, and on which level it stands, unless the organisation says."""

from __future__ import annotations

NATURES = ("cause", "outcome")
LEVELS = ("satisfaction", "loyalty", "recommendation")
# What a purpose card asks, in its order.
QUESTIONS = ("what", "whom", "where", "why", "learn", "use", "reader")
LONGEST = 1000

_RECOMMENDING = {"nps", "nps_1_10", "enps", "promoters", "passives", "detractors"}
_SATISFIED = {"csat5", "csat5_mean", "top_box", "above_expectation", "below_expectation", "disconfirmation"}
_LOYAL = {"repeat", "revenue", "hit_rate"}


def proposed(metric: str) -> tuple[str, str]:
    """Nature and level of a metric; a cause stands on no level.

    >>> proposed("nps"), proposed("ces7")
    (('outcome', 'recommendation'), ('cause', ''))
    """
    for level, metrics in (("recommendation", _RECOMMENDING), ("satisfaction", _SATISFIED), ("loyalty", _LOYAL)):
        if metric in metrics:
            return "outcome", level
    return "cause", ""


def fault(nature: str, level: str) -> str:
    """Which of the two cannot be: "nature", "level" or nothing.

    >>> fault("cause", "loyalty"), fault("outcome", "loyalty")
    ('level', '')
    """
    if nature not in NATURES:
        return "nature"
    wrong = level not in LEVELS if nature == "outcome" else level != ""
    return "level" if wrong else ""
