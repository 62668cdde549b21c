"""The pages that say what a file is, how it is read and what its columns are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cxlab.files import FileError, TableFile
from polku.flows.import_file import ColumnUse, FileForm, FileRefused, Mapping, propose
from polku.flows.import_file.earlier import earlier_mapping
from polku.flows.import_file.looking import SAMPLED
from polku.flows.import_file.mapping import ROLES
from polku.flows.import_file.settling import renamed
from polku.governance.queries import Upload
from polku.governance.rules import in_language
from polku.journeys import queries as journeys
from polku.surveys import queries as surveys
from polku.web.workspace.access import page
from polku.web.workspace.asking import accepted, sent, status
from polku.web.workspace.imports import forms, looks, words
from polku.web.workspace.imports.shown import count, kind_of
from polku.web.workspace.imports.views.asked import asked, file_of, keep, mapping_of, refusals_told, said
from polku.web.workspace.notices import tell, warn


def filled(
    request: HttpRequest,
    form: forms.forms.Form,
    done: Callable[[], None],
    *,
    key: UUID,
    template: str = "form",
    back: str = "#decide",
    **context: object,
) -> HttpResponse:
    """A form about a file; back to the file when it was taken."""
    if request.method == "POST" and accepted(form, done):
        tell(request, _("Saved."))
        answer = redirect("import", key=key)
        answer["Location"] += back
        return answer
    return render(
        request, f"workspace/imports/{template}.html", {"form": form, "key": key, **context}, status=status(form)
    )


@page("import_data")
@refusals_told
def about(request: HttpRequest, key: UUID) -> HttpResponse:
    """What a row is, and what holds for all of them."""
    upload = asked(request, key)
    mapping = mapping_of(upload)
    form = forms.About(sent(request), mapping=mapping)

    def done() -> None:
        changes = form.changes()
        keep(request, upload, replace(as_said(request, upload, mapping, changes), **changes))

    heading = _("What will land")
    lede = _("What a row of the file is, and what holds for all rows.")
    names = [
        in_language(one.names, get_language() or "", mapping.language) for one in surveys.surveys(viewer=request.viewer)
    ]
    return filled(request, form, done, key=key, name=upload.name, heading=heading, lede=lede, surveys=names)


def as_said(request: HttpRequest, upload: Upload, mapping: Mapping, changes: dict[str, Any]) -> Mapping:
    """The mapping to which what was said of the whole is added.

    Columns of another kind of file are proposed anew; those of a survey that had a file before, and that nobody has
    touched yet, are mapped as they were then.
    """
    found = file_of(upload, mapping.form)
    if changes["kind"] != mapping.kind:
        return replace(propose(found, kind=changes["kind"]), form=mapping.form)
    survey = changes.get("survey", "")
    if mapping.kind != "answers" or survey == mapping.survey or mapping.decisions:
        return mapping
    before = earlier_mapping(replace(mapping, survey=survey, source=changes["source"]), viewer=request.viewer)
    if before is None or mapping.columns != propose(found).columns:
        return mapping
    tell(request, _("The columns are mapped as in the last file of this survey."))
    return replace(propose(found, earlier=before), form=mapping.form)


@page("import_data")
@require_POST
@refusals_told
def roles(request: HttpRequest, key: UUID) -> HttpResponse:
    """Make several columns the same at once."""
    upload = asked(request, key)
    mapping = mapping_of(upload)
    role = request.POST.get("role", "")
    names = [column.name for column in file_of(upload, mapping.form).columns]
    numbers = {str(number): name for number, name in enumerate(names, 1)}
    ticked = [numbers[one] for one in request.POST.getlist("column") if one in numbers]
    # A column that the mapping names and the file does not have can only be left out.
    ticked += [name for name in request.POST.getlist("gone") if name in mapping.columns and name not in names]
    if not ticked:
        warn(request, _("Tick the columns first."))
        return returned(request, key)
    if role not in ROLES[mapping.kind]:
        warn(request, _("Choose from the list what the columns are."))
        return returned(request, key)
    uses = {name: as_role(mapping.columns.get(name, ColumnUse(role)), role) for name in ticked}
    keep(request, upload, replace(mapping, columns={**mapping.columns, **uses}))
    told = ngettext("%(count)s column is now: %(role)s.", "%(count)s columns are now: %(role)s.", len(ticked))
    tell(request, told % {"count": len(ticked), "role": words.said(words.ROLES, role)})
    return returned(request, key)


@page("import_data")
@require_POST
@refusals_told
def found(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say which column of the file one is that the mapping names and the file does not have."""
    upload = asked(request, key)
    mapping = mapping_of(upload)
    gone, now = request.POST.get("gone", ""), request.POST.get("now", "")
    names = [column.name for column in file_of(upload, mapping.form).columns]
    if gone not in mapping.columns or gone in names or now not in names:
        warn(request, _("Choose from the list which column it is."))
    else:
        keep(request, upload, renamed(mapping, gone, now))
        tell(request, _("%(old)s is read from %(new)s.") % {"old": gone.strip(), "new": now.strip()})
    answer = redirect("import", key=key)
    answer["Location"] += "#decide"
    return answer


def as_role(use: ColumnUse, role: str) -> ColumnUse:
    """The column in another role; an answer of no known kind is counted as text until somebody says more."""
    return replace(use, role=role, kind=use.kind or ("short_text" if role == "answer" else ""))


def returned(request: HttpRequest, key: UUID) -> HttpResponse:
    """To the same columns of the same file."""
    answer = redirect("import", key=key)
    asked_for = {name: request.POST[name] for name in ("show", "q") if request.POST.get(name)}
    answer["Location"] += f"?{urlencode(asked_for)}#columns" if asked_for else "#columns"
    return answer


@page("import_data")
@refusals_told
def reading(request: HttpRequest, key: UUID) -> HttpResponse:
    """How the file is read where it was not recognised rightly."""
    upload = asked(request, key)
    mapping = mapping_of(upload)
    heading = _("How the file was read")
    context = {"key": key, "name": upload.name, "heading": heading}
    found = readable(upload, mapping.form)
    kind = kind_of(upload.name, found.form)
    initial = {name: getattr(mapping.form, name) for name in ("encoding", "separator", "decimal", "sheet")}
    form = forms.Reading(
        sent(request), initial=initial, kind=kind, sheets=found.form.sheets, encoding=found.form.encoding or ""
    )

    def done() -> None:
        keep(request, upload, read_as(upload, mapping, FileForm(**form.cleaned_data)))

    if not form.fields:
        context["lede"] = _("There is nothing to say about a file of this kind: it says itself how it is read.")
    return filled(request, form, done, **context)


def readable(upload: Upload, form: FileForm) -> TableFile:
    """The file as it was said to be read; where that cannot be, as it is recognised."""
    try:
        return file_of(upload, form)
    except FileRefused:
        return file_of(upload, FileForm())


def read_as(upload: Upload, mapping: Mapping, form: FileForm) -> Mapping:
    """The mapping for the file read otherwise; other columns are proposed anew."""
    found = file_of(upload, form)
    if {column.name for column in found.columns} >= set(mapping.columns):
        return replace(mapping, form=form)
    try:
        proposed = propose(found, kind=mapping.kind)
    except FileError as error:
        raise FileRefused(said(error)) from error
    return replace(proposed, form=form, survey=mapping.survey, wave=mapping.wave, month=mapping.month)


@page("import_data")
@refusals_told
def column(request: HttpRequest, key: UUID, number: int) -> HttpResponse:
    """One column: its values, and what it is."""
    upload = asked(request, key)
    mapping = mapping_of(upload)
    preview = looks.shown(upload, viewer=request.viewer)
    looked = preview.columns
    if not 0 < number <= len(looked):
        raise Http404
    one = looked[number - 1]
    names = {row.slug: row.name for row in journeys.touchpoints(viewer=request.viewer)}
    form = forms.Column(sent(request), use=one.use, file_kind=mapping.kind, touchpoints=names.items())

    def done() -> None:
        keep(request, upload, replace(mapping, columns={**mapping.columns, one.name: form.changed_use()}))

    values = [(value, count(times)) for value, times in one.examples if value is not None]
    about_it = [
        (_("Words in the file"), one.label),
        (_("Rows with a value"), count(one.filled)),
        (_("Different values"), count(one.different)),
    ]
    context = {
        "name": upload.name,
        "heading": one.name.strip() or one.name,
        "seen": [(label, value) for label, value in about_it if value],
        "values": values,
        "few": count(SAMPLED) if preview.counted > SAMPLED else "",
    }
    return filled(request, form, done, key=key, template="column", back="#columns", **context)
