"""Decides the step from draft to survey: the promise, what is still lacking, and opening and closing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from polku.governance.queries import organisation
from polku.governance.rules import Refused
from polku.surveys import queries, rules, services
from polku.web.workspace.access import page
from polku.web.workspace.notices import tell, warn
from polku.web.workspace.surveys import words
from polku.web.workspace.surveys.forms import PromiseForm, PublishForm
from polku.web.workspace.surveys.views.editing import by_question, finding_lines, found_draft, previews
from polku.web.workspace.surveys.views.listing import (
    found_survey,
    in_words,
    language_of,
    length,
    name_of,
    titles_of,
)


@page("design")
def publish(request: HttpRequest, key: UUID) -> HttpResponse:
    """Look at everything once more, then publish: from then on nothing of it changes."""
    sent = request.POST if request.method == "POST" else None
    chosen = _chosen(sent or request.GET)
    draft = queries.draft(key, viewer=request.viewer, **chosen)
    if draft is None:
        found_survey(request, key)
        return redirect("survey", key)
    form = PublishForm(sent)
    if sent is not None and form.is_valid():
        times = {name: form.cleaned_data[name] for name in ("opens_at", "closes_at")}
        try:
            services.publish(key, **times, **chosen, revision=form.cleaned_data["revision"], actor=request.viewer)
        except services.CannotPublish as refused:
            told = [str(words.FINDINGS[one.message]) for one in refused.findings if not one.question]
            form.add_error(None, " ".join([str(refused), *dict.fromkeys(told)]))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            tell(request, _("Published. Share the link, and the answers begin to come."))
            return redirect("survey", key)
    return _shown(request, draft, form)


def _chosen(given: QueryDict) -> dict[str, Any]:
    """The promise and breakdowns that stand in the form, or nothing: then the draft's own hold."""
    promise = given.get("promise", "")
    if promise not in rules.PROMISES:
        return {}
    divided = [name for name in given.getlist("breakdowns") if name in rules.BREAKDOWNS]
    return {"promise": promise, "breakdowns": [] if promise == "open" else divided}


def _shown(request: HttpRequest, draft: queries.Draft, form: PublishForm) -> HttpResponse:
    language, key = language_of(request), draft.survey
    few = organisation(viewer=request.viewer).threshold_scores
    lines = finding_lines(draft, language)
    blocking = [line for line in lines if line["blocks"]]
    before = queries.versions(key, viewer=request.viewer)
    contents = [version.content for version in reversed(before)]
    return render(
        request,
        "workspace/surveys/publish.html",
        {
            "draft": draft,
            "name": name_of(request, draft.names),
            "form": form,
            "promises": [
                (code, words.PROMISES[code], words.PROMISE_HELP[code] % {"few": few}) for code in rules.PROMISES
            ],
            "breakdown_names": list(words.BREAKDOWNS.items()),
            "told": [(code, words.LANGUAGE_NAMES[code], draft.told[code]) for code in draft.languages],
            "blocking": by_question(blocking),
            "held": [line for line in blocking if line["message"] not in rules.OF_THE_PROMISE],
            "warnings": by_question([line for line in lines if not line["blocks"]]),
            "trends": in_words(draft.trends, titles_of(*contents, draft.content, language=language)),
            "goes_on": rules.goes_on(list(draft.trends)),
            "minutes": length(rules.seconds(draft.content)),
            "measured": len(rules.measured(draft.content)),
            "previews": previews(request, draft),
        },
        status=422 if form.errors else 200,
    )


@page("design")
@require_POST
def promise(request: HttpRequest, key: UUID) -> HttpResponse:
    """Keep the promise and its breakdowns with the draft."""
    found_draft(request, key)
    form = PromiseForm(request.POST)
    if form.is_valid():
        try:
            services.save_draft(key, **_chosen(request.POST), actor=request.viewer)
            tell(request, _("The promise is saved with the draft."))
        except Refused as refused:
            warn(request, str(refused))
    else:
        warn(request, _("Choose one of the three promises."))
    return redirect("survey-publish", key)


def _after(request: HttpRequest, key: UUID, told: str) -> HttpResponse:
    tell(request, told)
    return redirect("survey", key)


@page("design")
@require_POST
def close(request: HttpRequest, key: UUID) -> HttpResponse:
    found_survey(request, key)
    try:
        services.close(key, actor=request.viewer)
    except Refused as refused:
        warn(request, str(refused))
        return redirect("surveys")
    return _after(request, key, _("Closed. Those who follow the link are told so politely."))


@page("design")
@require_POST
def reopen(request: HttpRequest, key: UUID) -> HttpResponse:
    found_survey(request, key)
    try:
        services.reopen(key, actor=request.viewer)
    except Refused as refused:
        warn(request, str(refused))
        return redirect("surveys")
    return _after(request, key, _("Open again."))


@page("design")
@require_POST
def new_draft(request: HttpRequest, key: UUID) -> HttpResponse:
    found_survey(request, key)
    try:
        services.new_draft(key, actor=request.viewer)
    except Refused as refused:
        warn(request, str(refused))
        return redirect("surveys")
    return redirect("survey-edit", key)


@page("design")
@require_POST
def delete(request: HttpRequest, key: UUID) -> HttpResponse:
    """Throw the draft away; what was published stays."""
    row = found_survey(request, key)
    try:
        services.throw_draft(key, actor=request.viewer)
    except Refused as refused:
        warn(request, str(refused))
        return redirect("survey", key)
    tell(request, _("The draft was thrown away."), undo=reverse("survey-take-back", args=[key]))
    return redirect("surveys") if row.state == "draft" else redirect("survey", key)


@page("design")
@require_POST
def take_back(request: HttpRequest, key: UUID) -> HttpResponse:
    """Bring back the draft that was thrown away."""
    try:
        services.take_back_draft(key, actor=request.viewer)
    except Refused as refused:
        warn(request, str(refused))
        return redirect("surveys")
    tell(request, _("The draft is back."))
    return redirect("survey-edit", key)
