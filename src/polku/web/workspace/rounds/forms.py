"""The shape of what is asked about a round; what may be is decided by the services."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone, translation
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from polku.outreach import rules
from polku.outreach.queries import RoundRow
from polku.outreach.services import RoundDetails
from polku.web.workspace import words as common_words
from polku.web.workspace.rounds import words
from polku.web.workspace.surveys.words import LANGUAGE_NAMES

_WHEN = "%Y-%m-%dT%H:%M"


def _moment() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_WHEN)


class Round(forms.Form):
    """Whom, when, and what the letter says in each language of the survey."""

    name = forms.CharField(
        label=_("Name of the round"), max_length=60, help_text=_("As in Autumn 2026. Answers are looked at by it.")
    )
    segments = forms.MultipleChoiceField(
        label=_("Segments"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: every customer."),
    )
    roles = forms.MultipleChoiceField(
        label=_("Roles in the decision"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=list(common_words.DECISION_ROLES.items()),
        help_text=_("None chosen: every role."),
    )
    journey = forms.ChoiceField(
        label=_("Customers on a journey"), required=False, help_text=_("Those of whom something on it was observed.")
    )
    silent_days = forms.IntegerField(
        label=_("Only those not heard of for so many days"), required=False, min_value=0, max_value=rules.LONGEST_DAYS
    )
    needs_decider = forms.BooleanField(label=_("Only customers where somebody who decides is asked"), required=False)
    way = forms.ChoiceField(
        label=_("How it goes out"), choices=list(words.WAYS.items()), initial="once", required=False
    )
    send_at = forms.DateTimeField(
        label=_("Send from"), widget=_moment(), help_text=_("What happened before this is followed by no letter.")
    )
    every = forms.ChoiceField(
        label=_("Again every"), required=False, choices=[("", "—"), *words.EVERY.items()], help_text=_("If it recurs.")
    )
    event = forms.ChoiceField(label=_("Event"), required=False, help_text=_("If it goes out before or after one."))
    delay = forms.IntegerField(
        label=_("How long before or after"), required=False, min_value=0, max_value=rules.LONGEST_DAYS
    )
    unit = forms.ChoiceField(
        label=_("Counted in"),
        required=False,
        choices=list(words.UNITS.items()),
        initial="days",
        help_text=_("Letters leave on working days from 8 to 16 in the recipient's country."),
    )
    stop_at = forms.DateTimeField(
        label=_("Stop at"), required=False, widget=_moment(), help_text=_("Nothing is sent after this, no reminder.")
    )
    quota = forms.IntegerField(
        label=_("Enough answers"),
        required=False,
        min_value=0,
        max_value=1_000_000,
        help_text=_("After so many no more letters go. Empty: everybody is asked."),
    )
    quota_each = forms.IntegerField(
        label=_("Enough answers of each segment"), required=False, min_value=0, max_value=1_000_000
    )
    reminders = forms.ChoiceField(
        label=_("Reminders"),
        choices=[("0", _("None")), ("1", _("One, after a week")), ("2", _("Two, a week apart"))],
        help_text=_("Only to those who have not answered."),
    )
    reply_to = forms.EmailField(label=_("Replies go to"), help_text=_("The address of somebody who reads them."))

    def __init__(
        self,
        *args: Any,
        languages: Iterable[str],
        segments: Iterable[Any],
        journeys: Iterable[Any],
        touchpoints: Iterable[Any],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.languages = tuple(languages)
        self.fields["segments"].choices = [(one.key, one.name) for one in segments]
        self.fields["journey"].choices = [("", "—"), *((str(one.key), one.name) for one in journeys)]
        self.fields["event"].choices = [
            ("", "—"),
            *words.KINDS.items(),
            *((f"at:{one.key}", _("Touchpoint: %(name)s") % {"name": one.name}) for one in touchpoints),
        ]
        for code in self.languages:
            named = {"language": LANGUAGE_NAMES[code]}
            self.fields[f"subject_{code}"] = forms.CharField(label=_("Subject (%(language)s)") % named, max_length=200)
            self.fields[f"greeting_{code}"] = forms.CharField(
                label=_("Greeting (%(language)s)") % named,
                required=False,
                max_length=4000,
                widget=forms.Textarea(attrs={"rows": 4}),
            )

    def whom(self) -> list[forms.BoundField]:
        return [self[name] for name in ("segments", "roles", "journey", "silent_days")]

    def when(self) -> list[forms.BoundField]:
        return [self[name] for name in ("way", "send_at", "stop_at", "reminders")]

    def more(self) -> list[tuple[Any, list[forms.BoundField], bool]]:
        """What most rounds do without: its heading, its fields, and whether it stands open."""
        return [(title, (fields := [self[name] for name in names]), any(map(_filled, fields))) for title, names in MORE]

    def clean(self) -> dict[str, Any]:
        """What the service says of when stands at the field that was filled in."""
        given = super().clean()
        if given.get("way") in {"before", "after"} and not given.get("event"):
            self.add_error("event", _("Choose the event."))
        if given.get("way") == "recurring" and not given.get("every"):
            self.add_error("every", _("Choose how often."))
        return given

    def _when(self) -> rules.When:
        given = self.cleaned_data
        touchpoint = given["event"].removeprefix("at:") if given["event"].startswith("at:") else ""
        if given["way"] == "recurring":
            return rules.When("recurring", every=given["every"])
        if given["way"] in {"", "once"}:
            return rules.When()
        return rules.When(
            given["way"],
            kind="" if touchpoint else given["event"],
            touchpoint=touchpoint,
            delay=given["delay"] or 0,
            unit=given["unit"] or "days",
        )

    def letter(self) -> list[forms.BoundField]:
        return [self["reply_to"], *(self[f"{part}_{code}"] for code in self.languages for part in WRITTEN)]

    def details(self) -> RoundDetails:
        """As the service takes it."""
        given = self.cleaned_data
        return RoundDetails(
            name=given["name"],
            audience=rules.Audience(
                segments=tuple(given["segments"]),
                roles=tuple(given["roles"]),
                journey=given["journey"],
                silent_days=given["silent_days"] or 0,
                needs_decider=given["needs_decider"],
            ),
            subject={code: given[f"subject_{code}"] for code in self.languages},
            greeting={code: given[f"greeting_{code}"] for code in self.languages},
            reply_to=given["reply_to"],
            send_at=given["send_at"],
            stop_at=given["stop_at"],
            reminders=int(given["reminders"]),
            when=self._when(),
            quota=given["quota"] or 0,
            quota_each=given["quota_each"] or 0,
        )


def _filled(field: forms.BoundField) -> bool:
    return bool(field.errors) or (field.name != "unit" and bool(field.value()))


MORE = (
    (_("If it comes again, or follows an event"), ("every", "event", "delay", "unit")),
    (_("If it ends when enough have answered"), ("quota", "quota_each")),
)
WRITTEN = ("subject", "greeting")


def beginning(content: Any, languages: Iterable[str], reply_to: str) -> dict[str, Any]:
    """What a new round's form begins with."""
    given: dict[str, Any] = {"reminders": "1", "reply_to": reply_to, "send_at": timezone.now()}
    for code in languages:
        with translation.override(code):
            given[f"subject_{code}"] = content["texts"].get(code, {}).get("title", "")
            given[f"greeting_{code}"] = _now(
                "Hello,\n\nwe would like to know how working with us has gone. Answering takes a moment, and we read "
                "every answer."
            )
    return given


def standing(row: RoundRow) -> dict[str, Any]:
    """What the form of a round that is there begins with."""
    given: dict[str, Any] = row.audience.kept() | {
        "name": row.name,
        "send_at": row.send_at,
        "stop_at": row.stop_at,
        "reminders": str(row.reminders),
        "reply_to": row.reply_to,
    }
    given |= {
        "way": row.when.way,
        "every": row.when.every,
        "event": f"at:{row.when.touchpoint}" if row.when.touchpoint else row.when.kind,
        "delay": row.when.delay or None,
        "unit": row.when.unit,
        "quota": row.quota or None,
        "quota_each": row.quota_each or None,
    }
    given["silent_days"] = row.audience.silent_days or None
    for code in row.languages:
        given |= {f"subject_{code}": row.subject.get(code, ""), f"greeting_{code}": row.greeting.get(code, "")}
    return given


class Happening(forms.Form):
    """An event that is to come or has come."""

    kind = forms.ChoiceField(label=_("What"), choices=list(words.KINDS.items()))
    who = forms.CharField(
        label=_("Customer or person"),
        max_length=254,
        help_text=_("The customer's name, or the person's name or mail address."),
    )
    at = forms.DateTimeField(label=pgettext_lazy("heading", "When"), widget=_moment())


class Moved(forms.Form):
    """Another time for an event."""

    at = forms.DateTimeField(label=pgettext_lazy("heading", "When"), widget=_moment())


class Share(forms.Form):
    """Where a link hangs: what an answer by it tells of its place."""

    touchpoint = forms.ChoiceField(label=_("Touchpoint"), required=False)
    channel = forms.ChoiceField(
        label=_("How it is met"), required=False, choices=[("", _("Link")), *words.CHANNELS.items()]
    )
    wave = forms.CharField(
        label=_("Name of the round"), required=False, max_length=60, help_text=_("Answers are looked at by it.")
    )

    def __init__(self, *args: Any, touchpoints: Iterable[Any], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["touchpoint"].choices = [("", "—"), *((str(one.key), one.name) for one in touchpoints)]


class Rules(forms.Form):
    """The clocks, one field each."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in words.CLOCKS:
            label, told = words.CLOCKS[name]
            self.fields[name] = forms.IntegerField(
                label=label, help_text=told, min_value=0, max_value=rules.LONGEST_DAYS
            )
