"""Decides how a survey is handed out without mail: a link that says where it hangs, a code, a snippet, paper."""

from __future__ import annotations

import io
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from polku.flows.answer_links import answer_link, draw_form_key, read_form_key, read_link
from polku.flows.record_response import Busy, record_response
from polku.flows.send_rounds import choices_of
from polku.journeys import queries as journeys
from polku.surveys.queries import NoSuchSurvey, PublishedVersion, published
from polku.surveys.rules import from_form, validate
from polku.surveys.services import NotOpen
from polku.web.workspace.access import page
from polku.web.workspace.notices import tell, warn
from polku.web.workspace.rounds.forms import Share
from polku.web.workspace.rounds.paper import laid_out
from polku.web.workspace.surveys.views.listing import found_survey, name_of
from polku.web.workspace.surveys.words import LANGUAGE_NAMES

# One module of the code in a PNG, in pixels: sharp on a delivery note.
PNG_SCALE = 12


def _published(survey: UUID) -> PublishedVersion:
    try:
        version = published(survey)
    except NoSuchSurvey:
        raise Http404 from None
    if not version.takes_answers:
        raise Http404
    return version


@dataclass(frozen=True, slots=True)
class Shared:
    """A link as it was asked for; ``says`` is the query that asks for it again."""

    address: str
    says: str

    @property
    def kiosk(self) -> str:
        return f"{self.address}{'&' if '?' in self.address else '?'}kiosk=1"


def _shared(request: HttpRequest, survey: UUID, form: Share) -> Shared:
    given = form.cleaned_data if form.is_valid() else {}
    touchpoint = UUID(given["touchpoint"]) if given.get("touchpoint") else None
    wave, channel = given.get("wave", ""), given.get("channel", "")
    link = answer_link(survey, touchpoint=touchpoint, channel=channel, wave=wave)
    said = {"touchpoint": given.get("touchpoint", ""), "channel": channel, "wave": wave}
    return Shared(request.build_absolute_uri(link), urlencode({key: value for key, value in said.items() if value}))


def _form(request: HttpRequest) -> Share:
    return Share(request.GET, touchpoints=journeys.touchpoints(viewer=request.viewer))


@page("send")
def share(request: HttpRequest, survey: UUID) -> HttpResponse:
    """Every way to hand the survey out, for one place at a time."""
    row, version = found_survey(request, survey), _published(survey)
    form = _form(request)
    shared = _shared(request, survey, form)
    snippets = []
    for code in version.languages:
        with translation.override(code):
            joined = "&" if "?" in shared.address else "?"
            first, choices = choices_of(version, code, f"{shared.address}{joined}lang={code}")
        snippet = {"first": first, "choices": choices, "link": f"{shared.address}{joined}lang={code}", "language": code}
        snippets.append((LANGUAGE_NAMES[code], code, snippet))
    context = {"form": form, "survey": name_of(request, row.names), "survey_key": survey, "shared": shared}
    return render(request, "workspace/rounds/share.html", {**context, "snippets": snippets})


@page("send")
def code(request: HttpRequest, survey: UUID, kind: str) -> HttpResponse:
    """The link as a code to print, as SVG or PNG."""
    import segno

    _published(survey)
    if kind not in {"svg", "png"}:
        raise Http404
    drawn, out = segno.make_qr(_shared(request, survey, _form(request)).address, error="m"), io.BytesIO()
    if kind == "svg":
        drawn.save(out, kind="svg", scale=4, border=4, light="#fff", xmldecl=False)
    else:
        drawn.save(out, kind="png", scale=PNG_SCALE, border=4)
    answer = HttpResponse(out.getvalue(), content_type="image/svg+xml" if kind == "svg" else "image/png")
    if "keep" in request.GET:
        answer["Content-Disposition"] = f'attachment; filename="survey.{kind}"'
    return answer


@page("send")
def paper(request: HttpRequest, survey: UUID, language: str) -> HttpResponse:
    """The survey on paper: to print, fill in by pen, and write in by hand."""
    version = _published(survey)
    if language not in version.languages:
        raise Http404
    with translation.override(language):
        return render(request, "workspace/rounds/paper.html", {"sheet": laid_out(version, language)})


@page("import_data")
def write_in(request: HttpRequest, survey: UUID, language: str) -> HttpResponse:
    """Writes in what came on paper, one sheet at a time; the same checks, the same store."""
    row, version = found_survey(request, survey), _published(survey)
    if language not in version.languages:
        raise Http404
    given = from_form(version.content, request.POST) if request.method == "POST" else {}
    cleaned = validate(version.content, given, language)
    problems = dict.fromkeys(cleaned.errors, True) if request.method == "POST" else {}
    if request.method == "POST" and not problems and _kept(request, version, cleaned):
        return redirect("round-write-in", survey, language)
    context = {
        "survey": name_of(request, row.names),
        "survey_key": survey,
        "sheet": laid_out(version, language, given, problems),
        "problems": problems,
        "wave": request.POST.get("wave", request.GET.get("wave", "")),
        "key": request.POST.get("_key") or draw_form_key(survey, version.number),
        "promised": version.promise != "open",
    }
    return render(request, "workspace/rounds/write_in.html", context, status=422 if problems else 200)


def _kept(request: HttpRequest, version: PublishedVersion, cleaned: object) -> bool:
    key = read_form_key(request.POST.get("_key", ""), version.survey)
    link = read_link(_token(version, request.POST.get("wave", "")), version.survey)
    if key is None:
        warn(request, _("This page was too old. Write the sheet in again."))
        return True
    try:
        outcome = record_response(version, cleaned, form_key=key, link=link).outcome
    except (NotOpen, Busy):
        warn(request, _("The survey does not take answers now."))
        return False
    if outcome == "new":
        tell(request, _("Written in. Here is an empty sheet for the next one."))
    else:
        warn(request, _("This sheet had been written in already; the first one stands."))
    return True


def _token(version: PublishedVersion, wave: str) -> str:
    said = answer_link(version.survey, channel="paper", wave=" ".join(wave.split())[:60])
    return dict(parse_qsl(said.partition("?")[2]))["i"]
