"""The page Where are we today?, its wall, its kept views, and the pulse that tells an open page of something new."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from polku.governance import services
from polku.governance.rules import Refused
from polku.insights.scores import Available, available, generation
from polku.web.workspace.access import page
from polku.web.workspace.handing_out import KINDS, TYPES, file_of
from polku.web.workspace.notices import tell, warn
from polku.web.workspace.people.views import page_number
from polku.web.workspace.scoreboard.address import CUSTOMERS, Asked, asked
from polku.web.workspace.scoreboard.answers import behind
from polku.web.workspace.scoreboard.board import board
from polku.web.workspace.scoreboard.exporting.files import shown
from polku.web.workspace.scoreboard.nothing import nothing_yet
from polku.web.workspace.scoreboard.walls import wall_of


@page("see_figures")
def where(request: HttpRequest) -> HttpResponse:
    known = available(viewer=request.viewer)
    if known.empty or not known.metrics:
        return nothing_yet(request)
    laid_out = board(asked(request.GET, known), known, viewer=request.viewer)
    return render(request, "workspace/scoreboard/where.html", {"board": laid_out})


@page("see_figures")
def wall(request: HttpRequest) -> HttpResponse:
    """The same figures for a screen that nobody touches: no menu, large type, fresh by itself."""
    known = available(viewer=request.viewer)
    if known.empty or not known.metrics:
        return nothing_yet(request)
    laid_out = board(asked(request.GET, known), known, viewer=request.viewer)
    return render(request, "workspace/scoreboard/wall.html", {"board": laid_out, "wall": wall_of(laid_out)})


@page("read_answers")
def answers(request: HttpRequest) -> HttpResponse:
    """The open answers behind a figure, its filters kept."""
    known = available(viewer=request.viewer)
    if known.empty or not known.metrics:
        return redirect("where")
    wanted = asked(request.GET, known)
    if wanted.audience != CUSTOMERS:
        warn(request, _("What our own people answered is shown as figures only."))
        return redirect(f"/{wanted.address()}")
    laid_out = board(wanted, known, viewer=request.viewer)
    with_words = bool(request.GET.get("words"))
    number = page_number(request.GET.get("page", ""))
    context = {
        "found": behind(laid_out.asked, viewer=request.viewer, page=number, with_words=with_words),
        "sentence": laid_out.sentence,
        "notices": laid_out.notices,
        "period": laid_out.period,
        "chips": laid_out.set_filters,
        "back": f"/{laid_out.asked.address()}",
        "here": laid_out.asked.address(),
        "with_words": with_words,
    }
    return render(request, "workspace/scoreboard/answers.html", context)


@never_cache
@page("export")
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The view as a file: what the page shows, no more."""
    known = available(viewer=request.viewer)
    if kind not in KINDS or known.empty or not known.metrics:
        raise Http404
    wanted = asked(request.GET, known)
    content = file_of(shown(board(wanted, known, viewer=request.viewer)), kind)
    name = f"polku-{wanted.show}-{wanted.view}-{wanted.last}.{kind}"
    return HttpResponse(
        content, content_type=TYPES[kind], headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@never_cache
@page("see_figures")
def pulse(request: HttpRequest) -> HttpResponse:
    """The snapshot's generation as plain text: an open page asks for it often, so nothing else is read."""
    return HttpResponse(generation(viewer=request.viewer), content_type="text/plain")


def read(address: str, known: Available) -> Asked | None:
    """What an address that was sent asks; None while there is nothing to ask."""
    return asked(QueryDict(address.removeprefix("?")), known) if known.metrics else None


def _back(request: HttpRequest) -> HttpResponse:
    """To the view the form stood on; whatever else was sent leads to the page as it is."""
    wanted = read(request.POST.get("back") or request.POST.get("address", ""), available(viewer=request.viewer))
    return redirect(f"/{wanted.address() if wanted else ''}")


@page("see_figures")
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the view under a name."""
    wanted = read(request.POST.get("address", ""), available(viewer=request.viewer))
    try:
        if wanted is not None:
            services.save_view(
                request.POST.get("name", ""),
                wanted.address(),
                shared=bool(request.POST.get("shared")),
                pinned=bool(request.POST.get("pinned")),
                actor=request.viewer,
            )
            tell(request, _("The view is kept."))
    except Refused as refused:
        warn(request, str(refused))
    return _back(request)


@page("see_figures")
@require_POST
def pin(request: HttpRequest, key: UUID) -> HttpResponse:
    """Put a view of mine on top of my page, or take it off."""
    try:
        services.change_view(key, pinned=bool(request.POST.get("pinned")), actor=request.viewer)
    except Refused as refused:
        warn(request, str(refused))
    return _back(request)


@page("see_figures")
@require_POST
def forget(request: HttpRequest, key: UUID) -> HttpResponse:
    """Remove a kept view."""
    try:
        services.forget_view(key, actor=request.viewer)
        tell(request, _("The view was removed."))
    except Refused as refused:
        warn(request, str(refused))
    return _back(request)
