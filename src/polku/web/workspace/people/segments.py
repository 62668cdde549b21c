"""The page of segments: named, put in order, removed; the accounts in a removed one stay, without a segment."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from polku.people import queries, services
from polku.web.workspace.access import page
from polku.web.workspace.asking import accepted, sent, status
from polku.web.workspace.notices import tell, warn
from polku.web.workspace.people import forms


def asked(request: HttpRequest, key: str) -> queries.Segment:
    for segment in queries.segments(viewer=request.viewer):
        if segment.key == key:
            return segment
    raise Http404


@page("edit_customers")
def segments(request: HttpRequest) -> HttpResponse:
    """Every segment, and a form for one more."""
    form = forms.Group(sent(request))
    if request.method == "POST" and accepted(
        form, lambda: services.save_segment("", form.names(), actor=request.viewer)
    ):
        tell(request, _("Saved."))
        return redirect("people-segments")
    context = {"form": form, "segments": queries.segments(viewer=request.viewer)}
    return render(request, "workspace/people/segments.html", context, status=status(form))


@page("edit_customers")
def rename(request: HttpRequest, key: str) -> HttpResponse:
    """Give a segment other names; its key stays, for answers speak of it."""
    segment = asked(request, key)
    initial = {f"name_{code}": segment.names.get(code, "") for code, _name in settings.LANGUAGES}
    initial["seen"] = segment.mark
    form = forms.Group(sent(request), initial=initial)
    if request.method == "POST" and accepted(
        form, lambda: services.save_segment(key, form.names(), actor=request.viewer, seen=form.mark())
    ):
        tell(request, _("Saved."))
        return redirect("people-segments")
    context = {"form": form, "segment": segment}
    return render(request, "workspace/people/segment.html", context, status=status(form))


@page("edit_customers")
@require_POST
def up(request: HttpRequest, key: str) -> HttpResponse:
    """Move a segment one place up."""
    segment = asked(request, key)
    order = [one.key for one in queries.segments(viewer=request.viewer)]
    place = order.index(segment.key)
    order.insert(max(0, place - 1), order.pop(place))
    services.order_segments(order, actor=request.viewer)
    return redirect("people-segments")


@page("edit_customers")
@require_POST
def delete(request: HttpRequest, key: str) -> HttpResponse:
    """Remove a segment that holds no accounts; one that does is emptied first, so that nothing is lost by a slip."""
    segment = asked(request, key)
    if segment.accounts:
        warn(request, _("Move the accounts of %(name)s to another segment first.") % {"name": segment.name})
        return redirect("people-segments")
    services.delete_segment(segment.key, actor=request.viewer)
    tell(request, _("%(name)s was removed.") % {"name": segment.name})
    return redirect("people-segments")
