"""What is done with a file: let in, told of while it comes and when it has landed, undone, thrown away."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cxlab.files import FileError
from polku.flows import import_file
from polku.governance import queries
from polku.governance.rules import Refused
from polku.web.workspace.access import page
from polku.web.workspace.imports import looks
from polku.web.workspace.imports.settled import coming_of, done_of
from polku.web.workspace.imports.views.asked import asked, mapping_of, said
from polku.web.workspace.notices import tell, warn


def settled(request: HttpRequest, upload: queries.Upload) -> HttpResponse:
    """The page of a file that comes in or has come in."""
    if upload.state in {"reading", "arriving"}:
        return render(request, "workspace/imports/running.html", {"page": coming_of(upload)})
    if request.htmx:
        # The page that told how far it is draws itself anew now that there is something else to tell.
        return HttpResponse(headers={"HX-Refresh": "true"})
    unit = next((one for one in queries.imports(viewer=request.viewer) if one.id == upload.imported), None)
    kept = import_file.rejected_file(upload.key, viewer=request.viewer) is not None
    told = done_of(upload, unit, mapping_of(upload), rejected_kept=kept)
    return render(request, "workspace/imports/done.html", {"page": told})


@page("import_data")
@require_POST
def start(request: HttpRequest, key: UUID) -> HttpResponse:
    """Let the file in; a second click finds it on its way."""
    upload = asked(request, key)
    try:
        preview = looks.shown(upload, viewer=request.viewer) if upload.state in {"waiting", "failed"} else None
        if preview is not None and not preview.ready:
            warn(request, _("Something is still to be decided."))
            answer = redirect("import", key=key)
            answer["Location"] += "?look#decide"
            return answer
        import_file.start(key, actor=request.viewer)
    except (Refused, FileError) as refused:
        warn(request, said(refused))
    return redirect("import", key=key)


@page("import_data")
@require_POST
def undo(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take what landed out of sight, all of it at once."""
    upload = asked(request, key)
    try:
        import_file.undo(key, actor=request.viewer)
    except Refused as refused:
        warn(request, str(refused))
    else:
        tell(request, _("%(name)s was undone: nothing of it is counted any more.") % {"name": upload.name})
    return redirect("import", key=key)


@page("import_data")
@require_POST
def drop(request: HttpRequest, key: UUID) -> HttpResponse:
    """Throw a file away that waits; what landed of others stays."""
    upload = asked(request, key)
    try:
        import_file.remove(key, actor=request.viewer)
    except Refused as refused:
        warn(request, str(refused))
        return redirect("import", key=key)
    tell(request, _("%(name)s was thrown away. Nothing of it had come in.") % {"name": upload.name})
    return redirect("imports")


@page("import_data")
def rejected(request: HttpRequest, key: UUID) -> HttpResponse:
    """The rows that did not come in, as a file to mend."""
    upload = asked(request, key)
    place = import_file.rejected_file(key, viewer=request.viewer)
    if place is None:
        raise Http404
    called = slugify(upload.name.rpartition(".")[0]) or "rows"
    answer = FileResponse(place.open("rb"), as_attachment=True, filename=f"{called}-rejected.csv")
    answer["Content-Type"] = "text/csv; charset=utf-8"
    answer["Cache-Control"] = "no-store"
    return answer
