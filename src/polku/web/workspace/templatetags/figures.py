"""Template words for results: value, interval, n, change and whisker, as the reader's language writes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Protocol

from babel.dates import format_datetime
from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import get_current_timezone, localtime, now
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cxlab.charts import PAGE, Scale, draw, figures, words
from cxlab.metrics import tenth
from cxlab.results import Comparison, Estimate, Suppressed
from polku.web.workspace.words import word as word_of

register = template.Library()
_MOMENTS = {"fi": "d.M.yyyy 'klo' H.mm", "sv": "d MMMM yyyy 'kl.' HH.mm", "en": "d MMMM yyyy, HH:mm"}
Score = Estimate | Suppressed


def language_now() -> str:
    """The language of the page."""
    return (get_language() or "en")[:2]


@register.filter
def word(key: str, kind: str) -> str:
    """The word for a key: ``{{ contact.decision_role|word:"decision_role" }}``."""
    return word_of(kind, key)


@register.filter
def value(score: Score) -> str:
    """The plain score in its unit; a dash where there is none to show."""
    if isinstance(score, Suppressed) or score.value is None:
        return "–"
    return figures.figure(score.value, figures.unit_of(score.definition), language_now())


@register.filter
def interval(score: Score) -> str:
    """From the lower to the upper limit; empty where no interval can be given."""
    if isinstance(score, Suppressed) or score.low is None or score.high is None:
        return ""
    return figures.between(score.low, score.high, figures.unit_of(score.definition), language_now())


@register.filter
def answers(score: Score) -> str:
    """How many answers, in words; of what is hidden, why."""
    return (
        words.hidden(score, language_now()) if isinstance(score, Suppressed) else words.answers(score.n, language_now())
    )


@register.filter
def in_words(score: Score) -> str:
    """Value, interval and n in one phrase, for readers who do not see the picture."""
    return words.estimate(score, language_now())


@register.filter
def is_hidden(result: object) -> bool:
    return isinstance(result, Suppressed)


@register.filter
def is_small(score: Score) -> bool:
    """Whether a score rests on so few answers that it is shown pale."""
    return isinstance(score, Estimate) and 0 < score.n < words.SMALL


@register.filter
def count(n: int) -> str:
    return figures.count(n, language_now())


@register.filter
def about(n: int) -> str:
    """A number that is itself an estimate: its first two digits, upward."""
    step: int = 10 ** max(len(str(n)) - 2, 0)
    return figures.count(-(-n // step) * step, language_now())


@register.filter
def month(name: str) -> str:
    return figures.month(name, language_now())


@register.filter
def difference(change: Comparison) -> str:
    """The difference with its sign and its interval: +3 (−1 to +7)."""
    if change.difference is None:
        return ""
    unit, language = figures.unit_of(change.left.definition), language_now()
    told, *ends = figures.change(change.difference, change.low, change.high, unit, language)
    return f"{told} ({figures.span(*ends, language)})" if ends else told


@register.filter
def moment(when: datetime) -> str:
    """A day and a time of day as the reader's language writes them."""
    language = language_now()
    return format_datetime(localtime(when), format=_MOMENTS[language], locale=language, tzinfo=get_current_timezone())


@register.simple_tag
def now_moment() -> str:
    """The moment at which the page is made."""
    return moment(now())


@register.simple_tag
def scale_ends(scale: Scale, score: Score) -> tuple[str, str]:
    """The lowest and highest value that the whiskers of a table show."""
    if isinstance(score, Suppressed):
        return "", ""
    unit, language = figures.unit_of(score.definition), language_now()
    return figures.figure(scale.low, unit, language), figures.figure(scale.high, unit, language)


@register.simple_tag
def target_of(score: Score, target: float | None) -> str:
    """A target in the unit of its score."""
    if target is None or isinstance(score, Suppressed):
        return ""
    return figures.figure(target, figures.unit_of(score.definition), language_now())


class Choosable(Protocol):
    """What a select offers."""

    key: str
    name: str
    here: bool
    group: str


def _option(one: Choosable) -> str:
    chosen = " selected" if one.here else ""
    return f'<option value="{escape(one.key)}"{chosen}>{escape(one.name)}</option>'


@register.filter
def options(choices: Iterable[Choosable]) -> SafeString:
    """The options of a select, under their headings; made at once, for a page has hundreds of them."""
    made = []
    for heading, some in groupby(choices, key=lambda choice: choice.group):
        inside = "".join(map(_option, some))
        made.append(f'<optgroup label="{escape(heading)}">{inside}</optgroup>' if heading else inside)
    return mark_safe("".join(made))  # noqa: S308 - keys, names and headings are escaped


@register.simple_tag
def gap(change: Comparison, scale: Scale | None = None, width: int = 96) -> SafeString:
    """A difference drawn around nought, by the interval that its word comes from."""
    drawn = draw(change, language=language_now(), tokens=PAGE, scale=scale, width=width, hidden=True)
    return mark_safe(drawn.markup)  # noqa: S308 - drawn by us, names escaped


class Scored(Protocol):
    """A score and how many answers would tell a change of a tenth of its scale."""

    @property
    def score(self) -> Score: ...

    @property
    def needed(self) -> int | None: ...


def tenth_of(definition: str) -> str:
    """A tenth of what a metric can move by, in its unit; empty on an open scale."""
    metric = definition.partition("@")[0]
    change = tenth(metric)
    return "" if change is None else figures.difference(change, figures.unit_of(metric), language_now()).lstrip("+")


@register.simple_tag
def tells_change(row: Scored) -> SafeString:
    """How many answers would tell a change of a tenth of the scale; nothing where that cannot be said."""
    if row.needed is None or isinstance(row.score, Suppressed):
        return mark_safe("")
    told = {"size": tenth_of(row.score.definition), "count": about(row.needed)}
    text = _("A change of %(size)s shows from about %(count)s answers") % told
    return format_html('<span class="tells">{}</span>', text)


@register.simple_tag
def whisker(score: Score, target: float | None = None, scale: Scale | None = None, width: int = 168) -> SafeString:
    """The interval drawn; screen readers pass it over, because value, interval and n stand beside it."""
    drawn = draw(score, language=language_now(), tokens=PAGE, target=target, scale=scale, width=width, hidden=True)
    return mark_safe(drawn.markup)  # noqa: S308 - drawn by us, names escaped
