import pytest
from hypothesis import given
from hypothesis import strategies as st

from polku.governance.rules import LANGUAGES
from polku.journeys import rules


def test_ease_is_measured_as_effort_and_exceeding_as_expectation_and_feeling():
    assert rules.proposed_metric("ease").metrics == ("ces7",)
    assert rules.proposed_metric("exceed").metrics == ("disconfirmation", "feeling")
    assert rules.proposed_metric("ease", interactive=False).metrics == ("csat5",), "what is only seen takes no effort"


def test_recommending_is_never_asked_after_a_routine_errand():
    assert not rules.fits("ease", "nps")
    assert rules.fits("exceed", "nps")
    assert all(rules.fits(aim, metric) for aim in rules.AIMS for metric in rules.proposed_metric(aim).metrics)


@pytest.mark.parametrize("scheme", rules.SCHEMES)
def test_starters_cover_the_stages_of_their_scheme_in_three_languages(scheme):
    starters = rules.starter_phases(scheme)
    assert [phase.stage for phase in starters] == list(rules.STAGES[scheme])
    for phase in starters:
        assert set(phase.names) == set(phase.about) == set(LANGUAGES)
        assert len(set(phase.names.values())) == 3


def test_a_map_that_ends_at_purchase_is_flagged():
    assert rules.ends_at_purchase("purchase", ["before", "during"])
    assert not rules.ends_at_purchase("purchase", ["before", "after"])
    assert not rules.ends_at_purchase("purchase", [])
    assert not rules.ends_at_purchase("value", ["pre_service"])


@given(st.lists(st.integers(), min_size=1, unique=True), st.integers(-5, 50), st.data())
def test_moving_one_keeps_the_others_in_order(keys, position, data):
    moving = data.draw(st.sampled_from(keys))
    order = rules.placed(keys, moving, position)
    assert sorted(order) == sorted(keys)
    assert [key for key in order if key != moving] == [key for key in keys if key != moving]
    assert order.index(moving) == min(max(0, position), len(keys) - 1)


@pytest.mark.parametrize("metric", rules.METRICS)
def test_a_target_lies_within_its_metric(metric):
    low, high = rules.TARGET_RANGES[metric]
    assert rules.within_range(metric, low)
    assert rules.within_range(metric, high)
    assert not rules.within_range(metric, high + 0.01)
    assert not rules.within_range(metric, low - 0.01)


def test_touchpoints_called_the_same_share_a_key_whatever_the_case_and_language():
    assert rules.name_key({"fi": "Asennus", "en": "Installation  On-Site"}) == "installation-on-site"
    assert rules.name_key({"fi": "Äänet ja valot"}) == "äänet-ja-valot"
    assert rules.name_key({}) == ""
