"""Decides what is told of rounds: how each stands, what became of its letters, and person by person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from polku.governance.gate import may
from polku.journeys import queries as journeys
from polku.outreach import queries
from polku.web.workspace.access import page
from polku.web.workspace.rounds import words
from polku.web.workspace.rounds.views.preparing import found_round
from polku.web.workspace.rounds.views.sending import numbered
from polku.web.workspace.surveys.views.listing import name_of


def state_of(row: queries.RoundRow) -> str:
    """How a round stands, in one word for its reader."""
    if row.state != "going":
        return row.state
    if row.when.follows:
        return "follows"
    if row.tally["waiting"]:
        return "waits" if row.send_at > timezone.now() else "going"
    return "done"


def _told(request: HttpRequest, row: queries.RoundRow) -> dict[str, Any]:
    state = state_of(row)
    return {"row": row, "survey": name_of(request, row.survey_names), "state": state, "word": words.ROUND_STATES[state]}


@page("see_figures")
def rounds(request: HttpRequest) -> HttpResponse:
    rows = [_told(request, row) for row in queries.rounds(viewer=request.viewer)]
    under_way = sum(one["state"] in {"planning", "waits", "going", "follows"} for one in rows)
    return render(
        request,
        "workspace/rounds/list.html",
        {"rounds": rows, "under_way": under_way, "may_send": may(request.viewer, "send")},
    )


def _touchpoint(request: HttpRequest, row: queries.RoundRow) -> str:
    if not row.when.touchpoint:
        return ""
    found = journeys.touchpoint(UUID(row.when.touchpoint), viewer=request.viewer)
    return found.name if found else "—"


@page("see_figures")
def one(request: HttpRequest, key: UUID) -> HttpResponse:
    row = found_round(request, key)
    funnel = queries.funnel(key, viewer=request.viewer)
    # What a round will do is counted for those who may start it.
    looked_at = row.state == "draft" and may(request.viewer, "send")
    return render(
        request,
        "workspace/rounds/round.html",
        {
            **_told(request, row),
            "round": row,
            "funnel": funnel,
            "run": queries.looked_at(key, viewer=request.viewer) if looked_at else None,
            "held": [(rule, words.HOLDS[rule], number) for rule, number in funnel.held],
            "when": words.when_told(row, _touchpoint(request, row)),
            "may_send": may(request.viewer, "send"),
            "may_read": may(request.viewer, "read_answers"),
        },
    )


@page("read_answers")
def people(request: HttpRequest, key: UUID) -> HttpResponse:
    """The log: each person of the round with what became of their letter."""
    row = found_round(request, key)
    state, rule = request.GET.get("state", ""), request.GET.get("rule", "")
    state = state if state in words.MESSAGE_STATES else ""
    rule = rule if rule in words.HOLDS else ""
    log = queries.log(key, viewer=request.viewer, state=state, rule=rule, number=numbered(request))
    return render(
        request,
        "workspace/rounds/people.html",
        {
            **_told(request, row),
            "round": row,
            "log": log,
            "lines": [(one, words.MESSAGE_STATES[one.state], words.HOLDS.get(one.rule, "")) for one in log.rows],
            "chosen": state,
            "rule": rule,
            "rule_words": words.HOLDS.get(rule, ""),
            "states": list(words.MESSAGE_STATES.items()),
            "may_send": may(request.viewer, "send"),
            "before": log.number - 1,
            "after": log.number + 1,
        },
    )
