"""Decides how a canvas is filled in: its columns, the questions before and above it, its script."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from polku.governance.rules import Refused
from polku.governance.services import Stale
from polku.journeys import queries, services
from polku.journeys.queries import canvases as reads
from polku.journeys.rules import canvas as rules
from polku.web.workspace.access import page
from polku.web.workspace.journeys import canvas_words
from polku.web.workspace.journeys.canvas_forms import acts, arranged, columns_of, questions_of, script_of
from polku.web.workspace.journeys.views.canvases import found
from polku.web.workspace.notices import tell, warn

# Rows for people with a part that wait to be written on.
SPARE_PARTS = 1


def _keep(request: HttpRequest, one: reads.Canvas, place: rules.Place, content: rules.Content) -> dict[str, str] | None:
    """Keep a part of the canvas; what is wrong by its place, and under "" what is wrong with the whole; else None."""
    try:
        services.fill_canvas(one.row.id, place, content, actor=request.viewer, seen=request.POST.get("seen") or None)
    except Stale as stale:
        return {"": _("%(stale)s Save again to keep what you wrote here.") % {"stale": stale}}
    except Refused as refused:
        return {refused.field: str(refused)}
    return None


@page("design")
def fill(request: HttpRequest, key: UUID) -> HttpResponse:
    """The columns: each button keeps what was written, and then adds, moves or takes away."""
    one = found(request, key)
    points = [point for point in queries.choices(viewer=request.viewer) if point.journey_key == one.row.journey]
    columns, wrong, do = one.content.columns, None, request.POST.get("do", "")
    if request.method == "POST":
        columns = columns_of(request.POST, frozenset(point.slug for point in points))
        columns = arranged(columns, do, _("New phase"))
        wrong = _keep(request, one, "columns", replace(one.content, columns=columns))
        if wrong is None:
            return _kept(request, one, columns, do)
    context = {
        "canvas": one.row,
        "seen": one.marks["columns"],
        "columns": columns,
        "rows": list(canvas_words.ROWS.items()),
        "points": points,
        "wrong": wrong or {},
        "full": len(columns) >= rules.MOST_COLUMNS,
        "sessions": range(rules.MOST_SESSIONS + 1),
    }
    return render(request, "workspace/journeys/canvas_fill.html", context, status=422 if wrong else 200)


def _kept(request: HttpRequest, one: reads.Canvas, columns: tuple[rules.Column, ...], do: str) -> HttpResponse:
    undo = reverse("canvas-undo", args=[one.row.key])
    kind, _colon, key = do.partition(":")
    names = {column.key: column.name for column in (*one.content.columns, *columns)}
    if kind == "drop":
        tell(request, _("%(name)s was taken away.") % {"name": names.get(key, "")}, undo=undo)
    elif kind in ("left", "right"):
        tell(request, _("Moved: %(name)s.") % {"name": names.get(key, "")}, undo=undo)
    elif kind == "add":
        tell(request, _("Added: %(name)s.") % {"name": columns[-1].name}, undo=undo)
        key = columns[-1].key
    else:
        tell(request, _("Saved."), undo=undo)
        return redirect("canvas", one.row.key)
    return redirect(reverse("canvas-fill", args=[one.row.key]) + (f"#{key}" if kind != "drop" else ""))


@page("design")
def questions(request: HttpRequest, key: UUID) -> HttpResponse:
    one = found(request, key)
    said, wrong = one.content.questions, None
    if request.method == "POST":
        said = questions_of(request.POST)
        wrong = _keep(request, one, "questions", replace(one.content, questions=said))
        if wrong is None:
            tell(request, _("Saved."), undo=reverse("canvas-undo", args=[key]))
            return redirect("canvas", key)

    def asked(keys: tuple[str, ...]) -> list[tuple[str, object, str, str]]:
        return [(name, canvas_words.QUESTIONS[name], said.get(name, ""), (wrong or {}).get(name, "")) for name in keys]

    context = {
        "canvas": one.row,
        "seen": one.marks["questions"],
        "groups": [(_("Before the canvas"), asked(rules.BEFORE)), (_("Above the canvas"), asked(rules.ABOVE))],
        "wrong": wrong or {},
    }
    return render(request, "workspace/journeys/canvas_questions.html", context, status=422 if wrong else 200)


@page("design")
def script(request: HttpRequest, key: UUID) -> HttpResponse:
    """Who has which part, and the three acts; "more" keeps what was written and gives more lines."""
    one = found(request, key)
    content, wrong = one.content, None
    if request.method == "POST":
        content = script_of(request.POST, one.content)
        wrong = _keep(request, one, "script", content)
        if wrong is None:
            tell(request, _("Saved."), undo=reverse("canvas-undo", args=[key]))
            return redirect("canvas-script" if request.POST.get("do") == "more" else "canvas", key)
    context = {
        "canvas": one.row,
        "seen": one.marks["script"],
        "parts": [*content.parts, *[rules.Part("", "")] * (SPARE_PARTS + (not content.parts))],
        "acts": acts(content),
        "wrong": wrong or {},
    }
    return render(request, "workspace/journeys/canvas_script.html", context, status=422 if wrong else 200)


@page("design")
@require_POST
def undo(request: HttpRequest, key: UUID) -> HttpResponse:
    one = found(request, key)
    try:
        services.undo_canvas(one.row.id, actor=request.viewer)
    except Refused as refused:
        warn(request, str(refused))
    else:
        tell(request, _("Undone."), undo=reverse("canvas-undo", args=[key]))
    return redirect("canvas", key)
