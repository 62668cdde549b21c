"""Decides which purpose the product proposes for a metric until the organisation has written its own."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_EASE = (
    _("Effort at a touchpoint is a cause that we can change ourselves, and it comes before loyalty."),
    _("The owner of each touchpoint reads it; where it is low, the work there is made easier."),
)
_SATISFIED = (
    _("To see whether what was agreed was delivered well enough."),
    _("Compared between segments and months; a fall leads to asking why."),
)
# Why it is measured, and how it will be used.
_PROPOSED: Mapping[str, tuple[Promise | str, Promise | str]] = {
    "nps": (
        _("To know whether customers would put their own name behind us, and how that changes."),
        _("Read by segment and role; what detractors say becomes cases, what repeats becomes improvement actions."),
    ),
    "ces7": _EASE,
    "ces5": _EASE,
    "csat5": _SATISFIED,
    "csat5_mean": _SATISFIED,
    "disconfirmation": (
        _("To know whether the experience met, exceeded or fell below what was expected."),
        _("Read beside the customer promise: what falls below is put right or no longer promised."),
    ),
    "scale5": (
        _("To compare the phases of a journey by the same question."),
        _("The weakest phase is taken up first when improvements are chosen."),
    ),
    "enps": (
        _("Our own people who would recommend their workplace carry the experience to customers."),
        _("Talked through in teams, only as figures: nobody's own answer is shown."),
    ),
    "revenue": (
        _("What customers buy shows in time whether the experience was worth its cost."),
        _("Read beside the causes: it follows them with a delay."),
    ),
    "repeat": (
        _("Buying again is loyalty in deeds."),
        _("Where it falls, the last experiences before the break are looked at."),
    ),
    "hit_rate": (
        _("Whether an offer is accepted tells how well we understood what was needed."),
        _("Compared by segment; offers that were lost are asked about."),
    ),
}


def proposal(metric: str) -> dict[str, str]:
    """The proposed answers of a purpose card by its questions; none for a metric the product knows little of."""
    if metric not in _PROPOSED:
        return {}
    why, use = _PROPOSED[metric]
    return {"why": str(why), "use": str(use)}
