"""What stands on the scoreboard: tiles, rows, trend, choices, method. Everything here formats, nothing computes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from cxlab.charts import PAGE, Scale, Svg, draw, scale_of
from cxlab.results import Comparison, Estimate, Series, Suppressed
from polku.governance.gate import Viewer
from polku.insights.scores import HIDDEN_KEY, TOUCHPOINTS, Answer, Available, Row, scores
from polku.journeys import queries as journeys
from polku.people import queries as people
from polku.web.workspace.scoreboard.address import BREAKDOWNS, FILTERS, Asked
from polku.web.workspace.scoreboard.method import Method, method
from polku.web.workspace.scoreboard.sentence import about_size, about_target, change_word, sentence
from polku.web.workspace.templatetags import figures as written
from polku.web.workspace.words import word

_WORDED = ("decision_role", "buyer_kind", "language")


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose: where it leads or what it sends, and whether it stands."""

    key: str
    name: str
    here: bool
    address: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Picker:
    """One filter of the form."""

    name: str
    label: str
    all: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Tile:
    """One chosen metric as a whole."""

    metric: str
    name: str
    row: Row
    change: str
    scale: Scale
    here: bool
    address: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table."""

    name: str
    address: str
    row: Row
    change: str
    notes: tuple[str, ...]
    group: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    """The whole page."""

    asked: Asked
    sentence: str
    beside: tuple[str, ...]
    total: Row
    tiles: tuple[Tile, ...]
    lines: tuple[Line, ...]
    scale: Scale
    trend: Svg | None
    trend_narrow: Svg | None
    months: tuple[Line, ...]
    breakdowns: tuple[Choice, ...]
    sorts: Mapping[str, Choice]
    pickers: tuple[Picker, ...]
    metrics: tuple[Choice, ...]
    firsts: tuple[Choice, ...]
    lasts: tuple[Choice, ...]
    compares: tuple[Choice, ...]
    set_filters: tuple[Choice, ...]
    method: Method
    generation: str
    built_at: datetime | None
    nothing: bool
    metric_name: str
    by_name: str

    @property
    def with_targets(self) -> bool:
        """Whether any row has a target to stand beside."""
        return any(line.row.target is not None for line in self.lines)


def board(asked: Asked, available: Available, *, viewer: Viewer) -> Board:
    """Ask what the address asks, and lay it out."""
    asked, answer = _told(asked, viewer)
    points = {point.slug: point for point in journeys.choices(viewer=viewer)}
    names = _names(answer, available, points, viewer)
    lines = _sorted(_lines(answer, asked, names, points), asked.sort)
    history = scores(asked.history(available), viewer=viewer).series
    shown = _months(answer.series) if asked.by == "month" else lines
    target = answer.total.target
    metric = word("short_metric", asked.show)
    nothing = isinstance(answer.total.score, Estimate) and answer.total.score.n == 0
    return Board(
        asked=asked,
        sentence=sentence(answer),
        beside=tuple(filter(None, (about_target(answer.total.score, target), about_size(answer.total.score)))),
        total=answer.total,
        tiles=_tiles(asked, answer, viewer),
        lines=tuple(shown),
        scale=scale_of([line.row.score for line in shown], [line.row.target for line in shown]),
        trend=_trend(history, metric, target, width=880, height=260),
        trend_narrow=_trend(history, metric, target, width=340, height=230),
        months=tuple(_months(history)),
        breakdowns=_breakdowns(asked, available),
        sorts=_sorts(asked),
        pickers=tuple(
            _picker(name, asked, available, names, points)
            for name in FILTERS
            # Journey and touchpoint chosen apart say the same; the two in one stand only where they were followed to.
            if available.dimensions.get(name) and (name != "touchpoint" or asked.filters.get(name))
        ),
        metrics=tuple(Choice(key, word("metric", key), key in asked.metrics) for key in available.metrics),
        firsts=_month_choices(_("A year back"), asked.first, asked, available),
        lasts=_month_choices(_("The latest month"), asked.last, asked, available),
        compares=_compares(asked),
        set_filters=_set_filters(asked, names),
        method=method(answer),
        generation=answer.generation,
        built_at=answer.built_at,
        nothing=nothing,
        metric_name=metric,
        by_name=word("dimension", asked.by),
    )


def _told(asked: Asked, viewer: Viewer) -> tuple[Asked, Answer]:
    """The answer; where the reader chose no breakdown, by the first that tells one group from another."""
    ways = (asked.by,) if asked.by_chosen else BREAKDOWNS
    for by in ways:
        asked = replace(asked, by=by)
        answer = scores(asked.question, viewer=viewer)
        if any(key for row in answer.rows for _name, key in row.keys):
            break
    return asked, answer


Points = Mapping[str, journeys.Choice]


def _names(answer: Answer, available: Available, points: Points, viewer: Viewer) -> dict[tuple[str, str], str]:
    """The name of every key on the page, by dimension; touchpoints taken off their map keep theirs."""
    told = {(name, key) for row in answer.rows for name, key in row.keys}
    told |= {(name, key) for name in FILTERS for key in available.dimensions.get(name, ())}
    found = {key: point.name for key, point in points.items()}
    from_maps = {key for name, key in told if name in {*TOUCHPOINTS, "journey"} and key not in found}
    found |= journeys.labels(from_maps, viewer=viewer)
    found |= people.labels({key for name, key in told if name == "segment"}, viewer=viewer)
    return {(name, key): word(name, key) if name in _WORDED else found.get(key, key) for name, key in told}


def _name(row: Row, names: Mapping[tuple[str, str], str]) -> str:
    ((dimension, key),) = row.keys
    if key == HIDDEN_KEY:
        return _("Others, kept back")
    if not key:
        return _("Not tied to a touchpoint") if dimension in TOUCHPOINTS else _("Not known")
    return names.get((dimension, key), key)


def _lines(answer: Answer, asked: Asked, names: Mapping[tuple[str, str], str], points: Points) -> list[Line]:
    made, grouped = [], asked.by == "touchpoint" and asked.sort == "place"
    for row in answer.rows:
        ((dimension, key),) = row.keys
        then = "segment" if dimension in TOUCHPOINTS else "touchpoint_name"
        plain = key not in {"", HIDDEN_KEY} and dimension in FILTERS
        link = asked.address(filters=asked.filtered(dimension, key), by=then, sort="place") if plain else ""
        group = (points[key].journey if key in points else _("Others")) if grouped else ""
        made.append(Line(_name(row, names), link, row, change_word(row.change), _notes(row.score), group))
    return made


def _notes(score: Estimate | Suppressed) -> tuple[str, ...]:
    """What must be known of a score beside its n."""
    if isinstance(score, Suppressed):
        return ()
    said = [word("note", key) for key in ("few_accounts", "single_account", "some_kept_back") if key in score.notes]
    return tuple(([_("small sample")] if written.is_small(score) else []) + said)


def _months(series: Series) -> list[Line]:
    """Months as rows, latest first."""
    pairs = zip(series.months, series.estimates, strict=True)
    rows = [(name, Row((("month", name),), one, None, None)) for name, one in pairs]
    lines = [Line(written.month(name), "", row, "", _notes(row.score)) for name, row in rows]
    return lines[::-1]


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


def _tiles(asked: Asked, answer: Answer, viewer: Viewer) -> tuple[Tile, ...]:
    tiles = []
    for metric in asked.metrics:
        here = metric == asked.show
        total = answer.total if here else scores(asked.total(metric), viewer=viewer).total
        change = change_word(total.change) if asked.compare != "none" else ""
        name = word("short_metric", metric)
        address = asked.address(show=metric)
        tiles.append(Tile(metric, name, total, change, scale_of([total.score]), here, address))
    return tuple(tiles)


def _trend(series: Series, metric: str, target: float | None, *, width: int, height: int) -> Svg | None:
    if len(series.months) < 2:  # noqa: PLR2004 - one month is no trend
        return None
    title = _("%(metric)s by month") % {"metric": metric}
    options = {"title": title, "target": target, "width": width, "height": height}
    return draw(series, language=written.language_now(), tokens=PAGE, **options)


def _breakdowns(asked: Asked, available: Available) -> tuple[Choice, ...]:
    offered = [name for name in BREAKDOWNS if name in {"month", asked.by} or available.dimensions.get(name)]
    return tuple(
        Choice(name, word("dimension", name), name == asked.by, asked.address(by=name, sort="place"))
        for name in offered
    )


def _sorts(asked: Asked) -> dict[str, Choice]:
    """For each column the address that sorts by it, the other way round when it already does."""
    columns = {"place": "", "score": "", "answers": "-", "change": ""}
    found = {}
    for column, first in columns.items():
        turned = asked.sort.removeprefix("-") == column
        way = ("" if asked.sort.startswith("-") else "-") if turned else first
        standing = ("descending" if asked.sort.startswith("-") else "ascending") if turned else ""
        if asked.sort == "place":
            standing = ""
        found[column] = Choice(column, standing, turned, asked.address(sort=f"{way}{column}"))
    return found


def _picker(
    name: str, asked: Asked, available: Available, names: Mapping[tuple[str, str], str], points: Points
) -> Picker:
    every = {
        "segment": _("All segments"),
        "journey": _("All journeys"),
        "touchpoint_name": _("All touchpoints"),
        "touchpoint": _("All touchpoints"),
        "decision_role": _("All roles"),
        "buyer_kind": _("New and repeat"),
        "language": _("All languages"),
    }
    standing = asked.filters.get(name, ())
    keys: Sequence[str] = [key for key in available.dimensions[name] if key]
    groups = {key: point.journey for key, point in points.items()} if name == "touchpoint" else {}
    if name == "touchpoint":
        keys = [*(key for key in points if key in keys), *(key for key in keys if key not in points)]
    choices = (Choice(key, names.get((name, key), key), key in standing, group=groups.get(key, "")) for key in keys)
    return Picker(name, word("dimension", name), every[name], tuple(choices))


def _month_choices(proposal: str, standing: str | None, asked: Asked, available: Available) -> tuple[Choice, ...]:
    """The months there are, latest first, below what stands when nobody chooses."""
    chosen = asked.months_chosen
    every = (Choice(name, written.month(name), chosen and name == standing) for name in reversed(available.months))
    return (Choice("", proposal, not chosen), *every)


def _compares(asked: Asked) -> tuple[Choice, ...]:
    texts = {
        "year": _("With a year earlier"),
        "previous": _("With the months before"),
        "none": _("With nothing"),
    }
    return tuple(Choice(key, text, key == asked.compare) for key, text in texts.items())


def _set_filters(asked: Asked, names: Mapping[tuple[str, str], str]) -> tuple[Choice, ...]:
    """The filters that stand, each with the address that takes it off."""

    def named(name: str, keys: Iterable[str]) -> str:
        return ", ".join(names.get((name, key), key) for key in keys)

    return tuple(
        Choice(name, named(name, keys), here=True, address=asked.address(filters=asked.filtered(name)))
        for name, keys in asked.filters.items()
    )
