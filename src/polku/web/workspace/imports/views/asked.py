"""Decides which file an address speaks of, how it is opened, and how a change of its mapping is kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from cxlab.files import FileError
from polku.flows.import_file import FileForm, FileRefused, Mapping, file_errors
from polku.flows.import_file import decide as decide_on
from polku.flows.import_file.mapping import from_json
from polku.flows.import_file.opening import opened
from polku.flows.import_file.places import folder
from polku.governance import queries
from polku.governance.rules import Refused
from polku.web.workspace.notices import warn

P = ParamSpec("P")
OPEN = ("waiting", "failed")


def asked(request: HttpRequest, key: UUID) -> queries.Upload:
    """The file, or no such page."""
    found = queries.upload(key, viewer=request.viewer)
    if found is None:
        raise Http404
    return found


def mapping_of(upload: queries.Upload) -> Mapping:
    """What its columns mean, as decided by now."""
    return from_json(upload.mapping)


def file_of(upload: queries.Upload, form: FileForm) -> Any:
    """The file itself; raises Refused when it is not kept any more or cannot be read so."""
    place = folder() / upload.path
    if not upload.path or not place.is_file():
        raise Refused(_("The file is not kept any more. Bring it in again."))
    try:
        return opened(place, form, name=upload.name)
    except FileError as error:
        raise FileRefused(said(error)) from error


def said(refused: Refused | FileError) -> str:
    """What was refused and what helps, in the reader's language."""
    return file_errors.told(refused) if isinstance(refused, FileError) else str(refused)


def refusals_told(view: Callable[Concatenate[HttpRequest, UUID, P], HttpResponse]) -> Any:
    """Tell on the page of the file what another page about it refuses: it has landed meanwhile, or is not kept."""

    @wraps(view)
    def guarded(request: HttpRequest, key: UUID, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            if asked(request, key).state not in OPEN:
                raise Refused(_("This file is being taken in or has landed: what it is stays as it was decided."))  # noqa: TRY301 - told below
            return view(request, key, *args, **kwargs)
        except (Refused, FileError) as refused:
            warn(request, said(refused))
            return redirect("import", key=key)

    return guarded


def keep(request: HttpRequest, upload: queries.Upload, mapping: Mapping) -> None:
    """Decide anew; raises Refused for a file that has landed or is being taken in."""
    decide_on(upload.key, mapping, actor=request.viewer)
