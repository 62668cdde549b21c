"""Decides how a journey is drawn from the events of one source: what is proposed, what is chosen, what is made."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cxlab.charts import figures
from polku.governance.queries import organisation
from polku.governance.rules import Refused
from polku.insights.drafted import Drafted, drafted
from polku.journeys import services
from polku.web.workspace.access import page
from polku.web.workspace.asking import REFUSED
from polku.web.workspace.notices import tell
from polku.web.workspace.templatetags.figures import language_now

# An event of fewer walks than one in a hundred is left out at first: a picture of everything shows nothing.
_WORTH = 0.01
PLACES = {
    "must": gettext_lazy("always"),
    "optional": gettext_lazy("sometimes"),
    "repeat": gettext_lazy("once or more"),
    "optional-repeat": gettext_lazy("sometimes, also several times"),
    "none": gettext_lazy("not planned"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """An event with what is proposed or chosen of it."""

    one: Drafted
    number: int
    chosen: bool
    share: str
    places: tuple[tuple[str, str, bool], ...]


@page("design")
def from_events(request: HttpRequest) -> HttpResponse:
    source = request.POST.get("source", request.GET.get("source", ""))
    events = drafted(source, viewer=request.viewer)
    if not events:
        raise Http404
    wrong = ""
    if request.method == "POST":
        try:
            key = _drawn(request, source, events)
        except Refused as refused:
            wrong = str(refused)
        else:
            tell(request, _("The journey is drawn. Its plan is a draft: change it where you want to go another way."))
            return redirect("journey-happened", key)
    context = {
        "source": source,
        "rows": [_row(request, number, one) for number, one in enumerate(events)],
        "walks": events[0].of,
        "name": request.POST.get("name", _title(source)),
        "once": request.POST.get("once") or uuid4(),
        "wrong": wrong,
    }
    return render(request, "workspace/journeys/from_events.html", context, status=REFUSED if wrong else 200)


def _drawn(request: HttpRequest, source: str, events: tuple[Drafted, ...]) -> UUID:
    name = request.POST.get("name", "").strip()
    language = request.viewer.language
    chosen = []
    for number, one in enumerate(events):
        if request.POST.get(f"event-{number}") != one.name:
            continue
        place = request.POST.get(f"place-{number}", "none")
        chosen.append(
            services.FromEvent(source, one.name, place != "none", place.startswith("optional"), "repeat" in place)
        )
    try:
        key = UUID(request.POST.get("once", ""))
    except ValueError:
        key = uuid4()
    return services.journey_from_events(
        {language: name},
        {language: _("As it happened")},
        chosen,
        actor=request.viewer,
        language=organisation(viewer=request.viewer).default_language,
        key=key,
    )


def _row(request: HttpRequest, number: int, one: Drafted) -> Row:
    if request.method == "POST":
        chosen, place = f"event-{number}" in request.POST, request.POST.get(f"place-{number}", "none")
    else:
        chosen, place = one.share >= _WORTH, proposed(one)
    share = figures.figure(max(one.share, _WORTH), "share", language_now())
    share = f"< {share}" if one.share < _WORTH else share
    return Row(one, number, chosen, share, tuple((key, str(words), key == place) for key, words in PLACES.items()))


def proposed(one: Drafted) -> str:
    """How the draft has an event."""
    if not one.planned:
        return "none"
    if one.repeated:
        return "optional-repeat" if one.optional else "repeat"
    return "optional" if one.optional else "must"


def _title(source: str) -> str:
    """A name to begin with: the file's, without what follows its first dot."""
    return source.split(".", 1)[0].replace("_", " ").strip().capitalize()
