"""Every chart: well-formed, finite, honest about little data and about what is hidden, and told in words."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxlab.charts import DARK, LIGHT, PAGE, PRINT, Distribution, Line, Scores, draw, gap_scale, letters, scale_of
from cxlab.charts.gap import difference_in_words
from cxlab.charts.words import SMALL
from cxlab.results import Comparison, Estimate, Series, Suppressed

SVG = "{http://www.w3.org/2000/svg}"
LANGUAGES = ("fi", "sv", "en")
FEW = Suppressed("below_threshold", 5)
EMPTY = Estimate(None, None, None, 0, None, "adjusted_wald", "nps@1")
ONE = Estimate(100.0, None, None, 1, 1.0, "adjusted_wald", "nps@1", notes=("single_answer",))
FORTY = Estimate(40.0, 37.0, 42.0, 2746, 2000.0, "adjusted_wald", "nps@1")
SMALLISH = Estimate(20.0, -22.0, 60.0, 10, 10.0, "adjusted_wald", "nps@1")
SHARE = Estimate(0.2, 0.15, 0.26, 200, 180.0, "wilson", "csat5@1")
CHANGE = Comparison(FORTY, SMALLISH, 20.0, -5.0, 45.0, "no_difference_shown", 3, "mover+max_t")
NO_WHISKER = Comparison(FORTY, ONE, -60.0, None, None, "cannot_tell", 1, "mover")
LONG = "Toimitus ja asennus työmaalla sekä käyttöönoton opastus loppuasiakkaan henkilöstölle"


def months(n: int) -> tuple[str, ...]:
    return tuple(f"{2023 + at // 12}-{at % 12 + 1:02d}" for at in range(n))


def series(*scores) -> Series:
    return Series("nps@1", months(len(scores)), scores)


def tree(chart):
    found = ET.fromstring(chart.markup)
    assert "nan" not in chart.markup.lower()
    assert not re.search(r"[=\" ]-?inf\b", chart.markup.lower())
    return found


def texts(chart) -> list[str]:
    return [node.text or "" for node in tree(chart).iter(f"{SVG}text")]


def drawn(result, **options):
    return draw(result, **{"language": "en", "title": "Recommendation", **options})


EVERY = [
    FORTY, SMALLISH, ONE, EMPTY, FEW,
    series(FORTY, EMPTY, ONE, FEW, FEW, SMALLISH, FORTY), series(EMPTY, EMPTY), series(FEW, FEW, FEW), series(ONE),
    Series("nps@1", (), ()),
    Scores((Line("Showroom", FORTY, 45.0), Line(LONG, ONE), Line("Fair", EMPTY), Line("Phone", FEW, 30.0))),
    Scores((Line("Phone", FEW), Line("Mail", FEW))), Scores(()),
    Scores(tuple(Line(f"{at} {LONG}", FORTY, 10.0) for at in range(100))),
    Distribution(tuple(Line(str(at), SHARE) for at in range(1, 6))),
    Distribution((Line("1", FEW), Line("2", FEW))),
    CHANGE, NO_WHISKER, Comparison(EMPTY, EMPTY, None, None, None, "cannot_tell", 1, "mover"),
    Series("nps@1", ("2025-Q3", "2025-Q4", "2026-Q1"), (FORTY, EMPTY, SMALLISH)),
]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("tokens", [PAGE, LIGHT, DARK, PRINT])
@pytest.mark.parametrize("result", EVERY)
def test_a_chart_is_well_formed_and_told_in_words(result, tokens, language):
    chart = draw(result, language=language, tokens=tokens, title="Recommendation")
    root = tree(chart)
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").text == "Recommendation"
    assert chart.description == root.find(f"{SVG}desc").text
    assert chart.description
    assert (chart.width, chart.height) == (int(root.get("width")), int(root.get("height")))
    assert "Inter" in root.get("font-family")


def test_a_file_carries_no_variables_of_a_page():
    for tokens in (LIGHT, DARK, PRINT):
        assert "var(" not in drawn(EVERY[5], tokens=tokens).markup
    assert "var(--accent" in drawn(FORTY).markup


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "40, 95% interval 37 to 42, 2,746 answers"),
        ("fi", "40, 95 %:n luottamusväli 37–42, 2 746 vastausta"),
        ("sv", "40, 95 % konfidensintervall 37–42, 2 746 svar"),
    ],
)
def test_the_text_says_value_interval_and_n(language, told):
    assert draw(FORTY, language=language).description.replace("\N{NO-BREAK SPACE}", " ") == told


def test_the_text_of_rows_says_each_score_and_its_target():
    told = drawn(Scores((Line("Showroom", FORTY, 45.0), Line("Phone", FEW)))).description
    assert "Showroom: 40, 95% interval 37 to 42, 2,746 answers, target 45" in told
    assert "Phone: hidden: fewer than 5 answers" in told


def test_the_text_of_a_trend_says_the_latest_month_and_what_is_hidden():
    told = drawn(series(FORTY, EMPTY, FEW, SMALLISH, EMPTY)).description
    assert "January 2023 to May 2023" in told
    assert "2 with answers" in told
    assert "Latest, April 2023: 20, 95% interval −22 to 60, 10 answers" in told
    assert "Mar 2023 (hidden: fewer than 5 answers)" in told


def test_few_answers_are_drawn_pale_and_many_are_not():
    def colours(score):
        return {node.get("fill") for node in tree(drawn(score, tokens=LIGHT)).iter(f"{SVG}circle")}

    enough = Estimate(20.0, 0.0, 40.0, SMALL, 30.0, "adjusted_wald", "nps@1")
    assert colours(enough) == {LIGHT.accent}
    assert colours(SMALLISH) == {LIGHT.pale}


def test_one_answer_is_a_hollow_dot_without_a_whisker():
    root = tree(drawn(ONE, tokens=LIGHT))
    assert [node.get("fill") for node in root.iter(f"{SVG}circle")] == [LIGHT.paper]
    assert not [node for node in root.iter(f"{SVG}line") if node.get("stroke-width") == "2"]
    assert "too few for an interval" in drawn(ONE).description


def test_the_whisker_ends_where_the_interval_does():
    scale = scale_of([FORTY])
    root = tree(drawn(FORTY, scale=scale, width=114))
    (whisker,) = [n for n in root.iter(f"{SVG}line") if n.get("stroke-width") == "2" and n.get("y1") == n.get("y2")]
    (dot,) = root.iter(f"{SVG}circle")
    ends = [7 + (x - scale.low) / (scale.high - scale.low) * 100 for x in (37, 42)]
    assert [float(whisker.get("x1")), float(whisker.get("x2"))] == pytest.approx(ends, abs=0.01)
    assert float(dot.get("cx")) == pytest.approx(7 + (40 - scale.low) / (scale.high - scale.low) * 100, abs=0.01)


def test_what_is_hidden_is_hatched_with_words_and_gives_away_no_figure():
    for chart in (drawn(FEW), drawn(Scores((Line("Phone", FEW, 45.0),)), width=400)):
        root = tree(chart)
        assert any("M" in (node.get("d") or "") for node in root.iter(f"{SVG}path"))
        assert not list(root.iter(f"{SVG}circle"))
        assert "fewer than 5" in chart.markup
    assert texts(drawn(series(*[FEW] * 12))).count("hidden: fewer than 5 answers") == 1


def test_a_month_without_answers_breaks_the_line():
    def strokes(chart):
        return [n for n in tree(chart).iter(f"{SVG}path") if n.get("stroke-width") == "2"]

    assert len(strokes(drawn(series(FORTY, FORTY, FORTY, FORTY)))) == 1
    assert len(strokes(drawn(series(FORTY, FORTY, EMPTY, FORTY, FORTY)))) == 2


def test_a_hundred_rows_stand_in_their_order_each_on_its_own_line():
    lines = tuple(Line(f"row {at:03d}", FORTY) for at in range(100))
    chart = drawn(Scores(lines))
    labels = [n for n in tree(chart).iter(f"{SVG}text") if (n.text or "").startswith("row")]
    assert [n.text for n in labels] == [line.label for line in lines]
    heights = [float(n.get("y")) for n in labels]
    assert min(b - a for a, b in pairwise(heights)) > 20


@pytest.mark.parametrize("width", [320, 720])
def test_long_labels_are_wrapped_within_their_column(width):
    chart = drawn(Scores((Line(LONG, FORTY), Line("Showroom", FORTY))), width=width)
    labels = [n for n in tree(chart).iter(f"{SVG}text") if n.get("x") == "0"]
    first_mark = min(float(n.get("x1")) for n in tree(chart).iter(f"{SVG}line"))
    assert len(labels) == 3
    assert all(letters.width(n.text, 12) < first_mark for n in labels)


def test_no_month_label_lies_on_another():
    for n in (1, 5, 12, 24, 36, 60):
        for width in (320, 720):
            root = tree(drawn(series(*[FORTY] * n), width=width, language="fi"))
            for y in {node.get("y") for node in root.iter(f"{SVG}text") if float(node.get("y")) > 225}:
                row = sorted(
                    (float(node.get("x")), letters.width(node.text, 12))
                    for node in root.iter(f"{SVG}text")
                    if node.get("y") == y
                )
                pairs = pairwise(row)
                assert all(a + wa / 2 < b - wb / 2 for (a, wa), (b, wb) in pairs), (n, width)


def test_names_are_escaped():
    chart = drawn(Scores((Line('<script>"&', FORTY),)), title="<b>&")
    assert tree(chart).find(f"{SVG}title").text == "<b>&"


def test_only_results_are_drawn():
    with pytest.raises(TypeError, match="float is no result"):
        drawn(4.5)


def test_another_language_is_drawn_in_english():
    assert draw(EMPTY, language="de").description == "no answers"


def test_a_hidden_mark_is_passed_over_by_screen_readers():
    root = tree(drawn(FORTY, hidden=True))
    assert root.get("aria-hidden") == "true"
    assert root.get("role") is None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(-100, 100), st.floats(0, 80), st.integers(0, 5000), st.sampled_from(["nps@1", "unknown"])),
        max_size=40,
    ),
    st.one_of(st.none(), st.floats(-100, 100)),
)
def test_any_scores_give_a_picture(found, target):
    scores = [
        Estimate(v, max(-100.0, v - w), min(100.0, v + w), n, float(n), "t", d) if n else EMPTY for v, w, n, d in found
    ]
    for result in (series(*scores), Scores(tuple(Line("x", score, target) for score in scores))):
        options = {"target": target} if isinstance(result, Series) else {}
        tree(drawn(result, **options))


def test_a_difference_is_drawn_by_its_own_interval_around_nought():
    """The drawn whisker crosses the line of nought exactly when the word sees no difference."""
    scale = gap_scale([CHANGE])
    assert (scale.low, scale.high) == (-45.0, 45.0)
    nought, whisker = list(tree(drawn(CHANGE, scale=scale)).iter(f"{SVG}line"))
    assert float(nought.get("x1")) == 48.0
    assert float(whisker.get("x1")) < 48.0 < float(whisker.get("x2"))
    better = Comparison(FORTY, SMALLISH, 20.0, 5.0, 45.0, "better", 3, "mover+max_t")
    (_, apart) = tree(drawn(better, scale=scale)).iter(f"{SVG}line")
    assert float(apart.get("x1")) > 48.0


def test_no_end_of_an_interval_reads_as_nought_that_is_not():
    """Whether the word sees a difference can be read from the ends as they are written."""
    for low, high in ((0.4, 24.0), (-24.0, -0.04), (-0.3, 5.0), (-5.0, 0.00001), (0.0, 5.0)):
        for definition in ("nps@1", "csat5@1", "scale5@1"):
            side = Estimate(0.5, 0.4, 0.6, 100, 100.0, "wilson", definition)
            one = Comparison(side, side, (low + high) / 2, low, high, "better", 1, "mover")
            ends = difference_in_words(one, "en").partition("interval ")[2].split(" to ")
            told = [float(end.replace("−", "-").replace(",", "")) for end in ends]
            assert [(end > 0) - (end < 0) for end in told] == [(x > 0) - (x < 0) for x in (low, high)]


def test_a_difference_is_told_in_words_in_each_language():
    told = {language: drawn(CHANGE, language=language).description for language in LANGUAGES}
    assert told == {
        "en": "+20, interval −5 to +45", "fi": "+20, luottamusväli −5…+45", "sv": "+20, konfidensintervall −5 till +45",
    }  # fmt: skip


def test_quarters_are_named_on_the_axis():
    quarters = Series("nps@1", ("2025-Q3", "2025-Q4", "2026-Q1"), (FORTY, EMPTY, SMALLISH))
    assert {"Q3", "Q4", "Q1", "2026"} <= set(texts(drawn(quarters)))


def test_one_answer_neither_flattens_the_other_months_nor_stands_for_them():
    lonely = Estimate(-100.0, None, None, 1, 1.0, "adjusted_wald", "nps@1", notes=("single_answer",))
    calm = texts(drawn(series(FORTY, FORTY, FORTY)))
    chart = drawn(series(FORTY, FORTY, lonely))
    assert set(texts(chart)) == set(calm)
    assert "\N{MINUS SIGN}100" not in texts(chart)
    # It is still there: an arrow at the edge that says its figure.
    arrows = [
        n for n in tree(chart).iter(f"{SVG}path") if n.get("fill") not in {"none", LIGHT.band} and "h8L" in n.get("d")
    ]
    assert len(arrows) == 1
    assert "\N{MINUS SIGN}100" in chart.markup
    # Where there is nothing else, it is shown as it is.
    assert len(list(tree(drawn(series(lonely))).iter(f"{SVG}circle"))) == 1


def test_few_answers_stand_as_counted_dots_that_no_line_joins():
    def scored(n: int) -> Estimate:
        return Estimate(4.0, 3.0, 5.0, n, float(n), "t", "ces7@1")

    few = draw(Series("ces7@1", months(3), (scored(2), scored(3), scored(4))), language="en", counts=True).markup
    assert few.count("<circle") == 3
    assert "<path" not in few
    assert [f">{n}</text>" in few for n in (2, 3, 4, 5)] == [True, True, True, False]
    enough = draw(Series("ces7@1", months(3), (scored(5), scored(6), scored(3))), language="en", counts=True).markup
    assert enough.count('stroke-linejoin="round"') == 1
    plain = draw(Series("ces7@1", months(3), (scored(2), scored(3), scored(4))), language="en").markup
    assert plain.count('stroke-linejoin="round"') == 1
    assert ">2</text>" not in plain
