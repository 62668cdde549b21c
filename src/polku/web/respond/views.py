"""Decides what a respondent meets at an address: the form, the form again with what is missing, or thanks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import translation

from polku.flows.answer_links import AnswerLink, DamagedLink, draw_form_key, read_form_key, read_link, read_preview
from polku.flows.record_response import Busy, has_answered, known_language, record_response
from polku.governance.queries import PublicOrganisation, public_organisation
from polku.surveys.queries import NoSuchSurvey, PublishedVersion, previewed, published
from polku.surveys.rules import Cleaned, from_form, validate
from polku.surveys.services import NotOpen
from polku.web.respond import language as languages
from polku.web.respond import words
from polku.web.respond.page import lay_out
from polku.web.respond.page import words as text_in
from polku.web.respond.reading import Form, TooLarge, read_form
from polku.web.respond.showing import Page, leave, rendered

Problems = dict[str, tuple[str, Mapping[str, Any]]]
METHODS = ("GET", "HEAD", "POST")
LONGEST_KEY = 60
# How long a tablet at a fair thanks one visitor before it is ready for the next.
KIOSK_SECONDS = 8


@dataclass(frozen=True, slots=True)
class Visit:
    """Someone at a survey's address: which version they meet, in which language, by which link."""

    request: HttpRequest
    version: PublishedVersion
    organisation: PublicOrganisation
    language: str
    link: AnswerLink
    key: str = ""
    preview: bool = False

    def told(self, texts: Mapping[str, str]) -> str:
        return texts.get(self.language) or ""


def answer(request: HttpRequest, survey: UUID) -> HttpResponse:
    """The survey's own address: shows the form, takes the answers."""
    if request.method not in METHODS:
        return HttpResponseNotAllowed(METHODS)
    try:
        link = read_link(request.GET.get("i", ""), survey)
        return _take(request, survey, link) if request.method == "POST" else _show(request, survey, link)
    except (DamagedLink, NoSuchSurvey):
        return say(request, "unknown")
    except NotOpen as refusal:
        return say(request, refusal.state)
    except TooLarge:
        return say(request, "too_large")
    except (Busy, OperationalError, InterfaceError):
        return say(request, "busy")


def _show(request: HttpRequest, survey: UUID, link: AnswerLink) -> HttpResponse:
    version = published(survey)
    if not version.takes_answers:
        raise NotOpen(version.state)
    if link.contact and has_answered(version, link):
        return say(request, "answered")
    return _form(_visit(request, version, link), _chosen(request, version), {}, status=200)


def _chosen(request: HttpRequest, version: PublishedVersion) -> dict[str, Any]:
    """The answer that was picked in the letter stands chosen in the form; only the button sends it."""
    picked, first = request.GET.get("a", ""), version.content["questions"][0]["key"]
    return {first: picked} if picked and len(picked) <= LONGEST_KEY else {}


def preview(request: HttpRequest, token: str) -> HttpResponse:
    """The draft as a respondent would meet it, by a signed link; the same checks and words, and nothing is stored."""
    if request.method not in METHODS:
        return HttpResponseNotAllowed(METHODS)
    try:
        return _preview(request, token)
    except (DamagedLink, NoSuchSurvey):
        return say(request, "unknown")
    except TooLarge:
        return say(request, "too_large")
    except (OperationalError, InterfaceError):
        return say(request, "busy")


def _preview(request: HttpRequest, token: str) -> HttpResponse:
    version = previewed(read_preview(token))
    form = read_form(request) if request.method == "POST" else None
    visit = replace(_visit(request, version, AnswerLink(), form), preview=True)
    if form is None:
        return _form(visit, {}, {}, status=200)
    if again := _asked_again(visit, form):
        return again
    cleaned, problems = _checked(visit, form)
    return _form(visit, cleaned.given, problems, status=422) if problems else _thanks(visit, "new")


def _visit(request: HttpRequest, version: PublishedVersion, link: AnswerLink, form: Form | None = None) -> Visit:
    organisation = public_organisation()
    chosen = (form.get("_switch") or form.get("_language")) if form else ""
    language = languages.choose(
        request,
        version.languages,
        chosen=chosen,
        known=known_language(link) if not chosen and link.contact else "",
        own=organisation.default_language,
    )
    return Visit(request, version, organisation, language, link, form.get("_key") if form else "")


def _take(request: HttpRequest, survey: UUID, link: AnswerLink) -> HttpResponse:
    form = read_form(request)
    key = read_form_key(form.get("_key"), survey)
    version = published(survey, key.version if key else None)
    if not version.takes_answers:
        raise NotOpen(version.state)
    visit = _visit(request, version, link, form)
    if again := _asked_again(visit, form):
        return again
    cleaned, problems = _checked(visit, form)
    if key is None:
        problems[""] = ("old_page", {})
    if key is None or problems:
        return _form(visit, cleaned.given, problems, status=422)
    return _thanks(visit, record_response(version, cleaned, form_key=key, link=link).outcome)


def _asked_again(visit: Visit, form: Form) -> HttpResponse | None:
    """The form in another language, or without one answer: what else was typed stays."""
    if not (form.get("_switch") or form.get("_clear")):
        return None
    form.drop(form.get("_clear"))
    response = _form(visit, from_form(visit.version.content, form), {}, status=200)
    if form.get("_switch"):
        secure = visit.request.is_secure()
        response.set_cookie(languages.COOKIE, visit.language, path="/s/", httponly=True, samesite="Lax", secure=secure)
    return response


def _checked(visit: Visit, form: Form) -> tuple[Cleaned, Problems]:
    given = from_form(visit.version.content, form)
    cleaned = validate(visit.version.content, given, visit.language)
    problems: Problems = {name: (found.message, found.params) for name, found in cleaned.errors.items()}
    problems |= {name: ("unreadable", {}) for name in form.unreadable() if name in given}
    return cleaned, problems


def _form(visit: Visit, given: Mapping[str, Any], problems: Problems, *, status: int) -> HttpResponse:
    """The form with what has been given so far, and what is wrong with it."""
    version, language = visit.version, visit.language
    with translation.override(language):
        worded = {name: words.problem(*found, language) for name, found in problems.items()}
        promise_title = str(words.PROMISE_TITLES[version.promise])
    questions = lay_out(version.content, language, given, worded)
    summary = [{"title": q.title, "words": q.problem, "at": q.first} for q in questions if q.problem]
    if worded.get(""):
        summary.append({"words": worded[""]})
    usable = visit.key and read_form_key(visit.key, version.survey)
    return leave(
        visit.request,
        rendered(
            "form.html",
            language,
            {
                **_house(visit),
                "about": "" if visit.preview or _kiosk(visit.request) else _about(visit.request),
                "kiosk": _kiosk(visit.request),
                "intro": text_in(version.content["texts"], language, "intro"),
                "key": visit.key if usable else draw_form_key(version.survey, version.number),
                "tongues": [(code, languages.NAMES[code]) for code in version.languages],
                "promise": visit.told(version.told),
                "promise_title": promise_title,
                "questions": questions,
                "problems": summary,
                # Chosen by a link and not typed: what is kept on the device is not lost to it.
                "picked": visit.request.method != "POST" and bool(given),
            },
        ),
        status=status,
    )


def _house(visit: Visit) -> dict[str, Any]:
    return {
        "house": visit.organisation.name(visit.language),
        "title": text_in(visit.version.content["texts"], visit.language, "title"),
        "contact": visit.told(visit.organisation.contact),
        "preview": visit.preview,
        # The device keeps what has been typed under this name; nothing is kept of a preview.
        "draft": "" if visit.preview or _kiosk(visit.request) else f"polku.{visit.version.survey.hex}",
    }


def _about(request: HttpRequest) -> str:
    """Where it is told who reads the answers: the same link, so that one's own can be seen there."""
    asked = {name: request.GET[name] for name in ("i", "lang") if name in request.GET}
    return f"about/?{urlencode(asked)}" if asked else "about/"


def _thanks(visit: Visit, outcome: str) -> HttpResponse:
    """The same for everybody who answered this version in this language, so it is made once."""
    thanks = text_in(visit.version.content["texts"], visit.language, "thanks")
    house = tuple(_house(visit).items())
    response = leave(visit.request, _thank_you(visit.language, visit.version.promise, thanks, outcome, house))
    if _kiosk(visit.request):
        # The address with it is asked for; without one the answers would be posted again.
        response["Refresh"] = f"{KIOSK_SECONDS}; url={visit.request.get_full_path()}"
    return response


def _kiosk(request: HttpRequest) -> bool:
    """Whether the page stands on a tablet that many use: it keeps nothing, and goes back to its beginning by itself."""
    return "kiosk" in request.GET


@lru_cache(maxsize=64)
def _thank_you(language: str, promise: str, thanks: str, outcome: str, house: tuple[tuple[str, Any], ...]) -> Page:
    context = {"outcome": outcome, "thanks": thanks, "next": words.NEXT[promise], "sent": True}
    return rendered("thanks.html", language, {**dict(house), **context})


def say(request: HttpRequest, word: str) -> HttpResponse:
    """A polite page that says, in every language, why there is no form here now."""
    order = [code for code in languages.accepted(request) if code in languages.NAMES]
    try:
        organisation = public_organisation()
    except DatabaseError:
        # The store is what is missing: the page has to be told without it.
        organisation = PublicOrganisation({}, (), "en", {})
    order = list(dict.fromkeys([*order, organisation.default_language, *languages.NAMES]))
    context = {"house": organisation.name(order[0]), "said": words.in_each(word, order), "title": ""}
    if word == "answered":
        context["about"] = _about(request)
    response = leave(request, rendered("word.html", order[0], context), status=words.STATUS[word])
    if word == "busy":
        response["Retry-After"] = "10"
    return response
