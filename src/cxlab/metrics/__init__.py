"""Scores with their intervals: from a table, or from counts that were kept.

``score``, ``series`` and ``compare`` start from a table of answers; ``counts`` makes the addable counts that
``estimate``, ``series_of``, ``compare_counts`` and ``difference`` compute from. The contract of the counts is in
``cxlab.metrics.counts``.
"""

from cxlab.metrics.comparisons import Compared, compare_counts, difference, word_of
from cxlab.metrics.counts import counts, merge
from cxlab.metrics.estimates import estimate
from cxlab.metrics.planning import answers_needed, tenth
from cxlab.metrics.scores import compare, distribution, score
from cxlab.metrics.series import series, series_of
from cxlab.metrics.weighting import by_account, each_once

__all__ = [
    "Compared",
    "answers_needed",
    "by_account",
    "compare",
    "compare_counts",
    "counts",
    "difference",
    "distribution",
    "each_once",
    "estimate",
    "merge",
    "score",
    "series",
    "series_of",
    "tenth",
    "word_of",
]
