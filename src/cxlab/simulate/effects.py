"""What is true in the simulated company: every effect and rate, and the null company in which they are zero.

Experience is a latent quantity with variance 1 around its expected level; one latent point is therefore one standard
deviation of the answers to a question. All numbers below are in latent points unless they are probabilities or shares.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from cxlab.simulate.touchpoints import KEYS

CAUSES = ("trust", "ease", "speed", "approachable", "help", "expertise", "informs_ahead", "same_service")
OUTCOMES = ("nps", "expectation", "buy_again")
STAFF = (
    "enps",
    "know_strategy",
    "concerns_work",
    "have_needed",
    "may_put_right",
    "feedback_reaches",
    "can_influence",
    "shows_in_goals",
    "proud",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """The truth that the tables are drawn from.

    Attributes:
        segment, role, unit, found_us: shift of the experience by code (missing codes: none).
        new_buyer: shift for new buyers.
        trend: shift per year, of everything.
        touchpoint: expected level at each touchpoint; segment_touchpoint adds to it for one segment.
        question: expected level of each question of the pulses.
        loading: correlation of each cause question with the common experience of the relationship.
        driver: weight of each cause question in what makes NPS; the rest of its variance is its own.
        outcome_loading: correlation of the other outcomes with what makes NPS.
        touchpoint_driver: weight of each touchpoint's own account effect in NPS' own account effect.
        shared: share of the account and contact effects that all touchpoints have in common.
        account_variance, contact_variance, walk_variance: shares of the latent variance; account_variance is the ICC.
        stable: share of the account variance that never changes; the rest moves with ``autocorrelation`` by month.
        improved, improvement, informed: what the improvement raised, by how much, and by how much ``informs_ahead``.
        response_slope: log odds of answering per latent point.
        elasticity, lag: log revenue per latent point of the account effect ``lag`` months earlier.
        win_slope: log odds of winning an offer per standard deviation of that offer's own experience.
        missing, optional, repeated, failing: probabilities by touchpoint; key ``""`` holds for those not named.
        out_of_order: probability per walk that two neighbours change places.
        ad_hoc, ad_hoc_after: probability per walk of an unplanned enquiry, before and after the improvement.
        failing_after: probability of failing at the improved touchpoint after the improvement.
    """

    segment: Mapping[str, float] = field(default_factory=lambda: {"designer": 0.20, "contractor": -0.25})
    role: Mapping[str, float] = field(
        default_factory=lambda: {"decision_maker": 0.10, "user": -0.15, "gatekeeper": -0.10}
    )
    unit: Mapping[str, float] = field(default_factory=lambda: {"design": 0.10, "projects": -0.15, "finance": -0.05})
    found_us: Mapping[str, float] = field(default_factory=lambda: {"referred": 0.15, "advert": -0.05})
    new_buyer: float = -0.10
    trend: float = 0.05
    touchpoint: Mapping[str, float] = field(
        default_factory=lambda: {
            "advert": 0.0,
            "word_of_mouth": 0.30,
            "newsletter": -0.05,
            "site": -0.10,
            "fair": 0.10,
            "showroom": 0.45,
            "meeting": 0.40,
            "phone": 0.25,
            "offer": 0.05,
            "order": 0.10,
            "delivery": -0.25,
            "installation": -0.80,
            "invoicing": -0.05,
            "use": 0.20,
            "aftercare": 0.15,
            "enquiry": -0.40,
        }
    )
    segment_touchpoint: Mapping[tuple[str, str], float] = field(
        default_factory=lambda: {
            ("contractor", "installation"): -0.15,
            ("designer", "showroom"): 0.20,
            ("wholesaler", "invoicing"): -0.25,
        }
    )
    question: Mapping[str, float] = field(
        default_factory=lambda: {
            "nps": 0.25,
            "trust": 0.35,
            "ease": 0.15,
            "speed": -0.10,
            "approachable": 0.50,
            "help": 0.20,
            "expertise": 0.40,
            "informs_ahead": -0.45,
            "same_service": -0.15,
            "expectation": 0.15,
            "buy_again": 0.45,
            "enps": 0.10,
            "know_strategy": -0.60,
            "concerns_work": -0.20,
            "have_needed": 0.10,
            "may_put_right": -0.30,
            "feedback_reaches": -0.50,
            "can_influence": 0.30,
            "shows_in_goals": -0.80,
            "proud": 0.40,
        }
    )
    loading: float = 0.60
    driver: Mapping[str, float] = field(
        default_factory=lambda: {
            "trust": 0.28,
            "informs_ahead": 0.22,
            "ease": 0.18,
            "help": 0.14,
            "expertise": 0.10,
            "speed": 0.08,
            "same_service": 0.05,
        }
    )
    outcome_loading: float = 0.75
    touchpoint_driver: Mapping[str, float] = field(
        default_factory=lambda: {"installation": 0.55, "delivery": 0.45, "meeting": 0.40, "phone": 0.25, "offer": 0.20}
    )
    shared: float = 0.60
    account_variance: float = 0.30
    contact_variance: float = 0.20
    walk_variance: float = 0.15
    stable: float = 0.60
    autocorrelation: float = 0.90
    improved: str = "delivery"
    improvement: float = 0.60
    informed: float = 0.40
    response_slope: float = 0.12
    elasticity: float = 0.40
    lag: int = 3
    win_slope: float = 0.50
    missing: Mapping[str, float] = field(
        default_factory=lambda: {"": 0.04, "aftercare": 0.25, "order": 0.01, "delivery": 0.01}
    )
    optional: Mapping[str, float] = field(default_factory=lambda: {"": 0.50, "fair": 0.30, "advert": 0.40})
    repeated: Mapping[str, float] = field(
        default_factory=lambda: {"": 0.03, "offer": 0.15, "installation": 0.10, "phone": 0.12}
    )
    failing: Mapping[str, float] = field(default_factory=lambda: {"": 0.03, "installation": 0.18, "delivery": 0.08})
    out_of_order: float = 0.08
    ad_hoc: float = 0.20
    ad_hoc_after: float = 0.10
    failing_after: float = 0.04

    def rate(self, kind: str, key: str) -> float:
        """The probability of a deviation (``missing``, ``optional``, ``repeated``, ``failing``) at a touchpoint."""
        rates: Mapping[str, float] = getattr(self, kind)
        return rates.get(key, rates[""])


REAL = Effects()

# The same clustering, silence and rates everywhere, and nothing that goes with anything. Each question and touchpoint
# has account and contact effects of its own, so an analysis that forgets the accounts still errs here.
NULL = replace(
    REAL,
    segment={},
    role={},
    unit={},
    found_us={},
    new_buyer=0.0,
    trend=0.0,
    touchpoint=dict.fromkeys(KEYS, 0.0),
    segment_touchpoint={},
    question=dict.fromkeys((*OUTCOMES, *CAUSES, *STAFF), 0.0),
    loading=0.0,
    driver={},
    outcome_loading=0.0,
    touchpoint_driver={},
    shared=0.0,
    walk_variance=0.0,
    improvement=0.0,
    informed=0.0,
    response_slope=0.0,
    elasticity=0.0,
    win_slope=0.0,
    missing={"": 0.04},
    optional={"": 0.50},
    repeated={"": 0.05},
    failing={"": 0.05},
    ad_hoc=0.15,
    ad_hoc_after=0.15,
    failing_after=0.05,
)
