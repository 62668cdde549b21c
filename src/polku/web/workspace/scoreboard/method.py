"""How the figures on the scoreboard are made, in words: formula, interval, comparison, promise."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cxlab.charts import figures
from cxlab.charts import words as chart_words
from cxlab.definitions import DEFINITIONS, Definition
from cxlab.results import Comparison, Estimate
from polku.insights.scores import Answer
from polku.web.workspace.templatetags import figures as written
from polku.web.workspace.words import word


@dataclass(frozen=True, slots=True)
class Method:
    """The method in sentences, and where the metric comes from."""

    name: str
    version: int
    formula: str
    sentences: tuple[str, ...]
    source: str


def method(answer: Answer) -> Method:
    """Everything needed to count the figures again."""
    metric = DEFINITIONS[answer.question.metric]
    told = [_interval(answer), _weight(answer), _comparison(answer), _needed(), _small(), _promise()]
    return Method(
        name=word("metric", metric.key),
        version=metric.version,
        formula=formula(metric),
        sentences=tuple(filter(None, told)),
        source=metric.source,
    )


def formula(metric: Definition) -> str:
    """The computation of a metric in the reader's language, made from its definition."""
    language = written.language_now()

    def steps(ends: tuple[float, float] | None) -> str:
        low, high = (figures.number(end, 0, language) for end in ends or (0, 0))
        return low if low == high else figures.span(low, high, language)

    scale = steps((metric.low, metric.high)) if metric.low is not None and metric.high is not None else ""
    told = {"counted": steps(metric.counted), "against": steps(metric.against), "scale": scale}
    if metric.kind == "net":
        return _("Share of answers %(counted)s minus share of answers %(against)s, in points.") % told
    if metric.kind == "share":
        return _("Share of answers %(counted)s on the scale %(scale)s.") % told
    if metric.kind == "mean" and scale:
        return _("Mean of the answers on the scale %(scale)s.") % told
    return word("metric", metric.key)


def _interval(answer: Answer) -> str:
    score = answer.total.score
    if not isinstance(score, Estimate) or score.low is None:
        return ""
    name, _rest, clustered = score.method.partition("_clustered")[0], None, "_clustered" in score.method
    level = chart_words.level(score.level, written.language_now()).removesuffix(":n")
    text = _("The interval holds the true score in %(level)s of such measurements: %(method)s.") % {
        "level": level,
        "method": word("method", name),
    }
    if clustered and score.clusters:
        accounts = ngettext(
            "Answers of one account count together, because colleagues think alike: %(count)s account.",
            "Answers of one account count together, because colleagues think alike: %(count)s accounts.",
            score.clusters,
        ) % {"count": written.count(score.clusters)}
        text = f"{text} {accounts}"
    if "accounts_not_known" in score.notes:
        one_by_one = _("Promised answers come without their account, so each of them counts by itself.")
        text = f"{text} {one_by_one}"
    return text


def _weight(answer: Answer) -> str:
    texts = {
        "account": _(
            "Every account counts once: its score is the mean of its people's answers, and an answer without an "
            "account counts as an account of its own."
        ),
        "revenue": _(
            "Every account counts by its revenue of the twelve months that end with the period, in the organisation's "
            "currency; the same amounts weigh the period compared with."
        ),
    }
    if answer.question.weight in texts:
        promised = _("Promised answers take no part: uneven weights would tell whose answer is which.")
        return f"{texts[answer.question.weight]} {promised}"
    if answer.has_weights and answer.question.weight == "weighted":
        return _("Every answer counts by the weight in its file; promised answers count once each.")
    return _("Every answer counts once.")


def _comparison(answer: Answer) -> str:
    found = [row.change for row in answer.rows if isinstance(row.change, Comparison)]
    if not found:
        return ""
    family = found[0].family_size
    return ngettext(
        "The word of change follows from the interval of the difference alone.",
        "The words of change follow from intervals of the differences that hold for all %(count)s comparisons at once.",
        family,
    ) % {"count": written.count(family)}


def _needed() -> str:
    return _(
        "The answers needed to tell a change are for each of two periods, to see it four times out of five when "
        "answers vary and cluster as they do now."
    )


def _small() -> str:
    return _("Scores from fewer than %(count)s answers are drawn pale.") % {"count": chart_words.SMALL}


def _promise() -> str:
    return _(
        "Answers that were promised confidentiality or anonymity are shown only where enough of them stand together."
    )
