"""The word for every state of a round and a message, and for every rule that holds a message back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ROUND_STATES: Mapping[str, Any] = {
    "draft": _("Draft"),
    "planning": _("Being planned"),
    "waits": _("Waits for its time"),
    "going": _("Under way"),
    "done": _("Sent"),
    "stopped": _("Stopped"),
}
MESSAGE_STATES: Mapping[str, Any] = {
    "waiting": pgettext_lazy("message", "Waiting"),
    "sent": pgettext_lazy("message", "Sent"),
    "failed": pgettext_lazy("message", "Failed"),
    "unknown": pgettext_lazy("message", "Unknown"),
    "suppressed": pgettext_lazy("message", "Held back"),
}
HOLDS: Mapping[str, Any] = {
    "no_address": _("No mail address"),
    "do_not_ask": _("On the do-not-ask list"),
    "refused": _("Has refused to be asked"),
    "inactive": _("Has left"),
    "bounced": _("Mail to this address has come back"),
    "same_address": _("The same address gets it already"),
    "family_invited": _("Asked the same kind of thing lately"),
    "family_answered": _("Answered the same kind of thing lately"),
    "person_invited": _("This person was asked lately"),
    "person_answered": _("This person answered lately"),
    "account_invited": _("This customer was asked lately"),
    "account_answered": _("This customer answered lately"),
    "yields": _("A relationship survey is due soon"),
    "too_soon": _("Another message went a few hours ago"),
    "account_most": _("Enough people of this customer are asked"),
    "no_decider": _("Nobody who decides is asked at this customer"),
    "answered": _("Has answered"),
    "stopped": _("The round was stopped"),
    "gone": _("Not there any more"),
}
CLOCKS: Mapping[str, tuple[Any, Any]] = {
    "family_invited": (_("Relationship survey after one was sent"), _("Days, per person.")),
    "family_answered": (_("Relationship survey after one was answered"), _("Days, per person.")),
    "encounter_invited": (_("Survey of an encounter after one of the same kind was sent"), _("Days, per person.")),
    "encounter_answered": (_("Survey of an encounter after one of the same kind was answered"), _("Days, per person.")),
    "person_invited": (_("Any survey after another was sent"), _("Days, per person.")),
    "person_answered": (_("Any survey after another was answered"), _("Days, per person.")),
    "account_invited": (_("Any round after another reached the customer"), _("Days, per customer account.")),
    "account_answered": (_("Any round after somebody of the customer answered"), _("Days, per customer account.")),
    "account_most": (_("At most so many people of one customer in a round"), _("0: everybody.")),
    "yields": (
        _("A survey of an encounter yields to a relationship survey due within"),
        _("Days. Both would be one too many."),
    ),
    "least_hours": (_("Never two messages within"), _("Hours, reminders too.")),
}
