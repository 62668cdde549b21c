"""The shape of what is asked about customers; what may be is decided by the services."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from polku.governance.queries import Colleague
from polku.people.queries import AccountPage, Contact, Segment
from polku.people.services import AccountDetails, ContactDetails
from polku.web.workspace import words
from polku.web.workspace.asking import Seen

NOTHING = [("", "—")]
# Chosen where an owner is known only by the name that another system gave.
OUTSIDER = "outsider"


def choices(table: dict[str, Any]) -> list[tuple[str, Any]]:
    return NOTHING + list(table.items())


class Account(Seen):
    """A company. End customers are written one a line, the project after a bar."""

    name = forms.CharField(label=_("Name"), max_length=200)
    segment = forms.ChoiceField(label=_("Segment"), required=False)
    account_group = forms.CharField(
        label=_("Account group"),
        max_length=100,
        required=False,
        help_text=_("A parent company, a chain or a list of your own. The same words make one group."),
    )
    owner = forms.ChoiceField(
        label=pgettext_lazy("of an account", "Owner"), required=False, help_text=_("Who looks after this customer.")
    )
    deputy = forms.ChoiceField(label=_("Deputy"), required=False, help_text=_("Who does when the owner is away."))
    found_us = forms.ChoiceField(label=_("How they found us"), choices=choices(words.FOUND_US), required=False)
    customer_since = forms.DateField(
        label=_("Customer since"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    language = forms.ChoiceField(label=_("Language"), choices=NOTHING + settings.LANGUAGES, required=False)
    country = forms.CharField(label=_("Country"), max_length=2, required=False, help_text=_("Two letters, as in FI."))
    end_customers = forms.CharField(
        label=_("End customers"),
        required=False,
        help_text=_("Whom they buy for, one a line. A project may follow after a bar: City of Turku | School."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    external_id = forms.CharField(
        label=_("Id in another system"),
        max_length=100,
        required=False,
        help_text=_("So that files find this customer."),
    )

    def __init__(self, *args: Any, segments: Iterable[Segment], colleagues: Iterable[Colleague], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["segment"].choices = NOTHING + [(segment.key, segment.name) for segment in segments]
        people = NOTHING + [(str(one.key), one.name) for one in colleagues]
        for who in ("owner", "deputy"):
            outsider = self.initial.get(f"{who}_text")
            named = [(OUTSIDER, _("%(name)s (from another system)") % {"name": outsider})] if outsider else []
            self.fields[who].choices = people + named

    def details(self, before: AccountPage | None = None) -> AccountDetails:
        """As the service takes it; a name from another system stays while it is the choice."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        for who in ("owner", "deputy"):
            stays = data[who] == OUTSIDER
            data[f"{who}_text"] = getattr(before, f"{who}_text") if before and stays else ""
            data[who] = UUID(data[who]) if data[who] and not stays else None
        lines = (line.partition("|") for line in data.pop("end_customers").splitlines())
        return AccountDetails(
            **data, end_customers=tuple((name.strip(), project.strip()) for name, _bar, project in lines)
        )


def told(page: AccountPage) -> dict[str, Any]:
    """What the form of an account that is there begins with."""
    ends = (f"{end.name} | {end.project}" if end.project else end.name for end in page.end_customers)
    return {
        "name": page.account.name,
        "segment": page.account.segment,
        "account_group": page.account_group,
        "owner": str(page.owner or (OUTSIDER if page.owner_text else "")),
        "deputy": str(page.deputy or (OUTSIDER if page.deputy_text else "")),
        "owner_text": page.owner_text,
        "deputy_text": page.deputy_text,
        "seen": page.mark,
        "found_us": page.found_us,
        "customer_since": page.customer_since,
        "language": page.account.language,
        "country": page.account.country,
        "external_id": page.external_id,
        "end_customers": "\n".join(ends),
    }


class Person(Seen):
    """Somebody of a company."""

    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    mail = forms.EmailField(label=_("Mail address"), required=False)
    phone = forms.CharField(label=_("Phone number"), max_length=40, required=False)
    unit = forms.CharField(
        label=_("Unit"), max_length=200, required=False, help_text=_("The part of the company they belong to.")
    )
    decision_role = forms.ChoiceField(
        label=_("Role in the decision"), choices=choices(words.DECISION_ROLES), required=False
    )
    buyer_kind = forms.ChoiceField(label=_("New or repeat buyer"), choices=choices(words.BUYER_KINDS), required=False)
    language = forms.ChoiceField(
        label=_("Language"),
        choices=NOTHING + settings.LANGUAGES,
        required=False,
        help_text=_("The company's, when none is chosen."),
    )
    country = forms.CharField(label=_("Country"), max_length=2, required=False, help_text=_("Two letters, as in FI."))
    consent = forms.ChoiceField(label=_("Consent to be asked"), choices=list(words.CONSENTS.items()), initial="unknown")
    active = forms.BooleanField(label=_("Still there"), required=False, initial=True)
    external_id = forms.CharField(label=_("Id in another system"), max_length=100, required=False)

    def details(self) -> ContactDetails:
        return ContactDetails(**{name: value for name, value in self.cleaned_data.items() if name != "seen"})


def told_person(person: Contact) -> dict[str, Any]:
    """What the form of a person begins with; language and country only where they are the person's own."""
    names = ("name", "mail", "phone", "unit", "decision_role", "buyer_kind", "consent", "active", "external_id")
    own = {"language": person.own_language, "country": person.own_country, "seen": person.mark}
    return {name: getattr(person, name) for name in names} | own


class Group(Seen):
    """A group of customers, named in up to three languages."""

    name_fi = forms.CharField(label=_("Name in Finnish"), max_length=100, required=False)
    name_sv = forms.CharField(label=_("Name in Swedish"), max_length=100, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=100, required=False)

    def names(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"name_{code}"] for code, _name in settings.LANGUAGES}
