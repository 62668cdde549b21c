"""The pages of journeys as people use them, without a script."""

from __future__ import annotations

import html
import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from polku.governance.gate import Viewer
from polku.governance.models import Member
from polku.journeys import models, queries, services
from polku.web.workspace import words
from tests.polku.web.workspace import company

pytestmark = pytest.mark.django_db
NOBODY = Viewer(member=None, role="admin")


def client_of(role, language="en"):
    client = Client()
    client.force_login(Member.objects.create_user(f"{role}@example.com", role=role, language=language))
    return client


@pytest.fixture
def manager():
    return client_of("manager")


def text(answer):
    """What is read on the page."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def names(journey):
    """The map as it stands: the names of each column's cards."""
    found = queries.journey_map(journey.key, viewer=NOBODY)
    return [[card.name for card in phase.touchpoints] for phase in found.phases]


def point(name):
    return models.Touchpoint.objects.get(names__en=name)


@pytest.fixture
def journey(db):
    """Three phases, the first with A, B and C."""
    details = services.JourneyDetails(names={"en": "First project", "fi": "Ensimmäinen hanke"})
    pk = services.create_journey(details, actor=NOBODY)
    first = models.Phase.objects.filter(journey=pk).order_by("position")[0]
    for name in "ABC":
        services.add_touchpoint(first.pk, services.TouchpointDetails(names={"en": name}), actor=NOBODY)
    return models.Journey.objects.get(pk=pk)


def arrange(client, journey, **asked):
    return client.post(reverse("journey-arrange", args=[journey.key]), asked, follow=True)


def seen(journey):
    return queries.journey_map(journey.key, viewer=NOBODY).arrangement


def test_the_empty_list_teaches_and_offers_to_begin(manager):
    told = text(manager.get(reverse("journeys")))
    assert "Draw the first journey" in told
    assert "Begin with phases by value" in told
    assert "Begin with" not in text(client_of("viewer").get(reverse("journeys")))


@pytest.mark.parametrize(
    ("scheme", "stages"),
    [("purchase", ["before", "during", "after"]), ("value", ["pre_service", "core_service", "post_service"])],
)
def test_a_new_journey_begins_with_the_phases_of_its_scheme(manager, scheme, stages):
    once = str(uuid4())
    form = {"names_en": "First project", "purpose_en": "Get the lights up", "scheme": scheme, "once": once}
    for _twice in range(2):
        answer = manager.post(reverse("journey-new"), form)
        assert answer["Location"] == reverse("journey-edit", args=[once])
    row = models.Journey.objects.get()
    assert list(row.phases.order_by("position").values_list("stage", flat=True)) == stages
    assert "Get the lights up" in text(manager.get(reverse("journeys")))


def test_a_journey_without_a_name_keeps_what_was_written(manager):
    answer = manager.post(reverse("journey-new"), {"purpose_en": "Get the lights up", "scheme": "value"})
    assert answer.status_code == 422
    assert "Give it a name in at least one language." in text(answer)
    assert b"Get the lights up" in answer.content
    assert not models.Journey.objects.exists()


def test_the_map_shows_scores_with_interval_and_n_and_the_sentence_above():
    made = company.made(months=14)
    journey = models.Journey.objects.get()
    page = client_of("viewer").get(reverse("journey", args=[journey.key]))
    told = text(page)
    weakest = point("Installation at the site and first use")
    assert "Installation at the site and first use is rated below the other touchpoints of this journey: Ease −" in told
    assert "Surely below target: Installation at the site and first use" in told
    card = page.content.decode().split(f'id="t-{weakest.key}"')[1].split("</li>")[0]
    assert re.search(r'<strong class="num">3\.\d\d</strong> <span class="num between">3\.\d\d to \d\.\d\d', card)
    assert re.search(r"<span>\d+ answers</span>", card)
    assert "<svg" in card
    assert f"touchpoint={made.touchpoints['Web site']}" in page.content.decode()
    assert "Edit the map" not in told
    assert "5 of 5 touchpoints have a score." in text(client_of("contributor").get(reverse("journeys")))
    assert "8 answers, still few" in told


def test_what_is_not_measured_says_what_to_ask(manager, journey):
    told = text(manager.get(reverse("journey", args=[journey.key])))
    assert "Nothing on this map is measured yet." in told
    assert "Not measured yet Ask: Ease (CES, 1 to 7) To surveys" in told


def test_a_map_that_ends_at_the_purchase_is_flagged(manager, journey):
    address = reverse("journey", args=[journey.key])
    assert "This map ends at the purchase." in text(manager.get(address))
    after = journey.phases.get(stage="after")
    manager.post(reverse("touchpoint-new", args=[after.key]), {"name": "Everyday use"})
    assert "This map ends at the purchase." not in text(manager.get(address))


def test_a_card_goes_up_down_and_across_and_back_again(manager, journey):
    a = point("A")
    answer = arrange(manager, journey, touchpoint=a.key, do="down", seen=seen(journey))
    assert "Moved: A. Before purchase, place 2 of 3." in text(answer)
    assert names(journey) == [["B", "A", "C"], [], []]
    answer = arrange(manager, journey, touchpoint=a.key, do="right", seen=seen(journey))
    assert names(journey) == [["B", "C"], ["A"], []]
    undo = re.search(r'action="([^"]+/arrange/\?[^"]+)"', answer.content.decode())[1]
    manager.post(html.unescape(undo))
    assert names(journey) == [["B", "A", "C"], [], []]
    arrange(manager, journey, touchpoint=a.key, do="to", column=journey.phases.get(stage="after").key, place="0")
    assert names(journey) == [["B", "C"], [], ["A"]]


def test_at_the_end_of_the_road_a_card_stays(manager, journey):
    for name, way in (("A", "up"), ("A", "left"), ("C", "down")):
        assert "is already there" in text(arrange(manager, journey, touchpoint=point(name).key, do=way))
    assert names(journey) == [["A", "B", "C"], [], []]


def test_a_phase_goes_earlier_and_later(manager, journey):
    first = journey.phases.get(stage="before")
    arrange(manager, journey, phase=first.key, do="right", seen=seen(journey))
    assert names(journey) == [[], ["A", "B", "C"], []]
    arrange(manager, journey, phase=first.key, do="to", place="2", seen=seen(journey))
    assert names(journey) == [[], [], ["A", "B", "C"]]


def test_a_move_on_a_map_that_somebody_else_changed_is_told_and_does_nothing(manager, journey):
    before = seen(journey)
    services.move_touchpoint(point("C").pk, phase=point("C").phase_id, position=0, actor=NOBODY)
    answer = arrange(manager, journey, touchpoint=point("A").key, do="down", seen=before)
    assert "Somebody else changed this while you looked." in text(answer)
    assert names(journey) == [["C", "A", "B"], [], []]


FULL = {
    "names_fi": "Asennus",
    "names_sv": "Montering",
    "names_en": "Installation",
    "channel": "physical",
    "owner": "partner",
    "partner": "Fitters Ltd",
    "interactive": "no",
    "layer": "extended",
    "kinds": ["delivery", "hybrid"],
    "aim": "ease",
    "stated_importance": "5",
    "target_metric": "csat5",
    "target_value": "82.5",
}


def test_a_touchpoint_keeps_every_field_and_is_added_once_however_often_it_is_sent(manager, journey):
    phase = journey.phases.get(stage="after")
    form = {**FULL, "once": str(uuid4())}
    for _twice in range(2):
        answer = manager.post(reverse("touchpoint-new", args=[phase.key]), form)
        assert answer["Location"].endswith(f"#t-{form['once']}")
    row = phase.touchpoints.get()
    assert row.names == {"fi": "Asennus", "sv": "Montering", "en": "Installation"}
    told = (row.channel, row.owner, row.partner, row.interactive, row.layer, row.kinds, row.aim)
    assert told == ("physical", "partner", "Fitters Ltd", False, "extended", ["delivery", "hybrid"], "ease")
    assert (row.stated_importance, row.target_metric, row.target_value) == (5, "csat5", 0.825)
    form = manager.get(reverse("touchpoint", args=[row.key])).context["form"]
    assert form["target_value"].value() == 82.5
    again = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    assert manager.post(reverse("touchpoint", args=[row.key]), again).status_code == 302
    kept = models.Touchpoint.objects.get(pk=row.pk)
    assert kept.mark == row.mark
    card = text(manager.get(reverse("journey", args=[journey.key]))).split("Installation")[1]
    for shown in ("Fitters Ltd", "Extended experience", "Aim: ease", "On site", "passive", "importance 5 of 5"):
        assert shown in card


def test_a_quick_touchpoint_needs_only_a_name_and_is_added_once(manager, journey):
    address = reverse("touchpoint-new", args=[journey.phases.get(stage="during").key])
    form = {"name": "Order", "once": str(uuid4())}
    manager.post(address, form)
    manager.post(address, form)
    assert names(journey)[1] == ["Order"]
    assert "Give it a name in at least one language." in text(manager.post(address, {"name": " "}, follow=True))


@pytest.mark.parametrize(
    ("aim", "interactive", "metric"),
    [("ease", "yes", "ces7"), ("ease", "no", "csat5"), ("exceed", "yes", "disconfirmation")],
)
def test_the_aim_proposes_the_metric_of_a_target_without_one(manager, journey, aim, interactive, metric):
    form = {**FULL, "aim": aim, "interactive": interactive, "target_metric": "", "target_value": "1"}
    manager.post(reverse("touchpoint", args=[point("A").key]), form)
    assert point("Installation").target_metric == metric


def test_a_chosen_metric_is_not_overwritten_by_the_aim(manager, journey):
    key = point("A").key
    manager.post(reverse("touchpoint", args=[key]), {**FULL, "aim": "exceed"})
    assert point("Installation").target_metric == "csat5"
    manager.post(reverse("touchpoint", args=[key]), {**FULL, "target_metric": "", "target_value": ""})
    assert point("Installation").target_metric == ""


@pytest.mark.parametrize(
    ("change", "field", "told"),
    [
        ({"target_value": "150"}, "target_value", "This metric goes from 0 to 100."),
        ({"target_value": "nine"}, "target_value", "Enter a number."),
        ({"target_metric": "nps", "target_value": "40"}, "target_metric", "Recommending is not asked after a routine"),
        ({"names_fi": "", "names_sv": "", "names_en": " "}, "names_en", "Give it a name in at least one language."),
        ({"aim": "please"}, "aim", "Select a valid choice."),
    ],
)
def test_a_faulty_touchpoint_is_told_at_its_field_and_loses_nothing(manager, journey, change, field, told):
    answer = manager.post(reverse("touchpoint", args=[point("A").key]), {**FULL, **change})
    assert answer.status_code == 422
    assert any(told in error for error in answer.context["form"].errors[field])
    assert b"Fitters Ltd" in answer.content
    assert point("A").partner == ""


def test_a_number_is_written_as_the_readers_language_writes_it(journey):
    client = client_of("manager", "fi")
    client.post(reverse("touchpoint", args=[point("A").key]), {**FULL, "target_value": "82,5"})
    row = point("Installation")
    assert row.target_value == 0.825
    assert b'value="82,5"' in client.get(reverse("touchpoint", args=[row.key])).content


def test_an_edit_of_what_somebody_else_changed_is_told_and_saving_again_is_a_choice(manager, journey):
    row = point("A")
    address = reverse("touchpoint", args=[row.key])
    form = {**FULL, "seen": row.mark}
    services.update_touchpoint(row.pk, services.TouchpointDetails(names={"en": "Theirs"}), actor=NOBODY)
    answer = manager.post(address, form)
    assert answer.status_code == 422
    assert "Somebody else changed this while you looked." in text(answer)
    assert b"Fitters Ltd" in answer.content
    assert "It now says: Theirs." in text(answer)
    assert point("Theirs").partner == ""
    form["seen"] = answer.context["form"]["seen"].value()
    assert manager.post(address, form).status_code == 302
    assert point("Installation").partner == "Fitters Ltd"


def test_the_summary_of_errors_names_the_group_and_the_language(manager, journey):
    answer = manager.post(reverse("phase-new", args=[journey.key]), {"names_en": "x" * 201})
    assert answer.status_code == 422
    assert "Name, in English" in text(answer)


def test_a_phase_called_as_its_stage_says_it_once(manager, journey):
    phase = models.Phase.objects.filter(journey=journey).exclude(stage="").first()
    stage = words.word("stage", phase.stage)
    address = reverse("journey-edit", args=[journey.key])
    assert f"<p>{stage}</p>" in manager.get(address).content.decode()
    models.Phase.objects.filter(pk=phase.pk).update(names={"en": stage})
    told = manager.get(address).content.decode().partition(f'id="p-{phase.key}"')[2].partition("column-body")[0]
    assert f"<p>{stage}</p>" not in told


def test_a_phase_is_added_named_in_three_languages_and_given_a_stage(manager, journey):
    once = str(uuid4())
    form = {"names_fi": "Käyttö", "names_sv": "Användning", "names_en": "Use", "stage": "after", "once": once}
    manager.post(reverse("phase-new", args=[journey.key]), form)
    manager.post(reverse("phase-new", args=[journey.key]), form)
    row = journey.phases.get(key=once)
    assert (row.names, row.stage, row.position) == ({"fi": "Käyttö", "sv": "Användning", "en": "Use"}, "after", 3)
    address = reverse("phase", args=[once])
    manager.post(address, {"names_en": "Everyday use", "about_en": "Uses it", "stage": "", "seen": row.mark})
    row.refresh_from_db()
    assert (row.names, row.about, row.stage) == ({"en": "Everyday use"}, {"en": "Uses it"}, "")
    assert manager.post(address, {"names_en": "", "stage": ""}).status_code == 422
    stale = manager.post(address, {"names_en": "Mine", "stage": "", "seen": "another"})
    assert "Somebody else changed this" in text(stale)


@pytest.mark.parametrize("kind", ["touchpoint", "phase", "journey"])
def test_what_is_taken_away_comes_back_by_the_notice(manager, journey, kind):
    thing = {"touchpoint": point("B"), "phase": point("B").phase, "journey": journey}[kind]
    for _twice in range(2):
        answer = manager.post(reverse(f"{kind}-delete", args=[thing.key]), follow=True)
    undo = reverse(f"{kind}-restore", args=[thing.key])
    assert f'action="{undo}"' in answer.content.decode()
    if kind == "journey":
        assert manager.get(reverse("journey", args=[journey.key])).status_code == 404
    else:
        assert "B" not in names(journey)[0]
    for _twice in range(2):
        answer = manager.post(undo, follow=True)
        assert "Brought back" in text(answer)
    assert names(journey) == [["A", "B", "C"], [], []]


def test_the_last_phase_stays(manager, journey):
    for phase in journey.phases.exclude(stage="before"):
        services.delete_phase(phase.pk, actor=NOBODY)
    only = journey.phases.get(stage="before")
    answer = manager.post(reverse("phase-delete", args=[only.key]), follow=True)
    assert "A journey keeps at least one phase." in text(answer)
    assert names(journey) == [["A", "B", "C"]]


def test_a_touchpoint_of_a_phase_that_is_gone_says_so_when_it_is_brought_back(manager, journey):
    row = point("B")
    manager.post(reverse("touchpoint-delete", args=[row.key]))
    services.delete_phase(row.phase_id, actor=NOBODY)
    answer = manager.post(reverse("touchpoint-restore", args=[row.key]), follow=True)
    assert "This phase is not there any more." in text(answer)


def test_a_journey_is_copied_once_with_its_names_told_as_copies(manager, journey):
    once = str(uuid4())
    for _twice in range(2):
        answer = manager.post(reverse("journey-copy", args=[journey.key]), {"once": once})
        assert answer["Location"] == reverse("journey-details", args=[once])
    copy = models.Journey.objects.get(key=once)
    assert copy.names == {"en": "First project (copy)", "fi": "Ensimmäinen hanke (kopio)"}
    assert names(copy) == names(journey)
    assert models.Journey.objects.count() == 2


def test_a_journey_is_described_anew_and_a_stale_description_is_told(manager, journey):
    address = reverse("journey-details", args=[journey.key])
    form = {"names_en": "Next project", "purpose_en": "Again", "scheme": "value", "seen": journey.mark}
    form["buyer_kind"] = "repeat"
    assert manager.post(address, form).status_code == 302
    journey.refresh_from_db()
    told = (journey.names, journey.purpose, journey.scheme, journey.buyer_kind)
    assert told == ({"en": "Next project"}, {"en": "Again"}, "value", "repeat")
    assert "Somebody else changed this" in text(manager.post(address, {**form, "names_en": "Mine"}))
    assert "By value" in text(manager.get(reverse("journey", args=[journey.key])))


def test_journeys_change_places_in_the_list(manager, journey):
    services.create_journey(services.JourneyDetails(names={"en": "Second"}), actor=NOBODY)
    place = reverse("journey-place", args=[journey.key])
    assert "Moved: First project, journey 2 of 2." in text(manager.post(place, {"do": "down"}, follow=True))
    assert "is already there" in text(manager.post(place, {"do": "down"}, follow=True))
    told = text(manager.get(reverse("journeys")))
    assert told.index("Second") < told.index("First project")


def test_what_was_asked_of_a_phase_or_card_that_is_gone_is_told(manager, journey):
    assert "not there any more" in text(arrange(manager, journey, touchpoint=uuid4(), do="up"))
    assert "not there any more" in text(arrange(manager, journey, phase=uuid4(), do="left"))
    lost = {"touchpoint": point("A").key, "do": "to", "column": uuid4()}
    assert "not there any more" in text(arrange(manager, journey, **lost))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fi", ("Ennen ostoa", "Ei vielä mitattu", "Ydinkokemus", "Tavoite: vaivattomuus", "Muokkaa karttaa")),
        ("sv", ("Före köpet", "Mäts inte ännu", "Kärnupplevelse", "Mål: enkelhet", "Redigera kartan")),
    ],
)
def test_the_map_speaks_the_readers_language(journey, language, words):
    told = text(client_of("manager", language).get(reverse("journey", args=[journey.key])))
    for word in words:
        assert word in told


def test_only_designers_reach_the_editor_and_are_shown_its_doors(journey):
    viewer = client_of("viewer")
    for name in ("journey-edit", "journey-details", "phase-new"):
        assert viewer.get(reverse(name, args=[journey.key])).status_code == 403
    assert viewer.post(reverse("journey-delete", args=[journey.key])).status_code == 403
    page = viewer.get(reverse("journey", args=[journey.key])).content.decode()
    assert "/edit/" not in page
    assert f"/journeys/touchpoints/{point('A').key}/" not in page
