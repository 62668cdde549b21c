"""The sentence that answers where we are: made from the result, so it can say nothing that the result does not."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cxlab.charts import figures
from cxlab.charts import words as chart_words
from cxlab.definitions import DEFINITIONS
from cxlab.results import Comparison, Estimate, Suppressed
from polku.insights.scores import Answer, Row
from polku.web.workspace.templatetags import figures as written
from polku.web.workspace.words import word


def sentence(answer: Answer) -> str:
    """Value, interval, n and change of the whole in one sentence."""
    score, metric = answer.total.score, word("short_metric", answer.question.metric)
    if isinstance(score, Suppressed):
        return _("%(metric)s is not shown: %(reason)s.") % {"metric": metric, "reason": why_hidden(score)}
    if score.value is None:
        return _("%(metric)s: no answers in these months with these choices.") % {"metric": metric}
    told = {"metric": metric, "value": written.value(score), "count": written.count(score.n)}
    if score.low is None:
        text = ngettext(
            "%(metric)s is %(value)s from one answer, which cannot say how sure that is.",
            "%(metric)s is %(value)s from %(count)s answers, which cannot say how sure that is.",
            score.n,
        )
        return text % told
    text = ngettext(
        "%(metric)s is %(value)s (%(span)s) from %(count)s answer",
        "%(metric)s is %(value)s (%(span)s) from %(count)s answers",
        score.n,
    )
    where = text % {**told, "span": written.interval(score)}
    if answer.question.compare is None:
        return f"{where}."
    return _("%(where)s: %(change)s.") % {"where": where, "change": change_in_words(answer)}


def change_in_words(answer: Answer) -> str:
    """What became of the score since the compared months, or how it stands to its target."""
    change, year = answer.total.change, answer.question.compare == "year"
    if answer.question.compare == "target":
        return _against_target(change)
    if answer.question.compare == "complement":
        return _against_others(change)
    if answer.overlaps:
        return _("more than twelve months share some with those a year earlier, so the two are not compared")
    if change is None:
        return (
            _("there is nothing from a year earlier to compare with")
            if year
            else _("there is nothing from the months before to compare with")
        )
    if isinstance(change, Suppressed):
        return _("the comparison is not shown, %(reason)s") % {"reason": why_hidden(change)}
    texts = {
        ("better", True): _("better than a year earlier, %(difference)s"),
        ("worse", True): _("worse than a year earlier, %(difference)s"),
        ("no_difference_shown", True): _("no difference to a year earlier that this many answers can show"),
        ("cannot_tell", True): _("we cannot tell yet whether it has changed since a year earlier"),
        ("better", False): _("better than in the months before, %(difference)s"),
        ("worse", False): _("worse than in the months before, %(difference)s"),
        ("no_difference_shown", False): _("no difference to the months before that this many answers can show"),
        ("cannot_tell", False): _("we cannot tell yet whether it has changed since the months before"),
    }
    return texts[change.word, year] % {"difference": written.difference(change)}


def _against_others(change: Comparison | Suppressed | None) -> str:
    if change is None:
        return _("choose a group above to compare it with all others")
    if isinstance(change, Suppressed):
        return _("the comparison is not shown, %(reason)s") % {"reason": why_hidden(change)}
    texts = {
        "better": _("better than all others together, %(difference)s"),
        "worse": _("worse than all others together, %(difference)s"),
        "no_difference_shown": _("no difference to all others together that this many answers can show"),
        "cannot_tell": _("we cannot tell yet whether it differs from all others"),
    }
    return texts[change.word] % {"difference": written.difference(change)}


def _against_target(change: Comparison | Suppressed | None) -> str:
    if change is None:
        return _("no target is set for it")
    if isinstance(change, Suppressed):
        return _("the comparison is not shown, %(reason)s") % {"reason": why_hidden(change)}
    texts = {
        "better": _("better than the target of %(target)s, %(difference)s"),
        "worse": _("worse than the target of %(target)s, %(difference)s"),
        "no_difference_shown": _("no difference to the target of %(target)s that this many answers can show"),
        "cannot_tell": _("we cannot tell yet how it stands to the target of %(target)s"),
    }
    told = {"target": written.value(change.right), "difference": written.difference(change)}
    return texts[change.word] % told


def why_hidden(hidden: Suppressed) -> str:
    """Why the promise given to those who answered forbids to show a figure."""
    texts = {
        "kept_back": _(
            "too few answers stand together here, or all of them are the same, or fewer than %(k)s could be worked out "
            "from them; those who answered were promised that nobody's own answer shows",
        ),
        "not_declared": _("those who answered were not told beforehand of this way of looking at their answers"),
        "not_published_yet": _("it comes when the round has closed or %(k)s more answers have come"),
    }
    return texts.get(hidden.reason, _("the promise given to those who answered forbids it")) % {"k": hidden.threshold}


def about_target(score: Estimate | Suppressed, target: float | None) -> str:
    """Whether the target is met, as far as the interval can tell; empty without one."""
    if target is None or isinstance(score, Suppressed) or score.low is None or score.high is None:
        return ""
    told = {"target": figures.figure(target, figures.unit_of(score.definition), written.language_now())}
    less_is_better = DEFINITIONS[score.definition.partition("@")[0]].higher_is_better is False
    above, below = score.low >= target, score.high < target
    if less_is_better:
        above, below = score.high <= target, score.low > target
    if above:
        return _("The target of %(target)s is met.") % told
    if below:
        return _("The target of %(target)s is not met.") % told
    return _("Whether the target of %(target)s is met cannot be told from this many answers.") % told


def about_needed(total: Row) -> str:
    """How many answers would tell a change of a tenth of the scale."""
    if total.needed is None or isinstance(total.score, Suppressed):
        return ""
    text = ngettext(
        "A change of %(size)s would show from about %(count)s answer in each period.",
        "A change of %(size)s would show from about %(count)s answers in each period.",
        total.needed,
    )
    return text % {"size": written.tenth_of(total.score.definition), "count": written.about(total.needed)}


def about_weight(answer: Answer) -> str:
    """How much an answer counts, where it is not once for each; and how many are not heard."""
    if answer.question.weight == "account":
        return _("Every account counts once, by the mean of its people's answers.")
    if answer.question.weight == "revenue":
        told = _("Every account counts by its revenue of the last twelve months.")
        if not answer.unheard:
            return told
        left = ngettext(
            "%(count)s answer is left out, for no revenue of its account is known.",
            "%(count)s answers are left out, for no revenue of their accounts is known.",
            answer.unheard,
        ) % {"count": written.count(answer.unheard)}
        return f"{told} {left}"
    if not answer.has_weights:
        return ""
    if answer.question.weight == "weighted":
        return _("Every answer counts by the weight in its file.")
    return _("Every answer counts once, though their files give them weights.")


def about_size(score: Estimate | Suppressed) -> str:
    """That the sample is small, where it is."""
    if isinstance(score, Suppressed) or not 0 < score.n < chart_words.SMALL:
        return ""
    return _("This is a small sample: take the figure as a hint, the interval as the answer.")


def compared(answer: Answer) -> str:
    """What the answer was compared with, or that its periods overlap."""
    return "overlaps" if answer.overlaps else answer.question.compare or ""


def change_word(change: Comparison | Suppressed | None, compare: str = "year") -> str:
    """The change of one row as a word."""
    if change is None:
        texts = {"target": _("No target"), "overlaps": _("The periods overlap")}
        return texts.get(compare, _("Nothing to compare with"))
    return _("Not shown") if isinstance(change, Suppressed) else word("change", change.word)
