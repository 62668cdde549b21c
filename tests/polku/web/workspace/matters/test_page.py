"""What matters most? as a page: its sentence, what stands beside it, its choices, and what it keeps to itself."""

from __future__ import annotations

import random
import re

import pytest

from polku.governance.services import mark_dirty
from polku.journeys.models import Touchpoint
from polku.people import services as people
from polku.snapshot import build
from polku.surveys import services
from polku.surveys.services import Respondent
from tests.polku.surveys.making import MANAGER, content_of, published
from tests.polku.web.workspace.matters.conftest import looked
from tests.polku.web.workspace.scoreboard.looking import member, words

pytestmark = pytest.mark.django_db
TITLES = {"csat5": "The delivery was good.", "ces5": "It was easy.", "scale5": "The weather was fine."}


def asking(titles, **more):
    """A survey of recommendation and questions with these words."""
    content = content_of("nps", *titles)
    for one in content["questions"]:
        for texts in one["texts"].values():
            texts["title"] = titles.get(one["key"], texts["title"])
    return published(content, **more)


@pytest.fixture
def survey():
    return asking(TITLES)


def answered(answer, survey, n, *, weight=1.6, easy=0.5, respondents=(None,), seed=1):
    draw = random.Random(seed)
    for at in range(n):
        satisfied, ease, other = (draw.randint(1, 5) for _ in range(3))
        recommends = max(0, min(10, round(weight * satisfied + easy * ease + draw.gauss(2, 1.2) - 1)))
        given = {"nps": recommends, "csat5": satisfied, "ces5": ease, "scale5": other}
        answer(survey, respondent=respondents[at % len(respondents)], **{k: str(v) for k, v in given.items()})


def test_the_first_sentence_names_what_goes_most_and_what_a_step_up_goes_with(answer, refreshed, survey):
    answered(answer, survey, 150)
    refreshed()
    told = words(looked(member("viewer")))
    assert "Recommendation goes most with “The delivery was good”: " in told
    assert "the outcome is +" in told
    assert "this goes together, it need not be the cause" in told
    assert "No more than chance would have it: “The weather was fine”." in told
    assert "150 answers." in told
    assert re.search(r" a change of 0\.40 shows from about [\d,]+ answers", told)


def test_ties_are_named_and_nothing_is_put_first_that_cannot_be(answer, refreshed, survey):
    answered(answer, survey, 60, weight=0.8, easy=0.8)
    refreshed()
    told = words(looked(member("viewer")))
    assert "Recommendation goes most with “" in told
    assert "which of them comes first, these answers cannot tell" in told
    assert "These are few answers for so many questions" in told


def test_nothing_is_claimed_where_chance_would_give_as_much(answer, refreshed, survey):
    answered(answer, survey, 60, weight=0, easy=0)
    refreshed()
    told = words(looked(member("viewer")))
    assert "Recommendation goes with nothing asked here more than chance would have it." in told
    assert "goes most with" not in told


def test_an_empty_place_teaches_and_each_role_is_shown_its_next_step(place):
    told = words(member("viewer").get("/matters/"))
    assert "One survey, two kinds of question" in told
    assert "Make a survey" not in told
    assert "Make a survey" in words(member("manager").get("/matters/"))


def test_too_few_answers_say_how_many_are_needed(answer, refreshed, survey):
    answered(answer, survey, 4)
    refreshed()
    told = words(looked(member("viewer")))
    assert "4 answers are too few to say what goes with it (Recommendation): at least 10 are needed." in told
    assert "From about 107 answers on" in told


def test_promised_answers_take_no_part_and_the_page_says_so(answer, refreshed):
    version = asking(TITLES, promise="anonymous")
    answered(answer, version, 33)
    services.close(version.survey, actor=MANAGER)
    refreshed()
    told = words(looked(member("admin")))
    assert "0 answers are too few" in told
    assert "At least 30 answers that were promised confidentiality or anonymity take no part" in told


def test_choices_stand_in_the_address_and_what_it_names_wrongly_is_passed_over(answer, refreshed, survey, manager):
    for key, name in (("a", "Alphas"), ("b", "Betas")):
        people.save_segment(key, {"en": name}, actor=manager)
    answered(answer, survey, 80, respondents=[Respondent(segment="a"), Respondent(segment="b")])
    refreshed()
    client, key = member("viewer"), survey.survey
    whole = words(looked(client))
    assert "Each segment by itself" in whole
    narrow = words(looked(client, f"/matters/?outcome={key}/nps&driver={key}/ces5&driver={key}/scale5&segment=b"))
    assert "40 answers." in narrow
    assert "Each segment by itself" not in narrow
    assert "“The delivery was good”" not in narrow
    other = words(looked(client, f"/matters/?outcome={key}/csat5"))
    assert "Share of satisfied customers" in other
    assert words(looked(client, "/matters/?outcome=no&driver=no&segment=zzz&first=2999-01&last=x")) == whole


def test_a_touchpoint_names_its_question_and_brings_target_and_stated_importance(company):
    slug = company.touchpoints["Delivery"]
    Touchpoint.objects.filter(slug=slug).update(stated_importance=5)
    mark_dirty("touchpoints")
    build.refresh()
    told = words(looked(member("viewer")))
    assert "Installation at the site and first use Question ease_4" in told
    assert "Target Stated importance What to do" in told
    row = told.partition("Delivery Question ease_3")[2].partition("Question")[0]
    assert " on 1 to 7 5.50 5 Cannot be told yet" in row


def test_no_words_of_a_question_become_markup(answer, refreshed):
    version = asking({key: f'<b>&amp;"x"</b>{key}' for key in TITLES})
    answered(answer, version, 40)
    refreshed()
    page = looked(member("viewer")).content.decode()
    assert "<b>" not in page
    assert "&lt;b&gt;" in page
