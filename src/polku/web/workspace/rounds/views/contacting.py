"""Decides what is shown of the contact rules, and lets them be written anew."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from polku.governance.gate import may
from polku.outreach import queries, services
from polku.web.workspace import words as common_words
from polku.web.workspace.access import page
from polku.web.workspace.asking import accepted, sent, status
from polku.web.workspace.notices import tell
from polku.web.workspace.rounds import words
from polku.web.workspace.rounds.forms import Rules
from polku.web.workspace.rounds.views.sending import numbered


@page("see_figures")
def contact_rules(request: HttpRequest) -> HttpResponse:
    standing = queries.contact_rules(viewer=request.viewer)
    lines = [(name, *told, getattr(standing, name)) for name, told in words.CLOCKS.items()]
    return render(
        request,
        "workspace/rounds/rules.html",
        {"lines": lines, "standing": standing, "may_change": may(request.viewer, "manage_settings")},
    )


@page("read_answers")
def coverage(request: HttpRequest) -> HttpResponse:
    """Which customers, and which roles of them, have not been heard for longer than the rules want."""
    found = queries.coverage(viewer=request.viewer, number=numbered(request))
    named = common_words.DECISION_ROLES
    lines = [(one, [(named.get(role, role), when) for role, when in one.roles]) for one in found.rows]
    context = {"found": found, "lines": lines, "before": found.number - 1, "after": found.number + 1}
    return render(request, "workspace/rounds/coverage.html", context)


@page("manage_settings")
def change_rules(request: HttpRequest) -> HttpResponse:
    standing = queries.contact_rules(viewer=request.viewer)
    form = Rules(sent(request), initial={name: getattr(standing, name) for name in words.CLOCKS})
    if request.method == "POST" and accepted(
        form, lambda: services.save_contact_rules(form.cleaned_data, actor=request.viewer)
    ):
        tell(request, _("The contact rules are saved as a new version. Rounds planned from now on follow them."))
        return redirect("contact-rules")
    return render(request, "workspace/rounds/rules_form.html", {"form": form}, status=status(form))
