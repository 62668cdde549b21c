"""Decides what is told of a file that comes in, landed, was undone or broke off: a sentence, figures, the way on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from polku.flows.import_file import Mapping
from polku.governance.queries import ImportUnit, Upload
from polku.web.workspace import words as shared
from polku.web.workspace.imports import words
from polku.web.workspace.imports.shown import count
from polku.web.workspace.templatetags.figures import moment

# A worker says how far it is many times a second; after this long without a word it has been stopped.
SILENT = timedelta(seconds=30)
# Where what has landed is looked at, by what a row was.
# Of several metrics in a file the one that says most of the whole is shown.
FIRST = ("nps", "enps", "nps_1_10", "ces7", "ces5", "csat5", "disconfirmation", "scale5")
NEXT = {
    "answers": "/",
    "accounts": "/people/",
    "contacts": "/people/",
    "revenue": "/people/",
    "offers": "/people/",
    "events": "/journeys/",
}


@dataclass(frozen=True, slots=True)
class Coming:
    """A file on its way in."""

    key: UUID
    name: str
    sentence: str
    part: int
    doing: str
    note: str


def looking_of(upload: Upload, share: float) -> Coming:
    """How far the look at a large file is."""
    return Coming(
        key=upload.key,
        name=upload.name,
        sentence=_("The file is large: looking for what is odd in it."),
        part=round(100 * share),
        doing=_("of it looked at"),
        note=_("You may leave this page: it goes on by itself. Nothing has come in yet."),
    )


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a file."""

    key: UUID
    name: str
    sentence: str
    wrong: str
    figures: tuple[tuple[str, int], ...]
    rejected: int
    rejected_address: str
    facts: tuple[tuple[str, str], ...]
    undo: str
    again: str
    look: str
    next: str
    next_words: str


def coming_of(upload: Upload) -> Coming:
    """How far it is."""
    silent = upload.beat_at is not None and timezone.now() - upload.beat_at > SILENT
    rows = int(upload.told.get("rows") or 0)
    if silent:
        said = _("Nothing has been heard for a while. If the work was cut off, it is taken up again by itself.")
    elif rows:
        said = ngettext("One row has come in so far.", "%(count)s rows have come in so far.", rows)
        said %= {"count": count(rows)}
    else:
        said = _("The file is being read.")
    return Coming(
        key=upload.key,
        name=upload.name,
        sentence=said,
        part=int(100 * upload.progress),
        doing=words.said(words.STATES, upload.state),
        note=_("You may leave this page: it goes on by itself. Nothing is seen before all of it has come in."),
    )


def done_of(upload: Upload, unit: ImportUnit | None, mapping: Mapping, *, rejected_kept: bool) -> Done:
    """What became of it, and what there is to do."""
    landed, failed = upload.state == "landed", upload.state == "failed"
    rejected = unit.rejected if unit is not None and not failed else 0
    return Done(
        key=upload.key,
        name=upload.name,
        sentence=_sentence(upload, unit),
        wrong=str(upload.told.get("why", "")) if failed else "",
        figures=_figures(upload, unit, mapping) if not failed else (),
        rejected=rejected,
        rejected_address=reverse("import-rejected", args=[upload.key]) if rejected_kept else "",
        facts=_facts(upload, unit, mapping),
        undo=reverse("import-undo", args=[upload.key]) if landed else "",
        again=reverse("import-start", args=[upload.key]) if failed else "",
        look=f"{reverse('import', args=[upload.key])}?look" if failed else "",
        next=_next(upload, mapping) if landed else "",
        next_words=_next_words(mapping.kind),
    )


def _next(upload: Upload, mapping: Mapping) -> str:
    """Where what landed is seen: of answers the metric, the wave and the months of this file."""
    place = NEXT.get(mapping.kind, "")
    metrics = {use.definition for use in mapping.answers().values()} if mapping.kind == "answers" else set()
    if not metrics - {""}:
        return place
    show = next((metric for metric in FIRST if metric in metrics), min(metrics - {""}))
    if show == "nps" and mapping.audience == "employee":
        show = "enps"
    first, last = upload.told.get("first"), upload.told.get("last")
    asked = {"show": show, "wave": mapping.wave, "first": first, "last": last}
    return f"{place}?{urlencode({name: value for name, value in asked.items() if value})}"


def _next_words(kind: str) -> str:
    if kind == "answers":
        return _("See it on Where are we today?")
    return _("See them on the journeys") if kind == "events" else _("See the customers")


def _sentence(upload: Upload, unit: ImportUnit | None) -> str:
    if upload.state == "failed":
        return _("The import broke off. Nothing of it is counted.")
    if upload.state == "undone":
        return _("The import was undone: nothing of it is counted. The same file can be brought in again.")
    rows = unit.rows if unit is not None else 0
    if upload.told.get("already"):
        return _("The same file had landed before with the same mapping. Nothing was added.")
    said = ngettext("One row has landed.", "%(count)s rows have landed.", rows) % {"count": count(rows)}
    known = rows - int(upload.told.get("new", rows) or 0)
    if known > 0:
        told = ngettext("One of them was known already.", "%(count)s of them were known already.", known)
        said = f"{said} {told % {'count': count(known)}}"
    if unit is not None and unit.rejected:
        told = ngettext("One row was rejected.", "%(count)s rows were rejected.", unit.rejected)
        said = f"{said} {told % {'count': count(unit.rejected)}}"
    return said


def _figures(upload: Upload, unit: ImportUnit | None, mapping: Mapping) -> tuple[tuple[str, int], ...]:
    if unit is None:
        return ()
    told = upload.told
    answers = told.get("answers") if mapping.kind == "answers" else None
    found = [(_("Rows in"), unit.rows), (pgettext("rows", "New"), told.get("new")), (_("Answers"), answers)]
    found.append((_("Rejected"), unit.rejected))
    return tuple((str(name), int(number)) for name, number in found if number is not None)


def _facts(upload: Upload, unit: ImportUnit | None, mapping: Mapping) -> tuple[tuple[str, str], ...]:
    facts = [(_("Each row is"), words.said(words.KINDS, mapping.kind))]
    if mapping.kind == "answers":
        facts += [
            (_("Survey"), mapping.survey),
            (_("Promise"), str(shared.PROMISES.get(mapping.promise, ""))),
            (_("Wave"), mapping.wave),
        ]
    facts += [(_("Brought by"), upload.by), (_("Sent"), moment(upload.created_at))]
    if unit is not None and unit.landed_at:
        facts.append((_("Landed"), moment(unit.landed_at)))
    return tuple((str(name), str(said)) for name, said in facts if said)
