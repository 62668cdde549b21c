"""The words of a canvas: its rows, questions, acts and levels, what it lacks, and how two versions differ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from polku.journeys.rules.canvas import Change, Column, Content, Remark, planned_minutes

LEVELS: Mapping[str, Any] = {
    "encounter": gettext_lazy("Encounter"),
    "service": gettext_lazy("Service"),
    "organisation": gettext_lazy("Whole organisation"),
}
ROWS: Mapping[str, Any] = {
    "goal": gettext_lazy("Customer's goal"),
    "peak": gettext_lazy("Peak moment"),
    "feeling": gettext_lazy("Target feeling"),
    "opportunity": gettext_lazy("Opportunity"),
    "how": gettext_lazy("How we do it"),
}
QUESTIONS: Mapping[str, Any] = {
    "exceeded": gettext_lazy("How are expectations exceeded?"),
    "aimed": gettext_lazy("What is the experience we aim at?"),
    "expectations": gettext_lazy("Which general and which special expectations matter most?"),
    "wanted": gettext_lazy("What feeling do we want?"),
    "expected": gettext_lazy("What was expected of this encounter?"),
    "promise": gettext_lazy("What promise do we want to convey?"),
    "experience": gettext_lazy("How should the customer experience this meeting?"),
    "takeaway": gettext_lazy("What does the customer take away?"),
    "lasting": gettext_lazy("Which feeling stays?"),
    "overload": gettext_lazy("How do we avoid an overload of information?"),
    "easier": gettext_lazy("How do we make buying easier?"),
}
ACTS: Mapping[str, Any] = {
    "meeting": gettext_lazy("Act 1: getting to know each other"),
    "matter": gettext_lazy("Act 2: the matter itself"),
    "closing": gettext_lazy("Act 3: summary and next step"),
}
_CHANGES: Mapping[str, Any] = {
    "column_added": gettext_lazy("%(where)s was added."),
    "column_gone": gettext_lazy("%(where)s was taken away."),
    "column_moved": gettext_lazy("%(where)s changed its place."),
    "name": gettext_lazy("The name of a column"),
    "minutes": gettext_lazy("%(where)s: planned minutes"),
    "session": gettext_lazy("%(where)s: session"),
    "target": gettext_lazy("%(where)s: phase score aimed at"),
    "touchpoint": gettext_lazy("%(where)s: scored at touchpoint"),
    "later": gettext_lazy("%(where)s: scored some weeks later"),
    "peak": gettext_lazy("%(where)s: a peak is planned here"),
    "end": gettext_lazy("%(where)s: the deliberate end"),
    "parts": gettext_lazy("Who has which part"),
}


def length(minutes: int) -> str:
    """Minutes as hours and minutes."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)s min") % {"minutes": rest}
    if not rest:
        return _("%(hours)s h") % {"hours": hours}
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}


def several(names: list[str]) -> str:
    """Names as they stand in a sentence."""
    return get_text_list(names, _("and"))


def sentence(content: Content) -> str:
    """The canvas in one sentence: where its peak and its end are, and how long it lasts."""
    peaks = several([column.name for column in content.columns if column.peak])
    ends = several([column.name for column in content.columns if column.end])
    if peaks and ends:
        told = _("The peak is in %(peaks)s, and the deliberate end in %(ends)s.") % {"peaks": peaks, "ends": ends}
    elif peaks:
        told = _("The peak is in %(peaks)s; the end has not been planned yet.") % {"peaks": peaks}
    else:
        told = _("No peak moment has been planned yet.")
    return told


def lasting(content: Content) -> str:
    """How long the encounter is planned to last, by session."""
    minutes = {session: told for session, told in planned_minutes(content).items() if told}
    if not minutes:
        return ""
    whole = length(sum(minutes.values()))
    if len(minutes) == 1:
        return _("Planned length %(length)s.") % {"length": whole}
    each = several([length(told) for told in minutes.values()])
    return _("Planned length %(length)s, in %(count)s sessions: %(each)s.") % {
        "length": whole,
        "count": len(minutes),
        "each": each,
    }


def remark(one: Remark) -> str:
    """What is lacking, and what helps."""
    names = several([str(ACTS.get(name, name)) for name in one.names])
    return {
        "no_peak": _("Mark at least one peak: memory keeps the strongest moment and the end, not the average."),
        "no_end": _("Mark where the encounter ends on purpose: the end is what stays in mind."),
        "end_not_last": _("After the deliberate end still comes %(names)s."),
        "peak_unsaid": _("Say what the peak moment is: %(names)s."),
        "no_feeling": _("The target feeling is missing: %(names)s."),
        "no_relationship": _("Nothing is planned for the time after: relationship work is scored some weeks later."),
        "long_session": _("A session of over three hours tires: split it. Session %(names)s."),
        "no_script": _("The script is not written yet: who says what, and what is brought along."),
        "acts_missing": _("The script lacks: %(names)s."),
    }[one.kind] % {"names": names}


def change(one: Change, touchpoints: Mapping[str, str]) -> tuple[str, str, str]:
    """A change as its place, what stood there and what stands there now."""
    before, after = one.before, one.after
    if one.kind == "question":
        return str(QUESTIONS[one.where]), before, after
    if one.kind == "act":
        return str(ACTS[one.where]), before, after
    if one.kind == "cell":
        return f"{one.where}: {str(ROWS[one.row]).lower()}", before, after
    if one.kind == "touchpoint":
        before, after = touchpoints.get(before, before), touchpoints.get(after, after)
    if one.kind in ("later", "peak", "end"):
        before, after = (_("yes") if told else _("no") for told in (before, after))
    return str(_CHANGES[one.kind]) % {"where": one.where}, before, after


def columns_told(columns: tuple[Column, ...]) -> str:
    """How many columns there are."""
    return ngettext("%(count)s column", "%(count)s columns", len(columns)) % {"count": len(columns)}
