"""What stands on the scoreboard: sentence, tiles, rows, trend, choices. All of it formats, nothing computes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from cxlab.charts import PAGE, Scale, Svg, draw, gap_scale, scale_of
from cxlab.results import Comparison, Estimate, Series
from polku.governance.gate import Viewer, may
from polku.insights.asking.questions import names_a_group
from polku.insights.scores import Answer, Available, Row, scores
from polku.web.workspace.scoreboard import choices
from polku.web.workspace.scoreboard.address import (
    CUSTOMERS,
    FIRST_BREAKDOWNS,
    FIRST_OF_EMPLOYEES,
    OF_TIME,
    Asked,
    of_audience,
)
from polku.web.workspace.scoreboard.choices import Choice, Picker
from polku.web.workspace.scoreboard.kept import Kept, kept
from polku.web.workspace.scoreboard.left_out import notices
from polku.web.workspace.scoreboard.lines import FEW, Line, lines, of_time, without_answers
from polku.web.workspace.scoreboard.maps import Maps, maps, on_map
from polku.web.workspace.scoreboard.method import Method, method
from polku.web.workspace.scoreboard.naming import Names, names
from polku.web.workspace.scoreboard.sentence import (
    about_needed,
    about_size,
    about_target,
    about_weight,
    change_word,
    compared,
    sentence,
)
from polku.web.workspace.scoreboard.spread import Spread, spread
from polku.web.workspace.templatetags import figures as written
from polku.web.workspace.words import word


@dataclass(frozen=True, slots=True)
class Tile:
    """One chosen metric as a whole."""

    metric: str
    name: str
    row: Row
    change: str
    size: str
    scale: Scale
    here: bool
    address: str


@dataclass(frozen=True, slots=True)
class Board:
    """The whole page."""

    asked: Asked
    sentence: str
    notices: tuple[str, ...]
    beside: tuple[str, ...]
    total: Row
    tiles: tuple[Tile, ...]
    lines: tuple[Line, ...]
    scale: Scale
    gaps: Scale
    trend: Svg | None
    trend_narrow: Svg | None
    months: tuple[Line, ...]
    without_answers: str
    breakdowns: tuple[Choice, ...]
    sorts: Mapping[str, Choice]
    pickers: tuple[Picker, ...]
    metrics: tuple[Choice, ...]
    firsts: tuple[Choice, ...]
    lasts: tuple[Choice, ...]
    compares: tuple[Choice, ...]
    weights: tuple[Choice, ...]
    set_filters: tuple[Choice, ...]
    method: Method
    generation: str
    built_at: datetime | None
    nothing: bool
    metric_name: str
    by_name: str
    views: tuple[Choice, ...]
    sizes: tuple[Choice, ...]
    kept: Kept
    spread: Spread | None
    maps: Maps | None
    needed: str
    history: Series
    may_design: bool
    may_settle: bool
    may_export: bool
    may_read: bool

    @property
    def with_targets(self) -> bool:
        """Whether any row has a target to stand beside."""
        return any(line.row.target is not None for line in self.lines)

    @property
    def by_time(self) -> bool:
        """Whether the rows are months or quarters."""
        return self.asked.by in OF_TIME

    @property
    def change(self) -> Comparison | None:
        """The change of the whole, where its size may be told: drawn by the interval that its word comes from."""
        change = self.total.change
        return change if isinstance(change, Comparison) and change.difference is not None else None

    @property
    def change_name(self) -> str:
        """What the column of changes compares with."""
        return change_name(self.asked.compare)

    @property
    def period(self) -> str:
        """The months asked about."""
        first, last = self.asked.first, self.asked.last
        if not first or not last:
            return ""
        return written.month(first) if first == last else f"{written.month(first)} – {written.month(last)}"


def change_name(compare: str) -> str:
    """The heading of a comparison."""
    texts = {
        "year": _("Since a year earlier"),
        "previous": _("Since the months before"),
        "complement": _("Against all others"),
        "target": _("Against the target"),
    }
    return texts.get(compare, "")


def board(asked: Asked, available: Available, *, viewer: Viewer) -> Board:
    """Ask what the address asks, and lay it out."""
    available = of_audience(available, asked.audience)
    wanted = asked.show
    if asked.view == "map":
        asked = on_map(asked, available, viewer=viewer)
    asked, answer = _told(asked, viewer)
    today = localdate()
    named = names(answer, available, viewer=viewer)
    history = scores(asked.history(available), viewer=viewer).series
    shown = of_time(answer.series, today) if asked.by in OF_TIME else lines(answer, asked, named)
    target = answer.total.target
    metric = word("short_metric", asked.show)
    return Board(
        asked=asked,
        sentence=sentence(answer),
        notices=notices(asked.left_out),
        beside=_beside(answer),
        total=answer.total,
        tiles=_tiles(asked, answer, viewer),
        lines=tuple(shown),
        scale=scale_of([line.row.score for line in shown], [line.row.target for line in shown]),
        gaps=gap_scale([line.row.change for line in shown if isinstance(line.row.change, Comparison)]),
        trend=_trend(history, asked, target, width=880, height=420 if asked.view == "trend" else 260),
        trend_narrow=_trend(history, asked, target, width=340, height=230),
        months=tuple(of_time(history, today)),
        without_answers=without_answers(answer.series if asked.by in OF_TIME else history, available.months),
        breakdowns=choices.breakdowns(asked, available),
        sorts=choices.sorts(asked),
        pickers=choices.pickers(asked, available, named),
        metrics=tuple(Choice(key, word("metric", key), key in asked.metrics) for key in available.metrics),
        firsts=choices.months(_("A year back"), asked.first, asked, available),
        lasts=choices.months(_("The latest month"), asked.last, asked, available),
        compares=choices.compares(asked),
        weights=choices.weights(asked, has_weights=answer.has_weights),
        set_filters=choices.set_filters(asked, named),
        method=method(answer),
        generation=answer.generation,
        built_at=answer.built_at,
        nothing=isinstance(answer.total.score, Estimate) and answer.total.score.n == 0,
        metric_name=metric,
        by_name=word("dimension", asked.by),
        views=choices.views(asked),
        sizes=choices.sizes(asked) if len(answer.rows) > FEW else (),
        kept=kept(available, viewer=viewer),
        spread=spread(asked, _in_order(answer, named), answer.total.score, viewer=viewer)
        if asked.view == "distribution"
        else None,
        maps=_maps(asked, wanted, answer, viewer) if asked.view == "map" else None,
        needed=needed(asked.show),
        history=history,
        may_design=may(viewer, "design"),
        may_settle=may(viewer, "manage_settings"),
        may_export=may(viewer, "export"),
        may_read=may(viewer, "read_answers") and asked.audience == CUSTOMERS,
    )


def _maps(asked: Asked, wanted: str, answer: Answer, viewer: Viewer) -> Maps:
    instead_of = "" if wanted == asked.show else word("short_metric", wanted)
    return maps(_by_touchpoint(asked, answer, viewer), viewer=viewer, instead_of=instead_of)


def _by_touchpoint(asked: Asked, answer: Answer, viewer: Viewer) -> tuple[Row, ...]:
    if asked.by == "touchpoint":
        return answer.rows
    return scores(replace(asked.question, by=("touchpoint",)), viewer=viewer).rows


def _in_order(answer: Answer, named: Names) -> dict[str, str]:
    """The names of the groups by their keys, as the table has them."""
    return {key: named.of(name, key) for row in answer.rows for name, key in row.keys}


def needed(metric: str) -> str:
    """The heading over how many answers would tell a change of a tenth of the scale; empty on an open scale."""
    size = written.tenth_of(metric)
    return _("Answers to tell a change of %(size)s") % {"size": size} if size else ""


def _beside(answer: Answer) -> tuple[str, ...]:
    """What must be said beside the sentence."""
    score, target = answer.total.score, answer.total.target
    told = (about_target(score, target), about_weight(answer), about_size(score), about_needed(answer.total))
    return tuple(filter(None, told))


def _told(asked: Asked, viewer: Viewer) -> tuple[Asked, Answer]:
    """The answer; where the reader chose no breakdown, by the first that tells one group from another."""
    first = FIRST_BREAKDOWNS if asked.audience == CUSTOMERS else FIRST_OF_EMPLOYEES
    ways = (asked.by,) if asked.by_chosen else first
    for by in ways:
        asked = replace(asked, by=by)
        answer = scores(asked.question, viewer=viewer)
        if any(names_a_group(key) for row in answer.rows for _name, key in row.keys):
            break
    return asked, answer


def _tiles(asked: Asked, answer: Answer, viewer: Viewer) -> tuple[Tile, ...]:
    tiles = []
    for metric in asked.metrics:
        here = metric == asked.show
        found = answer if here else scores(asked.total(metric), viewer=viewer)
        total = found.total
        told = asked.compare in {"year", "previous"} or total.change is not None
        change = change_word(total.change, compared(found)) if told else ""
        size = written.difference(total.change) if isinstance(total.change, Comparison) else ""
        name = word("short_metric", metric)
        address = asked.address(show=metric)
        tiles.append(Tile(metric, name, total, change, size, scale_of([total.score]), here, address))
    return tuple(tiles)


def _trend(series: Series, asked: Asked, target: float | None, *, width: int, height: int) -> Svg | None:
    if len(series.months) < 2:  # noqa: PLR2004 - one month is no trend
        return None
    told = {"metric": word("short_metric", asked.show)}
    title = _("%(metric)s by quarter") % told if asked.step == "quarter" else _("%(metric)s by month") % told
    options = {"title": title, "target": target, "width": width, "height": height}
    return draw(series, language=written.language_now(), tokens=PAGE, **options)
