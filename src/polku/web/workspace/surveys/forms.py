"""What a person fills in to make, word and publish a survey: shape only, the room decides what it means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from polku.surveys import rules
from polku.web.workspace.surveys import words
from polku.web.workspace.words import IN_LANGUAGE

LONG = {"rows": 3}
OF_SURVEY: Mapping[str, tuple[Any, Any]] = {
    "name": (_("Name among colleagues"), ""),
    "title": (_("Title"), _("The heading that respondents read. A language without it is not offered.")),
    "intro": (_("Introduction"), _("Why you ask, who reads the answers, what happened last time.")),
    "thanks": (_("Thanks"), _("What happens next with the answers.")),
}
OF_QUESTION: Mapping[str, tuple[Any, Any]] = {
    "title": (_("Question"), ""),
    "help": (_("Help"), _("Only if the question cannot stand alone.")),
    "low": (_("Low end of the scale"), ""),
    "high": (_("High end of the scale"), ""),
}


class NewSurvey(forms.Form):
    """A name, for whom, and what to begin from."""

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("Seen by colleagues, not by respondents."))
    template = forms.ChoiceField(label=_("Begin from"), widget=forms.RadioSelect, required=False)
    audience = forms.ChoiceField(
        label=_("Who answers"),
        choices=list(words.AUDIENCES.items()),
        help_text=_("For an empty survey; the ready ones know theirs."),
        required=False,
    )

    def __init__(self, *args: Any, language: str, **options: Any) -> None:
        super().__init__(*args, **options)
        ready = [(one.key, one.names[language]) for one in rules.TEMPLATES.values()]
        self.fields["template"].choices = [*ready, ("", _("Empty survey"))]


class SurveyTexts(forms.Form):
    """The survey's own words, each language beside the others."""

    def __init__(self, *args: Any, content: Mapping[str, Any], names: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        for language in rules.LANGUAGES:
            told = content["texts"].get(language, {})
            spoken = words.LANGUAGE_NAMES[language]
            for part, widget, longest in (
                ("name", forms.TextInput, 120),
                ("title", forms.TextInput, 200),
                ("intro", forms.Textarea, 2000),
                ("thanks", forms.Textarea, 2000),
            ):
                known = names.get(language, "") if part == "name" else told.get(part, "")
                field = self.fields[f"{part}_{language}"] = _words(spoken, known, longest, widget, language)
                field.called = _called(OF_SURVEY[part][0], language)

    def rows(self) -> list[tuple[Any, Any, list[forms.BoundField]]]:
        """Each text with its name, its help and one field a language."""
        return [
            (name, about, [self[f"{part}_{code}"] for code in rules.LANGUAGES])
            for part, (name, about) in OF_SURVEY.items()
        ]

    def texts(self) -> dict[str, dict[str, str]]:
        return {
            code: {part: self.cleaned_data[f"{part}_{code}"] for part in ("title", "intro", "thanks")}
            for code in rules.LANGUAGES
        }

    def names(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"name_{code}"] for code in rules.LANGUAGES}


def _words(label: Any, known: str, longest: int, widget: type[forms.Widget], language: str) -> forms.CharField:
    drawn = widget(attrs={"lang": language, **(LONG if widget is forms.Textarea else {})})
    return forms.CharField(label=label, initial=known, max_length=longest, required=False, widget=drawn)


def _called(part: Any, language: str) -> Any:
    """What the summary of errors calls a field of one language, away from its group."""
    return format_lazy("{}, {}", part, IN_LANGUAGE[language])


class QuestionForm(forms.Form):
    """One question: its words in three languages, its scale and options, what it measures and why."""

    required_answer = forms.BooleanField(label=_("An answer is required"), required=False)

    def __init__(
        self, *args: Any, one: Mapping[str, Any], touchpoints: Iterable[tuple[str, Any]], audience: str, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.one = one
        self.kind = rules.KINDS[one["kind"]]
        self.listed: list[tuple[str, str, str]] = [
            (name, option["key"], option.get("role") or "")
            for name in ("options", "rows")
            for option in one.get(name, ())
        ]
        self.fields["required_answer"].initial = one.get("required", False)
        self._add_words()
        self._add_options()
        self._add_limits()
        self._add_measure(touchpoints, audience)

    @property
    def parts(self) -> list[str]:
        """The texts this kind has in each language."""
        return ["title", "help", *(("low", "high") if "low" in self.one["texts"]["en"] else ())]

    def _add_words(self) -> None:
        for code in rules.LANGUAGES:
            told = self.one["texts"].get(code, {})
            for part in self.parts:
                widget = forms.Textarea if part == "title" else forms.TextInput
                field = _words(words.LANGUAGE_NAMES[code], told.get(part, ""), 500, widget, code)
                field.called = _called(OF_QUESTION[part][0], code)
                if part == "title":
                    field.widget.attrs["rows"] = 2
                self.fields[f"{part}_{code}"] = field

    def _add_options(self) -> None:
        for place in range(rules.label_count(self.one)):
            for code in rules.LANGUAGES:
                told = self.one["texts"].get(code, {}).get("options", [])
                known = told[place] if place < len(told) else ""
                field = _words(words.LANGUAGE_NAMES[code], known, 200, forms.TextInput, code)
                field.called = _called(format_lazy("{} {}", _("Option"), place + 1), code)
                self.fields[f"option{place}_{code}"] = field
            if self.kind.key == "feeling":
                self.fields[f"role{place}"] = forms.ChoiceField(
                    label=_("Is it what you hope for?"),
                    choices=list(words.ROLES.items()),
                    initial=self.listed[place][2],
                    required=False,
                )

    def _add_limits(self) -> None:
        if self.kind.key == "just_right":
            self.fields["steps"] = forms.ChoiceField(
                label=_("Steps"), choices=[("3", _("Three")), ("5", _("Five"))], initial=str(self.one.get("steps", 5))
            )
        if self.kind.key == "number":
            for name, label in (("least", _("Smallest allowed")), ("most", _("Largest allowed"))):
                known = self.one.get(name)
                self.fields[name] = forms.FloatField(label=label, initial=known, required=False, localize=True)
        if self.kind.key in {"multiple", "feeling"}:
            self.fields["most"] = forms.IntegerField(
                label=_("At most so many"), initial=self.one.get("most"), min_value=1, max_value=50, required=False
            )

    def _add_measure(self, touchpoints: Iterable[tuple[str, Any]], audience: str) -> None:
        self.fields["touchpoint"] = forms.ChoiceField(
            label=_("Touchpoint"),
            choices=[("", _("The relationship as a whole")), *touchpoints],
            initial=self.one.get("touchpoint") or "",
            required=False,
        )
        fitting = [
            key
            for key in rules.COUNTED_AS.get(self.kind.key, ())
            if key not in {"nps", "enps"} or (key == "enps") == (audience == "employee")
        ]
        if self.kind.key == "just_right":
            fitting = [rules.default_definition("just_right", audience, self.one.get("steps", 5)) or ""]
        if not fitting:
            return
        self.fields["definition"] = forms.ChoiceField(
            label=_("Metric"),
            choices=[("", _("Does not measure")), *((key, words.METRICS[key]) for key in fitting)],
            initial=self.one.get("definition") or "",
            required=False,
        )
        purpose = self.one.get("purpose") or {}
        for part, (label, about) in words.PURPOSE.items():
            self.fields[f"purpose_{part}"] = forms.CharField(
                label=label, help_text=about, initial=purpose.get(part, ""), max_length=300, required=False
            )
        self.fields["cause_or_outcome"] = forms.ChoiceField(
            label=_("Cause or outcome"),
            choices=list(words.CAUSE_OR_OUTCOME.items()),
            initial=purpose.get("cause_or_outcome", "cause"),
            widget=forms.RadioSelect,
            help_text=_("A why is asked after an outcome by itself."),
            required=False,
        )

    def word_rows(self) -> list[tuple[Any, Any, list[forms.BoundField]]]:
        return [(*OF_QUESTION[part], [self[f"{part}_{code}"] for code in rules.LANGUAGES]) for part in self.parts]

    def option_rows(self) -> list[dict[str, Any]]:
        return [
            {
                "number": place + 1,
                "key": self.listed[place][1] if self.listed else "",
                "role": self[f"role{place}"] if f"role{place}" in self.fields else None,
                "fields": [self[f"option{place}_{code}"] for code in rules.LANGUAGES],
            }
            for place in range(rules.label_count(self.one))
        ]

    def purpose_fields(self) -> list[forms.BoundField]:
        return [self[f"purpose_{part}"] for part in words.PURPOSE] if "definition" in self.fields else []

    def limit_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("steps", "least", "most") if name in self.fields]

    def changes(self) -> dict[str, Any]:
        """The question's fields as they are to be kept."""
        given = self.cleaned_data
        count = rules.label_count(self.one)
        texts = {code: {part: given[f"{part}_{code}"] for part in self.parts} for code in rules.LANGUAGES}
        changed: dict[str, Any] = {
            "required": given["required_answer"],
            "touchpoint": given["touchpoint"] or None,
            "texts": texts,
        }
        if count:
            for code, told in texts.items():
                told["options"] = [given[f"option{place}_{code}"] for place in range(count)]
        if self.kind.key == "feeling":
            changed["options"] = [
                {"key": key, "role": given[f"role{place}"] or None}
                for place, (_name, key, _role) in enumerate(self.listed)
            ]
        for name in ("least", "most"):
            if name in self.fields:
                changed[name] = given[name]
        if "definition" in self.fields:
            changed["definition"] = given["definition"] or None
            changed["purpose"] = {part: given[f"purpose_{part}"] for part in words.PURPOSE}
            changed["purpose"]["cause_or_outcome"] = given["cause_or_outcome"] or "cause"
        return changed


class PromiseForm(forms.Form):
    """What is promised to those who answer, and what results may be broken down by."""

    promise = forms.ChoiceField(label=_("Promise"), choices=list(words.PROMISES.items()), widget=forms.RadioSelect)
    breakdowns = forms.MultipleChoiceField(
        label=_("Results may be broken down by"),
        choices=list(words.BREAKDOWNS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Said to the respondents and fixed at publishing. Each group still needs enough answers."),
    )


class PublishForm(PromiseForm):
    """Under which promise the version takes answers, and when; ``revision`` is the draft that was looked at."""

    promise = forms.ChoiceField(
        label=_("Promise"), choices=list(words.PROMISES.items()), widget=forms.RadioSelect, required=False
    )
    revision = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    opens_at = forms.DateTimeField(
        label=_("Opens"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Empty: at once."),
    )
    closes_at = forms.DateTimeField(
        label=_("Closes"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Empty: when you close it."),
    )
