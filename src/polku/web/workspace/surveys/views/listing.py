"""Decides what the list of surveys and the page of one survey show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from polku.governance.gate import may
from polku.governance.queries import organisation
from polku.governance.rules import in_language
from polku.surveys import queries, rules, services
from polku.web.workspace.access import page
from polku.web.workspace.surveys import words
from polku.web.workspace.surveys.forms import NewSurvey


@dataclass(frozen=True, slots=True)
class Told:
    """A trend in words."""

    question: str
    verdict: str
    verdict_words: Any
    reasons: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A survey of the list in the reader's words."""

    row: queries.SurveyRow
    name: str
    state: Any
    promise: Any
    audience: Any
    minutes: str
    languages: str


def language_of(request: HttpRequest) -> str:
    return (get_language() or request.viewer.language)[:2]


def name_of(request: HttpRequest, names: Any) -> str:
    settled = organisation(viewer=request.viewer)
    return in_language(names, language_of(request), settled.default_language) or _("Survey without a name")


def length(seconds: int) -> str:
    """How long answering takes, as one would say it."""
    if seconds < 60:  # noqa: PLR2004 - a minute
        return _("%(count)s seconds") % {"count": seconds}
    return _("about %(count)s min") % {"count": -(-seconds // 60)}


def listed(request: HttpRequest, row: queries.SurveyRow) -> Listed:
    return Listed(
        row=row,
        name=name_of(request, row.names),
        state=words.STATES[row.state],
        promise=words.PROMISES.get(row.promise, ""),
        audience=words.AUDIENCES[row.audience],
        minutes=length(row.seconds),
        languages=", ".join(words.LANGUAGE_NAMES[code] for code in row.languages),
    )


def in_words(trends: Any, titles: dict[str, str]) -> list[Told]:
    return [
        Told(
            titles.get(trend.question, trend.question),
            trend.verdict,
            words.VERDICTS[trend.verdict],
            tuple(words.REASONS[reason] for reason in trend.reasons),
        )
        for trend in trends
    ]


def titles_of(*contents: Any, language: str) -> dict[str, str]:
    return {one["key"]: rules.title(one, language) for content in contents for one in content["questions"]}


def found_survey(request: HttpRequest, key: UUID) -> queries.SurveyRow:
    try:
        return queries.survey(key, viewer=request.viewer)
    except queries.NoSuchSurvey:
        raise Http404 from None


def answer_address(request: HttpRequest, key: UUID) -> str:
    """The link to share, as it is written in a mail."""
    return request.build_absolute_uri(reverse("answer", args=[key]))


@page("see_figures")
def surveys(request: HttpRequest) -> HttpResponse:
    rows = [listed(request, row) for row in queries.surveys(viewer=request.viewer)]
    groups = [
        (_("Take answers now"), [one for one in rows if one.row.state in {"open", "not_yet"}]),
        (_("Drafts"), [one for one in rows if one.row.state == "draft"]),
        (_("Closed"), [one for one in rows if one.row.state == "closed"]),
    ]
    return render(
        request,
        "workspace/surveys/list.html",
        {
            "groups": [(name, found) for name, found in groups if found],
            "rows": rows,
            "running": sum(one.row.state == "open" for one in rows),
            "may_design": may(request.viewer, "design"),
        },
    )


@page("design")
def new(request: HttpRequest) -> HttpResponse:
    language = language_of(request)
    form = NewSurvey(
        request.POST if request.method == "POST" else None,
        language=language,
        initial={"template": "relationship_pulse"},
    )
    if request.method == "POST" and form.is_valid():
        template = rules.TEMPLATES.get(form.cleaned_data["template"])
        key = services.create_survey(
            names={language: form.cleaned_data["name"]},
            audience=template.audience if template else form.cleaned_data["audience"] or "customer",
            content=template.make(language) if template else None,
            promise=template.promise if template else "",
            actor=request.viewer,
        )
        return redirect("survey-edit", key)
    ready = [
        {
            "key": one.key,
            "name": one.names[language],
            "about": words.TEMPLATE_HELP[one.key],
            "promise": words.PROMISES[one.promise],
            "minutes": length(rules.seconds(one.make(language))),
            "questions": len(one.make(language)["questions"]),
        }
        for one in rules.TEMPLATES.values()
    ]
    chosen = form["template"].value() if form.is_bound else request.GET.get("from", "relationship_pulse")
    return render(
        request,
        "workspace/surveys/new.html",
        {"form": form, "ready": ready, "chosen": chosen},
        status=422 if form.errors else 200,
    )


@page("see_figures")
def survey(request: HttpRequest, key: UUID) -> HttpResponse:
    row = found_survey(request, key)
    versions = queries.versions(key, viewer=request.viewer)
    language = language_of(request)
    titles = titles_of(*(version.content for version in reversed(versions)), language=language)
    latest = next((version for version in versions if version.number == row.number), None)
    return render(
        request,
        "workspace/surveys/survey.html",
        {
            "survey": listed(request, row),
            "latest": latest,
            "told": (latest.told.get(language, "") if latest else ""),
            "questions": [question_line(one, language) for one in latest.content["questions"]] if latest else [],
            "versions": [
                {
                    "row": version,
                    "state": words.STATES[version.state],
                    "promise": words.PROMISES[version.promise],
                    "trends": in_words(version.trends, titles),
                    "goes_on": rules.goes_on(list(version.trends)),
                }
                for version in versions
            ],
            "address": answer_address(request, key) if latest else "",
            "may_design": may(request.viewer, "design"),
            "may_read": may(request.viewer, "read_answers"),
            "may_export": may(request.viewer, "export"),
            "may_send": may(request.viewer, "send"),
        },
    )


def question_line(one: Any, language: str) -> dict[str, Any]:
    """A question as a line of a list."""
    return {
        "key": one["key"],
        "title": rules.title(one, language, _("Question without words")),
        "kind": words.KINDS[one["kind"]],
        "metric": words.METRICS.get(one.get("definition") or "", ""),
        "touchpoint": one.get("touchpoint") or "",
        "required": one.get("required", False),
        "why_of": one.get("why_of"),
    }
