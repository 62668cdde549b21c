"""The page of one file: what there is to see and do with it now; and the decisions on what was noticed."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cxlab.files import FileError
from polku.flows.import_file import under_way
from polku.flows.import_file.settling import with_choice
from polku.governance.queries import Upload
from polku.governance.rules import Refused
from polku.web.workspace.access import page
from polku.web.workspace.asking import REFUSED
from polku.web.workspace.imports import looks
from polku.web.workspace.imports.matters import matters_of
from polku.web.workspace.imports.settled import looking_of
from polku.web.workspace.imports.shown import page_of
from polku.web.workspace.imports.taken_back import remember, without
from polku.web.workspace.imports.views.asked import asked, file_of, keep, mapping_of, refusals_told, said
from polku.web.workspace.imports.views.settling import settled
from polku.web.workspace.notices import tell


@page("import_data")
def look(request: HttpRequest, key: UUID) -> HttpResponse:
    """A file that waits is looked at; of one that comes in, or has, it is told how far it is or what became of it."""
    upload = asked(request, key)
    again = upload.state == "failed" and "look" in request.GET
    if upload.state != "waiting" and not again:
        return settled(request, upload)
    mapping = mapping_of(upload)
    try:
        file_of(upload, mapping.form)
        share = under_way(key, viewer=request.viewer)
        if share is not None:
            return render(request, "workspace/imports/running.html", {"page": looking_of(upload, share)})
        if request.htmx and request.htmx.target == "coming":  # the page that told how far it is has done its work
            return HttpResponse(headers={"HX-Refresh": "true"})
        preview = looks.fresh(upload, viewer=request.viewer)
    except (Refused, FileError) as refused:
        return unreadable(request, upload, said(refused))
    told = page_of(
        key, upload.name, mapping, preview, show=request.GET.get("show", ""), search=request.GET.get("q", "")[:100]
    )
    return render(request, "workspace/imports/look.html", {"page": told})


def unreadable(request: HttpRequest, upload: Upload, why: str) -> HttpResponse:
    """A file that cannot be read as the mapping says: why, and the ways on."""
    context = {"key": upload.key, "name": upload.name, "wrong": why}
    return render(request, "workspace/imports/unreadable.html", context, status=REFUSED)


@page("import_data")
@require_POST
@refusals_told
def decide(request: HttpRequest, key: UUID) -> HttpResponse:
    """Decide one matter, in all the columns that it is about; an empty choice opens it again."""
    upload = asked(request, key)
    choice = request.POST.get("choice", "")
    # These two are done elsewhere, and nothing is decided before they are.
    if choice == "other_wave":
        return led(request, reverse("import-about", args=[key]) + "#id_wave")
    if choice == "corrected" and (earlier := came_with(request, upload)):
        tell(request, _("Undo this import; then bring in the corrected file, which waits among the imports."))
        return led(request, reverse("import", args=[earlier]))
    kept(request, upload, dict.fromkeys(request.POST.getlist("matter"), choice))
    answer = redirect("import", key=upload.key)
    answer["Location"] += "#decide"
    return answer


def take_suggestions(request: HttpRequest, upload: Upload) -> int:
    """Take what is suggested for everything that is still open; returns how many questions that were."""
    preview = looks.shown(upload, viewer=request.viewer)
    taken = [one for one in matters_of(preview.noticed, preview.undecided) if one.open and one.proposed]
    kept(request, upload, {member: one.proposed for one in taken for member in one.members})
    return len(taken)


def still_open(request: HttpRequest, upload: Upload) -> int:
    """How many things stand between a file and its landing."""
    preview = looks.shown(upload, viewer=request.viewer)
    return page_of(upload.key, upload.name, mapping_of(upload), preview, show="", search="").still


def led(request: HttpRequest, address: str) -> HttpResponse:
    """To another page, also where the form was sent by a script that swaps a part of this one."""
    return HttpResponse(headers={"HX-Redirect": address}) if request.htmx else redirect(address)


def came_with(request: HttpRequest, upload: Upload) -> str:
    """The upload that the rows of this one are here from; empty when a command brought them."""
    noticed = (one.noticed for one in looks.shown(upload, viewer=request.viewer).noticed)
    return next((str(one.params.get("upload") or "") for one in noticed if one.kind == "rows_known"), "")


def kept(request: HttpRequest, upload: Upload, choices: dict[str, str]) -> None:
    """Keep decisions."""
    mapping = mapping_of(upload)
    for one in looks.shown(upload, viewer=request.viewer).noticed:
        choice = choices.get(one.key)
        if choice == "":
            mapping = without(request.session, upload.key, mapping, one.noticed)
        elif choice in {known.key for known in one.noticed.choices}:
            before, mapping = mapping, with_choice(mapping, one.noticed, choice)
            remember(request.session, upload.key, one.key, before, mapping)
    keep(request, upload, mapping)
