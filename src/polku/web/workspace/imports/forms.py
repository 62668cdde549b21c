"""The shape of what is asked about a file and its columns; what may be is decided by the flow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from polku.flows.import_file import ColumnUse
from polku.flows.import_file import Mapping as FileMapping
from polku.flows.import_file.mapping import ROLES
from polku.flows.import_file.moments import read_month
from polku.surveys.rules import COUNTED_AS, KINDS
from polku.web.workspace import words as shared
from polku.web.workspace.imports import words
from polku.web.workspace.surveys.words import KINDS as QUESTION_KINDS

AS_RECOGNISED = [("", _("As recognised"))]
NOTHING = [("", "—")]
# What is asked about the whole file, by what a row of it is.
ABOUT = {
    "answers": ("survey", "promise", "audience", "wave", "day", "month", "language", "make_accounts"),
    "accounts": (),
    "contacts": ("make_accounts",),
    "revenue": ("currency", "make_accounts"),
    "offers": ("currency", "make_accounts"),
    "events": (),
}
# A recognised role of a column decides which further questions about it make sense.
OF_AN_ANSWER = ("title", "kind", "definition", "low", "high", "labels", "question", "option", "counted", "touchpoint")


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def listed(text: str) -> tuple[str, ...]:
    """Values written one a line; a comma may be part of a value."""
    return tuple(dict.fromkeys(lines(text)))


def not_a_month(text: str) -> str:
    """What is told of a month that cannot be read."""
    words = _now("%(text)s is not a month with its year. Write it as in May 2017, 5/2017 or 2017-05.")
    return words % {"text": text[:40]}


class Values(forms.CharField):
    """Values that mean no answer, one a line."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            label=_("Values that mean no answer"),
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("One a line, as they stand in the file."),
            **more,
        )


class Reading(forms.Form):
    """How a file is read where it is not as recognised."""

    encoding = forms.ChoiceField(label=_("Encoding of the text"), required=False)
    separator = forms.ChoiceField(label=_("What stands between columns"), required=False)
    decimal = forms.ChoiceField(label=_("Decimal sign"), required=False)
    sheet = forms.ChoiceField(label=_("Sheet"), required=False)

    def __init__(self, *args: Any, kind: str, sheets: Iterable[str], encoding: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        known = dict(words.ENCODINGS)
        if encoding and encoding not in known:
            known[encoding] = encoding
        self.fields["encoding"].choices = AS_RECOGNISED + list(known.items())
        self.fields["separator"].choices = AS_RECOGNISED + list(words.SEPARATORS.items())
        self.fields["decimal"].choices = AS_RECOGNISED + list(words.DECIMALS.items())
        self.fields["sheet"].choices = AS_RECOGNISED + [(name, name) for name in sheets]
        asked = {"csv": ("encoding", "separator", "decimal"), "xlsx": ("sheet",)}.get(kind, ())
        for name in [name for name in self.fields if name not in asked]:
            del self.fields[name]


class About(forms.Form):
    """What holds for the whole file."""

    kind = forms.ChoiceField(label=_("What a row of the file is"), choices=list(words.KINDS.items()))
    survey = forms.CharField(
        label=_("Survey"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"list": "surveys"}),
        help_text=_("The answers join the survey with this name; a new one is made when there is none."),
    )
    promise = forms.ChoiceField(
        label=_("What was promised to those who answered"), choices=list(shared.PROMISES.items()), required=False
    )
    audience = forms.ChoiceField(label=_("Who answered"), choices=list(shared.AUDIENCES.items()), required=False)
    source = forms.CharField(
        label=_("Where it comes from"),
        max_length=120,
        required=False,
        help_text=_("Rows of one source are known again by their own number, so that a file sent twice adds nothing."),
    )
    wave = forms.CharField(
        label=_("Wave"),
        max_length=120,
        required=False,
        help_text=_("When the whole file is one round of asking, as in May 2017."),
    )
    day = forms.DateField(
        label=_("Day of all answers"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("When no column says the time."),
    )
    month = forms.CharField(
        label=_("Month of all answers"),
        max_length=40,
        required=False,
        help_text=_("As in May 2017 or 5/2017. When a column says the day of the month only, or none says the time."),
    )
    language = forms.ChoiceField(
        label=_("Language of the answers"), choices=NOTHING + list(shared.LANGUAGES.items()), required=False
    )
    currency = forms.CharField(
        label=_("Currency"), max_length=3, required=False, help_text=_("Three letters, as in EUR.")
    )
    make_accounts = forms.BooleanField(label=_("Make customer accounts that are not known yet"), required=False)
    date_order = forms.ChoiceField(
        label=_("How dates are written"), choices=list(words.DATE_ORDERS.items()), required=False
    )
    missing = Values()

    def __init__(self, *args: Any, mapping: FileMapping, **more: Any) -> None:
        initial = {name: getattr(mapping, name) for name in self.base_fields}
        initial["missing"] = "\n".join(mapping.missing)
        super().__init__(*args, initial=initial, **more)
        asked = {"kind", "source", "date_order", "missing", *ABOUT[mapping.kind]}
        for name in [name for name in self.fields if name not in asked]:
            del self.fields[name]

    def clean_month(self) -> str:
        text = self.cleaned_data["month"]
        if not text:
            return ""
        if (month := read_month(text)) is None:
            raise forms.ValidationError(not_a_month(text))
        return month

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "survey" in self.fields and data.get("kind") == "answers" and not data.get("survey"):
            self.add_error("survey", _now("Give the survey a name."))
        return data

    def changes(self) -> dict[str, Any]:
        """What was said, as the mapping holds it."""
        data = dict(self.cleaned_data)
        data["missing"] = listed(data["missing"])
        for name in ("promise", "audience"):
            if not data.get(name):
                data.pop(name, None)
        if "day" in data:
            data["day"] = data["day"].isoformat() if data["day"] else ""
        return data


class Column(forms.Form):
    """What one column is."""

    role = forms.ChoiceField(label=_("What the column is"))
    title = forms.CharField(
        label=_("Question in words"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    kind = forms.ChoiceField(label=_("Kind of question"), required=False)
    definition = forms.ChoiceField(
        label=_("Counted as"), required=False, help_text=_("The metric that the answers feed; none keeps them apart.")
    )
    low = forms.FloatField(label=_("Lowest answer"), required=False)
    high = forms.FloatField(label=_("Highest answer"), required=False)
    labels = forms.CharField(
        label=_("Words of the answers"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One a line, the value first: 1 = Very bad."),
    )
    missing = Values()
    question = forms.CharField(
        label=_("Key of the question"),
        max_length=60,
        required=False,
        help_text=_("Columns of one question with several choices share it."),
    )
    option = forms.CharField(
        label=_("Which option the column is"),
        max_length=200,
        required=False,
        help_text=_("Only when each option has a column of its own."),
    )
    counted = forms.CharField(
        label=_("Value that marks it chosen"), max_length=60, required=False, help_text=_("As in 1 or Yes.")
    )
    touchpoint = forms.ChoiceField(label=_("Touchpoint"), required=False)
    date_order = forms.ChoiceField(
        label=_("How dates are written"), choices=list(words.DATE_ORDERS.items()), required=False
    )

    def __init__(
        self, *args: Any, use: ColumnUse, file_kind: str, touchpoints: Iterable[tuple[str, str]], **more: Any
    ) -> None:
        super().__init__(*args, initial=told(use), **more)
        self.use = use
        self.fields["role"].choices = role_choices(file_kind)
        self.fields["kind"].choices = NOTHING + [(key, QUESTION_KINDS[key]) for key in KINDS if key != "matrix"]
        metrics = dict.fromkeys(metric for some in COUNTED_AS.values() for metric in some)
        self.fields["definition"].choices = NOTHING + [(key, shared.METRICS.get(key, key)) for key in metrics]
        known = dict(touchpoints)
        if use.touchpoint and use.touchpoint not in known:
            known[use.touchpoint] = use.touchpoint
        self.fields["touchpoint"].choices = NOTHING + list(known.items())
        if file_kind != "answers":
            for name in (*OF_AN_ANSWER, "missing"):
                del self.fields[name]

    def clean_labels(self) -> dict[str, str]:
        pairs = {}
        for number, line in enumerate(lines(self.cleaned_data["labels"]), 1):
            value, sign, label = line.partition("=")
            if not sign or not value.strip():
                raise forms.ValidationError(
                    _now("Line %(number)s has no value before a = sign: %(line)s. Write it as 1 = Very bad.")
                    % {"number": number, "line": line[:60]}
                )
            pairs[value.strip()] = label.strip()
        return pairs

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        metric, kind = data.get("definition"), data.get("kind")
        if data.get("role") != "answer":
            return data
        if not kind:
            self.add_error("kind", _now("Choose what kind of question it is."))
        elif metric and metric not in COUNTED_AS.get(kind, ()):
            fitting = ", ".join(str(shared.METRICS.get(one, one)) for one in COUNTED_AS.get(kind, ())) or "—"
            self.add_error(
                "definition",
                _now("This metric does not fit the scale of the question. Fitting: %(fitting)s.")
                % {"fitting": fitting},
            )
        return data

    def changed_use(self) -> ColumnUse:
        """The column as it was said to be; what does not belong to its role is left as it was."""
        data = dict(self.cleaned_data)
        if "missing" in data:
            data["missing"] = listed(data["missing"])
        if data["role"] != "answer":
            data = {name: value for name, value in data.items() if name not in OF_AN_ANSWER}
        return replace(self.use, **data)


def told(use: ColumnUse) -> dict[str, Any]:
    """What the form of a column begins with."""
    names = ("role", "title", "kind", "definition", "low", "high", "question", "option", "counted", "touchpoint")
    texts = {"labels": pairs(use.labels), "missing": "\n".join(use.missing), "date_order": use.date_order}
    return {name: getattr(use, name) for name in names} | texts


def pairs(labels: Mapping[str, str]) -> str:
    return "\n".join(f"{value} = {label}" for value, label in labels.items())


def role_choices(file_kind: str) -> list[tuple[str, Any]]:
    """What a column of such a file can be."""
    return [(role, words.ROLES[role]) for role in ROLES[file_kind]]
