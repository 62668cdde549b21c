"""The list of everything that came in or waits to: what, who, when, how many, with the way back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from polku.flows.import_records import undo_import
from polku.governance import queries
from polku.governance.rules import Refused
from polku.web.workspace.access import page
from polku.web.workspace.imports import words
from polku.web.workspace.notices import tell, warn


@dataclass(frozen=True, slots=True)
class Row:
    """A file, or records that came in without one, as a line of the list."""

    name: str
    about: str
    state: str
    actor: str
    at: datetime
    rows: int | None = None
    rejected: int = 0
    address: str = ""
    undo: str = ""

    @property
    def state_word(self) -> str:
        return words.said(words.STATES, self.state)

    @property
    def past(self) -> bool:
        return self.state == "undone"


def of_upload(upload: queries.Upload, units: dict[int, queries.ImportUnit]) -> Row:
    unit = units.get(upload.imported or 0)
    in_store = unit is not None and upload.state in {"landed", "undone"}
    kind = upload.mapping.get("kind", "answers")
    named = [words.said(words.KINDS, kind), upload.mapping.get("survey", ""), upload.mapping.get("wave", "")]
    return Row(
        name=upload.name,
        about=" · ".join(part for part in named if part),
        state=upload.state,
        actor=upload.by,
        at=upload.created_at,
        rows=unit.rows if in_store else None,
        rejected=unit.rejected if in_store else 0,
        address=reverse("import", args=[upload.key]),
        undo=reverse("import-undo", args=[upload.key]) if upload.state == "landed" else "",
    )


def of_unit(unit: queries.ImportUnit) -> Row:
    """Records that came in without a file of this page: by a command, or the demo."""
    return Row(
        name=unit.source,
        about=_("Brought in by a command"),
        state=unit.state,
        actor="",
        at=unit.landed_at or unit.begun_at,
        rows=unit.rows if unit.state != "arriving" else None,
        rejected=unit.rejected,
        undo=reverse("imports-undo-unit", args=[unit.key]) if unit.state == "landed" else "",
    )


@page("import_data")
def imports(request: HttpRequest) -> HttpResponse:
    """Every import, newest first, the files that still wait at the top of their time."""
    units = {unit.id: unit for unit in queries.imports(viewer=request.viewer)}
    uploads = queries.uploads(viewer=request.viewer)
    of_files = {upload.imported for upload in uploads}
    rows = [of_upload(upload, units) for upload in uploads]
    rows += [of_unit(unit) for unit in units.values() if unit.id not in of_files]
    rows.sort(key=lambda row: row.at, reverse=True)
    waiting = sum(row.state == "waiting" for row in rows)
    kept = queries.kept_mappings(viewer=request.viewer)
    context = {"rows": rows, "waiting": waiting, "mappings": len(kept)}
    return render(request, "workspace/imports/list.html", context)


@page("import_data")
@require_POST
def undo_unit(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take out of sight what came in without a file."""
    found = next((unit for unit in queries.imports(viewer=request.viewer) if unit.key == key), None)
    if found is None:
        raise Http404
    try:
        undo_import(found.id, actor=request.viewer)
    except Refused as refused:
        warn(request, str(refused))
    else:
        tell(request, _("%(name)s was undone: nothing of it is counted any more.") % {"name": found.source})
    return redirect("imports")
