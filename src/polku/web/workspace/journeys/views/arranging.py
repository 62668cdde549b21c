"""Decides where a phase or a touchpoint goes when it is dragged, or moved by its buttons."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from polku.governance.rules import Refused
from polku.journeys import queries, services
from polku.web.workspace.access import page
from polku.web.workspace.journeys.views.mapping import found_map
from polku.web.workspace.notices import tell, warn

STEPS = {"up": (0, -1), "down": (0, 1), "left": (-1, 0), "right": (1, 0)}


@dataclass(frozen=True, slots=True)
class Place:
    """A column and a place in it."""

    column: int
    row: int


@page("design")
@require_POST
def arrange(request: HttpRequest, key: UUID) -> HttpResponse:
    """Move one thing; the address may carry the move as well, so that undoing is a plain form."""
    there = found_map(request, key)
    asked = request.POST if "do" in request.POST else request.GET
    anchor = "map"
    try:
        if "touchpoint" in asked:
            anchor = _move_touchpoint(request, there, asked)
        elif "phase" in asked:
            anchor = _move_phase(request, there, asked)
    except Refused as refused:
        warn(request, str(refused))
    return redirect(reverse("journey-edit", args=[key]) + f"#{anchor}")


def _undo(key: UUID, arrangement: str, **where: object) -> str:
    told = urlencode({"do": "to", "seen": arrangement, **where})
    return f"{reverse('journey-arrange', args=[key])}?{told}"


def _number(asked: QueryDict, name: str) -> int:
    given = asked.get(name, "")
    return int(given) if given.isdecimal() and len(given) < 6 else 0  # noqa: PLR2004 - no map is that long


def _move_touchpoint(request: HttpRequest, there: queries.Map, asked: QueryDict) -> str:
    columns = there.phases
    places = {
        str(card.key): (Place(x, y), card)
        for x, phase in enumerate(columns)
        for y, card in enumerate(phase.touchpoints)
    }
    if asked["touchpoint"] not in places:
        raise Refused(_("This touchpoint is not there any more."))
    old, card = places[asked["touchpoint"]]
    new = _target(old, columns, asked)
    if new is None:
        warn(request, _("%(name)s is already there.") % {"name": card.name})
        return f"t-{card.key}"
    column = columns[new.column]
    services.move_touchpoint(
        card.id, phase=column.id, position=new.row, actor=request.viewer, seen=asked.get("seen") or None
    )
    now = found_map(request, there.journey.key)
    shown = next(phase for phase in now.phases if phase.key == column.key)
    place = next(at for at, one in enumerate(shown.touchpoints, 1) if one.key == card.key)
    told = {"name": card.name, "phase": column.name, "place": place, "count": len(shown.touchpoints)}
    tell(
        request,
        _("Moved: %(name)s. %(phase)s, place %(place)s of %(count)s.") % told,
        undo=_undo(
            there.journey.key,
            now.arrangement,
            touchpoint=card.key,
            column=columns[old.column].key,
            place=old.row,
        ),
    )
    return f"t-{card.key}"


def _target(old: Place, columns: tuple[queries.Phase, ...], asked: QueryDict) -> Place | None:
    """Where the card goes; None when it cannot go further that way."""
    if asked["do"] == "to":
        keys = [str(phase.key) for phase in columns]
        if asked.get("column", "") not in keys:
            raise Refused(_("This phase is not there any more."))
        return Place(keys.index(asked["column"]), _number(asked, "place"))
    across, down = STEPS.get(asked["do"], (0, 0))
    column, row = old.column + across, old.row + down
    if not 0 <= column < len(columns) or (across, down) == (0, 0):
        return None
    most = len(columns[column].touchpoints) - (across == 0)
    if across:
        return Place(column, min(row, most))
    return Place(column, row) if 0 <= row <= most else None


def _move_phase(request: HttpRequest, there: queries.Map, asked: QueryDict) -> str:
    keys = [str(phase.key) for phase in there.phases]
    if asked["phase"] not in keys:
        raise Refused(_("This phase is not there any more."))
    old = keys.index(asked["phase"])
    phase = there.phases[old]
    new = _number(asked, "place") if asked["do"] == "to" else old + STEPS.get(asked["do"], (0, 0))[0]
    if new == old or not 0 <= new < len(keys):
        warn(request, _("%(name)s is already there.") % {"name": phase.name})
        return f"p-{phase.key}"
    services.move_phase(phase.id, position=new, actor=request.viewer, seen=asked.get("seen") or None)
    now = found_map(request, there.journey.key)
    told = {"name": phase.name, "place": new + 1, "count": len(keys)}
    tell(
        request,
        _("Moved: %(name)s, phase %(place)s of %(count)s.") % told,
        undo=_undo(there.journey.key, now.arrangement, phase=phase.key, place=old),
    )
    return f"p-{phase.key}"
