"""Decides how the rows of the table read: name, link, notes, heading, order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cxlab.results import Comparison, Estimate, Series, Suppressed
from polku.insights.asking.questions import names_a_group, needed, quarter_of
from polku.insights.scores import HIDDEN_KEY, TOUCHPOINTS, Answer, Row
from polku.web.workspace.scoreboard.address import FILTERS, Asked
from polku.web.workspace.scoreboard.naming import Names
from polku.web.workspace.scoreboard.sentence import change_word, compared
from polku.web.workspace.templatetags import figures as written
from polku.web.workspace.words import word

# How many of the largest and of the smallest groups are shown alone.
FEW = 5
_GROUPED = ("touchpoint", "phase")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table."""

    name: str
    address: str
    row: Row
    change: str
    notes: tuple[str, ...]
    group: str = ""


def lines(answer: Answer, asked: Asked, names: Names) -> list[Line]:
    """The groups as rows, in the order asked for."""
    grouped = asked.by in _GROUPED and asked.sort == "place"
    made = []
    for row in answer.rows:
        ((dimension, key),) = row.keys
        then = "segment" if dimension in TOUCHPOINTS else "touchpoint_name"
        plain = names_a_group(key) and dimension in FILTERS
        link = asked.address(filters=asked.filtered(dimension, key), by=then, sort="place") if plain else ""
        group = (names.group(dimension, key) or _("Others")) if grouped else ""
        name = names.of(dimension, key)
        # What a promise keeps back is compared with nothing: other classes were merged before.
        change = change_word(row.change, compared(answer)) if names_a_group(key) or not key or row.change else ""
        made.append(Line(name, link, row, change, notes(row.score), group))
    return some(_sorted(made, asked.sort), asked.only)


def some(lines: list[Line], only: str) -> list[Line]:
    """The five groups with most or with fewest answers, the smallest as easy to find as the largest."""
    if only == "all":
        return lines
    groups = (line for line in lines if not any(key.startswith(HIDDEN_KEY) for _name, key in line.row.keys))
    told = [line for line in groups if isinstance(line.row.score, Estimate) and line.row.score.n]
    by_size = sorted(told, key=lambda line: line.row.score.n, reverse=only == "largest")
    return by_size[:FEW]


def notes(score: Estimate | Suppressed) -> tuple[str, ...]:
    """What must be known of a score beside its n."""
    if isinstance(score, Suppressed):
        return ()
    said = [
        word("note", key)
        for key in ("few_accounts", "single_account", "some_kept_back", "all_counted_alike")
        if key in score.notes
    ]
    return tuple(([_("small sample")] if written.is_small(score) else []) + said)


def of_time(series: Series, today: date) -> list[Line]:
    """Months or quarters in which somebody has answered as rows, latest first; the one under way says so."""
    rows = [
        (name, Row((("month", name),), one, None, None, needed(one))) for name, one in _told(series) if not _empty(one)
    ]
    return [
        Line(written.month(name), "", row, "", (*_under_way(name, today), *notes(row.score))) for name, row in rows
    ][::-1]


def without_answers(series: Series, known: Sequence[str]) -> str:
    """Which months or quarters have no row, though ``known`` ones there are: before the first answers, or between."""
    told = list(_told(series))
    begins = next((at for at, (_name, one) in enumerate(told) if not _empty(one)), None)
    if begins is None:
        return ""
    # Whether there were answers before the stretch that is shown is not known from it.
    whole = told[0][0] in {known[0], quarter_of(known[0])}
    before = _("No answers before %(month)s.") % {"month": written.month(told[begins][0])} if begins and whole else ""
    between = sum(_empty(one) for _name, one in told[begins if whole else 0 :])
    if not between:
        return before
    quarters = "Q" in told[0][0]
    empty = (
        ngettext("%(n)s quarter without answers is left out.", "%(n)s quarters without answers are left out.", between)
        if quarters
        else ngettext("%(n)s month without answers is left out.", "%(n)s months without answers are left out.", between)
    )
    return f"{before} {empty % {'n': written.count(between)}}".strip()


def _told(series: Series) -> Iterator[tuple[str, Estimate | Suppressed]]:
    return zip(series.months, series.estimates, strict=True)


def _empty(one: Estimate | Suppressed) -> bool:
    return isinstance(one, Estimate) and one.n == 0


def _under_way(name: str, today: date) -> tuple[str, ...]:
    month = f"{today:%Y-%m}"
    return (_("so far"),) if name in {month, quarter_of(month)} else ()


def _sorted(lines: list[Line], sort: str) -> list[Line]:
    """By the column asked for; what has no figure comes last either way."""
    column = sort.removeprefix("-")
    if column == "place":
        return lines[::-1] if sort.startswith("-") else lines

    def figure(line: Line) -> float | None:
        score, change = line.row.score, line.row.change
        if column == "change":
            return change.difference if isinstance(change, Comparison) else None
        if isinstance(score, Suppressed):
            return None
        return score.n if column == "answers" else score.value

    known = [(figure(line), line) for line in lines]
    with_figure = sorted(((x, line) for x, line in known if x is not None), key=lambda pair: pair[0])
    ordered = [line for _x, line in with_figure]
    return (ordered[::-1] if sort.startswith("-") else ordered) + [line for x, line in known if x is None]
