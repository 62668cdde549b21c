"""The shape of what is asked of an improvement; what may be is decided by the services."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from polku.action.rules import LONGEST_ABOUT, LONGEST_TITLE
from polku.action.services import ImprovementDetails
from polku.governance.queries import Colleague
from polku.web.workspace.asking import Seen


class ImprovementForm(Seen):
    """What is to become better, who sees to it and until when."""

    title = forms.CharField(label=_("What is to become better"), max_length=LONGEST_TITLE)
    about = forms.CharField(
        label=_("How"),
        required=False,
        max_length=LONGEST_ABOUT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What is done, and by what it will be seen that it helped."),
    )
    owner = forms.ChoiceField(label=pgettext_lazy("of an improvement", "Owner"), required=False)
    due = forms.DateField(
        label=_("Done by"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    once = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)

    def __init__(self, *args: Any, colleagues: Iterable[Colleague], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["owner"].choices = [("", "—"), *((str(one.key), one.name) for one in colleagues)]

    def details(self) -> ImprovementDetails:
        given = self.cleaned_data
        owner = UUID(given["owner"]) if given["owner"] else None
        return ImprovementDetails(given["title"], given["about"], owner, given["due"])
