"""The pages of surveys as a manager uses them, without a script."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from polku.governance.models import Member
from polku.surveys import queries, rules, services
from polku.surveys.models import Response, Survey, Version
from tests.polku.surveys.making import MANAGER, cleaned, content_of, published

pytestmark = pytest.mark.django_db


def client_of(role, language="en"):
    client = Client()
    client.force_login(Member.objects.create_user(f"{role}@example.com", role=role, language=language))
    return client


@pytest.fixture
def manager():
    return client_of("manager")


def made(client, template="relationship_pulse", **more):
    answer = client.post(reverse("survey-new"), {"name": "Pulse", "template": template, **more})
    assert answer.status_code == 302
    return Survey.objects.latest("pk").key


def draft(key):
    return queries.draft(key, viewer=MANAGER)


def arrange(client, key, question, do, **more):
    return client.post(reverse("survey-arrange", args=[key, question]), {"do": do, **more})


def keys(key):
    return [one["key"] for one in draft(key).content["questions"]]


def text(answer):
    return answer.content.decode()


def test_the_empty_list_teaches_the_next_step(manager):
    step = f'href="{reverse("survey-new")}">Begin from the relationship pulse</a>'
    assert step in text(manager.get(reverse("surveys")))
    assert reverse("survey-new") not in text(client_of("viewer").get(reverse("surveys")))


def test_from_template_to_published_link(manager):
    key = made(manager)
    assert draft(key).names == {"en": "Pulse"}
    page = text(manager.get(reverse("survey-edit", args=[key])))
    assert "How likely are you to recommend us" in page
    shown = text(manager.get(reverse("survey-publish", args=[key])))
    assert draft(key).told["fi"] in shown
    assert "Results from 5 answers up." in shown
    assert manager.post(reverse("survey-publish", args=[key])).status_code == 302
    page = text(manager.get(reverse("survey", args=[key])))
    assert f"http://testserver{reverse('answer', args=[key])}" in page
    assert queries.published(key).state == "open"
    assert draft(key) is None
    assert manager.get(reverse("survey-edit", args=[key])).status_code == 302


@pytest.mark.parametrize("template", rules.TEMPLATES)
def test_every_template_can_be_published_as_it_is(manager, template):
    key = made(manager, template)
    assert manager.post(reverse("survey-publish", args=[key])).status_code == 302
    assert queries.published(key).promise == rules.TEMPLATES[template].promise


def test_questions_are_added_moved_copied_taken_out_and_brought_back(manager):
    key = made(manager, "", audience="customer")
    for kind in ("ces7", "nps"):
        answer = manager.post(reverse("survey-add", args=[key]), {"kind": kind})
        assert answer["Location"] == reverse("survey-question", args=[key, kind]) + "?new=1"
    assert keys(key) == ["ces7", "nps", "nps_why"]
    arrange(manager, key, "nps", "up")
    assert keys(key) == ["nps", "nps_why", "ces7"]
    arrange(manager, key, "nps", "copy")
    assert keys(key) == ["nps", "nps_why", "nps_2", "nps_2_why", "ces7"]
    arrange(manager, key, "nps", "remove")
    assert keys(key) == ["nps_2", "nps_2_why", "ces7"]
    manager.post(reverse("survey-undo", args=[key]))
    assert keys(key)[0] == "nps"
    arrange(manager, key, "ces7", "to", to="0")
    assert keys(key)[0] == "ces7"


@pytest.mark.parametrize("kind", rules.KINDS)
def test_every_kind_of_question_is_worded_side_by_side_and_kept(manager, kind):
    key = made(manager, "", audience="customer")
    manager.post(reverse("survey-add", args=[key]), {"kind": kind})
    address = reverse("survey-question", args=[key, kind])
    form = form_of(manager, address)
    form |= {f"title_{code}": f"Question in {code}" for code in rules.LANGUAGES}
    form |= {name: f"text of {name}" for name in form if re.fullmatch(r"option\d+_(fi|sv|en)", name)}
    assert manager.post(address, form).status_code == 302
    one = rules.question(draft(key).content, kind)
    assert one["texts"]["sv"]["title"] == "Question in sv"
    assert one["texts"]["fi"].get("options", []) == [
        f"text of option{place}_fi" for place in range(rules.label_count(one))
    ]
    assert form_of(manager, address)["title_fi"] == "Question in fi"


def form_of(client, address):
    """What a browser would send back unchanged."""
    answer = client.get(address)
    form = answer.context["form"]
    given = {name: form[name].value() for name in form.fields}
    given = {name: value for name, value in given.items() if value not in (None, False)}
    return {**given, "do": "save", "revision": answer.context["draft"].revision}


def test_options_are_added_and_taken_out_without_losing_what_was_typed(manager):
    key = made(manager, "", audience="customer")
    manager.post(reverse("survey-add", args=[key]), {"kind": "single"})
    address = reverse("survey-question", args=[key, "single"])
    form = form_of(manager, address) | {"title_en": "Which one?", "option0_en": "First", "option1_en": "Second"}
    manager.post(address, {**form, "do": "add_option"})
    one = rules.question(draft(key).content, "single")
    assert [option["key"] for option in one["options"]] == ["option1", "option2", "option3"]
    assert one["texts"]["en"] == {"title": "Which one?", "help": "", "options": ["First", "Second", ""]}
    manager.post(address, {**form_of(manager, address), "do": "remove_option:option1"})
    one = rules.question(draft(key).content, "single")
    assert [option["key"] for option in one["options"]] == ["option2", "option3"]
    assert one["texts"]["en"]["options"] == ["Second", ""]


def test_a_just_right_question_changes_its_steps(manager):
    key = made(manager, "", audience="customer")
    manager.post(reverse("survey-add", args=[key]), {"kind": "just_right"})
    address = reverse("survey-question", args=[key, "just_right"])
    manager.post(address, form_of(manager, address) | {"steps": "3"})
    one = rules.question(draft(key).content, "just_right")
    assert (one["steps"], one["definition"]) == (3, "just_right3")
    assert one["texts"]["fi"]["options"] == ["Liian vähän", "Sopivasti", "Liikaa"]


def test_the_purpose_card_is_kept_and_an_outcome_brings_its_why(manager):
    key = made(manager, "", audience="customer")
    manager.post(reverse("survey-add", args=[key]), {"kind": "scale5"})
    address = reverse("survey-question", args=[key, "scale5"])
    form = form_of(manager, address) | {
        "title_en": "I would buy again",
        "purpose_what": "loyalty",
        "purpose_why": "to learn",
        "purpose_until": "2027",
        "cause_or_outcome": "outcome",
    }
    manager.post(address, form)
    purpose = rules.question(draft(key).content, "scale5")["purpose"]
    assert (purpose["what"], purpose["until"], purpose["cause_or_outcome"]) == ("loyalty", "2027", "outcome")
    assert keys(key) == ["scale5", "scale5_why"]


def test_what_somebody_else_changed_meanwhile_is_not_overwritten_and_nothing_typed_is_lost(manager):
    key = made(manager)
    address = reverse("survey-question", args=[key, "trust"])
    form = form_of(manager, address)
    services.save_draft(key, content=rules.remove_question(draft(key).content, "speed"), actor=MANAGER)
    answer = manager.post(address, form | {"title_en": "Typed meanwhile"})
    assert answer.status_code == 422
    assert "Somebody else has changed this draft" in text(answer)
    assert "Typed meanwhile" in text(answer)
    assert "speed" not in keys(key)


def test_the_surveys_own_words_are_kept_in_every_language(manager):
    key = made(manager)
    address = reverse("survey-texts", args=[key])
    form = form_of(manager, address) | {"title_sv": "Hej", "name_fi": "Pulssi", "thanks_en": "Thanks a lot."}
    assert manager.post(address, form).status_code == 302
    texts = draft(key).content["texts"]
    assert (texts["sv"]["title"], texts["en"]["thanks"], draft(key).names["fi"]) == ("Hej", "Thanks a lot.", "Pulssi")


def test_what_is_missing_is_listed_and_stops_publishing(manager):
    key = made(manager)
    content = rules.change_texts(draft(key).content, {"sv": {"title": ""}})
    services.save_draft(key, content=content, actor=MANAGER)
    page = text(manager.get(reverse("survey-publish", args=[key])))
    assert "The survey lacks a title." in page
    assert "Svenska" in page
    assert manager.post(reverse("survey-publish", args=[key])).status_code == 422
    assert Version.objects.get(survey__key=key).published_at is None


def test_the_promise_is_chosen_with_its_breakdowns(manager):
    key = made(manager)
    address = reverse("survey-promise", args=[key])
    manager.post(address, {"promise": "anonymous", "breakdowns": ["segment"]})
    assert (draft(key).promise, draft(key).breakdowns) == ("anonymous", ("segment",))
    manager.post(address, {"promise": "open", "breakdowns": ["segment"]})
    assert (draft(key).promise, draft(key).breakdowns) == ("open", ())
    manager.post(address, {"promise": "whatever"})
    assert draft(key).promise == "open"


def test_a_question_just_added_is_not_scolded_before_anything_is_typed(manager):
    key = made(manager, "")
    added = manager.post(reverse("survey-add", args=[key]), {"kind": "single"}, follow=True)
    address, status = added.redirect_chain[-1]
    assert (address.endswith("/single/?new=1"), status) == (True, 302)
    assert "lacks-line" not in text(added)
    again = manager.post(address, {"do": "add_option"}, follow=True)
    assert "lacks-line" not in text(again)
    assert "lacks-line" in text(manager.get(reverse("survey-question", args=[key, "single"])))


def test_a_question_without_words_is_one_line_by_its_number_and_no_key(manager):
    key = made(manager, "")
    manager.post(reverse("survey-add", args=[key]), {"kind": "nps"})
    manager.post(reverse("survey-add", args=[key]), {"kind": "single"})
    page = text(manager.get(reverse("survey-publish", args=[key])))
    place = [one["key"] for one in draft(key).content["questions"]].index("single") + 1
    assert page.count(f">{place}. Question without words</a>") == 1
    assert "Suomi, Svenska, English" in page
    assert ">single<" not in page + text(manager.get(reverse("survey-edit", args=[key])))


def test_what_is_chosen_is_what_is_published(manager):
    key = made(manager)
    address = reverse("survey-publish", args=[key])
    sent = {"promise": "anonymous", "breakdowns": ["segment"], "revision": draft(key).revision}
    assert manager.post(address, sent).status_code == 302
    version = queries.published(key)
    assert version.promise == "anonymous"
    assert tuple(Version.objects.get(survey__key=key).breakdowns) == ("segment",)
    assert version.told == rules.told("anonymous", ["segment"], scores=5, comments=8)


def test_the_page_shows_what_the_choice_would_tell_before_it_is_saved(manager):
    key = made(manager)
    page = text(manager.get(reverse("survey-publish", args=[key]), {"promise": "anonymous", "breakdowns": "unit"}))
    assert rules.told("anonymous", ["unit"], scores=5, comments=8)["sv"] in page
    assert draft(key).promise == "open"


def test_a_refused_publishing_keeps_what_was_chosen(manager):
    key = made(manager)
    services.save_draft(key, content=rules.change_texts(draft(key).content, {"sv": {"title": ""}}), actor=MANAGER)
    answer = manager.post(reverse("survey-publish", args=[key]), {"promise": "anonymous", "breakdowns": "unit"})
    assert answer.status_code == 422
    assert 'value="anonymous" checked' in text(answer)
    assert 'value="unit" checked' in text(answer)
    assert draft(key).promise == "open"


def test_only_the_draft_that_was_looked_at_is_published(manager):
    key = made(manager)
    seen = draft(key).revision
    services.save_draft(key, content=rules.change_texts(draft(key).content, {"en": {"title": "New"}}), actor=MANAGER)
    answer = manager.post(reverse("survey-publish", args=[key]), {"promise": "open", "revision": seen})
    assert answer.status_code == 422
    assert "Somebody else has changed this draft meanwhile." in text(answer)
    assert draft(key) is not None


def test_a_question_that_asks_who_somebody_is_gets_a_warning_under_a_promise(manager):
    key = made(manager, "employee_pulse")
    content, added = rules.add_question(draft(key).content, "short_text", audience="employee")
    one = rules.question(content, added)
    texts = {code: {**one["texts"][code], "title": "Your name"} for code in rules.LANGUAGES}
    services.save_draft(key, content=rules.change_question(content, added, texts=texts), actor=MANAGER)
    assert "The question asks who somebody is." in text(manager.get(reverse("survey-publish", args=[key])))


def test_a_new_version_tells_what_becomes_of_the_trends(manager):
    version = published(content_of("nps", "ces7"))
    manager.post(reverse("survey-draft", args=[version.survey]))
    services.save_draft(version.survey, content=content_of("nps", "ces5"), actor=MANAGER)
    page = text(manager.get(reverse("survey-publish", args=[version.survey])))
    assert "Some series need a look or begin anew." in page
    assert "Not asked any more" in page


def test_closing_and_opening_again(manager):
    version = published()
    manager.post(reverse("survey-close", args=[version.survey]))
    assert queries.published(version.survey).state == "closed"
    assert "Open it again" in text(manager.get(reverse("survey", args=[version.survey])))
    manager.post(reverse("survey-reopen", args=[version.survey]))
    assert queries.published(version.survey).state == "open"


def test_what_was_promised_is_not_opened_again(manager):
    version = published(promise="confidential")
    manager.post(reverse("survey-close", args=[version.survey]))
    address = reverse("survey-reopen", args=[version.survey])
    assert address not in text(manager.get(reverse("survey", args=[version.survey])))
    assert "Make a new version." in text(manager.post(address, follow=True))
    assert queries.published(version.survey).state == "closed"


@pytest.mark.parametrize(("language", "shown"), [("en", "1,681"), ("fi", "1\N{NO-BREAK SPACE}681")])
def test_a_large_number_of_answers_is_written_as_on_the_scoreboard(language, shown):
    version = published()
    Response.objects.bulk_create(
        Response(version_id=version.id, answers={}, language="en", week="2026-W47", month="2026-11")
        for _ in range(1681)
    )
    client = client_of("viewer", language)
    for address in (reverse("surveys"), reverse("survey", args=[version.survey])):
        assert shown in text(client.get(address))


def test_a_draft_is_thrown_away_and_taken_back(manager):
    key = made(manager)
    assert manager.post(reverse("survey-delete", args=[key]))["Location"] == reverse("surveys")
    page = text(manager.get(reverse("surveys")))
    assert "Pulse" not in page
    assert reverse("survey-take-back", args=[key]) in page
    manager.post(reverse("survey-take-back", args=[key]))
    assert draft(key).names == {"en": "Pulse"}


def test_open_answers_are_shown_with_their_words():
    content = content_of(*rules.KINDS)
    version = published(content)
    given = {
        "nps": 9, "feeling": ["inspired", "unsure"], "disconfirmation": 2, "just_right": 3, "single": "option2",
        "matrix": {"row1": 4}, "number": 3.5, "date": "2026-11-22", "long_text": "Hyvä juttu <b>",
    }  # fmt: skip
    services.store_response(version, cleaned(version, **given), once_key=None)
    page = text(client_of("contributor").get(reverse("survey-answers", args=[version.survey])))
    for shown in ("9 / 10", "inspired, unsure", "Much better than I expected", "Just right", "option 1", "3.5"):
        assert shown in page
    assert "Hyvä juttu &lt;b&gt;" in page
    assert "Somebody by the open link" in page


@pytest.mark.parametrize("promise", ["confidential", "anonymous"])
def test_promised_answers_are_not_shown_one_by_one_to_anybody(promise):
    version = published(promise=promise)
    for number in range(9):
        services.store_response(version, cleaned(version, nps=9, long_text=f"words {number}"), once_key=None)
    admin = client_of("admin")
    address = reverse("survey-answers", args=[version.survey])
    page = text(admin.get(address))
    assert "never shown one by one" in page
    assert "words 1" not in page
    services.close(version.survey, actor=MANAGER)
    page = text(admin.get(address))
    assert "words 1" in page
    assert "9 / 10" not in page


def test_too_few_answers_under_a_promise_are_not_counted_aloud(manager):
    version = published(promise="anonymous")
    services.store_response(version, cleaned(version, nps=9), once_key=None)
    assert "under 5" in text(manager.get(reverse("surveys")))
    assert "Fewer than 5 have answered" in text(manager.get(reverse("survey", args=[version.survey])))


def test_those_who_only_see_figures_get_no_buttons():
    version = published()
    viewer = client_of("viewer")
    page = text(viewer.get(reverse("survey", args=[version.survey])))
    assert "New version" not in page
    assert reverse("survey-answers", args=[version.survey]) not in page
    assert viewer.get(reverse("survey-answers", args=[version.survey])).status_code == 403


@pytest.mark.parametrize(("language", "word"), [("fi", "Kyselyt"), ("sv", "Enkäter")])
def test_the_pages_speak_the_members_language(language, word):
    client = client_of("manager", language)
    assert word in text(client.get(reverse("surveys")))
    key = made(client)
    assert rules.question(draft(key).content, "trust")["purpose"]["of_whom"] in {
        "asiakkaiden yhteyshenkilöiltä",
        "kundernas kontaktpersoner",
    }
    assert "lang=sv" in text(client.get(reverse("survey-edit", args=[key])))
