"""Decides what a respondent is told of a survey: who reads it, what is promised, how to see and take back an answer."""

from __future__ import annotations

from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from polku.flows.answer_links import AnswerLink, DamagedLink, read_link
from polku.flows.record_response import PRODUCT, Busy, known_language, patiently
from polku.flows.turns import in_turn
from polku.governance.queries import public_organisation
from polku.outreach import queries
from polku.surveys import services
from polku.surveys.queries import NoSuchSurvey, PublishedVersion, published
from polku.web.respond import language as languages
from polku.web.respond import words
from polku.web.respond.page import words as text_in
from polku.web.respond.showing import leave, rendered
from polku.web.respond.views import METHODS, say


def about(request: HttpRequest, survey: UUID) -> HttpResponse:
    """Looking changes nothing; the button takes the answer back."""
    if request.method not in METHODS:
        return HttpResponseNotAllowed(METHODS)
    try:
        link = read_link(request.GET.get("i", ""), survey)
        version = published(survey)
        done = _withdrawn(link) if request.method == "POST" else ""
        return _page(request, version, link, done)
    except (DamagedLink, NoSuchSurvey):
        return say(request, "unknown")
    except (Busy, OperationalError, InterfaceError):
        return say(request, "busy")


def _withdrawn(link: AnswerLink) -> str:
    def write() -> str:
        with in_turn():
            return services.withdraw(link.once, actor=PRODUCT)

    return patiently(write) if link.once else "nothing"


def _page(request: HttpRequest, version: PublishedVersion, link: AnswerLink, done: str) -> HttpResponse:
    house = public_organisation()
    known = known_language(link) if link.contact else ""
    language = languages.choose(request, version.languages, known=known, own=house.default_language)
    own = None
    if link.once and version.promise != "anonymous":
        own = queries.own_answer(link.once, language, viewer=PRODUCT)
    context = {
        "house": house.name(language),
        "contact": house.contact.get(language, ""),
        "title": text_in(version.content["texts"], language, "title"),
        "promise": version.told.get(language, ""),
        "kind": version.promise,
        "next": words.NEXT[version.promise],
        "personal": bool(link.once),
        "own": own,
        "done": done,
        "back": f"../?{request.GET.urlencode()}",
        "takes": version.takes_answers,
    }
    return leave(request, rendered("about.html", language, context))
