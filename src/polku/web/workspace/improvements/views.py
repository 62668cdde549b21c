"""Decides the list of improvements, and how one is started, changed, ended, taken away and brought back."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from cxlab.charts.journey_words import say
from polku.action import queries, rules, services
from polku.governance.gate import may
from polku.governance.queries import colleagues
from polku.governance.rules import Refused
from polku.journeys.queries import labels
from polku.web.workspace.access import page
from polku.web.workspace.asking import accepted, sent, status
from polku.web.workspace.improvements.forms import ImprovementForm
from polku.web.workspace.notices import tell, warn
from polku.web.workspace.templatetags.figures import language_now


@page("see_figures")
def improvements(request: HttpRequest) -> HttpResponse:
    """Open ones first by their day; those that are over on demand."""
    every = request.GET.get("show") == "all"
    today = timezone.localdate()
    rows = queries.improvements(viewer=request.viewer, today=today)
    still = [one for one in rows if one.state == "open"]
    context = {
        "rows": [(one, kind_word(one.kind)) for one in (rows if every else still)],
        "sentence": _sentence(len(still), sum(one.late for one in still)) if rows else "",
        "any": bool(rows),
        "over": len(rows) - len(still),
        "every": every,
        "may_design": may(request.viewer, "design"),
    }
    return render(request, "workspace/improvements/list.html", context)


def _sentence(still: int, late: int) -> str:
    if not still:
        return _("No improvement is open.")
    told = ngettext("One improvement is open", "%(n)s improvements are open", still) % {"n": still}
    if not late:
        return _("%(told)s; none is late.") % {"told": told}
    return ngettext("%(told)s; one is late.", "%(told)s; %(n)s are late.", late) % {"told": told, "n": late}


def kind_word(kind: str) -> str:
    """The kind of deviation an improvement began from."""
    return say(kind, language_now()) if kind else ""


@page("design")
def new(request: HttpRequest) -> HttpResponse:
    """Start one; from a deviation it brings its name and its place along."""
    seen_at = _seen_at(request)
    place = _place(request, seen_at)
    form = ImprovementForm(sent(request), colleagues=colleagues(viewer=request.viewer), initial={"title": place})

    def start() -> None:
        services.start_improvement(
            form.details(), seen_at, actor=request.viewer, key=form.cleaned_data["once"] or uuid4()
        )

    if request.method == "POST" and accepted(form, start):
        tell(request, _("The improvement is started."))
        return redirect("improvements")
    back = reverse("journey-happened", args=[seen_at.journey]) if seen_at.journey else reverse("improvements")
    context = {"form": form, "place": place, "back": back}
    return render(request, "workspace/improvements/form.html", context, status=status(form))


def _seen_at(request: HttpRequest) -> services.SeenAt:
    """Where the address says it was seen; what it says wrongly is passed over."""
    try:
        journey = UUID(request.GET.get("journey", ""))
    except ValueError:
        return services.SeenAt()
    kind, point = request.GET.get("kind", ""), request.GET.get("touchpoint", "")
    known = {str(journey), point} <= set(labels([str(journey), point], viewer=request.viewer))
    return services.SeenAt(journey, point, kind) if known and kind in rules.KINDS else services.SeenAt()


def _place(request: HttpRequest, at: services.SeenAt) -> str:
    """The deviation in words: what the improvement is called to begin with."""
    if not at.touchpoint:
        return ""
    name = labels([at.touchpoint], viewer=request.viewer).get(at.touchpoint, at.touchpoint)
    return f"{name}: {kind_word(at.kind)}"


@page("see_figures")
def improvement(request: HttpRequest, key: UUID) -> HttpResponse:
    """One improvement; who may design changes it here."""
    there = queries.improvement(key, viewer=request.viewer, today=timezone.localdate())
    if there is None:
        raise Http404
    initial = {
        "title": there.title, "about": there.about, "owner": str(there.owner or ""), "due": there.due,
        "seen": there.mark,
    }  # fmt: skip
    form = ImprovementForm(sent(request), colleagues=colleagues(viewer=request.viewer), initial=initial)
    may_design = may(request.viewer, "design")

    def keep() -> None:
        services.update_improvement(key, form.details(), actor=request.viewer, seen=form.mark())

    if request.method == "POST" and may_design and accepted(form, keep):
        tell(request, _("Saved."))
        return redirect("improvement", key)
    context = {"one": there, "kind": kind_word(there.kind), "form": form, "may_design": may_design}
    return render(request, "workspace/improvements/improvement.html", context, status=status(form))


@page("design")
@require_POST
def end(request: HttpRequest, key: UUID) -> HttpResponse:
    """Done, dropped, or open again."""
    state = request.POST.get("state", "")
    try:
        services.end_improvement(key, state=state, actor=request.viewer)
    except Refused as refused:
        warn(request, str(refused))
        return redirect("improvements")
    told = {"done": _("The improvement is done."), "dropped": _("The improvement is dropped.")}
    tell(request, told.get(state, _("The improvement is open again.")))
    return redirect("improvement", key)


@page("design")
@require_POST
def delete(request: HttpRequest, key: UUID) -> HttpResponse:
    try:
        services.delete_improvement(key, actor=request.viewer)
    except Refused as refused:
        warn(request, str(refused))
    else:
        tell(request, _("The improvement is taken away."), undo=reverse("improvement-restore", args=[key]))
    return redirect("improvements")


@page("design")
@require_POST
def restore(request: HttpRequest, key: UUID) -> HttpResponse:
    try:
        services.restore_improvement(key, actor=request.viewer)
    except Refused as refused:
        warn(request, str(refused))
    else:
        tell(request, _("The improvement is back."))
    return redirect("improvements")
