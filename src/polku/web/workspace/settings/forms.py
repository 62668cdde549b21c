"""The shape of what is asked on these pages; what may be is decided by the services."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from polku.governance.gate import ROLES
from polku.governance.rules import LEAST_FOR_COMMENTS, LEAST_FOR_SCORES, MOST_FOR_THRESHOLD
from polku.web.workspace import words
from polku.web.workspace.asking import Seen


class Me(forms.Form):
    name = forms.CharField(label=_("Your name"), max_length=200, required=False)
    language = forms.ChoiceField(label=_("Language of your pages"), choices=settings.LANGUAGES)


class Invitation(forms.Form):
    email = forms.EmailField(label=_("Mail address"), help_text=_("They sign in with it."))
    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(role, words.ROLES[role]) for role in ROLES],
        initial="contributor",
        help_text=_(
            "A viewer sees figures; a contributor also reads open answers with names; a manager also designs, imports "
            "and sends; an administrator also keeps members and settings."
        ),
    )
    language = forms.ChoiceField(label=_("Language of their pages"), choices=settings.LANGUAGES)
    password = forms.CharField(
        label=_("Password"),
        required=False,
        help_text=_("Leave this empty to get a link with which they choose their own."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class Join(forms.Form):
    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Choose a password"),
        help_text=_("At least ten characters; a few words are easy to remember."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class Organisation(Seen):
    """Names and contact texts stand in three fields each, one a language."""

    name_fi = forms.CharField(label=_("Name in Finnish"), max_length=200, required=False)
    name_sv = forms.CharField(label=_("Name in Swedish"), max_length=200, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages in use"), choices=settings.LANGUAGES, widget=forms.CheckboxSelectMultiple
    )
    default_language = forms.ChoiceField(
        label=_("Default language"),
        choices=settings.LANGUAGES,
        help_text=_("Texts are shown in it where the reader's own language is missing."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("Decides where a day and a month begin."), choices=lambda: ZONES
    )
    currency = forms.CharField(label=_("Currency"), max_length=3, help_text=_("Three letters, as in EUR."))
    threshold_scores = forms.IntegerField(
        label=_("Fewest answers for a score"),
        min_value=LEAST_FOR_SCORES,
        max_value=MOST_FOR_THRESHOLD,
        help_text=_(
            "Of confidential and anonymous surveys. Five is promised to those who answer. You may raise it, never "
            "lower it again: what stood when they answered holds for them."
        ),
    )
    threshold_comments = forms.IntegerField(
        label=_("Fewest answers for comments and distributions"),
        min_value=LEAST_FOR_COMMENTS,
        max_value=MOST_FOR_THRESHOLD,
        help_text=_(
            "Eight is promised to those who answer. You may raise it, never lower it again: what stood when they "
            "answered holds for them."
        ),
    )
    contact_fi = forms.CharField(label=_("Whom to turn to, in Finnish"), required=False, max_length=500)
    contact_sv = forms.CharField(label=_("Whom to turn to, in Swedish"), required=False, max_length=500)
    contact_en = forms.CharField(label=_("Whom to turn to, in English"), required=False, max_length=500)

    def settled(self) -> dict[str, Any]:
        """The settings as the service takes them."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        data["names"] = {code: data.pop(f"name_{code}") for code, _name in settings.LANGUAGES}
        data["contact"] = {code: data.pop(f"contact_{code}") for code, _name in settings.LANGUAGES}
        data["currency"] = data["currency"].upper()
        return data


ZONES = [(name, name) for name in sorted(available_timezones()) if "/" in name or name == "UTC"]
