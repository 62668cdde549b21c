"""A survey handed out without mail: the link says where it hangs, on a code, in a snippet, on paper."""

from __future__ import annotations

import re
from html import unescape

import pytest

from polku.journeys.models import Journey, Phase, Touchpoint
from polku.surveys.models import Response
from tests.polku.surveys.making import content_of, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey():
    return published(content_of("nps", "single", "multiple", "matrix", "long_text"))


def test_the_link_says_where_it_hangs(browse, client, survey):
    point = Touchpoint.objects.create(
        slug="fair", names={"en": "Fair"}, phase=Phase.objects.create(journey=Journey.objects.create())
    )
    asked = f"/rounds/share/{survey.survey}/?touchpoint={point.key}&channel=code&wave=Fair+2026"
    page = browse("manager").get(asked).content.decode()
    link = unescape(re.search(r'class="text-break" href="([^"]+)"', page)[1])
    form = client.get(link).content.decode()
    key = re.search(r'name="_key" value="([^"]+)"', form)[1]
    first = survey.content["questions"][0]["key"]
    body = f"_key={key}&_language=en&{first}=9"
    assert client.post(link, body, content_type="application/x-www-form-urlencoded").status_code == 200
    row = Response.objects.get()
    assert (row.touchpoint, row.channel, row.wave) == (point, "code", "Fair 2026")


def test_the_snippet_is_plain_links_with_an_answer_chosen(browse, client, survey):
    page = browse("manager").get(f"/rounds/share/{survey.survey}/").content.decode()
    snippet = unescape(re.search(r"<pre[^>]*>(.*?)</pre>", page, re.DOTALL)[1])
    assert "<script" not in snippet
    nine = unescape(re.search(r'href="([^"]+a=9)"', snippet)[1])
    assert re.search(r'value="9"[^>]*checked', client.get(nine).content.decode())


def test_a_code_is_drawn_as_svg_and_png(browse, survey):
    client = browse("manager")
    svg = client.get(f"/rounds/share/{survey.survey}/code.svg?channel=code&keep")
    assert svg["Content-Type"] == "image/svg+xml"
    assert b"<path" in svg.content
    assert "attachment" in svg["Content-Disposition"]
    assert client.get(f"/rounds/share/{survey.survey}/code.png").content.startswith(b"\x89PNG")
    assert client.get(f"/rounds/share/{survey.survey}/code.gif").status_code == 404


def test_a_sheet_has_every_question_and_its_promise(browse, survey):
    page = browse("manager").get(f"/rounds/share/{survey.survey}/paper/fi/").content.decode()
    assert page.count("<h2>") == 5
    assert survey.told["fi"] in unescape(page)
    assert browse("manager").get(f"/rounds/share/{survey.survey}/paper/de/").status_code == 404


def test_a_sheet_is_written_in_once_and_checked_as_any_answer(browse, survey):
    client, address = browse("manager"), f"/rounds/share/{survey.survey}/write-in/fi/"
    page = client.get(address).content.decode()
    key = re.search(r'name="_key" value="([^"]+)"', page)[1]
    first, _one, many, _matrix, words = (one["key"] for one in survey.content["questions"])
    options = [one["key"] for one in survey.content["questions"][2]["options"]]
    sheet = {"_key": key, "wave": "Messut", first: "12", many: options[:2], words: "Hyvä osasto"}
    assert client.post(address, sheet).status_code == 422
    assert not Response.objects.exists()
    sheet[first] = "9"
    for _again in range(2):
        assert client.post(address, sheet).status_code == 302
    row = Response.objects.get()
    assert (row.channel, row.wave, row.language, row.answers[first]) == ("paper", "Messut", "fi", 9)
    assert sorted(row.answers[many]) == sorted(options[:2])
    assert row.comments.get().text == "Hyvä osasto"


def test_a_survey_that_takes_no_answers_is_not_handed_out(browse):
    from polku.surveys.services import close

    closed = published(content_of("nps"))
    from tests.polku.outreach.making import ADMIN

    close(closed.survey, actor=ADMIN)
    assert browse("manager").get(f"/rounds/share/{closed.survey}/").status_code == 404
