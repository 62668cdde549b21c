"""The word for every choice that data carries as a key: metrics, roles, channels, methods, reasons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

METRICS = {
    "nps": _("Recommendation (NPS)"),
    "nps_1_10": _("Recommendation (NPS, asked 1 to 10)"),
    "enps": _("Staff recommendation (eNPS)"),
    "promoters": _("Promoters"),
    "passives": _("Passives"),
    "detractors": _("Detractors"),
    "ces7": _("Ease (CES, 1 to 7)"),
    "ces7_easy": _("Found it easy (5 to 7 of 7)"),
    "ces5": _("Ease (CES, 1 to 5)"),
    "ces5_easy": _("Found it easy (4 or 5 of 5)"),
    "csat5": _("Satisfied (4 or 5 of 5)"),
    "csat5_mean": _("Satisfaction (mean, 1 to 5)"),
    "scale5": _("Phase score (mean, 1 to 5)"),
    "top_box": _("Highest mark (5 of 5)"),
    "mean": _("Mean"),
    "disconfirmation": _("Against expectation (−2 to +2)"),
    "above_expectation": _("Above expectation"),
    "below_expectation": _("Below expectation"),
    "feeling": _("Target feeling"),
    "target_feeling": _("Felt the target feeling"),
    "just_right": _("Just right"),
    "too_little": _("Too little"),
    "too_much": _("Too much"),
    "just_right3": _("Just right (3 steps)"),
    "too_little3": _("Too little (3 steps)"),
    "too_much3": _("Too much (3 steps)"),
    "yes": _("Share of yes"),
    "median": _("Median"),
    "p90": _("90th percentile"),
    "money": _("Mean amount"),
}
# As the metric stands in a sentence and on a tile, where its scale would be in the way.
SHORT_METRICS = METRICS | {
    "nps": _("Recommendation"),
    "enps": _("Staff recommendation"),
    "ces7": _("Ease"),
    "ces5": _("Ease"),
    "csat5": _("Share of satisfied customers"),
    "csat5_mean": _("Satisfaction"),
    "scale5": _("Phase score"),
    "disconfirmation": _("Experience against expectation"),
}
DIMENSIONS = {
    "touchpoint_name": _("Touchpoint"),
    "touchpoint": _("Touchpoint by journey"),
    "journey": _("Journey"),
    "phase": _("Phase"),
    "stage": _("Stage"),
    "channel": _("Channel"),
    "owner": _("Owner"),
    "layer": _("Layer"),
    "segment": _("Segment"),
    "account_group": _("Account group"),
    "decision_role": _("Role in the decision"),
    "buyer_kind": _("New or repeat buyer"),
    "unit": _("Unit"),
    "language": _("Language"),
    "survey": _("Survey"),
    "question": _("Question"),
    "wave": _("Wave"),
    "audience": _("Who answered"),
    "month": _("Month"),
    "quarter": _("Quarter"),
}
ROLES = {
    "viewer": _("Viewer"),
    "contributor": _("Contributor"),
    "manager": _("Manager"),
    "admin": _("Administrator"),
}
DECISION_ROLES = {
    "decision_maker": _("Decision maker"),
    "influencer": _("Influencer"),
    "user": pgettext_lazy("role in the decision", "User"),
    "buyer": _("Buyer"),
    "gatekeeper": _("Gatekeeper"),
}
BUYER_KINDS = {"new": _("New buyer"), "repeat": _("Repeat buyer")}
AUDIENCES = {"customer": _("Customers"), "employee": _("Employees"), "partner": _("Partners")}
PROMISES = {"open": pgettext_lazy("promise", "Open"), "confidential": _("Confidential"), "anonymous": _("Anonymous")}
OWNERS = {
    "brand": pgettext_lazy("owner of a touchpoint", "Own"),
    "partner": pgettext_lazy("owner of a touchpoint", "Partner"),
    "customer": pgettext_lazy("owner of a touchpoint", "Customer"),
    "social": pgettext_lazy("owner of a touchpoint", "Social or external"),
}
LAYERS = {
    "core": _("Core experience"),
    "extended": _("Extended experience"),
    "exceeding": _("Exceeding experience"),
}
AIMS = {"exceed": _("Exceed expectations"), "ease": _("Make it easy")}
CHANNELS = {
    "physical": pgettext_lazy("channel", "On site"),
    "digital": pgettext_lazy("channel", "Digital"),
    "phone": pgettext_lazy("channel", "Phone"),
    "mail": pgettext_lazy("channel", "Mail"),
    "event": pgettext_lazy("channel", "Event"),
    "meeting": pgettext_lazy("channel", "Meeting"),
    "chat": pgettext_lazy("channel", "Chat"),
    "print": pgettext_lazy("channel", "Print"),
    "other": pgettext_lazy("channel", "Other"),
}
KINDS = {
    "purchase": _("Purchase experience"),
    "delivery": _("Delivery experience"),
    "brand": _("Brand experience"),
    "service": _("Service experience"),
    "web_shop": _("Web shop experience"),
    "hybrid": _("Made with other brands"),
}
SCHEMES = {"purchase": _("By purchase"), "value": _("By value")}
STAGES = {
    "before": _("Before the purchase"),
    "during": _("During the purchase"),
    "after": _("After the purchase"),
    "pre_service": _("Pre-service"),
    "core_service": _("Core service"),
    "post_service": _("Post-service"),
}
FOUND_US = {
    "referred": _("Recommended by somebody"),
    "advert": _("Advertisement"),
    "fair": _("Trade fair"),
    "search": pgettext_lazy("found us", "Search"),
    "partner": _("Through a partner"),
    "other": _("Another way"),
}
CONSENTS = {"unknown": _("Not known"), "given": _("Given"), "refused": _("Refused")}
LANGUAGES = {"fi": _("Finnish"), "sv": _("Swedish"), "en": _("English")}
IN_LANGUAGE = {"fi": _("in Finnish"), "sv": _("in Swedish"), "en": _("in English")}
# How an interval was made, in words; ``_clustered`` is said by a sentence of its own.
METHODS = {
    "adjusted_wald": _("adjusted Wald interval of the difference between two shares"),
    "wilson": _("Wilson interval of a share"),
    "wilson_equal": _("all answers are equal: Wilson interval of the share that gave this answer, laid on the scale"),
    "t": _("t interval of a mean"),
    "bootstrap": _("bootstrap interval"),
    "order": _("interval read from the ordered answers"),
    "none": _("no interval can be given"),
}
NOTES = {
    "few_accounts": _("from fewer than ten accounts"),
    "single_account": _("from one account only"),
    "single_answer": _("one answer"),
    "all_equal": _("all answers are equal"),
    "weighted": _("weighted"),
    "finite_population": _("of a known, finite population"),
    "one_to_ten": _("asked on 1 to 10: detractors are 1 to 6"),
    "all_counted_alike": _("all of them count alike, though not all answered the same"),
    "some_kept_back": _("some answers are kept back by their promise"),
}
CHANGES = {
    "better": _("Better"),
    "worse": _("Worse"),
    "no_difference_shown": _("No difference shown"),
    "cannot_tell": _("Cannot tell yet"),
}
NATURE_WORDS = {"cause": _("Cause"), "outcome": _("Outcome")}
LEVEL_WORDS = {
    "satisfaction": pgettext_lazy("level of an outcome", "Satisfaction"),
    "loyalty": pgettext_lazy("level of an outcome", "Loyalty"),
    "recommendation": pgettext_lazy("level of an outcome", "Recommendation"),
}
PURPOSES = {
    "what": _("What is measured"),
    "whom": _("Of whom"),
    "where": _("At which touchpoint or transition"),
    "why": _("Why it is measured"),
    "learn": _("What we want to learn"),
    "use": _("How it will be used"),
    "reader": _("By whom"),
}
KINDS_OF_WORDS: Mapping[str, Mapping[str, Any]] = {
    "metric": METRICS,
    "short_metric": SHORT_METRICS,
    "dimension": DIMENSIONS,
    "role": ROLES,
    "decision_role": DECISION_ROLES,
    "buyer_kind": BUYER_KINDS,
    "audience": AUDIENCES,
    "promise": PROMISES,
    "owner": OWNERS,
    "layer": LAYERS,
    "aim": AIMS,
    "channel": CHANNELS,
    "kind": KINDS,
    "scheme": SCHEMES,
    "stage": STAGES,
    "found_us": FOUND_US,
    "consent": CONSENTS,
    "language": LANGUAGES,
    "method": METHODS,
    "note": NOTES,
    "change": CHANGES,
    "nature": NATURE_WORDS,
    "level": LEVEL_WORDS,
    "purpose": PURPOSES,
}


def word(kind: str, key: str) -> str:
    """The word for a key of some kind; a key without a word is shown as it is."""
    return str(KINDS_OF_WORDS[kind].get(key, key))
