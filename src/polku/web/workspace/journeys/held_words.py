"""The words of an encounter on its day: how it stands against its plan, and how long each phase took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from polku.journeys.queries.held import HeldRow
from polku.journeys.rules import held as rules
from polku.web.workspace.journeys.canvas_words import length

SECONDS = 60


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase as the page of the day shows it; ``share`` of its time is gone, at most the whole."""

    timed: rules.Timed
    minutes: int
    took: str
    planned: str
    share: str
    over: int
    state: str


def _state(one: rules.Timed) -> str:
    if one.began:
        return "on"
    return "done" if one.spent or one.said is not None else "ahead"


def phases(row: HeldRow, now: datetime) -> tuple[Phase, ...]:
    """Every phase of the day with how long it took until now."""
    told = []
    for one in row.phases:
        planned, seconds = (one.planned or 0) * SECONDS, one.seconds(now)
        share = min(100.0, 100 * seconds / planned) if planned else 0.0
        told.append(
            Phase(
                timed=one,
                minutes=one.minutes(now),
                took=length(one.minutes(now)),
                planned=length(one.planned) if one.planned else "",
                share=f"{share:.1f}",
                over=max(0, seconds - planned) // SECONDS if planned else 0,
                state=_state(one),
            )
        )
    return tuple(told)


def standing(row: HeldRow, now: datetime) -> str:
    """How the encounter stands against its plan, in one sentence."""
    over = rules.minutes_over(row.phases, now)
    started = any(_state(one) != "ahead" for one in row.phases)
    if not started:
        return _("The encounter has not begun yet.")
    if row.closed_at is not None:
        return _ended(over)
    if over > 0:
        return ngettext("We are %(count)s minute over.", "We are %(count)s minutes over.", over) % {"count": over}
    if over < 0:
        ahead = -over
        return ngettext("We are %(count)s minute ahead.", "We are %(count)s minutes ahead.", ahead) % {"count": ahead}
    return _("We are on time.")


def _ended(over: int) -> str:
    if over > 0:
        told = ngettext("It ended %(count)s minute over.", "It ended %(count)s minutes over.", over)
        return told % {"count": over}
    if over < 0:
        told = ngettext("It ended %(count)s minute early.", "It ended %(count)s minutes early.", -over)
        return told % {"count": -over}
    return _("It ended on time.")


def total(timed: Sequence[rules.Timed], now: datetime) -> str:
    """How long all of it took."""
    return length(sum(one.seconds(now) for one in timed) // SECONDS)
