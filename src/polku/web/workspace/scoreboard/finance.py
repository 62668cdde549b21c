"""Decides what stands under finance: revenue, customers who bought again, and the hit rate of offers."""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cxlab.charts import figures, scale_of
from polku.governance.gate import Viewer
from polku.insights.money import Money, money
from polku.insights.scores import Row
from polku.overviews.offers import HitRate, hit_rate
from polku.people.queries import labels
from polku.strategy.queries import Purpose
from polku.web.workspace.scoreboard.cards import Card, Perspective, changed, of_finance, purpose_of
from polku.web.workspace.templatetags import figures as written


def finance(cards: Mapping[str, Purpose], *, viewer: Viewer) -> Perspective:
    """The perspective of finance, as far as revenue and offers are known."""
    bought, rate = money(viewer=viewer), hit_rate(viewer=viewer)
    found = [*(_revenue(bought, cards) if bought else ()), *([_hit_rate(rate, cards, viewer)] if rate else ())]
    return Perspective("finance", _("Finance"), _sentence(bought, rate), tuple(found))


def _sentence(bought: Money | None, rate: HitRate | None) -> str:
    if bought is not None:
        told = {"amount": _amount(bought), "count": written.count(bought.buyers)}
        return _("Revenue is %(amount)s from %(count)s buying customers.") % told
    if rate is not None:
        told = {"value": written.value(rate.rate), "count": written.count(rate.rate.n)}
        return _("%(value)s of the %(count)s offers that were decided were won.") % told
    return _("Neither revenue nor offers are known. They come from files by account.")


def _amount(bought: Money) -> str:
    return f"{figures.number(bought.revenue, 0, written.language_now())} {bought.currency}"


def _revenue(bought: Money, cards: Mapping[str, Purpose]) -> tuple[Card, Card]:
    change = ""
    if bought.growth is not None:
        growth = figures.growth(bought.growth, written.language_now())
        change = _("%(growth)s against the twelve months before") % {"growth": growth}
    names = of_finance()
    counted = ngettext("of %(n)s customer", "of %(n)s customers", bought.repeat.n) % {
        "n": written.count(bought.repeat.n)
    }
    return (
        Card("revenue", names["revenue"], None, purpose_of("revenue", cards), amount=_amount(bought), change=change),
        Card(
            "repeat", names["repeat"], Row((), bought.repeat, None, None), purpose_of("repeat", cards),
            counted=counted, scale=scale_of([bought.repeat]),
        ),
    )  # fmt: skip


def _hit_rate(found: HitRate, cards: Mapping[str, Purpose], viewer: Viewer) -> Card:
    """The share of decided offers that were won; the segments in the order of their names."""
    named = labels({key for key, _one in found.segments if key}, viewer=viewer)
    groups = [(named.get(key, key) if key else _("Not known"), one) for key, one in found.segments]
    counted = ngettext("of %(n)s decided offer", "of %(n)s decided offers", found.rate.n)
    return Card(
        "hit_rate", of_finance()["hit_rate"], Row((), found.rate, found.change, None), purpose_of("hit_rate", cards),
        counted=counted % {"n": written.count(found.rate.n)}, change=changed(found.change),
        scale=scale_of([found.rate]), groups=tuple(sorted(groups, key=itemgetter(0))) if len(groups) > 1 else (),
    )  # fmt: skip
