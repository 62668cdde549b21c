"""The word for every state of a round and a message, and for every rule that holds a message back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from polku.outreach.queries import RoundRow

ROUND_STATES: Mapping[str, Any] = {
    "draft": _("Draft"),
    "planning": _("Being planned"),
    "waits": _("Waits for its time"),
    "going": _("Under way"),
    "follows": _("Follows events"),
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
    "quota": _("Enough have answered"),
    "cancelled": _("The event was called off"),
    "too_late": _("The event would come first"),
    "stopped": _("The round was stopped"),
    "gone": _("Not there any more"),
}
BY: Mapping[str, Any] = {
    "segment": _("Segment"),
    "role": _("Role in the decision"),
    "language": _("Language"),
    "account": _("Customer"),
    "revenue": _("Revenue"),
}
# Revenue of the last twelve months.
THIRDS: Mapping[str, Any] = {
    "1": _("Largest third by revenue"),
    "2": _("Middle third by revenue"),
    "3": _("Smallest third by revenue"),
    "": _("No revenue known"),
}
CHANNELS: Mapping[str, Any] = {"code": _("Printed code"), "web": _("Our web pages"), "letter": _("Newsletter")}
WAYS: Mapping[str, Any] = {
    "once": _("Once"),
    "recurring": _("Again and again"),
    "before": _("Before an event"),
    "after": _("After an event"),
}
EVERY: Mapping[str, Any] = {
    "month": _("Month"),
    "quarter": _("Quarter"),
    "half_year": _("Half a year"),
    "year": _("Year"),
}
UNITS: Mapping[str, Any] = {"days": _("Days"), "working_hours": _("Working hours"), "months": _("Months")}
KINDS: Mapping[str, Any] = {
    "workshop": _("Workshop"),
    "offer": _("Offer sent"),
    "delivery": _("Delivery done"),
    "installation": _("Installation done"),
    "case": _("Case closed"),
    "meeting": _("Meeting"),
}
BEFORE: Mapping[str, Any] = {
    "days": _("%(event)s, %(delay)s d before"),
    "working_hours": _("%(event)s, %(delay)s h before"),
}
AFTER: Mapping[str, Any] = {
    "days": _("%(event)s, %(delay)s d after"),
    "working_hours": _("%(event)s, %(delay)s working hours after"),
    "months": _("%(event)s, %(delay)s months after"),
}


def when_told(row: RoundRow, touchpoint: str) -> str:
    """When letters of a round leave, in a few words."""
    if row.when.way == "once":
        return str(WAYS["once"])
    if row.when.way == "recurring":
        return _now("Again every: %(every)s") % {"every": EVERY[row.when.every]}
    told = (BEFORE if row.when.way == "before" else AFTER)[row.when.unit]
    return str(told) % {"delay": row.when.delay, "event": touchpoint or KINDS[row.when.kind]}


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
    "coverage_days": (
        _("Every customer, and one who decides there, is heard within"),
        _("Days. A target: it holds nothing back. 0: none."),
    ),
    "least_hours": (_("Never two messages within"), _("Hours, reminders too.")),
}
