"""Decides who answers for a journey, and notes that somebody has looked at it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from polku.governance.rules import Refused
from polku.journeys import services
from polku.web.workspace.access import page
from polku.web.workspace.journeys.views.listing import found
from polku.web.workspace.notices import tell, warn


@page("design")
@require_POST
def keep(request: HttpRequest, key: UUID) -> HttpResponse:
    """Set the owner, or say that the journey was looked at today."""
    one = found(request, key)
    try:
        if request.POST.get("do") == "looked":
            services.look_at_journey(one.id, actor=request.viewer)
        else:
            services.set_owner(one.id, _member(request.POST.get("owner", "")), actor=request.viewer)
    except Refused as refused:
        warn(request, str(refused))
    else:
        tell(request, _("Saved."))
    return redirect("journey-details", key)


def _member(given: str) -> UUID | None:
    """The chosen colleague; what is no key at all is nobody that there is."""
    if not given:
        return None
    try:
        return UUID(given)
    except ValueError:
        return UUID(int=0)
