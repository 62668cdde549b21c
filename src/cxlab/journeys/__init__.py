"""Journeys as they happened and as they were planned: graph, variants, timing, alignment, deviations, memory."""

from cxlab.journeys.alignment import Alignments, Move, align
from cxlab.journeys.associations import Association, associate
from cxlab.journeys.deviations import Deviation, Deviations, deviations
from cxlab.journeys.funnel import Step, funnel, spine
from cxlab.journeys.going_on import GoingOn, going_on
from cxlab.journeys.handovers import HandOver, OutOfControl, hand_overs, out_of_control
from cxlab.journeys.log import EventLog, event_log
from cxlab.journeys.memory import Memory, Remembered, peak_end, remembered
from cxlab.journeys.overview import JourneyOverview, overview
from cxlab.journeys.plan_cjml import from_cjml, to_cjml
from cxlab.journeys.plan_text import parse_plan, write_plan
from cxlab.journeys.planned import PlanError, PlannedJourney
from cxlab.journeys.timing import Duration, Month, between, throughput, transitions
from cxlab.journeys.variants import Graph, Variants, directly_follows, variants
from cxlab.journeys.walks import Stop, Walk, walk_of
from cxlab.journeys.worktime import WorkingHours

__all__ = [
    "Alignments",
    "Association",
    "Deviation",
    "Deviations",
    "Duration",
    "EventLog",
    "GoingOn",
    "Graph",
    "HandOver",
    "JourneyOverview",
    "Memory",
    "Month",
    "Move",
    "OutOfControl",
    "PlanError",
    "PlannedJourney",
    "Remembered",
    "Step",
    "Stop",
    "Variants",
    "Walk",
    "WorkingHours",
    "align",
    "associate",
    "between",
    "deviations",
    "directly_follows",
    "event_log",
    "from_cjml",
    "funnel",
    "going_on",
    "hand_overs",
    "out_of_control",
    "overview",
    "parse_plan",
    "peak_end",
    "remembered",
    "spine",
    "throughput",
    "to_cjml",
    "transitions",
    "variants",
    "walk_of",
    "write_plan",
]
