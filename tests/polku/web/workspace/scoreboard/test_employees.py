"""The figures of our own people, looked at as the customers' are: from their cards, and never one by one."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.utils import timezone

from polku.governance.models import Import
from polku.snapshot.build import refresh
from polku.surveys import queries, rules, services
from polku.surveys.models import Response
from polku.surveys.rules.labels import new_question
from polku.surveys.rules.labels import words as texts
from polku.surveys.services.responses import Respondent
from tests.polku.web.workspace.company import NOBODY
from tests.polku.web.workspace.scoreboard.looking import member, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked_our_own(company):
    content = rules.empty_content()
    for told in content["texts"].values():
        told["title"] = "Pulse"
    title = texts("Suosittelisitko", "Skulle du rekommendera", "Would you recommend")
    content["questions"] = [new_question("nps", "enps", title=title) | {"definition": "enps"}]
    key = services.create_survey(
        names={"en": "Pulse"}, audience="employee", content=content, promise="confidential", breakdowns=(), actor=NOBODY
    )
    services.publish(key, actor=NOBODY)
    version = queries.published(key)
    unit = Import.objects.create(source="own", content_hash="own", state=Import.State.LANDED)
    rows = []
    for score in (10, 9, 9, 7, 3, 10, 8, 9, 6, 10):
        cleaned = rules.validate(version.content, {"enps": score}, "en")
        person = Respondent(account=None)
        rows.append(
            services.responses.response_row(
                version, cleaned, person, touchpoint=None, channel="link", wave="", now=timezone.now()
            )
        )
    for row in rows:
        row.imported = unit
    Response.objects.bulk_create(rows)
    services.close(key, actor=NOBODY)
    refresh()


def card_link(page: str, name: str) -> str:
    found = re.search(rf'<h3 class="tile-name"><a href="([^"]+)">{name}</a>', page)
    assert found is not None, name
    return unescape(found[1])


def test_a_card_of_our_own_people_leads_to_their_view(asked_our_own):
    client = member("manager")
    link = card_link(client.get("/perspectives/").content.decode(), "Staff recommendation")
    page = client.get(link)
    text = words(page)
    assert "Staff recommendation is 40" in text
    assert "from 10 answers" in text
    html = page.content.decode()
    assert '<input type="hidden" name="audience" value="employee">' in html
    assert 'id="by-month"' in html
    assert 'id="by-segment"' not in html
    assert 'id="pick-segment"' not in html
    assert 'class="chip" href="?"' in html


def test_our_own_people_are_never_read_one_by_one(asked_our_own):
    client = member("manager")
    page = client.get("/?audience=employee")
    assert "/answers/?" not in page.content.decode()
    answer = client.get("/answers/?audience=employee&show=enps")
    assert answer["Location"].startswith("/?metric=enps&show=enps")
    assert "shown as figures only" in words(client.get(answer["Location"]))


def test_without_their_answers_the_customers_stand(company):
    assert "Recommendation is" in words(member().get("/?audience=employee"))
