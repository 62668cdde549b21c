"""Writes of this room: journeys and phases, touchpoints, plans and observed events."""

from polku.journeys.services.arriving import ARRIVING, KnownEvents, store_events
from polku.journeys.services.beginning import begin_from_template
from polku.journeys.services.canvases import (
    CanvasDetails,
    copy_canvas,
    create_canvas,
    delete_canvas,
    fill_canvas,
    keep_version,
    restore_canvas,
    return_to_version,
    undo_canvas,
    update_canvas,
)
from polku.journeys.services.events import EventRow, record_events
from polku.journeys.services.from_events import MOST_DRAWN, FromEvent, journey_from_events
from polku.journeys.services.held import (
    Noted,
    add_note,
    begin_held,
    delete_held,
    delete_note,
    enter_phase,
    pause_held,
    restore_held,
    restore_note,
    say_lengths,
)
from polku.journeys.services.journeys import (
    JourneyDetails,
    copy_journey,
    create_journey,
    delete_journey,
    move_journey,
    restore_journey,
    update_journey,
)
from polku.journeys.services.keeping import look_at_journey, set_owner
from polku.journeys.services.lanes import set_lanes
from polku.journeys.services.meanings import Meant, map_events, remove_meaning, restore_meaning, unmap_events
from polku.journeys.services.phases import (
    PhaseDetails,
    add_phase,
    delete_phase,
    move_phase,
    restore_phase,
    update_phase,
)
from polku.journeys.services.planning import set_plan
from polku.journeys.services.touchpoints import (
    TouchpointDetails,
    add_touchpoint,
    delete_touchpoint,
    move_touchpoint,
    restore_touchpoint,
    update_touchpoint,
)

__all__ = [
    "ARRIVING",
    "MOST_DRAWN",
    "CanvasDetails",
    "EventRow",
    "FromEvent",
    "JourneyDetails",
    "KnownEvents",
    "Meant",
    "Noted",
    "PhaseDetails",
    "TouchpointDetails",
    "add_note",
    "add_phase",
    "add_touchpoint",
    "begin_from_template",
    "begin_held",
    "copy_canvas",
    "copy_journey",
    "create_canvas",
    "create_journey",
    "delete_canvas",
    "delete_held",
    "delete_journey",
    "delete_note",
    "delete_phase",
    "delete_touchpoint",
    "enter_phase",
    "fill_canvas",
    "journey_from_events",
    "keep_version",
    "look_at_journey",
    "map_events",
    "move_journey",
    "move_phase",
    "move_touchpoint",
    "pause_held",
    "record_events",
    "remove_meaning",
    "restore_canvas",
    "restore_held",
    "restore_journey",
    "restore_meaning",
    "restore_note",
    "restore_phase",
    "restore_touchpoint",
    "return_to_version",
    "say_lengths",
    "set_lanes",
    "set_owner",
    "set_plan",
    "store_events",
    "undo_canvas",
    "unmap_events",
    "update_canvas",
    "update_journey",
    "update_phase",
    "update_touchpoint",
]
