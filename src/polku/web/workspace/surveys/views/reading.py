"""Decides how answers are shown to those who may read them, as far as the promise allows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.utils.formats import date_format, number_format

from polku.people import queries as people
from polku.surveys import queries, rules
from polku.web.workspace.access import page
from polku.web.workspace.surveys import words
from polku.web.workspace.surveys.views.listing import found_survey, language_of, listed


def said(one: Mapping[str, Any], answer: Any, language: str) -> str:
    """One answer as a person reads it: the option's words, the step and its end, the date as dates are written here."""
    kind = rules.KINDS[one["kind"]]
    texts = one["texts"].get(language) or one["texts"].get("en", {})
    named = texts.get("options", [])
    if kind.shape in {"choice", "choices"}:
        chosen = [answer] if isinstance(answer, str) else answer
        keys = [option["key"] for option in one["options"]]
        places = [keys.index(key) for key in chosen if key in keys]
        return ", ".join(named[place] if place < len(named) and named[place] else keys[place] for place in places)
    if kind.shape == "matrix":
        keys = [row["key"] for row in one["rows"]]
        lines = [(keys.index(key), value) for key, value in answer.items() if key in keys]
        return ", ".join(f"{named[place] if place < len(named) else keys[place]}: {value}" for place, value in lines)
    if kind.shape == "date":
        day = parse_date(answer)
        return date_format(day) if day else answer
    if kind.shape == "number":
        return number_format(answer)
    low, high = rules.bounds(one)
    if named and 0 <= answer - low < len(named):
        return named[answer - low]
    return f"{answer} / {high}"


@page("read_answers")
def answers(request: HttpRequest, key: UUID) -> HttpResponse:
    row = found_survey(request, key)
    number = request.GET.get("version", "")
    asked = int(number) if number.isdecimal() and len(number) < 9 else None  # noqa: PLR2004 - fits the column
    page_number = request.GET.get("page", "1")
    try:
        found = queries.answers(
            key,
            viewer=request.viewer,
            number=asked,
            page=int(page_number) if page_number.isdecimal() and len(page_number) < 7 else 1,  # noqa: PLR2004
        )
        told = queries.comments(key, viewer=request.viewer, number=asked) if isinstance(found, queries.Withheld) else ()
        versions = queries.versions(key, viewer=request.viewer)
    except queries.NoSuchSurvey:
        raise Http404 from None
    language = language_of(request)
    shown = next(version for version in versions if asked in (None, version.number))
    context: dict[str, Any] = {
        "survey": listed(request, row),
        "versions": versions,
        "shown": shown,
        "promise": words.PROMISES[shown.promise],
    }
    if isinstance(found, queries.Withheld):
        titles = {one["key"]: rules.title(one, language) for one in shown.content["questions"]}
        context["withheld"] = words.WITHHELD[found.reason]
        context["comments"] = [
            {
                "title": titles.get(one.question, one.question),
                "texts": () if isinstance(one.texts, queries.Withheld) else one.texts,
                "why": words.WITHHELD[one.texts.reason] if isinstance(one.texts, queries.Withheld) else "",
            }
            for one in told
        ]
        return render(request, "workspace/surveys/withheld.html", context)
    segments = people.labels({one.segment for one in found.rows if one.segment}, viewer=request.viewer)
    context["page"] = found
    context["rows"] = [
        {
            "row": one,
            "segment": segments.get(one.segment, one.segment),
            "lines": [
                (rules.title(asked_one, language), said(asked_one, one.answers[asked_one["key"]], language), "")
                if asked_one["key"] in one.answers
                else (rules.title(asked_one, language), "", one.comments[asked_one["key"]])
                for asked_one in shown.content["questions"]
                if asked_one["key"] in one.answers or asked_one["key"] in one.comments
            ],
        }
        for one in found.rows
    ]
    return render(request, "workspace/surveys/answers.html", context)
