"""Reads of purpose cards; a metric without one has the nature and level that the field gives it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from polku.governance.gate import Viewer, require
from polku.strategy import models, rules


@dataclass(frozen=True, slots=True)
class Purpose:
    """A metric's card; ``texts`` by question, empty where nobody has written yet."""

    metric: str
    nature: str
    level: str
    texts: Mapping[str, str] = field(default_factory=dict)
    until: date | None = None

    @property
    def written(self) -> bool:
        """Whether anybody has said why."""
        return any(self.texts.values())


def purposes(*, viewer: Viewer) -> dict[str, Purpose]:
    """The cards that have been written, by metric."""
    require(viewer, "see_figures")
    return {row.metric: _purpose(row) for row in models.Purpose.objects.all()}


def purpose(metric: str, *, viewer: Viewer) -> Purpose:
    """The card of a metric, as proposed where none has been written."""
    return purposes(viewer=viewer).get(metric) or Purpose(metric, *rules.proposed(metric))


def _purpose(row: models.Purpose) -> Purpose:
    texts = {name: getattr(row, name) for name in rules.QUESTIONS}
    return Purpose(row.metric, row.nature, row.level, texts, row.until)
