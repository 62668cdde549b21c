"""Decides how the shares of each step are shown: bars with whiskers of the whole and of each group, and tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from cxlab.charts import PAGE, Distribution, Line, Scale, Svg, draw, scale_of
from cxlab.results import Estimate, Suppressed
from polku.governance.gate import Viewer
from polku.insights import distributions as asking
from polku.insights.asking.questions import needed
from polku.web.workspace.scoreboard.address import OF_TIME, Asked
from polku.web.workspace.scoreboard.sentence import why_hidden
from polku.web.workspace.templatetags import figures as written
from polku.web.workspace.words import word

# Beside one another on one scale; narrower, the whiskers could not be told apart.
_GROUP = 320


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the scale: its name, its share, and how many answers would tell a change of it."""

    name: str
    share: Estimate
    needed: int | None


@dataclass(frozen=True, slots=True)
class Group:
    """One group: its shares drawn, or why there are none."""

    name: str
    steps: tuple[Step, ...]
    n: int
    why: str
    picture: Svg | None = None
    drawn: Distribution | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """The steps with their shares; ``why`` says why there are none."""

    wide: Svg | None
    narrow: Svg | None
    steps: tuple[Step, ...]
    why: str
    title: str
    counted: str
    drawn: Distribution | None = None
    groups: tuple[Group, ...] = ()


def spread(asked: Asked, names: Mapping[str, str], whole: Estimate | Suppressed, *, viewer: Viewer) -> Spread:
    """How the answers of the metric in focus fall on its steps; of each group too, by the names of the table's rows."""
    by = () if asked.by in OF_TIME else (asked.by,)
    found = asking.distribution(replace(asked.total(asked.show), by=by), viewer=viewer)
    title = _("%(metric)s: shares of each answer") % {"metric": word("short_metric", asked.show)}
    why = _why(found.why)
    if not why and not found.steps:
        why = _("This metric is measured on an open scale, which has no steps.")
    elif not why and not found.n:
        why = _("No answers with these choices")
    if why:
        return Spread(None, None, (), why, title, "")
    steps = _steps(found)
    lines = _lines(steps)
    wide, narrow = (_drawn(lines, title, width) for width in (720, 340))
    groups = _groups(dict(found.groups), names)
    return Spread(wide, narrow, steps, "", title, counted(found, whole), lines, groups)


def counted(found: asking.Distribution, whole: Estimate | Suppressed) -> str:
    """How many answers the shares are of, and why not of all that the score above them is of."""
    n, every = found.n, whole.n if isinstance(whole, Estimate) else 0
    if n >= every:
        return written.answers(found.steps[0][1])
    told = {"count": written.count(n), "all": written.count(every)}
    text = _(
        "Of %(count)s of the %(all)s answers: promised answers are told step by step only after their round has "
        "closed, and only where more of them stand together than a score needs."
    )
    return text % told


def _why(hidden: Suppressed | None) -> str:
    return _("Not shown: %(reason)s.") % {"reason": why_hidden(hidden)} if hidden else ""


def _steps(found: asking.Distribution) -> tuple[Step, ...]:
    return tuple(Step(str(step).replace("-", "−"), one, needed(one)) for step, one in found.steps)


def _lines(steps: Iterable[Step]) -> Distribution:
    return Distribution(tuple(Line(step.name, step.share) for step in steps))


def _drawn(lines: Distribution, title: str, width: int, scale: Scale | None = None) -> Svg:
    return draw(lines, language=written.language_now(), tokens=PAGE, title=title, width=width, scale=scale)


def _groups(found: Mapping[str, asking.Distribution], names: Mapping[str, str]) -> tuple[Group, ...]:
    """The groups in the order of the names, all on one scale."""
    told = [(names[key], found[key]) for key in names if key in found and (found[key].n or found[key].why)]
    scale = scale_of([one for _name, group in told for _step, one in group.steps], [0.0], most=4)
    made = []
    for name, group in told:
        steps = _steps(group)
        lines = _lines(steps)
        picture = _drawn(lines, name, _GROUP, scale) if steps else None
        made.append(Group(name, steps, group.n, _why(group.why), picture, lines))
    return tuple(made)
