"""The pages of mappings: seen as a file, handed out, kept by name, taken from elsewhere."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from polku.flows.import_file import Mapping, from_toml, to_toml
from polku.flows.import_file import fitted as fitted_to
from polku.governance import queries, services
from polku.governance.rules import Refused
from polku.web.workspace.access import page
from polku.web.workspace.asking import REFUSED
from polku.web.workspace.imports import words
from polku.web.workspace.imports.views.asked import OPEN, asked, file_of, mapping_of
from polku.web.workspace.imports.views.asked import keep as keep_for
from polku.web.workspace.notices import tell, warn

LARGEST_MAPPING = 1_000_000


def as_toml(text: str, name: str) -> HttpResponse:
    """A mapping to save."""
    called = slugify(name) or "mapping"
    headers = {"Content-Disposition": f'attachment; filename="{called}.toml"', "Cache-Control": "no-store"}
    return HttpResponse(text, content_type="application/toml; charset=utf-8", headers=headers)


def shown(request: HttpRequest, key: UUID, wrong: str = "") -> HttpResponse:
    upload = asked(request, key)
    found = mapping_of(upload)
    context = {
        "key": key,
        "name": upload.name,
        "text": to_toml(found),
        "kept": queries.kept_mappings(viewer=request.viewer),
        "kept_name": found.survey or upload.name.rpartition(".")[0],
        "may_change": upload.state in OPEN,
        "wrong": wrong,
    }
    return render(request, "workspace/imports/mapping.html", context, status=REFUSED if wrong else 200)


@page("import_data")
def mapping(request: HttpRequest, key: UUID) -> HttpResponse:
    """What was decided, as a file one can read."""
    return shown(request, key)


@page("import_data")
def file(request: HttpRequest, key: UUID) -> HttpResponse:
    """The same to save."""
    upload = asked(request, key)
    return as_toml(to_toml(mapping_of(upload)), upload.name.rpartition(".")[0] or upload.name)


@page("import_data")
@require_POST
def keep(request: HttpRequest, key: UUID) -> HttpResponse:
    """Keep it under a name, for the next wave."""
    found = mapping_of(asked(request, key))
    name = request.POST.get("name", "")
    try:
        services.keep_mapping(name, to_toml(found), actor=request.viewer)
    except Refused as refused:
        return shown(request, key, str(refused))
    tell(request, _("Kept as %(name)s.") % {"name": " ".join(name.split())})
    return redirect("import-mapping", key=key)


@page("import_data")
@require_POST
def use(request: HttpRequest, key: UUID) -> HttpResponse:
    """Decide as a kept mapping, or one in a file, did."""
    upload = asked(request, key)
    try:
        found, gone = fitted(request, upload)
        keep_for(request, upload, found)
    except Refused as refused:
        return shown(request, key, str(refused))
    tell(request, _("The file is now read by that mapping."))
    if gone:
        warn(request, _("This file has no column: %(names)s.") % {"names": ", ".join(gone)})
    return redirect("import", key=key)


def fitted(request: HttpRequest, upload: queries.Upload) -> tuple[Mapping, list[str]]:
    """The mapping that was sent or chosen, and its columns that the file lacks.

    It is fitted to the file: columns that are new are asked about, and so is what says which file it is.
    """
    given = request.FILES.get("file")
    mapping = _sent(given) if given else from_toml(named(request, request.POST.get("kept", "")).toml)
    found = file_of(upload, mapping.form)
    names = {column.name for column in found.columns}
    gone = [name for name, use in mapping.columns.items() if name not in names and use.role not in words.PASSED_OVER]
    return fitted_to(mapping, upload.sha256, kept=given is None), gone


def _sent(given: UploadedFile) -> Mapping:
    """The mapping in a file."""
    if given.size is None or given.size > LARGEST_MAPPING:
        raise Refused(_("This is too large for a mapping. Choose the .toml file."))
    try:
        return from_toml(given.read().decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Refused(_("This is not a text in UTF-8. Choose the .toml file.")) from None


def named(request: HttpRequest, name: str) -> queries.KeptMapping:
    for one in queries.kept_mappings(viewer=request.viewer):
        if one.name == name:
            return one
    raise Refused(_("This mapping has been removed meanwhile. Choose another."))


@page("import_data")
def kept(request: HttpRequest) -> HttpResponse:
    """Every mapping that was kept."""
    rows = [
        {
            "name": one.name,
            "by": one.by,
            "at": one.at,
            "file": f"{reverse('imports-mapping-file')}?{urlencode({'name': one.name})}",
        }
        for one in queries.kept_mappings(viewer=request.viewer)
    ]
    return render(request, "workspace/imports/mappings.html", {"kept": rows})


@page("import_data")
def kept_file(request: HttpRequest) -> HttpResponse:
    """A kept one to save."""
    try:
        one = named(request, request.GET.get("name", ""))
    except Refused:
        raise Http404 from None
    return as_toml(one.toml, one.name)


@page("import_data")
@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Remove a kept mapping; what came in by it stays."""
    name = request.POST.get("name", "")
    try:
        services.forget_mapping(name, actor=request.viewer)
    except Refused as refused:
        warn(request, str(refused))
    else:
        tell(request, _("%(name)s was removed.") % {"name": name})
    return redirect("imports-mappings")
