"""Writes of lanes: what stands beside a touchpoint of what the customer needs to know and what goes on behind."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from polku.governance.gate import Viewer
from polku.governance.rules import Refused, clean_texts
from polku.governance.services import audit, check_seen, save_changed
from polku.journeys import rules
from polku.journeys.services.touchpoints import locked_touchpoint


@transaction.atomic
def set_lanes(
    touchpoint: int,
    lanes: Mapping[str, Mapping[str, str]],
    *,
    actor: Viewer,
    emotion: int | None = None,
    seen: str | None = None,
) -> None:
    """Write what stands on the lanes of a touchpoint.

    Args:
        touchpoint: its id.
        lanes: texts by lane and language; what is empty is left out.
        actor: who writes.
        emotion: how the customer is thought to feel here, from -2 to 2; None when nobody has said.
        seen: the mark that the actor saw; refused when the lanes have changed since.
    """
    row = locked_touchpoint(touchpoint, actor=actor)
    check_seen(seen, row.lanes_mark)
    told = {lane: texts for lane in rules.LANES if (texts := clean_texts(lanes.get(lane, {})))}
    for lane, texts in told.items():
        if max(len(text) for text in texts.values()) > rules.LONGEST_LANE:
            raise Refused(_("This is too long: at most %(most)s characters.") % {"most": rules.LONGEST_LANE}, lane)
    if emotion is not None and emotion not in rules.EMOTIONS:
        raise Refused(_("Choose from the list."), "emotion")
    fields = save_changed(row, {"lanes": told, "emotion": emotion})
    if fields:
        audit(actor, "update", "touchpoint", row.key, fields)
