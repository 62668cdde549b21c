"""Decides what is said of a journey as it happened: one sentence first, made from the result, and more beside it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cxlab.charts import figures
from cxlab.charts.journey_words import say
from polku.insights.observed import Observed
from polku.web.workspace.templatetags import figures as written
from polku.web.workspace.templatetags.figures import language_now
from polku.web.workspace.words import word

_DIGITS = 0


def sentence(found: Observed) -> str:
    """How many went as planned."""
    if not found.cases:
        return _("Nothing has happened on this journey in these months.")
    walks = figures.count(found.cases, language_now())
    if found.few or found.as_planned is None or found.as_planned.low is None:
        return ngettext(
            "Only %(n)s walk is known: too few to say how often it goes as planned.",
            "Only %(n)s walks are known: too few to say how often they go as planned.",
            found.cases,
        ) % {"n": walks}
    return _("%(share)s (%(span)s) of %(n)s walks went exactly as planned.") % {
        "share": written.value(found.as_planned),
        "span": written.interval(found.as_planned),
        "n": walks,
    }


def beside(found: Observed, names: dict[str, str]) -> tuple[str, ...]:
    """What else is to be known at once."""
    if not found.cases:
        return ()
    return tuple(filter(None, (_most(found, names), _score(found, names), _sizes(found), _left_out(found))))


def _most(found: Observed, names: dict[str, str]) -> str:
    """Where most walks left the plan."""
    if not found.deviations or found.few:
        return ""
    one = found.deviations[0]
    return _("Most often the plan was left at %(name)s: %(kind)s in %(share)s of the walks.") % {
        "name": names[one.touchpoint],
        "kind": say(one.kind, language_now()),
        "share": written.value(one.share),
    }


def _score(found: Observed, names: dict[str, str]) -> str:
    """The deviation that goes with the lowest score, where that is sure."""
    worse = [one for one in found.deviations if one.difference is not None and one.difference.word == "worse"]
    if not worse:
        return ""
    one = max(worse, key=lambda one: abs(one.difference.difference or 0.0) if one.difference else 0.0)
    assert one.difference is not None
    return _("With a lower score goes %(name)s, %(kind)s: %(metric)s %(difference)s.") % {
        "name": names[one.touchpoint],
        "kind": say(one.kind, language_now()),
        "metric": word("short_metric", found.metric),
        "difference": written.difference(one.difference),
    }


def _sizes(found: Observed) -> str:
    language = language_now()
    told = {
        "events": figures.count(found.events, language),
        "ways": figures.count(found.variants, language),
        "accounts": figures.count(found.accounts or 0, language),
    }
    if found.accounts is None:
        return _("%(events)s events, %(ways)s different ways. Accounts are not known.") % told
    return _("%(events)s events, %(ways)s different ways, %(accounts)s accounts.") % told


def _left_out(found: Observed) -> str:
    if not found.unmapped:
        return ""
    return ngettext(
        "%(n)s event of these walks is left out: it is not known which touchpoint it stands for.",
        "%(n)s events of these walks are left out: it is not known which touchpoint they stand for.",
        found.unmapped,
    ) % {"n": figures.count(found.unmapped, language_now())}


def money(amount: float | None, currency: str) -> str:
    """A sum as the reader's language writes it; a dash where none is known."""
    if amount is None:
        return "–"
    return f"{figures.number(amount, _DIGITS, language_now())}\N{NO-BREAK SPACE}{currency}"
