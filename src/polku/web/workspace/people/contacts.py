"""The pages of people: adding and editing, taking away with the way back, and the list of those not to be asked."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from polku.flows.erase_person import erase_person, export_person
from polku.governance.gate import may
from polku.governance.rules import Refused
from polku.people import queries, services
from polku.web.workspace.access import page
from polku.web.workspace.asking import accepted, as_file, sent, status
from polku.web.workspace.notices import tell, warn
from polku.web.workspace.people import forms
from polku.web.workspace.people.views import asked_account


def asked_person(request: HttpRequest, key: UUID, *, deleted: bool = False) -> queries.Contact:
    found = queries.contact(key, viewer=request.viewer, deleted=deleted)
    if found is None:
        raise Http404
    return found


def called(person: queries.Contact) -> str:
    return person.name or person.mail


@page("edit_customers")
def add(request: HttpRequest, key: UUID) -> HttpResponse:
    """Somebody new of an account."""
    found = asked_account(request, key)
    form = forms.Person(sent(request))
    if request.method == "POST" and accepted(
        form, lambda: services.add_contact(found.account.id, form.details(), actor=request.viewer)
    ):
        tell(request, _("Saved."))
        return redirect("people-account", key=key)
    return render(request, "workspace/people/person_form.html", {"form": form, "page": found}, status=status(form))


@page("edit_customers")
def edit(request: HttpRequest, key: UUID) -> HttpResponse:
    """Change what is kept on a person."""
    person = asked_person(request, key)
    found = asked_account(request, person.account)
    form = forms.Person(sent(request), initial=forms.told_person(person))
    if request.method == "POST" and accepted(
        form, lambda: services.update_contact(person.id, form.details(), actor=request.viewer, seen=form.mark())
    ):
        tell(request, _("Saved."))
        return redirect("people-account", key=person.account)
    may_erase = may(request.viewer, "erase_person")
    context = {"form": form, "page": found, "person": person, "may_erase": may_erase}
    return render(request, "workspace/people/person_form.html", context, status=status(form))


@page("edit_customers")
@require_POST
def delete(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take a person away, with the way back."""
    person = asked_person(request, key)
    services.delete_contact(person.id, actor=request.viewer)
    undo = reverse("people-contact-restore", args=[key])
    tell(request, _("%(name)s was deleted.") % {"name": called(person)}, undo=undo)
    return redirect("people-account", key=person.account)


@page("edit_customers")
@require_POST
def restore(request: HttpRequest, key: UUID) -> HttpResponse:
    """Bring back a person who was taken away."""
    person = asked_person(request, key, deleted=True)
    if person.deleted:
        services.restore_contact(person.id, actor=request.viewer)
        tell(request, _("%(name)s is back.") % {"name": called(person)})
    return redirect("people-account", key=person.account)


@page("erase_person")
def erase(request: HttpRequest, key: UUID) -> HttpResponse:
    """The one deletion that cannot be undone, so it is asked for on a page of its own."""
    person = asked_person(request, key)
    if request.method == "POST":
        erase_person(person.id, actor=request.viewer)
        tell(request, _("The person has been erased, from the figures' files too."))
        return redirect("people-account", key=person.account)
    return render(request, "workspace/people/erase.html", {"person": person})


@page("erase_person")
def kept(request: HttpRequest, key: UUID) -> HttpResponse:
    """Everything kept about a person, as a file to give them."""
    person = asked_person(request, key)
    return as_file(export_person(person.id, actor=request.viewer), f"person-{person.key}.json")


@page("edit_customers")
@require_POST
def do_not_ask(request: HttpRequest, key: UUID) -> HttpResponse:
    """Put a person on the list of those who are never asked again."""
    person = asked_person(request, key)
    try:
        services.do_not_ask(person.id, actor=request.viewer)
    except Refused as refused:
        warn(request, str(refused))
    else:
        undo = reverse("people-contact-allow-asking", args=[key])
        tell(request, _("%(name)s will not be asked again.") % {"name": called(person)}, undo=undo)
    return redirect("people-contact", key=key)


@page("edit_customers")
@require_POST
def allow_asking(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take a person off that list, at their own wish."""
    person = asked_person(request, key)
    services.allow_asking(person.id, actor=request.viewer)
    tell(request, _("%(name)s may be asked again.") % {"name": called(person)})
    return redirect("people-contact", key=key)
