"""The pages of customer accounts: the list, one account, adding and editing, taking away with the way back."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from polku.finance import queries as finance
from polku.governance.gate import may
from polku.governance.queries import colleagues
from polku.governance.rules import Refused
from polku.people import queries, services
from polku.surveys import queries as surveys
from polku.web.workspace.access import page
from polku.web.workspace.asking import accepted, sent, status
from polku.web.workspace.notices import tell, warn
from polku.web.workspace.people import forms
from polku.web.workspace.people.scores import over_time

LONGEST_NUMBER = 9


def page_number(text: str) -> int:
    """The page asked for; nonsense asks for the first."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else 1


@page("see_figures")
def accounts(request: HttpRequest) -> HttpResponse:
    """Customer accounts by name, searched and filtered; what was asked stands in the address."""
    search, segment = request.GET.get("q", "").strip(), request.GET.get("segment", "")
    listing = queries.customers(
        viewer=request.viewer, search=search, segment=segment, number=page_number(request.GET.get("page", ""))
    )
    asked = {name: value for name, value in (("q", search), ("segment", segment)) if value}
    context = {
        "listing": listing,
        "search": search,
        "segment": segment,
        "segments": queries.segments(viewer=request.viewer),
        "own": queries.own_account(viewer=request.viewer),
        "filtered": bool(asked),
        "asked": urlencode(asked),
        "before": listing.number - 1,
        "after": listing.number + 1,
        "may_edit": may(request.viewer, "edit_customers"),
    }
    return render(request, "workspace/people/accounts.html", context)


@page("see_figures")
def own(request: HttpRequest) -> HttpResponse:
    """Our own organisation and its people."""
    found = queries.own_account(viewer=request.viewer)
    if found is None:
        warn(request, _("Our own organisation has no name yet. An administrator gives it one in the settings."))
        return redirect("people")
    return redirect("people-account", key=found.key)


def asked_account(request: HttpRequest, key: UUID, *, deleted: bool = False) -> queries.AccountPage:
    found = queries.account(key, viewer=request.viewer, deleted=deleted)
    if found is None:
        raise Http404
    return found


@page("see_figures")
def account(request: HttpRequest, key: UUID) -> HttpResponse:
    """One account: who looks after it, its people, what it buys, for whom."""
    found = asked_account(request, key)
    names = may(request.viewer, "read_answers")
    context = {
        "page": found,
        "people": queries.contacts(key, viewer=request.viewer) if names else (),
        "may_read": names,
        "may_edit": may(request.viewer, "edit_customers"),
        "revenue": finance.of_account(key, viewer=request.viewer),
    }
    if not found.account.is_own:
        context |= {
            "heard": surveys.heard(key, viewer=request.viewer) if names else None,
            "scores": over_time(found.account.id, viewer=request.viewer),
        }
    return render(request, "workspace/people/account.html", context)


def account_form(request: HttpRequest, **more: Any) -> forms.Account:
    viewer = request.viewer
    return forms.Account(
        sent(request), segments=queries.segments(viewer=viewer), colleagues=colleagues(viewer=viewer), **more
    )


@page("edit_customers")
def add(request: HttpRequest) -> HttpResponse:
    """A new customer account."""
    form = account_form(request)
    key = uuid4()
    if request.method == "POST" and accepted(
        form, lambda: services.create_account(form.details(), actor=request.viewer, key=key)
    ):
        tell(request, _("%(name)s is among the customers now.") % {"name": form.cleaned_data["name"]})
        return redirect("people-account", key=key)
    return render(request, "workspace/people/account_form.html", {"form": form}, status=status(form))


@page("edit_customers")
def edit(request: HttpRequest, key: UUID) -> HttpResponse:
    """Change what is kept on an account."""
    found = asked_account(request, key)
    form = account_form(request, initial=forms.told(found))
    if request.method == "POST" and accepted(
        form,
        lambda: services.update_account(found.account.id, form.details(found), actor=request.viewer, seen=form.mark()),
    ):
        tell(request, _("Saved."))
        return redirect("people-account", key=key)
    context = {"form": form, "page": found}
    return render(request, "workspace/people/account_form.html", context, status=status(form))


@page("edit_customers")
@require_POST
def delete(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take an account away, with the way back."""
    found = asked_account(request, key)
    try:
        services.delete_account(found.account.id, actor=request.viewer)
    except Refused as refused:
        warn(request, str(refused))
        return redirect("people-account", key=key)
    told = _("%(name)s was deleted, with its people.") % {"name": found.account.name}
    tell(request, told, undo=reverse("people-restore", args=[key]))
    return redirect("people")


@page("edit_customers")
@require_POST
def restore(request: HttpRequest, key: UUID) -> HttpResponse:
    """Bring back an account that was taken away."""
    found = asked_account(request, key, deleted=True)
    if found.deleted:
        services.restore_account(found.account.id, actor=request.viewer)
        tell(request, _("%(name)s is back.") % {"name": found.account.name})
    return redirect("people-account", key=key)
