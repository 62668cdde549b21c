"""Decides how answers are handed over as a file to those who may take them out."""

from __future__ import annotations

import tempfile
from pathlib import Path
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from polku.flows.export_answers import FORMATS, export_answers
from polku.flows.import_file.file_errors import told
from polku.governance.rules import Refused
from polku.surveys import queries
from polku.web.workspace.access import page
from polku.web.workspace.notices import warn
from polku.web.workspace.surveys.views.listing import found_survey, language_of

# What one request can write before it is given up; more goes by the command line.
MOST = {"csv": 300_000, "xlsx": 20_000, "sav": 100_000}


@page("export")
@require_POST
def export(request: HttpRequest, key: UUID) -> HttpResponse:
    """The answers to a version as a file."""
    from cxlab.files import FileError

    found_survey(request, key)
    kind, number = request.POST.get("format", ""), request.POST.get("version", "")
    if kind not in FORMATS:
        warn(request, _("Choose CSV, Excel or SPSS."))
        return redirect("survey", key)
    asked = int(number) if number.isdecimal() and len(number) < 9 else None  # noqa: PLR2004 - fits the column
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, f"answers.{kind}")
        try:
            done = export_answers(
                key, kind, place, actor=request.viewer, number=asked, language=language_of(request), most=MOST[kind]
            )
        except queries.NoSuchSurvey:
            warn(request, _("There is no such version of this survey."))
        except Refused as refused:
            warn(request, str(refused))
        except FileError as error:
            warn(request, told(error))
        else:
            return FileResponse(place.open("rb"), as_attachment=True, filename=done.name, content_type=FORMATS[kind])
    return redirect("survey", key)
