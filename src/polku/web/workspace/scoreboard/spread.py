"""Decides how the shares of each step are shown: bars with whiskers and the table behind them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cxlab.charts import PAGE, Distribution, Line, Svg, draw
from cxlab.results import Estimate
from polku.governance.gate import Viewer
from polku.insights.distributions import distribution
from polku.web.workspace.scoreboard.address import Asked
from polku.web.workspace.scoreboard.sentence import why_hidden
from polku.web.workspace.templatetags import figures as written
from polku.web.workspace.words import word


@dataclass(frozen=True, slots=True)
class Spread:
    """The steps with their shares; ``why`` says why there are none."""

    wide: Svg | None
    narrow: Svg | None
    steps: tuple[tuple[str, Estimate], ...]
    why: str
    title: str
    some_kept_back: bool
    drawn: Distribution | None = None


def spread(asked: Asked, *, viewer: Viewer) -> Spread:
    """How the answers of the metric in focus fall on its steps."""
    found = distribution(asked.total(asked.show), viewer=viewer)
    title = _("%(metric)s: shares of each answer") % {"metric": word("short_metric", asked.show)}
    if found.why is not None:
        return Spread(None, None, (), _("Not shown: %(reason)s.") % {"reason": why_hidden(found.why)}, title, False)
    if not found.steps or not found.n:
        return Spread(
            None,
            None,
            (),
            _("This metric is measured on an open scale, which has no steps.")
            if not found.steps
            else _("No answers with these choices"),
            title,
            False,
        )
    lines = Distribution(tuple(Line(str(step).replace("-", "−"), one) for step, one in found.steps))
    drawn = [
        draw(lines, language=written.language_now(), tokens=PAGE, title=title, width=width) for width in (720, 340)
    ]
    steps = tuple((line.label, one) for line, (_step, one) in zip(lines.lines, found.steps, strict=True))
    return Spread(drawn[0], drawn[1], steps, "", title, found.some_kept_back, lines)
