"""Whether figures are still being worked out: an empty page then says so, and not that nobody has answered."""

from __future__ import annotations

from polku.governance.gate import Viewer, require
from polku.insights.scores import available, generation
from polku.snapshot.build import work_waits
from polku.surveys.queries import anybody_answered


def being_worked_out(*, viewer: Viewer) -> bool:
    """Whether somebody has answered and no figure knows of it yet.

    So it is while the first snapshot is built, and after an upgrade or a loss that makes it be built anew.
    """
    require(viewer, "see_figures")
    if generation(viewer=viewer) and not (available(viewer=viewer).empty and work_waits()):
        return False
    return anybody_answered(viewer=viewer)
