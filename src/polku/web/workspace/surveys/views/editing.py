"""Decides how a draft is worked on: its questions, their words and its own, with every step undoable."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from polku.flows.answer_links import preview_link
from polku.governance.rules import Refused
from polku.journeys import queries as journeys
from polku.surveys import queries, rules, services
from polku.web.workspace.access import page
from polku.web.workspace.notices import tell, warn
from polku.web.workspace.surveys import words
from polku.web.workspace.surveys.forms import QuestionForm, SurveyTexts
from polku.web.workspace.surveys.views.listing import language_of, length, name_of, question_line


def found_draft(request: HttpRequest, key: UUID) -> queries.Draft:
    draft = queries.draft(key, viewer=request.viewer)
    if draft is None:
        raise Http404
    return draft


def previews(request: HttpRequest, draft: queries.Draft) -> list[tuple[str, str, str]]:
    """The draft as a respondent meets it: code, name and address for each language."""
    address = preview_link(draft.survey, member=request.user.pk)
    return [(code, words.LANGUAGE_NAMES[code], f"{address}?lang={code}") for code in draft.languages]


def finding_lines(draft: queries.Draft, language: str) -> list[dict[str, Any]]:
    """What the draft lacks, in words, each with the question it is about and the languages that lack it."""
    titles = {
        one["key"]: f"{number}. {rules.title(one, language, _('Question without words'))}"
        for number, one in enumerate(draft.content["questions"], 1)
    }
    lines: dict[tuple[str, str], dict[str, Any]] = {}
    for one in draft.findings:
        fresh = {
            "words": words.FINDINGS[one.message],
            "question": one.question,
            "title": titles.get(one.question, ""),
            "language": "",
            "blocks": one.blocks,
            "message": one.message,
        }
        line = lines.setdefault((one.question, one.message), fresh)
        if one.language:
            line["language"] = ", ".join(filter(None, (line["language"], words.LANGUAGE_NAMES[one.language])))
    return list(lines.values())


def by_question(lines: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """The same lines, those of one question together."""
    together: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for line in lines:
        together.setdefault((line["question"], "" if line["question"] else line["message"]), []).append(line)
    return list(together.values())


def undo_address(key: UUID) -> str:
    return reverse("survey-undo", args=[key])


@page("design")
def editor(request: HttpRequest, key: UUID) -> HttpResponse:
    draft = queries.draft(key, viewer=request.viewer)
    if draft is None:
        return redirect("survey", key)
    language = language_of(request)
    named = {choice.slug: choice.name for choice in journeys.choices(viewer=request.viewer)}
    lines, lacking = [], finding_lines(draft, language)
    listed = draft.content["questions"]
    for place, one in enumerate(listed):
        line = question_line(one, language)
        line["touchpoint"] = named.get(line["touchpoint"], line["touchpoint"])
        line["number"] = place + 1
        line["first"], line["last"] = place == 0, place == len(listed) - 1
        line["lacks"] = [finding for finding in lacking if finding["question"] == one["key"]]
        lines.append(line)
    return render(
        request,
        "workspace/surveys/editor.html",
        {
            "draft": draft,
            "name": name_of(request, draft.names),
            "title": draft.content["texts"].get(language, {}).get("title", ""),
            "intro": draft.content["texts"].get(language, {}).get("intro", ""),
            "lines": lines,
            "minutes": length(rules.seconds(draft.content)),
            "blocking": len(by_question([line for line in lacking if line["blocks"]])),
            "previews": previews(request, draft),
            "kinds": [
                (group, [(kind, words.KINDS[kind], words.KIND_HELP[kind]) for kind in kinds])
                for group, kinds in words.KIND_GROUPS
            ],
        },
    )


@page("design")
@require_POST
def add(request: HttpRequest, key: UUID) -> HttpResponse:
    draft = found_draft(request, key)
    try:
        content, question = rules.add_question(
            draft.content,
            request.POST.get("kind", ""),
            audience=draft.audience,
            after=request.POST.get("after") or None,
        )
        services.save_draft(key, content=content, revision=draft.revision, actor=request.viewer)
    except ValueError:
        warn(
            request, _("Choose a kind of question. A survey holds at most %(count)s.") % {"count": rules.MOST_QUESTIONS}
        )
        return redirect("survey-edit", key)
    except Refused as refused:
        warn(request, str(refused))
        return redirect("survey-edit", key)
    return redirect(reverse("survey-question", args=[key, question]) + "?new=1")


@page("design")
@require_POST
def arrange(request: HttpRequest, key: UUID, question: str) -> HttpResponse:
    """Move, copy or take out a question, by the button that was pressed."""
    draft = found_draft(request, key)
    done, stays = request.POST.get("do", ""), question
    if rules.question(draft.content, question) is None:
        warn(request, _("This question is not there any more."))
        return redirect("survey-edit", key)
    if done == "up":
        content, told = rules.step_question(draft.content, question, -1), _("Moved up.")
    elif done == "down":
        content, told = rules.step_question(draft.content, question, 1), _("Moved down.")
    elif done == "to" and request.POST.get("to", "").isdecimal():
        content, told = rules.place_question(draft.content, question, int(request.POST["to"])), _("Moved.")
    elif done == "copy":
        (content, stays), told = rules.copy_question(draft.content, question), _("Copied.")
    elif done == "remove":
        content, stays, told = rules.remove_question(draft.content, question), "", _("The question was taken out.")
    else:
        return redirect("survey-edit", key)
    try:
        services.save_draft(key, content=content, revision=draft.revision, actor=request.viewer)
        tell(request, told, undo=undo_address(key))
    except Refused as refused:
        warn(request, str(refused))
    return redirect(reverse("survey-edit", args=[key]) + (f"#q-{stays}" if stays else "#questions"))


@page("design")
@require_POST
def undo(request: HttpRequest, key: UUID) -> HttpResponse:
    try:
        services.undo_edit(key, actor=request.viewer)
    except Refused as refused:
        warn(request, str(refused))
        return redirect("surveys")
    tell(request, _("Taken back."))
    return redirect("survey-edit", key)


@page("design")
def texts(request: HttpRequest, key: UUID) -> HttpResponse:
    draft = found_draft(request, key)
    form = SurveyTexts(request.POST if request.method == "POST" else None, content=draft.content, names=draft.names)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_draft(
                key,
                content=rules.change_texts(draft.content, form.texts()),
                names=form.names(),
                revision=_revision(request),
                actor=request.viewer,
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            tell(request, _("Saved."), undo=undo_address(key))
            return redirect("survey-edit", key)
    return render(
        request,
        "workspace/surveys/texts.html",
        {"draft": draft, "name": name_of(request, draft.names), "form": form},
        status=422 if form.errors else 200,
    )


def _revision(request: HttpRequest) -> int | None:
    given = request.POST.get("revision", "")
    return int(given) if given.isdecimal() else None


@page("design")
def question(request: HttpRequest, key: UUID, question: str) -> HttpResponse:
    draft = found_draft(request, key)
    one = rules.question(draft.content, question)
    if one is None:
        raise Http404
    choices = [(choice.slug, f"{choice.journey}: {choice.name}") for choice in journeys.choices(viewer=request.viewer)]
    if one.get("touchpoint") and one["touchpoint"] not in dict(choices):
        choices.append((one["touchpoint"], one["touchpoint"]))
    form = QuestionForm(
        request.POST if request.method == "POST" else None, one=one, touchpoints=choices, audience=draft.audience
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.save_draft(
                key, content=_changed(draft, one, form, request), revision=_revision(request), actor=request.viewer
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            if request.POST.get("do", "save") != "save":
                asked = "?new=1" if "new" in request.GET else ""
                return redirect(reverse("survey-question", args=[key, question]) + asked + "#options")
            tell(request, _("Saved."), undo=undo_address(key))
            return redirect(reverse("survey-edit", args=[key]) + f"#q-{question}")
    language, fresh = language_of(request), "new" in request.GET
    return render(
        request,
        "workspace/surveys/question.html",
        {
            "draft": draft,
            "name": name_of(request, draft.names),
            "one": one,
            "line": question_line(one, language),
            "form": form,
            "about": words.KIND_HELP[one["kind"]],
            # Of a question that was just added nothing has been typed: what it lacks goes without saying.
            "lacks": [line for line in finding_lines(draft, language) if line["question"] == question and not fresh],
            "listed": "options" in one or "rows" in one,
            "after": _title_of(draft, one.get("why_of"), language),
        },
        status=422 if form.errors else 200,
    )


def _title_of(draft: queries.Draft, key: str | None, language: str) -> str:
    outcome = rules.question(draft.content, key) if key else None
    return rules.title(outcome, language) if outcome else ""


def _changed(draft: queries.Draft, one: Any, form: QuestionForm, request: HttpRequest) -> dict[str, Any]:
    """The content with what was typed, and then with the option that was added or taken out."""
    key = one["key"]
    content = rules.change_question(draft.content, key, **form.changes())
    done, _colon, option = request.POST.get("do", "").partition(":")
    if done == "add_option":
        content = rules.add_option(content, key)
    elif done == "remove_option" and any(each["key"] == option for each in one.get("options", one.get("rows", ()))):
        content = rules.remove_option(content, key, option)
    steps = form.cleaned_data.get("steps")
    if steps and int(steps) != one.get("steps", 5):
        content = rules.change_steps(content, key, int(steps))
    return content
