"""The page What matters most?, its files, and what stands there while it is still being counted."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from polku.governance.gate import may
from polku.insights.drivers import drivers, measured_questions
from polku.insights.scores import available
from polku.overviews.freshness import being_worked_out
from polku.surveys.queries import question_names
from polku.web.workspace.access import page
from polku.web.workspace.handing_out import KINDS, TYPES, file_of
from polku.web.workspace.matters.address import asked, outcomes
from polku.web.workspace.matters.exporting import shown
from polku.web.workspace.matters.laid_out import Page
from polku.web.workspace.matters.laid_out import page as laid_out

# A file is waited for: there is nothing to show meanwhile.
_PATIENCE_OF_FILES_S = 50.0


@page("see_figures")
def matters(request: HttpRequest) -> HttpResponse:
    found = _page(request)
    if isinstance(found, Page):
        return render(request, "workspace/matters/page.html", {"page": found})
    if found or being_worked_out(viewer=request.viewer):
        return render(request, "workspace/matters/working.html", {"here": request.get_full_path()})
    context = {"may_design": may(request.viewer, "design"), "may_import": may(request.viewer, "import_data")}
    return render(request, "workspace/matters/empty.html", context)


@never_cache
@page("export")
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """What the page shows as a file, no more."""
    found = _page(request, patience=_PATIENCE_OF_FILES_S) if kind in KINDS else False
    if not isinstance(found, Page):
        raise Http404
    name = f"polku-what-matters-{found.asked.last or 'latest'}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(file_of(shown(found), kind), content_type=TYPES[kind], headers=headers)


def _page(request: HttpRequest, **patience: float) -> Page | bool:
    """The page; True while it is being counted, False where there is nothing to lay beside one another."""
    known = measured_questions(viewer=request.viewer)
    named = question_names([one.key for one in known], viewer=request.viewer)
    if not outcomes(known, named):
        return False
    there_is = available(viewer=request.viewer)
    wanted = asked(request.GET, known, named, there_is)
    matter = drivers(wanted.laid, viewer=request.viewer, **patience)
    if matter is None:
        return True
    return laid_out(wanted, matter, known, named, there_is, viewer=request.viewer)
