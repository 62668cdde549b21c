"""Decides what the address of the scoreboard asks (metrics, breakdown, filters, months, comparison), and writes it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Literal
from urllib.parse import urlencode

from django.http import QueryDict

from polku.insights.asking.questions import WEIGHTS
from polku.insights.scores import Available, Question

BREAKDOWNS = (
    "touchpoint_name", "touchpoint", "journey", "phase", "owner", "segment", "account_group", "decision_role",
    "buyer_kind", "language", "wave", "month", "quarter",
)  # fmt: skip
# Tried in turn where the reader has not chosen: the first that tells one group from another stands.
FIRST_BREAKDOWNS = ("touchpoint_name", "segment", "decision_role", "language")
# Of our own people: what only customers have tells nothing of them.
FIRST_OF_EMPLOYEES = ("touchpoint_name", "month")
OF_CUSTOMERS = ("segment", "decision_role", "buyer_kind")
# Breakdowns by time, told by the series.
OF_TIME = ("month", "quarter")
FILTERS = (
    "segment", "account_group", "journey", "phase", "touchpoint_name", "touchpoint", "owner", "decision_role",
    "buyer_kind", "language", "wave",
)  # fmt: skip
SORTS = ("place", "score", "answers", "change")
COMPARES = ("year", "previous", "complement", "target", "none")
# What is drawn: the table with its trend, the trend alone, the shares of each step, the scores on the maps.
VIEWS = ("table", "trend", "distribution", "map")
ONLY = ("all", "largest", "smallest")
MOST_METRICS = 4
_YEAR = 12
_TREND = 36
# Chosen where the reader has not: the relationship, the effort, the satisfaction, the expectation.
_FIRST_METRICS = ("nps", "ces7", "ces5", "csat5", "disconfirmation", "scale5")
_NOT_PROPOSED = {"enps"}
# Whose answers the page shows unless it is asked about our own people; told from each other as a filter is.
CUSTOMERS, EMPLOYEES = "customer", "employee"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that the address names and the page does not show.

    ``why``: there is no such choice or it is ``gone``, there are too ``many`` metrics, or months were ``turned`` round.
    """

    name: str
    values: tuple[str, ...]
    why: Literal["gone", "many", "turned"] = "gone"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks, made whole by what there is."""

    metrics: tuple[str, ...]
    show: str
    by: str
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    first: str | None = None
    last: str | None = None
    compare: Literal["year", "previous", "complement", "target", "none"] = "year"
    sort: str = "place"
    weight: str = "respondent"
    view: str = "table"
    only: str = "all"
    # Whether the reader chose the breakdown; where not, the first that tells something is taken.
    by_chosen: bool = False
    months_chosen: bool = False
    # What the address named beside all this; two addresses that show the same ask the same.
    left_out: tuple[LeftOut, ...] = field(default=(), compare=False)

    @property
    def misses_its_subject(self) -> bool:
        """Whether the metric in focus or a filter is not there: then another figure is shown than was meant."""
        return any(one.name in {"show", *FILTERS} for one in self.left_out)

    @property
    def question(self) -> Question:
        """The question of the metric in focus, with its breakdown."""
        if self.by in OF_TIME:
            return replace(self.total(self.show), step=self.step)
        return replace(self.total(self.show), by=(self.by,))

    @property
    def audience(self) -> str:
        """Whose answers are asked about."""
        return self.filters.get("audience", (CUSTOMERS,))[0]

    @property
    def step(self) -> str:
        """The stretches of time that are told."""
        return "quarter" if self.by == "quarter" else "month"

    def total(self, metric: str) -> Question:
        """The question of one metric as a whole."""
        compare = None if self.compare == "none" else self.compare
        return Question(metric, (), self.filters, self.first, self.last, compare, self.weight, "none")

    def history(self, available: Available) -> Question:
        """The question of the trend: the months chosen, else three years, so that half-yearly rounds make a line."""
        whole = replace(self.total(self.show), compare=None, step=self.step)
        if self.months_chosen:
            return whole
        known = available.months[-_TREND:]
        begins = (month for month in known if int(month[5:]) % 3 == 1) if self.step == "quarter" else iter(known)
        return replace(whole, first=next(begins, known[0]))

    def address(self, **changes: object) -> str:
        """The address that asks this with something changed; months nobody chose are left to move on with time."""
        asked = replace(self, **changes)  # type: ignore[arg-type]
        pairs = [("metric", metric) for metric in asked.metrics]
        pairs += [("show", asked.show), ("by", asked.by)]
        pairs += [(name, key) for name, keys in asked.filters.items() for key in keys]
        if asked.months_chosen:
            pairs += [("first", asked.first), ("last", asked.last)]
        pairs += [("compare", asked.compare), ("sort", asked.sort)]
        pairs += [
            (name, value if value != proposal else "")
            for name, value, proposal in (
                ("weight", asked.weight, WEIGHTS[0]),
                ("view", asked.view, VIEWS[0]),
                ("only", asked.only, ONLY[0]),
            )
        ]
        return "?" + urlencode([(name, value) for name, value in pairs if value])

    def filtered(self, name: str, *keys: str) -> dict[str, tuple[str, ...]]:
        """The filters with one of them set anew, or taken off."""
        rest = {other: set_to for other, set_to in self.filters.items() if other != name}
        return rest | {name: keys} if keys else rest


def of_audience(available: Available, audience: str) -> Available:
    """What there is to ask about, with the metrics of one audience."""
    every = available.by_audience
    return replace(available, metrics=every.get(audience, ())) if every else available


def proposed(available: Available, audience: str = CUSTOMERS) -> tuple[str, ...]:
    """The metrics that stand on the page unless the reader chose others."""
    if audience == EMPLOYEES:
        return tuple(sorted(available.metrics, key=lambda metric: metric != "enps")[:MOST_METRICS])
    known = [metric for metric in available.metrics if metric not in _NOT_PROPOSED]
    first = [metric for metric in _FIRST_METRICS if metric in known]
    return tuple([*first, *(metric for metric in known if metric not in first)][:MOST_METRICS])


def asked(address: QueryDict, available: Available) -> Asked:
    """What the address asks; what is not there is left out and said, so that an old link still shows something."""
    audience = address.get("audience", "")
    audience = EMPLOYEES if audience == EMPLOYEES and available.by_audience.get(EMPLOYEES) else CUSTOMERS
    available = of_audience(available, audience)
    metrics = [metric for metric in dict.fromkeys(address.getlist("metric")) if metric in available.metrics]
    chosen = tuple(metrics[:MOST_METRICS]) or proposed(available, audience)
    left_out = [
        *_gone(address, available),
        *([LeftOut("metric", tuple(more), "many")] if (more := metrics[MOST_METRICS:]) else []),
    ]
    show = address.get("show", "")
    if show not in available.metrics:
        show = chosen[0]
    if show not in chosen:
        chosen = (show, *chosen)[:MOST_METRICS]
    filters = {
        name: keys
        for name in FILTERS
        if (keys := tuple(key for key in address.getlist(name) if key in available.dimensions.get(name, ())))
    }
    if audience != CUSTOMERS:
        filters = {"audience": (audience,), **filters}
    first, last = _months(address, available.months)
    if first and last and first > last:
        first, last = last, first
        left_out.append(LeftOut("first", (first, last), "turned"))
    compare = address.get("compare", "")
    sort = address.get("sort", "")
    return Asked(
        metrics=chosen,
        show=show,
        by=_one_of(address.get("by", ""), BREAKDOWNS),
        by_chosen=address.get("by") in BREAKDOWNS,
        months_chosen=bool({address.get("first"), address.get("last")} & set(available.months)),
        filters=filters,
        first=first,
        last=last,
        compare=_one_of(compare, COMPARES),  # type: ignore[arg-type]
        sort=sort if sort.removeprefix("-") in SORTS else "place",
        weight=_one_of(address.get("weight", ""), WEIGHTS),
        view=_one_of(address.get("view", ""), VIEWS),
        only=_one_of(address.get("only", ""), ONLY),
        left_out=tuple(left_out),
    )


def _gone(address: QueryDict, available: Available) -> list[LeftOut]:
    """What the address names and there is not: nothing is guessed in its place."""
    known: dict[str, Collection[str]] = {
        "metric": available.metrics, "show": available.metrics, "by": BREAKDOWNS,
        **{name: available.dimensions.get(name, ()) for name in FILTERS},
        "first": available.months, "last": available.months, "compare": COMPARES,
        "audience": [CUSTOMERS, *(name for name in available.by_audience if name == EMPLOYEES)],
        "sort": [*SORTS, *(f"-{name}" for name in SORTS)], "weight": WEIGHTS, "view": VIEWS, "only": ONLY,
    }  # fmt: skip
    found = []
    for name, there in known.items():
        if values := tuple(value for value in dict.fromkeys(address.getlist(name)) if value and value not in there):
            found.append(LeftOut(name, values))
    return found


def _one_of(wanted: str, known: tuple[str, ...]) -> str:
    return wanted if wanted in known else known[0]


def _months(address: QueryDict, known: tuple[str, ...]) -> tuple[str | None, str | None]:
    """The months asked for, the last twelve unless told."""
    if not known:
        return None, None
    last = address.get("last", "")
    last = last if last in known else known[-1]
    first = address.get("first", "")
    if first not in known:
        first = known[max(0, known.index(last) - _YEAR + 1)]
    return first, last
