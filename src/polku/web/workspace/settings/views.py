"""The pages of settings: one's own account, the organisation, its members, the audit, and the door for the invited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib.auth import authenticate
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_POST

from polku.flows.settle_organisation import settle_organisation
from polku.governance import queries, services
from polku.governance.gate import Action, may
from polku.governance.privacy import export_member
from polku.governance.rules import Refused
from polku.web.workspace import words
from polku.web.workspace.access import page
from polku.web.workspace.asking import accepted, as_file, sent, status
from polku.web.workspace.notices import tell, warn
from polku.web.workspace.settings import forms, told
from polku.web.workspace.settings.things import names_of

LONGEST_NUMBER = 18  # a key of the store has no more digits


@dataclass(frozen=True, slots=True)
class Tab:
    """One part of the settings."""

    route: str
    name: Any
    action: Action


TABS = (
    Tab("settings", gettext_lazy("My account"), "see_figures"),
    Tab("settings-organisation", gettext_lazy("Organisation"), "manage_settings"),
    Tab("settings-members", gettext_lazy("Members"), "manage_members"),
    Tab("settings-audit", gettext_lazy("What was done"), "manage_settings"),
)


def shown(request: HttpRequest, template: str, here: str, **context: Any) -> HttpResponse:
    """A page of settings with its tabs."""
    tabs = [
        {"address": reverse(tab.route), "name": tab.name, "here": tab.route == here}
        for tab in TABS
        if may(request.viewer, tab.action)
    ]
    code = status(context["form"]) if "form" in context else 200
    return render(request, f"workspace/settings/{template}.html", {"tabs": tabs, **context}, status=code)


@page("see_figures")
def me(request: HttpRequest) -> HttpResponse:
    """One's own name and language; password and second factor are a link away."""
    row = queries.member(request.user.key, viewer=request.viewer)
    form = forms.Me(sent(request), initial={"name": row.name, "language": row.language})
    if request.method == "POST" and accepted(
        form, lambda: services.update_me(**form.cleaned_data, actor=request.viewer)
    ):
        with override(form.cleaned_data["language"]):
            tell(request, _("Saved."))
        return redirect("settings")
    return shown(request, "me", "settings", form=form, member=row, role=words.word("role", row.role))


@page("see_figures")
def kept(request: HttpRequest) -> HttpResponse:
    """Everything kept about oneself, as a file."""
    return as_file(export_member(request.user.pk, actor=request.viewer), "polku-my-data.json")


@page("manage_settings")
def organisation(request: HttpRequest) -> HttpResponse:
    """What the organisation has settled for everybody."""
    row = queries.organisation(viewer=request.viewer)
    initial = {name: getattr(row, name) for name in forms.Organisation.base_fields if hasattr(row, name)}
    for code, _name in settings.LANGUAGES:
        initial[f"name_{code}"] = row.names.get(code, "")
        initial[f"contact_{code}"] = row.contact.get(code, "")
    initial["seen"] = row.mark
    form = forms.Organisation(sent(request), initial=initial)
    if request.method == "POST" and accepted(
        form, lambda: settle_organisation(form.settled(), actor=request.viewer, seen=form.mark())
    ):
        tell(request, _("Saved."))
        return redirect("settings-organisation")
    return shown(request, "organisation", "settings-organisation", form=form)


@page("manage_members")
def members(request: HttpRequest) -> HttpResponse:
    """Everybody who may sign in, and who has been invited."""
    rows = queries.members(viewer=request.viewer)
    active = sum(row.active for row in rows)
    return shown(request, "members", "settings-members", members=rows, active=active)


@page("manage_members")
def invite(request: HttpRequest) -> HttpResponse:
    """Let somebody in: by a link they choose a password with, or with a password set here."""
    language = queries.organisation(viewer=request.viewer).default_language
    form = forms.Invitation(sent(request), initial={"language": language})
    made: list[int] = []

    def done() -> None:
        given = form.cleaned_data | {"password": form.cleaned_data["password"] or None}
        made.append(services.invite_member(**given, actor=request.viewer))

    if request.method == "POST" and accepted(form, done):
        row = next(row for row in queries.members(viewer=request.viewer) if row.id == made[0])
        if row.waiting:
            return make_link(request, row)
        tell(request, _("%(name)s may sign in now.") % {"name": row.name or row.email})
        return redirect("settings-members")
    return shown(request, "invite", "settings-members", form=form)


def asked(request: HttpRequest, key: UUID) -> queries.Member:
    row = queries.member(key, viewer=request.viewer)
    if row is None:
        raise Http404
    return row


def make_link(request: HttpRequest, row: queries.Member) -> HttpResponse:
    """Make a one-time link and show it on the member's page, once."""
    token = services.invitation_token(row.id, actor=request.viewer)
    address = reverse("accept-invitation", args=[row.key, token])
    request.session[f"link-{row.key}"] = request.build_absolute_uri(address)
    return redirect("settings-member", key=row.key)


@page("manage_members")
def member(request: HttpRequest, key: UUID) -> HttpResponse:
    """One member: role, link, whether they may come in."""
    row = asked(request, key)
    address = request.session.pop(f"link-{row.key}", "")
    roles = [(role, words.ROLES[role]) for role in forms.ROLES]
    return shown(request, "member", "settings-members", member=row, link=address, roles=roles)


@page("manage_members")
@require_POST
def link(request: HttpRequest, key: UUID) -> HttpResponse:
    """A fresh one-time link, for an invitation that ran out or a password forgotten."""
    try:
        return make_link(request, asked(request, key))
    except Refused as refused:
        warn(request, str(refused))
        return redirect("settings-member", key=key)


@page("manage_members")
def change_role(request: HttpRequest, key: UUID, role: str) -> HttpResponse:
    """Give the role that the address names, or the one chosen in the form."""
    row = asked(request, key)
    if request.method != "POST":
        return redirect("settings-member", key=key)
    wanted = request.POST.get("role") or role
    try:
        services.change_role(row.id, role=wanted, actor=request.viewer)
    except Refused as refused:
        warn(request, str(refused))
    else:
        told_words = {"name": row.name or row.email, "role": words.word("role", wanted)}
        undo = reverse("settings-member-role", args=[key, row.role])
        tell(request, _("%(name)s is now: %(role)s.") % told_words, undo=undo)
    return back_to_members(request)


def back_to_members(request: HttpRequest) -> HttpResponse:
    """Back to the list; to one's own page for who has just given the right to it away."""
    row = queries.member(request.user.key, viewer=request.viewer)
    return redirect("settings-members" if row and row.active and row.role == "admin" else "settings")


def set_active(request: HttpRequest, key: UUID, *, active: bool) -> HttpResponse:
    row = asked(request, key)
    try:
        services.set_active(row.id, active=active, actor=request.viewer)
    except Refused as refused:
        warn(request, str(refused))
    else:
        words_told = _("%(name)s may sign in again.") if active else _("%(name)s can no longer sign in.")
        undo = reverse("settings-member-deactivate" if active else "settings-member-activate", args=[key])
        tell(request, words_told % {"name": row.name or row.email}, undo=undo)
    return back_to_members(request)


@page("manage_members")
@require_POST
def activate(request: HttpRequest, key: UUID) -> HttpResponse:
    return set_active(request, key, active=True)


@page("manage_members")
@require_POST
def deactivate(request: HttpRequest, key: UUID) -> HttpResponse:
    return set_active(request, key, active=False)


@page("manage_members")
@require_POST
def second_factor(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take a member's lost second factor away."""
    row = asked(request, key)
    services.remove_second_factor(row.id, actor=request.viewer)
    tell(request, _("%(name)s signs in with the password alone.") % {"name": row.name or row.email})
    return redirect("settings-member", key=key)


@page("manage_settings")
def audit(request: HttpRequest) -> HttpResponse:
    """What was done by whom, newest first."""
    kind = request.GET.get("kind", "")
    before = request.GET.get("before", "")
    found = queries.audit(
        viewer=request.viewer,
        subject_kind=kind,
        before=int(before) if before.isdecimal() and len(before) <= LONGEST_NUMBER else None,
    )
    kinds = [(name, told.kind(name)) for name in queries.audit_kinds(viewer=request.viewer)]
    names = names_of(found.entries, viewer=request.viewer)
    entries = [told.entry(entry, names) for entry in found.entries]
    return shown(
        request, "audit", "settings-audit", entries=entries, next=found.before, kinds=kinds, kind=kind, begun=before
    )


def come_in(request: HttpRequest, email: str, password: str) -> HttpResponse:
    """Sign in whoever has just chosen the password; a second factor that they have is asked for on the way."""
    joined = authenticate(request, email=email, password=password)
    return redirect("account_login") if joined is None else perform_login(request, joined)


def accept_invitation(request: HttpRequest, key: UUID, token: str) -> HttpResponse:
    """The door for who holds a one-time link: opening it changes nothing, sending the form uses it up."""
    invited = queries.invited(key, token)
    if invited is None:
        return render(request, "workspace/settings/join_gone.html", status=410)
    form = forms.Join(sent(request), initial={"name": invited.name})

    def done() -> None:
        language = request.LANGUAGE_CODE if request.LANGUAGE_CODE in dict(settings.LANGUAGES) else invited.language
        services.accept_invitation(key, token, **form.cleaned_data, language=language)

    if request.method == "POST" and accepted(form, done):
        return come_in(request, invited.email, form.cleaned_data["password"])
    context = {"form": form, "invited": invited, "organisation": queries.public_organisation()}
    context["organisation_name"] = context["organisation"].name(request.LANGUAGE_CODE)
    return render(request, "workspace/settings/join.html", context, status=status(form))
