"""Decides how a fault in the text of a plan is told in the reader's language, and what helps."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cxlab.journeys.planned import PlannedJourney
from polku.governance.rules import Refused, in_language
from polku.journeys.rules.plans import MOST_SIGNS, Names, PlanFault, folded, read

# What the parser says in English, and how we say it; a new saying of the parser fails a test until it stands here.
_SAYINGS = (
    (r"the plan holds no touchpoint.*", gettext_noop("the plan holds no touchpoint. Write one on each line.")),
    (
        r"the first touchpoint begins at the margin\.",
        gettext_noop("the first line begins at the margin, without spaces."),
    ),
    (r"indent with spaces, not tabs\.", gettext_noop("indent with spaces, not with tabs.")),
    (r"write the name as journey .*", gettext_noop('a line that begins with journey holds a name: journey "Name".')),
    (r"blocks lie more than .*", gettext_noop("too many blocks lie in each other.")),
    (r"this line is indented by .*", gettext_noop("this line is indented further than its block.")),
    (r"nothing can be indented under a touchpoint\.", gettext_noop("nothing can be indented under a touchpoint.")),
    (r"this line fits no block above it\.", gettext_noop("this line is indented as no block above it.")),
    (
        r"the parts of '(?P<word>.*)' stand .*",
        gettext_noop("what belongs to “%(word)s” stands on lines of its own, indented."),
    ),
    (
        r"'(?P<word>.*)' needs at least two indented lines\.",
        gettext_noop("“%(word)s” needs at least two indented lines."),
    ),
    (
        r"'(?P<word>.*)' needs a touchpoint .*",
        gettext_noop("after “%(word)s” comes a touchpoint, or indented lines below it."),
    ),
    (
        r"an owner is (?P<known>.*), not '(?P<word>.*)'\.",
        gettext_noop("“%(word)s” is no owner; one of these is: %(known)s."),
    ),
    (
        r"expected by OWNER.*",
        gettext_noop(
            "after the name may come “by partner” or “within 2 days”. Put a name that holds such words in quotes."
        ),
    ),
    (r"the quotation mark is not closed\.", gettext_noop("the quotation mark is not closed.")),
    (r"a name in quotation marks .*", gettext_noop("a name in quotation marks begins and ends with one.")),
    (r"A time limit is a number above 0.*", gettext_noop("a time limit is a number above 0.")),
    (
        r"(A touchpoint needs a name|The name ).*",
        gettext_noop("the name of a touchpoint is written in ordinary letters."),
    ),
)


def understood(text: str, points: Names, language: str) -> PlannedJourney:
    """The plan by slug; a text that is none is refused with its place, what is wrong and what there is instead."""
    if len(text) > MOST_SIGNS:
        raise Refused(_("The plan is too long: at most %(n)s signs.") % {"n": MOST_SIGNS}, "plan")
    try:
        return read(text, points)
    except PlanFault as fault:
        raise Refused(said(fault, _instead(fault, points, language)), "plan") from fault


def _instead(fault: PlanFault, points: Names, language: str) -> tuple[str, ...]:
    """What could have been meant: keys of those called the same, else every name on the map."""
    if fault.kind == "ambiguous":
        wanted = folded(fault.what)
        return tuple(slug for slug, names in points.items() if wanted in map(folded, names.values()))
    return tuple(dict.fromkeys(in_language(names, language) for names in points.values()))


def said(fault: PlanFault, names: tuple[str, ...] = ()) -> str:
    """The fault with its place, in the reader's language; ``names`` are those that the map has."""
    place = {"line": fault.line, "column": fault.column}
    if fault.kind == "grammar":
        return _("Line %(line)s, column %(column)s: %(what)s") % {**place, "what": _grammar(fault.what)}
    told = {**place, "name": fault.what, "names": ", ".join(names)}
    if fault.kind == "ambiguous":
        text = _("Line %(line)s, column %(column)s: several touchpoints are called “%(name)s”. Use a key: %(names)s.")
        return text % told
    return _("Line %(line)s, column %(column)s: there is no “%(name)s” on this map. There are: %(names)s.") % told


def _grammar(what: str) -> str:
    for pattern, text in _SAYINGS:
        if found := re.fullmatch(pattern, what, re.DOTALL):
            return _(text) % found.groupdict() if found.groupdict() else _(text)
    return _("this cannot be read as a part of a plan.")
