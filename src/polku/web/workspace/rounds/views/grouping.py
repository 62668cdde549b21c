"""Decides how a round is looked at group by group: who answered, who is silent, how far the score could move."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from polku.finance import queries as finance
from polku.outreach import queries
from polku.people import queries as people
from polku.web.workspace import words as common_words
from polku.web.workspace.access import page
from polku.web.workspace.rounds import words
from polku.web.workspace.rounds.views.preparing import found_round
from polku.web.workspace.surveys.words import LANGUAGE_NAMES

YEAR = timedelta(days=365)


@page("read_answers")
def groups(request: HttpRequest, key: UUID) -> HttpResponse:
    """The letters by segment, role, language, customer or revenue, and what the silent leave open."""
    row = found_round(request, key)
    by = request.GET.get("by", "segment")
    by = by if by in words.BY else "segment"
    classes = _thirds(request) if by == "revenue" else None
    found = queries.groups(key, by, viewer=request.viewer, classes=classes)
    named = _names(request, by)
    lines = [(one, named.get(one.name, one.name) or "—") for one in found]
    return render(
        request,
        "workspace/rounds/groups.html",
        {
            "round": row,
            "by": by,
            "ways": list(words.BY.items()),
            "lines": lines,
            "most": queries.MOST_GROUPS if len(found) == queries.MOST_GROUPS else 0,
            "told": row.promise == "open",
            "bounds": queries.silence(key, viewer=request.viewer),
        },
    )


def _names(request: HttpRequest, by: str) -> Mapping[str, object]:
    if by == "segment":
        return {one.key: one.name for one in people.segments(viewer=request.viewer)}
    return {"role": common_words.DECISION_ROLES, "language": LANGUAGE_NAMES, "revenue": words.THIRDS}.get(by, {})


def _thirds(request: HttpRequest) -> dict[int, str]:
    """Customers by their revenue of the last twelve months: the largest third, the middle, the smallest."""
    now = timezone.localdate()
    shares = finance.by_account(f"{now - YEAR:%Y-%m}", f"{now:%Y-%m}", viewer=request.viewer)
    # Amounts of different currencies are not compared: the one that most customers pay in decides.
    counts: dict[str, int] = {}
    for share in shares:
        counts[share.currency] = counts.get(share.currency, 0) + 1
    usual = max(counts, key=lambda code: counts[code], default="")
    listed = [share.account for share in shares if share.currency == usual]
    return {account: str(1 + 3 * place // len(listed)) for place, account in enumerate(listed)}
