"""The pages of the three perspectives and of the purpose cards behind their metrics."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from polku.governance.gate import may
from polku.insights.scores import available
from polku.overviews.freshness import being_worked_out
from polku.strategy.queries import purpose
from polku.strategy.services import save_purpose
from polku.web.workspace.access import page
from polku.web.workspace.asking import accepted, sent, status
from polku.web.workspace.notices import tell
from polku.web.workspace.scoreboard.address import asked
from polku.web.workspace.scoreboard.cards import metric_name
from polku.web.workspace.scoreboard.nothing import nothing_yet
from polku.web.workspace.scoreboard.perspectives import metrics_of, perspectives
from polku.web.workspace.scoreboard.proposed import proposal
from polku.web.workspace.scoreboard.purpose_form import PurposeForm


@page("see_figures")
def three(request: HttpRequest) -> HttpResponse:
    """Customers, employees and finance side by side."""
    known = available(viewer=request.viewer)
    if not known.metrics and being_worked_out(viewer=request.viewer):
        return nothing_yet(request)
    context = {
        "perspectives": perspectives(known, asked(request.GET, known), viewer=request.viewer) if known.metrics else (),
        "may_design": may(request.viewer, "design"),
    }
    return render(request, "workspace/scoreboard/perspectives.html", context)


@page("design")
def card(request: HttpRequest, metric: str) -> HttpResponse:
    """Write why a metric is measured."""
    if metric not in metrics_of(available(viewer=request.viewer)):
        raise Http404
    written = purpose(metric, viewer=request.viewer)
    form = PurposeForm(sent(request), card=written)
    if request.method == "POST" and accepted(form, lambda: save_purpose(metric, **form.card(), actor=request.viewer)):
        tell(request, _("The purpose of %(metric)s is written down.") % {"metric": metric_name(metric)})
        return redirect("scoreboard-perspectives")
    context = {"form": form, "name": metric_name(metric), "proposed": not written.written and proposal(metric)}
    return render(request, "workspace/scoreboard/purpose.html", context, status=status(form))
