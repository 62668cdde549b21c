"""The shares of each answer say of how many answers they are, and why of fewer than the score above them."""

from __future__ import annotations

from django.utils import translation

from cxlab.results import Estimate
from polku.insights.distributions import Distribution
from polku.insights.scores import Question
from polku.web.workspace.scoreboard.spread import counted


def of(n: int) -> Estimate:
    return Estimate(0.5, 0.4, 0.6, n, float(n), "wilson", "top_box@1")


def test_shares_of_fewer_answers_than_the_score_say_so():
    shares = Distribution(Question("csat5", ()), ((1, of(13)),), None, 13, some_kept_back=True)
    with translation.override("en"):
        assert counted(shares, of(13)) == "13 answers"
        assert counted(shares, of(26)).startswith("Of 13 of the 26 answers: promised answers are told step by step")
    with translation.override("fi"):
        assert "13 kaikkiaan 26 vastauksesta" in counted(shares, of(26))
    with translation.override("sv"):
        assert "13 av de 26 svaren" in counted(shares, of(26))
