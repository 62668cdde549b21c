"""Decides how is said what an address names and the page does not show: a choice that is gone, months turned round."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from polku.web.workspace.scoreboard.address import FILTERS, LeftOut
from polku.web.workspace.templatetags import figures as written
from polku.web.workspace.words import word

# An address may hold anything; what is said of it stays a sentence.
_MOST, _LONGEST = 6, 60


def notices(left_out: Iterable[LeftOut]) -> tuple[str, ...]:
    """A sentence for each kind of thing that was left out or changed."""
    found = tuple(left_out)
    gone = [_named(one) for one in found if one.why == "gone"]
    many = [value for one in found if one.why == "many" for value in one.values]
    told = []
    if gone:
        what = "; ".join(gone[:_MOST]) + ("; …" if len(gone) > _MOST else "")
        told.append(_("There is no such choice, or it exists no longer; it was left out: %(what)s.") % {"what": what})
    if many:
        what = ", ".join(word("metric", key) for key in many)
        told.append(_("Four metrics fit on the page; left out: %(what)s.") % {"what": what})
    for one in found:
        if one.why == "turned":
            first, last = (written.month(name) for name in one.values)
            span = {"first": first, "last": last}
            told.append(_("The months stood the wrong way round and were exchanged: %(first)s – %(last)s.") % span)
    return tuple(told)


def _named(one: LeftOut) -> str:
    values = ", ".join(f"“{_short(one.name, value)}”" for value in one.values[:_MOST])
    return f"{_label(one.name)} {values}"


def _short(name: str, value: str) -> str:
    called = word("metric", value) if name in {"metric", "show"} else value
    return called if len(called) <= _LONGEST else f"{called[:_LONGEST]}…"


def _label(name: str) -> str:
    texts = {
        "metric": _("Metric"),
        "show": _("Metric"),
        "by": _("Broken down by"),
        "first": _("From"),
        "last": _("To"),
        "compare": _("Compare"),
        "sort": _("Order"),
        "weight": _("How much an answer counts"),
        "view": _("Look at it as"),
        "only": _("Which groups"),
    }
    return word("dimension", name) if name in {*FILTERS, "audience"} else texts[name]
