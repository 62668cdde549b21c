"""What a person fills in to draw a journey: shape only, the room decides what it means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from polku.governance.rules import LANGUAGES, Refused
from polku.journeys import queries, rules
from polku.journeys.services import JourneyDetails, PhaseDetails, TouchpointDetails
from polku.web.workspace import words
from polku.web.workspace.asking import Seen

# A share is kept from 0 to 1 and written in per cent.
SHARES = frozenset(metric for metric, ends in rules.TARGET_RANGES.items() if ends == (0, 1))


def ordered() -> list[str]:
    """The reader's language first, then the others."""
    own = (get_language() or "en")[:2]
    return sorted(LANGUAGES, key=lambda code: code != own)


def _choices(kind: str, keys: Iterable[str], empty: Any = None) -> list[tuple[str, Any]]:
    named = [(key, words.KINDS_OF_WORDS[kind].get(key, key)) for key in keys]
    return named if empty is None else [("", empty), *named]


class Drawn(Seen):
    """A form with texts in three languages, the mark of what was seen, and a key by which it is sent once."""

    once = forms.UUIDField(required=False, widget=forms.HiddenInput)
    texts: Mapping[str, tuple[Any, Any, int]] = {}

    def __init__(self, *args: Any, told: Mapping[str, Mapping[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["once"].initial = uuid4
        for part, (label, _about, longest) in self.texts.items():
            for code in ordered():
                field = self.fields[f"{part}_{code}"] = forms.CharField(
                    label=words.LANGUAGES[code],
                    initial=told.get(part, {}).get(code, ""),
                    max_length=longest,
                    required=False,
                    widget=forms.TextInput(attrs={"lang": code}),
                )
                # What the summary of errors calls it, away from its group.
                field.called = format_lazy("{}, {}", label, words.IN_LANGUAGE[code])

    def rows(self) -> list[tuple[Any, Any, list[forms.BoundField]]]:
        """Each text with its name, its help and one field a language."""
        return [
            (label, about, [self[f"{part}_{code}"] for code in ordered()])
            for part, (label, about, _longest) in self.texts.items()
        ]

    def said(self, part: str) -> dict[str, str]:
        return {code: self.cleaned_data[f"{part}_{code}"] for code in LANGUAGES}

    def refuse(self, refused: Refused) -> None:
        """Say at its field why it cannot be saved; texts are told at the reader's own language."""
        field = f"{refused.field}_{ordered()[0]}" if refused.field in self.texts else refused.field
        self.add_error(field if field in self.fields else None, str(refused))


class JourneyForm(Drawn):
    """Whose journey it is, what they want to get done, and how its phases are cut."""

    segment = forms.ChoiceField(label=_("Segment"), required=False, help_text=_("Whose journey this is."))
    buyer_kind = forms.ChoiceField(label=_("New or repeat buyer"), required=False)
    scheme = forms.ChoiceField(label=_("Phases"), widget=forms.RadioSelect)
    texts = {
        "names": (_("Name"), _("One language is enough; the others are shown as they come."), 200),
        "purpose": (_("Purpose"), _("What the customer wants to get done, in their words."), 300),
    }

    def __init__(self, *args: Any, segments: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["segment"].choices = [("", _("All customers")), *segments]
        self.fields["buyer_kind"].choices = _choices("buyer_kind", rules.BUYER_KINDS, _("New and repeat"))
        self.fields["scheme"].choices = [
            ("purchase", _("By purchase: before, during and after")),
            ("value", _("By value: before, at and after the core service")),
        ]
        self.fields["scheme"].initial = self.fields["scheme"].initial or "purchase"

    def details(self) -> JourneyDetails:
        data = self.cleaned_data
        return JourneyDetails(
            self.said("names"), data["segment"], data["scheme"], data["buyer_kind"], self.said("purpose")
        )


class PhaseForm(Drawn):
    """A phase: its name, what the customer does in it, and the stage it belongs to."""

    stage = forms.ChoiceField(
        label=_("Stage"), required=False, help_text=_("Phases of different journeys are compared by their stage.")
    )
    texts = {
        "names": (_("Name"), "", 200),
        "about": (_("What the customer does"), _("In verbs: searches, compares, orders."), 300),
    }

    def __init__(self, *args: Any, scheme: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["stage"].choices = _choices("stage", rules.STAGES[scheme], _("No stage"))

    def details(self) -> PhaseDetails:
        return PhaseDetails(self.said("names"), self.said("about"), self.cleaned_data["stage"])


class TouchpointForm(Drawn):
    """A touchpoint: what it is, whose, what it aims at, and what measures it."""

    channel = forms.ChoiceField(label=_("Channel"), required=False)
    owner = forms.ChoiceField(label=_("Whose it is"), widget=forms.RadioSelect)
    partner = forms.CharField(label=_("The partner's name"), max_length=200, required=False)
    interactive = forms.TypedChoiceField(
        label=_("The customer's part"), widget=forms.RadioSelect, coerce=lambda value: value == "yes"
    )
    layer = forms.ChoiceField(label=_("Layer"), widget=forms.RadioSelect)
    kinds = forms.MultipleChoiceField(
        label=_("Kind of experience"), widget=forms.CheckboxSelectMultiple, required=False
    )
    aim = forms.ChoiceField(label=_("Aim"), widget=forms.RadioSelect)
    ending = forms.ChoiceField(
        label=_("Does the journey end here?"),
        required=False,
        help_text=_("A journey may have several endings. Of the one that was not hoped for, the reason is asked."),
    )
    stated_importance = forms.TypedChoiceField(
        label=_("Stated importance"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("How important customers say it is, from 1 to 5."),
    )
    target_metric = forms.ChoiceField(label=_("Metric"), required=False)
    target_value = forms.FloatField(
        label=_("Target"),
        required=False,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        help_text=_("Shares in per cent, other metrics on their own scale."),
    )
    texts = {"names": (_("Name"), _("As the customer would call it."), 200)}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields = self.fields
        fields["channel"].choices = _choices("channel", rules.CHANNELS, _("Not chosen"))
        fields["owner"].choices = _choices("owner", rules.OWNERS)
        fields["interactive"].choices = [
            ("yes", _("Takes part: asks, chooses, uses")),
            ("no", _("Passive: sees, hears or reads it")),
        ]
        fields["layer"].choices = _choices("layer", rules.LAYERS)
        fields["kinds"].choices = _choices("kind", rules.KINDS)
        fields["ending"].choices = [
            ("", _("No, it goes on")),
            ("reached", _("Yes, as hoped")),
            ("left", _("Yes, otherwise than hoped")),
        ]
        fields["aim"].choices = _choices("aim", rules.AIMS)
        fields["stated_importance"].choices = [("", _("Not asked")), *((n, str(n)) for n in rules.IMPORTANCE)]
        fields["target_metric"].choices = _choices("metric", rules.METRICS, _("As the aim proposes"))

    def clean(self) -> dict[str, Any]:
        """A target without a metric is for the one that the aim proposes; a share is kept from 0 to 1."""
        data = super().clean() or {}
        value, metric = data.get("target_value"), data.get("target_metric", "")
        if value is None or self.errors:
            return data
        if not metric:
            metric = rules.proposed_metric(data["aim"], interactive=data["interactive"]).metrics[0]
            data["target_metric"] = metric
        low, high = rules.TARGET_RANGES[metric]
        by = 100 if metric in SHARES else 1
        if not low * by <= value <= high * by:
            told = {"low": f"{low * by:g}", "high": f"{high * by:g}"}
            self.add_error("target_value", _("This metric goes from %(low)s to %(high)s.") % told)
        data["target_value"] = value / by
        return data

    def details(self) -> TouchpointDetails:
        data = self.cleaned_data
        plain = ("channel", "owner", "partner", "layer", "aim", "interactive", "ending")
        measure = ("stated_importance", "target_metric", "target_value")
        return TouchpointDetails(
            self.said("names"), kinds=tuple(data["kinds"]), **{name: data[name] for name in (*plain, *measure)}
        )


def initial(point: queries.Touchpoint) -> dict[str, Any]:
    """What a touchpoint's form begins with."""
    names = ("channel", "owner", "partner", "layer", "kinds", "aim", "ending", "stated_importance", "target_metric")
    known = {name: getattr(point, name) for name in names}
    value = point.target_value
    if value is not None and point.target_metric in SHARES:
        value = round(value * 100, 6)
    if value is not None and value == int(value):
        value = int(value)
    return known | {
        "seen": point.mark,
        "interactive": "yes" if point.interactive else "no",
        "target_value": value,
    }


NEW_TOUCHPOINT = {"owner": "brand", "layer": "core", "aim": "ease", "interactive": "yes"}


def proposals() -> dict[str, str]:
    """What each aim proposes, in words, for the two parts that a customer may have: ``ease-yes`` and so on."""
    return {
        f"{aim}-{'yes' if interactive else 'no'}": ", ".join(
            words.word("metric", metric) for metric in rules.proposed_metric(aim, interactive=interactive).metrics
        )
        for aim in rules.AIMS
        for interactive in (True, False)
    }
