"""The words that the pages of surveys have for kinds, promises, states, metrics and what a draft still lacks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LANGUAGE_NAMES = {"fi": "Suomi", "sv": "Svenska", "en": "English"}

KINDS: Mapping[str, Any] = {
    "nps": _("Recommendation, 0 to 10"),
    "ces7": _("Effort, 1 to 7"),
    "ces5": _("Effort, 1 to 5"),
    "csat5": _("Satisfaction, 1 to 5"),
    "scale5": _("Agreement, 1 to 5"),
    "disconfirmation": _("Compared with expectation"),
    "feeling": _("Target feeling"),
    "just_right": pgettext_lazy("kind of question", "Just right"),
    "single": _("One choice"),
    "multiple": _("Several choices"),
    "matrix": _("Several statements, 1 to 5"),
    "number": _("Number"),
    "date": _("Date"),
    "short_text": _("Short answer"),
    "long_text": _("Open answer"),
}
KIND_HELP: Mapping[str, Any] = {
    "nps": _("For the relationship as a whole, not after a routine errand."),
    "ces7": _("Where the aim is that things go easily. The finer of the two effort scales."),
    "ces5": _("Where the aim is that things go easily."),
    "csat5": _("How satisfied with one thing or one touchpoint."),
    "scale5": _("A statement to agree or disagree with."),
    "disconfirmation": _("Worse or better than expected. Where the aim is to exceed."),
    "feeling": _("Adjectives, some of which you hope for and some of which are the opposite."),
    "just_right": _("Too little, right or too much: information, meetings, letters."),
    "single": _("One option of a list."),
    "multiple": _("Any number of options of a list."),
    "matrix": _("The same scale for several statements. Heavy on a phone: at most five."),
    "number": _("An amount, written as a number."),
    "date": _("A day."),
    "short_text": _("A few words."),
    "long_text": _("In the respondent's own words."),
}
KIND_GROUPS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (_("Measures"), ("nps", "ces7", "ces5", "csat5", "scale5", "disconfirmation", "feeling", "just_right", "matrix")),
    (_("In their own words"), ("long_text", "short_text")),
    (_("Choices and facts"), ("single", "multiple", "number", "date")),
)
METRICS: Mapping[str, Any] = {
    "nps": _("Recommendation (NPS)"),
    "enps": _("Employee recommendation (eNPS)"),
    "ces7": _("Effort (CES, 1 to 7)"),
    "ces5": _("Effort (CES, 1 to 5)"),
    "csat5": _("Satisfaction (CSAT): share of 4 and 5"),
    "csat5_mean": _("Satisfaction: mean"),
    "scale5": _("Mean of 1 to 5"),
    "top_box": _("Share of the highest answer"),
    "mean": _("Mean"),
    "median": _("Median"),
    "p90": _("90th percentile"),
    "disconfirmation": _("Experience against expectation"),
    "target_feeling": _("Share that felt the target feeling"),
    "just_right": _("Share of just right (five steps)"),
    "just_right3": _("Share of just right (three steps)"),
}
PROMISES: Mapping[str, Any] = {
    "open": pgettext_lazy("promise", "Open"),
    "confidential": _("Confidential"),
    "anonymous": _("Anonymous"),
}
PROMISE_HELP: Mapping[str, Any] = {
    "open": _("Those of us who may read answers see each answer and who gave it. Small numbers are shown as small."),
    "confidential": _(
        "Who answered is kept for reminders and erasure and shown to nobody. Results from %(few)s answers up."
    ),
    "anonymous": _(
        "Who answered is never stored with the answer, nor the time, only the week. Results from %(few)s answers up."
    ),
}
AUDIENCES: Mapping[str, Any] = {
    "customer": _("Customers"),
    "employee": _("Our own people"),
    "partner": _("Partners"),
}
STATES: Mapping[str, Any] = {
    "draft": _("Draft"),
    "not_yet": _("Opens later"),
    "open": _("Takes answers"),
    "closed": _("Closed"),
    "replaced": _("Replaced by a newer version"),
}
BREAKDOWNS: Mapping[str, Any] = {
    "segment": _("Segment"),
    "decision_role": _("Role in the decision"),
    "buyer_kind": _("New or repeat buyer"),
    "unit": _("Unit"),
    "touchpoint": _("Touchpoint"),
    "language": _("Language"),
}
ROLES: Mapping[str, Any] = {
    "": _("Neither"),
    "target": _("Target feeling"),
    "opposite": _("Opposite of the target"),
}
PURPOSE: Mapping[str, tuple[Any, Any]] = {
    "what": (_("What is measured"), _("As a colleague would say it.")),
    "of_whom": (_("Of whom"), ""),
    "where": (_("At which touchpoint or turn"), ""),
    "why": (_("Why"), _("What do we want to learn?")),
    "how_used": (_("How it is used"), _("Which decisions lean on it?")),
    "by_whom": (_("By whom"), ""),
    "until": (_("Until when"), ""),
}
CAUSE_OR_OUTCOME: Mapping[str, Any] = {
    "cause": _("Cause: something we do"),
    "outcome": _("Outcome: what follows from it"),
}
FINDINGS: Mapping[str, Any] = {
    "no_questions": _("Nothing is asked yet. Add a question."),
    "no_promise": _("Choose what you promise to those who answer."),
    "survey_title_missing": _("The survey lacks a title."),
    "title_missing": _("The question lacks words."),
    "ends_missing": _("The ends of the scale lack words."),
    "options_missing": _("Some options lack words."),
    "too_few_options": _("There are too few options to choose from."),
    "no_target_feeling": _("No adjective is marked as the target feeling."),
    "wrong_metric": _("The metric does not fit the scale of the question."),
    "wrong_audience_for_metric": _("Employees' recommendation is a metric of its own (eNPS), and of employees only."),
    "purpose_missing": _("The purpose card says too little: at least what, why, and cause or outcome."),
    "why_missing": _("An outcome is asked without a why."),
    "enps_needs_confidence": _("Employees' recommendation is asked only confidentially or anonymously."),
    "employees_answer_openly": _("Our own people answer only confidentially or anonymously, never openly."),
    "unknown_breakdown": _("One of the breakdowns is not known."),
    "asks_who": _("The question asks who somebody is. That can break the promise."),
    "too_exact": _("An exact number or date can give a person away. Consider ranges to choose from."),
    "closes_before_opening": _("The survey would close before it opens."),
}
VERDICTS: Mapping[str, Any] = {
    "comparable": _("The trend goes on"),
    "look": _("Judge for yourself"),
    "broken": _("A new series begins"),
    "new": _("New"),
    "gone": _("Not asked any more"),
}
REASONS: Mapping[str, Any] = {
    "kind": _("another kind of question"),
    "scale": _("another scale"),
    "metric": _("another metric"),
    "options": _("other options"),
    "touchpoint": _("another touchpoint"),
    "words": _("other words"),
    "ends": _("other words on the scale"),
    "promise": _("another promise"),
}
WITHHELD: Mapping[str, Any] = {
    "promised": _("Answers to this survey are never shown one by one: that was promised to those who answered."),
    "still_open": _("Open answers are shown when the survey has closed, so that nobody can tell whose came last."),
    "too_few": _("There are too few open answers to this question to show them without giving someone away."),
}
TEMPLATE_HELP: Mapping[str, Any] = {
    "relationship_pulse": _("Recommendation and why, trust, ease, speed and the rest of what carries a relationship."),
    "relationship_short": _("The same in five questions, for those who have little time."),
    "touchpoint": _("Right after a touchpoint: satisfied, easy, as expected, and which feeling stayed."),
    "employee_pulse": _("Recommendation as a workplace, and whether our people can keep what was promised. Anonymous."),
}
