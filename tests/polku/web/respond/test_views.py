"""The respondent's page: looking writes nothing, sending stores once, mistakes lose nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from polku.flows.answer_links import preview_link
from polku.surveys import rules, services
from polku.surveys.models import Comment, Response
from tests.polku.web.respond.asking import EVERY_KIND, INTRO, MANAGER, TITLE, ask, content, encoded, form_key, question

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey():
    return ask().survey


def seen(client, survey, language="en", query=""):
    return client.get(f"/s/{survey}/{query}", headers={"accept-language": language})


def send(client, survey, answers, language="en", **headers):
    return client.post(f"/s/{survey}/", **encoded(answers), headers={"accept-language": language, **headers})


def page_of(response) -> str:
    return response.content.decode()


def test_looking_writes_nothing_and_leaves_no_mark(client, survey):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        response = seen(client, survey)
    assert response.status_code == 200
    assert all(query["sql"].strip().startswith("SELECT") for query in asked.captured_queries)
    assert not response.cookies
    assert "no-store" not in response["Cache-Control"]
    assert not client.cookies
    assert not Response.objects.exists()


def test_each_look_draws_another_key(client, survey):
    keys = {form_key(page_of(seen(client, survey))) for _ in range(5)}
    assert len(keys) == 5


def test_an_answer_is_stored_when_thanks_are_shown(client, survey):
    key = form_key(page_of(seen(client, survey, "fi")))
    response = send(client, survey, {"_key": key, "recommend": "9", "why": "Toimitus piti", "felt": ["o0", "o1"]}, "fi")
    assert response.status_code == 200
    assert "Kiitos" in page_of(response)
    row = Response.objects.get()
    assert row.answers == {"recommend": 9, "felt": ["o0", "o1"]}
    assert (row.language, Comment.objects.get().text) == ("fi", "Toimitus piti")
    assert row.answered_at is not None


@pytest.mark.parametrize("template", rules.TEMPLATES)
def test_thanks_are_said_once(template):
    said = {"fi": "Kiitos", "sv": "Tack", "en": "Thank you"}  # the heading of the page says it already
    for language, word in said.items():
        assert word not in rules.TEMPLATES[template].make("en")["texts"][language]["thanks"]


def test_the_address_of_the_thanks_is_the_survey_s_own(client, survey):
    assert "<form" in page_of(seen(client, survey))
    # The page's own address, without the place on it that a cleared answer led to; nothing of it is written out.
    assert re.findall(r' action="([^"]*)"', page_of(seen(client, survey))) == ["#"]


def test_the_same_again_gives_the_same_thanks_and_other_content_leaves_the_first(client, survey):
    key = form_key(page_of(seen(client, survey)))
    first = send(client, survey, {"_key": key, "recommend": "9"})
    again = send(client, survey, {"_key": key, "recommend": "9"})
    other = send(client, survey, {"_key": key, "recommend": "1"})
    assert page_of(first) == page_of(again)
    assert "The first one stands" in page_of(other)
    assert Response.objects.get().answers == {"recommend": 9}


def test_the_same_holds_for_an_anonymous_survey(client):
    survey = ask(promise="anonymous").survey
    key = form_key(page_of(seen(client, survey)))
    first, again = (send(client, survey, {"_key": key, "recommend": "9"}) for _ in range(2))
    other = send(client, survey, {"_key": key, "recommend": "1"})
    assert page_of(first) == page_of(again)
    assert "The first one stands" in page_of(other)
    assert Response.objects.get().answers == {"recommend": 9}


@pytest.mark.parametrize(
    ("promise", "words"),
    [("open", "read one by one"), ("confidential", "nobody sees what you"), ("anonymous", "only the week")],
)
def test_the_promise_is_told_before_the_first_question_and_what_comes_next_after(client, promise, words):
    survey = ask(promise=promise).survey
    page = page_of(seen(client, survey))
    assert 0 < page.index(words) < page.index("<fieldset")
    if promise != "open":
        assert "from 5 answers, open answers from 8" in page.replace("Scores are shown from 5", "from 5")
    thanks = page_of(send(client, survey, {"_key": form_key(page), "recommend": "3"}))
    assert "What happens next" in thanks


class TestMistakes:
    def test_a_message_stands_at_its_field_and_nothing_is_lost(self, client):
        survey = ask(EVERY_KIND).survey
        key = form_key(page_of(seen(client, survey)))
        given = {
            "_key": key,
            "why": "A long story <b>& so on</b>",
            "ease": "5",
            "felt": ["o0", "o2"],
            "found": "o1",
            "used": ["o0", "o2"],
            "parts.r0": "4",
            "parts.r2": "1",
            "people": "a dozen",
            "done": "soon",
            "room": "the hall",
        }
        response = send(client, survey, given)
        page = page_of(response)
        assert response.status_code == 422
        assert not Response.objects.exists()
        for field in ("recommend", "people", "done"):
            assert f'id="{field}-problem"' in page
            assert re.search(f'aria-describedby="[^"]*{field}-problem', page)
        assert 'href="#people"' in page
        assert 'href="#recommend-0"' in page
        for kept in ("ease-5", "felt-o0", "felt-o2", "found-o1", "used-o0", "used-o2", "parts.r0-4", "parts.r2-1"):
            assert re.search(rf'id="{re.escape(kept)}"[^>]* checked', page), kept
        for kept in (
            "A long story &lt;b&gt;&amp; so on&lt;/b&gt;",
            'value="a dozen"',
            'value="soon"',
            'value="the hall"',
        ):
            assert kept in page
        assert page.count(" checked") == 8
        assert form_key(page) == key

    def test_an_empty_form_is_told_so(self, client):
        survey = ask(content(question("room", "short_text", ("Tila", "Rum", "Room")))).survey
        response = send(client, survey, {"_key": form_key(page_of(seen(client, survey))), "room": "  "})
        assert response.status_code == 422
        assert "One answer is enough" in page_of(response)

    def test_a_text_of_a_megabyte_is_answered_at_its_field(self, client, survey):
        long = "x" * 1_000_000
        response = send(
            client, survey, {"_key": form_key(page_of(seen(client, survey))), "recommend": "1", "why": long}
        )
        assert response.status_code == 422
        assert "1000000 characters long" in page_of(response)
        assert long in page_of(response)

    @pytest.mark.parametrize("body", [b"why=" + b"x" * 4_000_000, b"&".join(b"a%d=1" % n for n in range(5000))])
    def test_more_than_any_survey_needs_is_refused_in_words(self, client, survey, body):
        response = client.post(f"/s/{survey}/", body, content_type="application/x-www-form-urlencoded")
        assert response.status_code == 413
        assert "your answers are still there" in page_of(response)

    def test_nul_bytes_are_left_out(self, client, survey):
        key = form_key(page_of(seen(client, survey)))
        response = send(client, survey, {"_key": key, "recommend": "5", "why": "a\x00b\x07c"})
        assert response.status_code == 200
        assert Comment.objects.get().text == "abc"

    def test_another_encoding_is_told_at_its_field(self, client, survey):
        key = form_key(page_of(seen(client, survey)))
        body = f"_key={key}&recommend=5&why=".encode() + "hyvä".encode("latin-1")
        response = client.post(f"/s/{survey}/", body, content_type="application/x-www-form-urlencoded")
        assert response.status_code == 422
        assert "could not be read" in page_of(response)
        assert "hyv" in page_of(response)

    @pytest.mark.parametrize("key", ["", "1.abc~forged", "1.x", "\x00", "x" * 10_000])
    def test_a_key_that_is_not_ours_asks_to_send_again(self, client, survey, key):
        response = send(client, survey, {"_key": key, "recommend": "7", "why": "still here"})
        assert response.status_code == 422
        assert "send them once more" in page_of(response)
        assert "still here" in page_of(response)
        fresh = send(client, survey, {"_key": form_key(page_of(response)), "recommend": "7", "why": "still here"})
        assert fresh.status_code == 200

    def test_a_key_of_another_survey_does_not_count(self, client, survey):
        other = form_key(page_of(seen(client, ask().survey)))
        assert send(client, survey, {"_key": other, "recommend": "7"}).status_code == 422

    def test_fields_nobody_asked_for_are_left_out(self, client, survey):
        key = form_key(page_of(seen(client, survey)))
        send(client, survey, {"_key": key, "recommend": "7", "account_id": "1", "weight": "9"})
        assert Response.objects.get().answers == {"recommend": 7}
        assert Response.objects.get().weight == 1


class TestLanguage:
    @pytest.mark.parametrize(("asked", "shown"), [("fi-FI,fi;q=0.9", 0), ("sv-FI, fi;q=0.5", 1), ("de,en;q=0.1", 2)])
    def test_the_browser_is_heard(self, client, survey, asked, shown):
        assert TITLE[shown] in page_of(seen(client, survey, asked))

    def test_the_address_outweighs_the_browser(self, client, survey):
        page = page_of(seen(client, survey, "fi", "?lang=sv"))
        assert '<html lang="sv"' in page
        assert INTRO[1] in page

    def test_an_unknown_language_falls_to_the_surveys_own(self, client, survey):
        assert seen(client, survey, "ja").status_code == 200
        assert seen(client, survey, "", "?lang=xx").status_code == 200

    def test_a_language_the_survey_is_not_written_in_is_not_offered(self, client):
        of = content(question("room", "short_text", ("Tila", "Rum", "Room")))
        version = ask(of)
        page = page_of(seen(client, version.survey, "fi"))
        assert page.count('name="_switch"') == 2

    def test_the_switch_keeps_what_was_typed_and_stores_nothing(self, client, survey):
        key = form_key(page_of(seen(client, survey, "fi")))
        response = send(
            client, survey, {"_key": key, "_language": "fi", "_switch": "sv", "ease": "6", "why": "kesken"}, "fi"
        )
        page = page_of(response)
        assert response.status_code == 200
        assert TITLE[1] in page
        assert "kesken" in page
        assert re.search(r'id="ease-6"[^>]* checked', page)
        assert form_key(page) == key
        assert "problem" not in re.sub("<style>.*</style>|<script>.*</script>|#problems", "", page, flags=re.DOTALL)
        assert not Response.objects.exists()
        cookie = response.cookies["polku_language"]
        assert (cookie.value, cookie["path"], cookie["max-age"]) == ("sv", "/s/", "")
        assert TITLE[1] in page_of(seen(client, survey, "fi"))

    def test_the_form_is_answered_in_the_language_it_was_shown_in(self, client, survey):
        key = form_key(page_of(seen(client, survey, "sv")))
        response = send(client, survey, {"_key": key, "_language": "sv", "recommend": "8"}, "fi")
        assert "Tack" in page_of(response)
        assert Response.objects.get().language == "sv"

    def test_decimal_commas_are_read(self, client):
        survey = ask(content(question("share", "number", ("Osuus", "Andel", "Share")))).survey
        send(
            client, survey, {"_key": form_key(page_of(seen(client, survey, "fi"))), "_language": "fi", "share": "12,5"}
        )
        assert Response.objects.get().answers == {"share": 12.5}


def test_one_answer_can_be_cleared_without_script(client, survey):
    key = form_key(page_of(seen(client, survey)))
    page = page_of(send(client, survey, {"_key": key, "_clear": "ease", "ease": "6", "trust": "4"}))
    assert page.count(" checked") == 1
    # What is sent afterwards does not lead to a place on the page that has gone.
    assert ' action="#"' in page
    assert not Response.objects.exists()


class TestNoForm:
    @pytest.mark.parametrize(
        "address", ["", "x/", "11111111-1111-4111-8111-111111111111/", "preview/x/", "preview/a~b/"]
    )
    def test_an_unknown_survey_is_told_in_three_languages(self, client, address):
        response = client.get(f"/s/{address}")
        page = page_of(response)
        assert response.status_code == 404
        assert all(
            words in page for words in ("There is no survey here", "Täällä ei ole kyselyä", "Här finns ingen enkät")
        )

    def test_the_readers_language_comes_first(self, client):
        page = page_of(client.get(f"/s/{uuid4()}/", headers={"accept-language": "sv"}))
        assert page.index("Här finns") < page.index("Täällä ei")
        assert '<html lang="sv"' in page

    def test_a_closed_survey_is_told_so_before_and_after_sending(self, client, survey):
        key = form_key(page_of(seen(client, survey)))
        services.close(survey, actor=MANAGER)
        assert seen(client, survey).status_code == 410
        late = send(client, survey, {"_key": key, "recommend": "5"})
        assert late.status_code == 410
        assert "has closed" in page_of(late)
        assert not Response.objects.exists()

    def test_a_survey_that_has_not_opened_says_so(self, client):
        survey = ask(opens_at=timezone.now() + timedelta(days=2)).survey
        response = seen(client, survey)
        assert response.status_code == 404
        assert "not opened yet" in page_of(response)

    def test_a_draft_has_no_page(self, client):
        key = services.create_survey(names={"en": "x"}, audience="customer", content=EVERY_KIND, actor=MANAGER)
        assert seen(client, key).status_code == 404

    def test_a_damaged_link_is_told_so(self, client, survey):
        assert seen(client, survey, query="?i=cut").status_code == 404

    def test_other_methods_are_not_allowed(self, client, survey):
        assert client.put(f"/s/{survey}/").status_code == 405

    def test_head_and_a_missing_slash_work(self, client, survey):
        assert client.head(f"/s/{survey}/").status_code == 200
        assert client.get(f"/s/{survey}").status_code == 200


def test_a_newer_version_leaves_an_open_form_its_own_questions(client, survey):
    key = form_key(page_of(seen(client, survey)))
    services.new_draft(survey, actor=MANAGER)
    services.save_draft(survey, content=EVERY_KIND, actor=MANAGER)
    services.publish(survey, actor=MANAGER)
    assert "parts.r0" in page_of(seen(client, survey))
    assert send(client, survey, {"_key": key, "recommend": "5"}).status_code == 200
    assert Response.objects.get().version.number == 1


class TestPreview:
    def test_a_draft_is_shown_checked_and_not_stored(self, client):
        key = services.create_survey(
            names={"en": "x"}, audience="customer", content=EVERY_KIND, promise="anonymous", actor=MANAGER
        )
        address = preview_link(key, member=1)
        page = page_of(client.get(address, headers={"accept-language": "en"}))
        assert "nothing is stored" in page
        assert "only the week" in page
        assert "data-draft" not in page
        assert client.post(address, **encoded({"people": "x"})).status_code == 422
        thanks = client.post(address, **encoded({"recommend": "3"}), headers={"accept-language": "en"})
        assert "nothing was stored" in page_of(thanks)
        assert not Response.objects.exists()

    def test_a_busy_store_is_told_politely(self, client, survey):
        def locked(*_statement):
            raise OperationalError("database is locked")

        address = preview_link(survey, member=1)
        for ask_for in (client.get, client.post):
            with connection.execute_wrapper(locked):
                response = ask_for(address)
            assert (response.status_code, response["Retry-After"]) == (503, "10")


def test_nothing_of_the_address_is_repeated_in_the_page(client, survey):
    """The key is new in each page; a token of the address would not be, and could be guessed by compressed lengths."""
    page = page_of(seen(client, survey, query="?lang=fi&x=marker123"))
    assert "marker123" not in page


def test_the_page_may_load_nothing(client, survey):
    response = seen(client, survey)
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    page = page_of(response)
    assert not re.search(r'(?<!<a )(?:src|href)="(?!#|data:)', page)
    assert response["Referrer-Policy"] == "no-referrer"
