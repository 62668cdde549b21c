"""The address holds everything, and what it names wrongly never breaks the page."""

from __future__ import annotations

from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from polku.insights.scores import Available
from polku.web.workspace.scoreboard.address import MOST_METRICS, asked

MONTHS = tuple(f"{2024 + at // 12}-{at % 12 + 1:02d}" for at in range(30))
THERE_IS = Available(
    metrics=("scale5", "ces7", "nps", "csat5", "disconfirmation", "just_right"),
    dimensions={"touchpoint": ("delivery", "fair"), "segment": ("designer", "wholesaler"), "language": ("fi",)},
    months=MONTHS,
    audiences=("customer",),
    empty=False,
)


def read(text: str):
    return asked(QueryDict(text), THERE_IS)


def test_an_empty_address_shows_the_last_year_against_the_year_before():
    page = read("")
    assert page.metrics == ("nps", "ces7", "csat5", "disconfirmation")
    assert (page.show, page.by, page.compare) == ("nps", "touchpoint_name", "year")
    assert (page.first, page.last) == (MONTHS[-12], MONTHS[-1])


def test_everything_can_be_said_and_is_written_back():
    text = (
        "metric=ces7&metric=nps&show=ces7&by=segment&segment=designer&segment=wholesaler&language=fi"
        "&first=2024-03&last=2024-09&compare=previous&sort=-score"
    )
    page = read(text)
    assert page.question.metric == "ces7"
    assert page.question.by == ("segment",)
    assert page.question.filters == {"segment": ("designer", "wholesaler"), "language": ("fi",)}
    assert (page.question.first, page.question.last, page.question.compare) == ("2024-03", "2024-09", "previous")
    assert read(page.address().removeprefix("?")) == page


def test_by_month_asks_for_the_whole():
    assert read("by=month").question.by == ()


def test_the_trend_reaches_back_three_years_unless_months_were_chosen():
    assert read("").history(THERE_IS).first == MONTHS[0]
    assert read("first=2025-01").history(THERE_IS).first == "2025-01"
    assert read("").history(THERE_IS).compare is None


def test_months_nobody_chose_move_on_with_time():
    assert "first=" not in read("by=segment").address()
    assert "first=2025-01" in read("first=2025-01").address()


def test_no_comparison_is_a_choice():
    assert read("compare=none").question.compare is None


def test_what_is_not_there_is_left_out_and_said():
    page = read(
        "metric=gone&show=gone&by=moon&segment=gone&first=1999-01&last=x&compare=x&sort=x&weight=x&view=x&only=x"
    )
    assert page == read("")
    assert {(one.name, one.values, one.why) for one in page.left_out} == {
        *((name, ("gone",), "gone") for name in ("metric", "show", "segment")),
        *((name, ("x",), "gone") for name in ("last", "compare", "sort", "weight", "view", "only")),
        ("by", ("moon",), "gone"),
        ("first", ("1999-01",), "gone"),
    }
    assert page.misses_its_subject
    assert read(page.address().removeprefix("?")).left_out == ()


def test_the_rest_of_what_was_asked_stays():
    page = read("segment=designer&segment=gone&language=fi&show=enps&sort=-score")
    assert page.filters == {"segment": ("designer",), "language": ("fi",)}
    assert (page.sort, page.show) == ("-score", "nps")
    assert [(one.name, one.values) for one in page.left_out] == [("show", ("enps",)), ("segment", ("gone",))]
    assert not read("by=gone&sort=gone").misses_its_subject


def test_an_empty_choice_is_none_that_is_gone():
    assert read("segment=&first=&last=&by=&metric=&only=&compare=").left_out == ()


def test_months_the_wrong_way_round_are_turned_and_it_is_said():
    page = read("first=2025-06&last=2025-01")
    assert (page.first, page.last) == ("2025-01", "2025-06")
    assert [(one.values, one.why) for one in page.left_out] == [(("2025-01", "2025-06"), "turned")]
    assert read("first=2025-01&last=2025-06").left_out == ()


def test_metrics_that_do_not_fit_are_said():
    page = read("&".join(f"metric={m}" for m in THERE_IS.metrics))
    assert page.metrics == THERE_IS.metrics[:MOST_METRICS]
    assert [(one.values, one.why) for one in page.left_out] == [(THERE_IS.metrics[MOST_METRICS:], "many")]


def test_a_metric_in_focus_stands_on_the_page():
    assert read("show=just_right").metrics[0] == "just_right"
    assert len(read("show=just_right&" + "&".join(f"metric={m}" for m in THERE_IS.metrics)).metrics) == MOST_METRICS


def test_one_filter_is_taken_off_and_the_others_stay():
    page = read("segment=designer&language=fi")
    assert read(page.address(filters=page.filtered("segment")).removeprefix("?")).filters == {"language": ("fi",)}


@given(
    st.dictionaries(st.sampled_from(["metric", "show", "by", "segment", "first", "last", "compare", "sort"]), st.text())
)
def test_any_address_shows_something(parts):
    address = QueryDict(mutable=True)
    address.update(parts)
    page = asked(address, THERE_IS)
    assert page.show in page.metrics
    assert page.first <= page.last
