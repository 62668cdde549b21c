"""The same figures looked at in other ways: kept by name, by step, on maps, on a wall, the smallest first."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

from cxlab.charts import scale_of
from cxlab.results import Estimate, Suppressed
from polku.governance.gate import Viewer
from polku.governance.models import SavedView
from polku.insights.scores import Available, Row
from polku.web.workspace.scoreboard.lines import Line, some
from polku.web.workspace.scoreboard.maps import Maps
from polku.web.workspace.scoreboard.naming import names
from tests.polku.web.workspace.scoreboard.looking import member, words

pytestmark = pytest.mark.django_db


def test_a_view_is_kept_pinned_on_top_and_taken_off_again(company):
    client = member()
    answer = client.post("/views/save/", {"address": "?show=ces7&by=segment&x=1", "name": "Ease", "pinned": "1"})
    assert answer["Location"].startswith("/?")
    view = SavedView.objects.get()
    assert "show=ces7" in view.address
    assert "x=1" not in view.address
    page = client.get("/").content.decode()
    assert f'id="pinned-{view.key}"' in page
    client.post(f"/views/{view.key}/pin/", {"back": "?show=nps"})
    assert f'id="pinned-{view.key}"' not in client.get("/").content.decode()
    assert client.post(f"/views/{view.key}/forget/", {"back": "//elsewhere.example"})["Location"].startswith("/?")
    assert not SavedView.objects.exists()


def test_a_shared_view_is_there_for_others_and_stays_its_makers(company):
    member("manager").post("/views/save/", {"address": "?show=nps", "name": "Board", "shared": "1", "pinned": "1"})
    other = member("viewer")
    page = other.get("/").content.decode()
    assert re.search(r'<a href="/\?[^"]*">Board</a>', page)
    assert 'id="pinned-' not in page
    key = SavedView.objects.get().key
    other.post(f"/views/{key}/forget/")
    assert SavedView.objects.filter(key=key).exists()


def test_a_pinned_view_whose_subject_is_gone_shows_no_other_figure(company):
    client = member()
    client.post("/views/save/", {"address": "?show=ces7&segment=designer", "name": "Ease", "pinned": "1"})
    tile = r'id="pinned-[^"]*".*?</a>'
    before = re.search(tile, client.get("/").content.decode(), re.DOTALL)[0]
    assert "What this view is about is no longer there." not in before
    assert re.search(r'class="num">[0-9]', before)
    SavedView.objects.update(address=SavedView.objects.get().address.replace("segment=designer", "segment=gone"))
    after = re.search(tile, client.get("/").content.decode(), re.DOTALL)[0]
    assert "What this view is about is no longer there." in after
    assert not re.search(r'class="num">[0-9]', after)


def test_what_an_address_names_and_is_not_there_is_said_on_page_wall_and_answers(company):
    client = member("contributor")
    for address in ("/", "/wall/", "/answers/"):
        page = words(client.get(f"{address}?segment=foo&by=moon&first=2199-01"))
        assert "it was left out: Broken down by “moon”; Segment “foo”; From “2199-01”." in page, address
        assert "it was left out" not in words(client.get(f"{address}?segment=designer"))
    assert "<b>" not in client.get("/?segment=<b>x").content.decode().partition('id="filters"')[0]


def test_a_year_earlier_is_not_compared_where_the_months_overlap(company):
    client = member()
    first = re.findall(r'<option value="([0-9-]{7})"', client.get("/").content.decode())[-1]
    page = words(client.get(f"/?first={first}&compare=year&by=segment"))
    assert "more than twelve months share some with those a year earlier" in page
    assert page.count("The periods overlap") >= 3
    assert "Nothing to compare with" not in page


def test_a_view_without_a_name_says_what_to_do(company):
    client = member()
    client.post("/views/save/", {"address": "?show=nps", "name": " "})
    assert "Give the view a name." in words(client.get("/"))


def test_the_five_smallest_are_as_easy_to_find_as_the_five_largest():
    def line(n):
        return Line(str(n), "", Row((), Estimate(1.0, 0.0, 2.0, n, 1.0, "t", "nps@1"), None, None), "", ())

    hidden = Line("hidden", "", Row((), Suppressed("below_threshold", 5), None, None), "", ())
    lines = [line(n) for n in (8, 1, 0, 30, 4, 100, 7, 2)] + [hidden]
    assert [one.name for one in some(lines, "smallest")] == ["1", "2", "4", "7", "8"]
    assert [one.name for one in some(lines, "largest")] == ["100", "30", "8", "7", "4"]
    assert some(lines, "all") == lines


def test_the_map_lays_scores_on_every_journey_that_asks(company):
    text = words(member().get("/?show=ces7&view=map"))
    assert re.search(r"Showroom \d\.\d\d \d\.\d\d to \d\.\d\d", text)


def test_the_map_of_a_metric_that_no_touchpoint_asks_shows_another_and_says_so(company):
    page = member("manager").get("/?show=nps&metric=nps&view=map")
    text = words(page)
    assert "Recommendation is not asked at any touchpoint, so the map shows another metric: Ease." in text
    assert re.search(r"Ease is \d\.\d\d", text)
    assert page.content.decode().count('class="score-phase"') >= 3


def test_where_nothing_is_asked_at_touchpoints_the_map_teaches():
    drawn = Maps((), scale_of([]))
    told = render_to_string(
        "workspace/scoreboard/maps.html", {"board": SimpleNamespace(maps=drawn, may_design=True, metric_name="")}
    )
    assert "No metric is asked at a touchpoint yet" in told
    assert 'href="/surveys/"' in told


def test_the_distribution_shows_each_step_with_its_interval(company):
    text = words(member().get("/?show=ces7&view=distribution"))
    assert "Ease: shares of each answer" in text
    assert "Answers to tell a change of 10 1 " in text
    groups = text.count("The shares as a table :")
    assert groups > 1
    assert len(re.findall(r" [1-7] \d+% \d+ to \d+%", text)) == 7 * (1 + groups)


def test_the_wall_has_no_menu_and_keeps_what_was_asked(company):
    page = member().get("/wall/?show=ces7&segment=designer").content.decode()
    assert "shell-menu" not in page
    assert 'data-pulse="/pulse/"' in page
    assert "Designers" in page
    assert re.search(r'href="/\?[^"]*segment=designer', page)


def test_every_figure_says_how_many_answers_would_tell_a_change(company):
    client = member()
    text = words(client.get("/?show=ces7&by=touchpoint"))
    assert re.search(r"A change of 0\.60 would show from about [\d,]+ answers in each period", text)
    shows = r"A change of [\d.]+ shows from about [\d,]+ answers"
    page = client.get("/?show=ces7&by=touchpoint").content.decode()
    assert len(re.findall(shows, page)) == page.count('class="tile"')
    # The groups and, below, the months.
    assert page.count("Answers to tell a change of 0.60") > page.count("row-name")
    assert re.search(r'class="num row-needed"><span class="narrow-only">[^<]*</span>[\d,]+</td>', page)
    assert re.search(r'class="num row-needed">[\d,]+</td>', page.split('id="months"')[1])
    assert len(re.findall(shows, words(client.get("/wall/")))) > 1
    assert len(re.findall(shows, words(client.get("/?show=ces7&view=map")))) > len(re.findall(shows, page))
    assert re.search(shows, words(client.get("/perspectives/")))


@pytest.mark.parametrize("weight", ["account", "revenue"])
def test_the_page_says_how_much_an_answer_counts(company, weight):
    text = words(member().get(f"/?show=nps&weight={weight}"))
    assert {"account": "Every account counts once", "revenue": "Every account counts by its revenue"}[weight] in text


@pytest.mark.parametrize("compare", ["year", "previous", "complement", "target", "none"])
@pytest.mark.parametrize("by", ["journey", "phase", "owner", "wave", "quarter", "month"])
def test_every_breakdown_and_comparison_is_a_page(company, by, compare):
    assert member().get(f"/?show=ces7&by={by}&compare={compare}").status_code == 200


def test_a_wave_called_by_its_month_reads_as_one(db):
    known = Available((), {"wave": ("2026-03", "spring")}, (), (), empty=True)
    named = names(SimpleNamespace(rows=()), known, viewer=Viewer(member=None, role="viewer"))
    assert [named.of("wave", key) for key in ("2026-03", "spring", "")] == ["Mar 2026", "spring", "In no wave"]
