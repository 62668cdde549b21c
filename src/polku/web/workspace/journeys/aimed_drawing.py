"""Lays target and measured beside each other: a radar, bars, a row for each phase, and the sentence above them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cxlab.charts import Line, Radar, Scale, Scores, Svg, draw, scale_of
from cxlab.results import Estimate, Suppressed
from polku.governance.gate import Viewer
from polku.insights.aimed import SCORE, Phase, aimed
from polku.journeys.rules.canvas import Column, Content
from polku.web.workspace.journeys import canvas_words

# A radar of fewer is no shape.
FEWEST = 3
LOW, HIGH = 1.0, 5.0
# On a laptop, and on a phone.
WIDTHS = (460, 330)


@dataclass(frozen=True, slots=True)
class Row:
    """A phase in the table: the design, and what was measured."""

    column: Column
    phase: Phase
    verdict: str
    felt: str
    answers: str
    scale: Scale


@dataclass(frozen=True, slots=True)
class Beside:
    """The whole page."""

    sentence: str
    beside: tuple[str, ...]
    radar: tuple[Svg, ...]
    bars: tuple[Svg, ...]
    rows: tuple[Row, ...]
    measured: bool
    first: str
    last: str
    untied: int


def beside(content: Content, *, viewer: Viewer) -> Beside:
    """Phases that are tied to a touchpoint, beside what was measured there."""
    tied = [column for column in content.columns if column.touchpoint]
    found = aimed({column.touchpoint: column.target for column in tied}, viewer=viewer)
    pairs = [(column, found.phases[column.touchpoint]) for column in tied]
    told = [(column, phase) for column, phase in pairs if phase.score is not None]
    lines = tuple(Line(column.name, phase.score, phase.target) for column, phase in told if phase.score is not None)
    scale = scale_of([line.score for line in lines], [line.target for line in lines])
    title, language = _("Phase scores beside their targets"), viewer.language
    shown = [line for line in lines if isinstance(line.score, Estimate)]
    shape = Radar(lines, LOW, HIGH)
    round_ones = WIDTHS if len(shown) >= FEWEST else ()
    widths = WIDTHS if lines else ()
    return Beside(
        sentence=_sentence(pairs),
        beside=tuple(filter(None, (_missed(pairs), _feelings(pairs), _peak(pairs)))),
        radar=tuple(draw(shape, language=language, title=title, width=width) for width in round_ones),
        bars=tuple(draw(Scores(lines), language=language, title=title, width=width) for width in widths),
        rows=tuple(_row(column, phase, scale) for column, phase in pairs),
        measured=bool(told),
        first=found.first,
        last=found.last,
        untied=len(content.columns) - len(tied),
    )


def _row(column: Column, phase: Phase, scale: Scale) -> Row:
    verdicts = {
        "": "",
        "reached": _("reached"),
        "missed": _("not reached"),
        "cannot_tell": _("cannot tell yet"),
    }
    asked = urlencode({"touchpoint": column.touchpoint, "show": SCORE, "words": 1})
    return Row(column, phase, verdicts[phase.verdict], verdicts[phase.felt], f"/answers/?{asked}", scale)


def _of(pairs: list[tuple[Column, Phase]], verdict: str) -> list[str]:
    return [column.name for column, phase in pairs if phase.verdict == verdict]


def _sentence(pairs: list[tuple[Column, Phase]]) -> str:
    if not pairs:
        return _("No phase is tied to a touchpoint yet.")
    compared = [phase for _column, phase in pairs if phase.verdict]
    if not compared:
        hidden = any(isinstance(phase.score, Suppressed) for _column, phase in pairs)
        return _("The promise of the survey keeps these scores back.") if hidden else _("Nothing has been scored yet.")
    reached, missed = _of(pairs, "reached"), _of(pairs, "missed")
    count = len(compared)
    if len(reached) == count:
        return ngettext(
            "The phase surely reaches its target.", "All %(count)s phases surely reach their target.", count
        ) % {"count": count}
    if missed:
        return _("Surely below target: %(names)s.") % {"names": canvas_words.several(missed)}
    told = _("%(reached)s of %(count)s phases surely reach their target; of the others this many answers cannot tell.")
    return told % {"reached": len(reached), "count": count}


def _missed(pairs: list[tuple[Column, Phase]]) -> str:
    """Where the sentence names those below: how many are above."""
    reached = _of(pairs, "reached")
    if not _of(pairs, "missed") or not reached:
        return ""
    return _("Surely reached: %(names)s.") % {"names": canvas_words.several(reached)}


def _feelings(pairs: list[tuple[Column, Phase]]) -> str:
    felt = [column.name for column, phase in pairs if phase.felt == "reached"]
    unfelt = [column.name for column, phase in pairs if phase.felt == "missed"]
    parts = []
    if felt:
        told = _("More than half surely felt the target feeling: %(names)s.")
        parts.append(told % {"names": canvas_words.several(felt)})
    if unfelt:
        told = _("Surely fewer than half felt the target feeling: %(names)s.")
        parts.append(told % {"names": canvas_words.several(unfelt)})
    return " ".join(parts)


def _peak(pairs: list[tuple[Column, Phase]]) -> str:
    """Whether what was planned as the peak reached its target, and how the end did."""
    words = {"reached": _("reached"), "missed": _("not reached"), "cannot_tell": _("cannot tell yet")}
    parts = []
    for name, marked in ((_("Planned peak"), "peak"), (_("Deliberate end"), "end")):
        told = [
            f"{column.name} {words[phase.verdict]}"
            for column, phase in pairs
            if getattr(column, marked) and phase.verdict
        ]
        if told:
            parts.append(f"{name}: {canvas_words.several(told)}.")
    return " ".join(parts)
