"""Decides the lanes of a journey: how they are read through all touchpoints, and written beside one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polku.governance.gate import may
from polku.governance.rules import LANGUAGES, Refused
from polku.governance.services import Stale
from polku.journeys import rules, services
from polku.journeys.queries import lanes as reads
from polku.web.workspace.access import page
from polku.web.workspace.asking import changed_meanwhile
from polku.web.workspace.journeys.exported import KINDS
from polku.web.workspace.journeys.forms import Drawn
from polku.web.workspace.journeys.lanes_drawing import EMOTIONS, HELP, NAMES, sheet
from polku.web.workspace.journeys.views.mapping import found_map
from polku.web.workspace.journeys.views.touchpoints import found_touchpoint
from polku.web.workspace.notices import tell


class LanesForm(Drawn):
    """What stands beside a touchpoint, in three languages, and how the customer is thought to feel there."""

    texts = {lane: (NAMES[lane], HELP[lane], rules.LONGEST_LANE) for lane in rules.LANES}
    emotion = forms.TypedChoiceField(
        label=gettext_lazy("How the customer feels here"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=gettext_lazy("As the team sees it until customers have been asked."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        told = [(str(value), EMOTIONS[value]) for value in reversed(rules.EMOTIONS)]
        self.fields["emotion"].choices = [("", _("Not said")), *told]


@page("see_figures")
def lanes(request: HttpRequest, key: UUID) -> HttpResponse:
    there = found_map(request, key)
    context = {
        "map": there,
        "journey": there.journey,
        "sheet": sheet(there, viewer=request.viewer),
        "may_design": may(request.viewer, "design"),
        "may_export": may(request.viewer, "export"),
        "kinds": KINDS,
    }
    return render(request, "workspace/journeys/lanes.html", context)


@page("design")
def fill(request: HttpRequest, key: UUID) -> HttpResponse:
    point = found_touchpoint(request, key)
    own = reads.lanes(point.journey, viewer=request.viewer)[key]
    starting = {"emotion": "" if own.emotion is None else own.emotion, "seen": own.mark}
    form = LanesForm(request.POST if request.method == "POST" else None, told=own.texts, initial=starting)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        said = {lane: {code: data[f"{lane}_{code}"] for code in LANGUAGES} for lane in rules.LANES}
        try:
            services.set_lanes(point.id, said, emotion=data["emotion"], actor=request.viewer, seen=form.mark())
        except Stale as stale:
            changed_meanwhile(form, stale)
        except Refused as refused:
            form.refuse(refused)
        else:
            tell(request, _("Saved."))
            return redirect(reverse("journey-lanes", args=[point.journey]) + f"#t-{key}")
    context = {"form": form, "point": point}
    return render(request, "workspace/journeys/lanes_fill.html", context, status=422 if form.errors else 200)
