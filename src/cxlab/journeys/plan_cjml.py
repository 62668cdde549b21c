"""Carries a planned journey to CJML 2.0 and back: what CJML cannot say travels in the journey's comment as text."""

from __future__ import annotations

import polars as pl

from cxlab.files.cjml import CjmlJourney, CjmlPoint, read_cjml, write_cjml
from cxlab.files.xml import Source
from cxlab.journeys.plan_text import parse_plan, write_plan
from cxlab.journeys.planned import Part, PlanError, PlannedJourney, Sequence, Touchpoint


def to_cjml(plan: PlannedJourney, key: str = "PJ1") -> bytes:
    """A plan as a CJML 2.0 planned journey.

    CJML lists touchpoints one after the other. Optional parts, choices, any order, repetition and limits stand in the
    journey's comment, in the plan's own text, so that ``from_cjml`` gives back the same plan and other tools still
    show the touchpoints.

    Args:
        plan: the plan.
        key: the journey's id.

    Returns:
        XML in UTF-8.

    Example:
        >>> from cxlab.journeys.plan_text import parse_plan
        >>> plan = parse_plan("Call" + chr(10) + "optional Visit by partner")
        >>> from_cjml(to_cjml(plan)) == plan
        True
    """
    points = []
    for touchpoint in plan.touchpoints():
        party = touchpoint.owner or "customer"
        receiver = None if party == "customer" else "customer"
        points.append(CjmlPoint(touchpoint.name, party, receiver))
    return write_cjml([CjmlJourney(key, tuple(points), plan.name, write_plan(plan))])


def from_cjml(source: Source, key: str | None = None) -> PlannedJourney:
    """Read a planned journey from CJML 2.0.

    Args:
        source: path or bytes.
        key: which journey; the first planned one unless told.

    Returns:
        The plan in the journey's comment where it speaks of the same touchpoints, else the touchpoints in sequence.
        Parties are not taken as owners: CJML does not say who of them is a partner.

    Raises:
        EventFileError: no CJML.
        PlanError: no planned journey, or none with the key.

    Example:
        >>> from cxlab.files.cjml import CjmlJourney, CjmlPoint, write_cjml
        >>> made = write_cjml([CjmlJourney("PJ1", (CjmlPoint("Orders"), CjmlPoint("Pays")))])
        >>> [touchpoint.name for touchpoint in from_cjml(made).touchpoints()]
        ['Orders', 'Pays']
    """
    rows = read_cjml(source).filter(pl.col("isPlanned"))
    keys = rows["journeyID"].unique(maintain_order=True).to_list()
    if not keys or (key is not None and key not in keys):
        message = f"No planned journey {key or ''}in the file; it has: {', '.join(keys) or 'none'}."
        raise PlanError(message)
    chosen = rows.filter(pl.col("journeyID") == (key or keys[0]))
    names = chosen["EventType"].to_list()
    comment = chosen["journeyComment"][0] if "journeyComment" in chosen.columns else None
    if comment:
        try:
            plan = parse_plan(comment)
        except PlanError:
            plan = None
        if plan and [touchpoint.name for touchpoint in plan.touchpoints()] == names:
            return plan
    parts: tuple[Part, ...] = tuple(Touchpoint(name) for name in names)
    title = chosen["journeyTitle"][0] if "journeyTitle" in chosen.columns else None
    return PlannedJourney(parts[0] if len(parts) == 1 else Sequence(parts), title)
