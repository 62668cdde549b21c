"""Decides how a journey's plan is written, looked at before it is kept, and kept."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cxlab.journeys.planned import AnyOrder, Choice, Optional, Part, PlannedJourney, Repeat, Sequence, Touchpoint
from polku.governance.rules import Refused
from polku.journeys import services
from polku.journeys.queries.plans import Plan, plan_of
from polku.journeys.queries.plans import read as read_plan
from polku.web.workspace.access import page
from polku.web.workspace.asking import Seen, accepted, sent, status
from polku.web.workspace.journeys.views.listing import found
from polku.web.workspace.notices import tell

_UNITS = {
    "minutes": gettext_lazy("%(n)s minutes"),
    "hours": gettext_lazy("%(n)s hours"),
    "days": gettext_lazy("%(n)s days"),
    "weeks": gettext_lazy("%(n)s weeks"),
    "working hours": gettext_lazy("%(n)s working hours"),
    "working days": gettext_lazy("%(n)s working days"),
}


class PlanForm(Seen):
    """The plan as text."""

    plan = forms.CharField(
        label=gettext_lazy("The plan"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false", "class": "form-control plan-text"}),
        help_text=gettext_lazy("One touchpoint on each line, in order. Empty means the order of the map."),
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the plan in words: how deep it lies, what it says, and what is said beside it."""

    depth: int
    text: str
    beside: tuple[str, ...]
    block: bool = False


@page("design")
def plan(request: HttpRequest, key: UUID) -> HttpResponse:
    journey = found(request, key)
    there = plan_of(key, viewer=request.viewer)
    if there is None:
        raise Http404
    form = PlanForm(sent(request), initial={"plan": there.text, "seen": there.mark})
    looked_at = None
    if request.method == "POST" and "look" in request.POST:
        looked_at = _looked_at(form, there, request)
    elif request.method == "POST":

        def keep() -> None:
            text = "" if "default" in request.POST else form.cleaned_data["plan"]
            services.set_plan(journey.id, text, actor=request.viewer, seen=form.mark())

        if accepted(form, keep):
            tell(request, _("The plan is kept. What happened is compared with it in a moment."))
            return redirect("journey-plan", key)
    context = {
        "form": form,
        "journey": journey,
        "plan": there,
        "lines": lines(looked_at or there.planned, there.names),
        "looked_at": looked_at,
        "example": _example(there),
    }
    return render(request, "workspace/journeys/plan.html", context, status=status(form))


def _looked_at(form: PlanForm, there: Plan, request: HttpRequest) -> PlannedJourney | None:
    """The plan as it is written in the form, not kept; None when it cannot be read, which the form then says."""
    if not form.is_valid() or not form.cleaned_data["plan"].strip():
        return None
    try:
        return read_plan(there.journey, form.cleaned_data["plan"], viewer=request.viewer)
    except Refused as refused:
        form.add_error("plan", str(refused))
        return None


def lines(planned: PlannedJourney | None, names: dict[str, str]) -> tuple[Line, ...]:
    """The plan as a list for those who do not read its language."""
    if planned is None:
        return ()
    root = planned.root
    parts = root.parts if isinstance(root, Sequence) else (root,)
    return tuple(line for part in parts for line in _lines(part, names, 0, ()))


def _lines(part: Part, names: dict[str, str], depth: int, beside: tuple[str, ...]) -> list[Line]:
    if isinstance(part, Touchpoint):
        return [Line(depth, names.get(part.name, part.name), (*beside, *_limit(part, names)))]
    if isinstance(part, Optional):
        return _lines(part.part, names, depth, (*beside, _("may be left out")))
    if isinstance(part, Repeat):
        return _lines(part.part, names, depth, (*beside, _("once or more")))
    heads = {Choice: _("One of these:"), AnyOrder: _("In any order:"), Sequence: _("In this order:")}
    inside = [line for child in part.parts for line in _lines(child, names, depth + 1, ())]
    return [Line(depth, heads[type(part)], beside, block=True), *inside]


def _limit(point: Touchpoint, names: dict[str, str]) -> tuple[str, ...]:
    if point.limit is None:
        return ()
    long = str(_UNITS[point.limit.unit]) % {"n": f"{point.limit.amount:g}"}
    if point.limit.after:
        told = {"time": long, "name": names.get(point.limit.after, point.limit.after)}
        return (_("at most %(time)s after %(name)s") % told,)
    return (_("at most %(time)s after the one before") % {"time": long},)


def _example(there: Plan) -> str:
    """What the language can say, shown with touchpoints of this map."""
    names = [f'"{name}"' for name in list(there.names.values())[:5] if '"' not in name and "\\" not in name]
    if len(names) < 5:  # noqa: PLR2004 - as many as the example has places
        return ""
    first, second, third, fourth, fifth = names
    return f"{first}\noptional {second}\nchoice\n    {third}\n    {fourth}\nrepeat {fifth} within 2 days of {first}\n"
