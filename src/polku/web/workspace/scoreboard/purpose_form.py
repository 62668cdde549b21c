"""The form of a purpose card: what a metric is, and why it is measured."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from polku.strategy.queries import Purpose
from polku.strategy.rules import LEVELS, LONGEST, NATURES, QUESTIONS
from polku.web.workspace.scoreboard.proposed import proposal
from polku.web.workspace.words import LEVEL_WORDS, NATURE_WORDS, PURPOSES


class PurposeForm(forms.Form):
    """One card."""

    nature = forms.ChoiceField(
        label=_("Cause or outcome"), choices=[(key, NATURE_WORDS[key]) for key in NATURES], widget=forms.RadioSelect
    )
    level = forms.ChoiceField(
        label=_("Level of an outcome"),
        choices=[("", _("none: it is a cause")), *((key, LEVEL_WORDS[key]) for key in LEVELS)],
        required=False,
    )

    def __init__(self, *args: Any, card: Purpose, **more: Any) -> None:
        texts = card.texts if card.written else proposal(card.metric)
        told = {"nature": card.nature, "level": card.level, "until": card.until, **texts}
        super().__init__(*args, initial=told, **more)
        for name in QUESTIONS:
            self.fields[name] = forms.CharField(
                label=PURPOSES[name], required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2})
            )
        self.fields["until"] = forms.DateField(
            label=_("Until when"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        )

    def card(self) -> dict[str, Any]:
        """What was filled in, as the service takes it."""
        given = self.cleaned_data
        return {
            "nature": given["nature"],
            "level": given["level"],
            "until": given["until"],
            "texts": {name: given[name] for name in QUESTIONS},
        }
