"""Decides how kept views stand on the scoreboard: pinned ones as tiles on top, all of them in a list."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from cxlab.charts import Scale, scale_of
from cxlab.results import Estimate
from polku.governance.gate import Viewer
from polku.governance.queries import SavedView, saved_views
from polku.insights.scores import Available, Row, scores
from polku.web.workspace.scoreboard.address import asked
from polku.web.workspace.scoreboard.sentence import change_word, compared
from polku.web.workspace.words import word

# As many as fit on top of a page.
MOST_PINNED = 6
_NOTHING = Row((), Estimate(None, None, None, 0, None, "none", "own"), None, None)


@dataclass(frozen=True, slots=True)
class Pinned:
    """A pinned view with the score it is about."""

    key: UUID
    name: str
    address: str
    metric: str
    row: Row
    change: str
    scale: Scale


@dataclass(frozen=True, slots=True)
class Kept:
    """The views the reader may choose from, and those on top."""

    views: tuple[SavedView, ...]
    pinned: tuple[Pinned, ...]


def kept(available: Available, *, viewer: Viewer) -> Kept:
    """The kept views; the pinned ones with their scores."""
    views = saved_views(viewer=viewer)
    shown = [view for view in views if view.pinned][:MOST_PINNED]
    return Kept(views, tuple(_pinned(view, available, viewer) for view in shown))


def _pinned(view: SavedView, available: Available, viewer: Viewer) -> Pinned:
    wanted = asked(QueryDict(view.address.removeprefix("?")), available)
    metric = word("short_metric", wanted.show)
    if wanted.misses_its_subject:
        # Under its name the figure of everybody, or of another metric, would be taken for its own.
        gone = _("What this view is about is no longer there.")
        return Pinned(view.key, view.name, view.address, metric, _NOTHING, gone, scale_of([]))
    answer = scores(wanted.total(wanted.show), viewer=viewer)
    row = answer.total
    change = change_word(row.change, compared(answer)) if wanted.compare != "none" else ""
    return Pinned(view.key, view.name, view.address, metric, row, change, scale_of([row.score]))
