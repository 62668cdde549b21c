"""The pages of journeys in a real browser: axe finds nothing, and mouse, keyboard or no script suffices."""

from __future__ import annotations

import re

import pytest

from polku.governance.gate import Viewer
from polku.journeys import models, queries, services
from tests.polku.web.workspace import company

NOBODY = Viewer(member=None, role="admin")
LOOKS = [
    ("laptop", "light", "en"),
    ("phone", "dark", "fi"),
    ("phone", "light", "sv"),
    ("wide", "dark", "fi"),
]
LONG = "Käyttöönottokoulutuksen jälkeinen käytettävyystiedustelupuhelu asennusurakoitsijalle"


def drawn(*columns, scheme="purchase"):
    """A journey whose columns hold touchpoints of these names."""
    details = services.JourneyDetails(names={"en": "Project", "fi": "Hanke"}, scheme=scheme)
    pk = services.create_journey(details, actor=NOBODY)
    phases = models.Phase.objects.filter(journey=pk).order_by("position")
    for phase, names in zip(phases, columns, strict=False):
        for name in names:
            services.add_touchpoint(phase.pk, services.TouchpointDetails(names={"en": name}), actor=NOBODY)
    return models.Journey.objects.get(pk=pk)


def names(journey):
    found = queries.journey_map(journey.key, viewer=NOBODY)
    return [[card.name for card in phase.touchpoints] for phase in found.phases]


def point(name):
    return models.Touchpoint.objects.get(names__en=name)


def pages(journey):
    some = models.Touchpoint.objects.filter(phase__journey=journey).first()
    phase = models.Phase.objects.filter(journey=journey).first()
    return {
        "list": "/journeys/",
        "new": "/journeys/new/",
        "map": f"/journeys/{journey.key}/",
        "edit": f"/journeys/{journey.key}/edit/",
        "details": f"/journeys/{journey.key}/details/",
        "phase-new": f"/journeys/{journey.key}/phases/new/",
        "phase": f"/journeys/phases/{phase.key}/",
        "touchpoint-new": f"/journeys/phases/{phase.key}/touchpoints/",
        **({"touchpoint": f"/journeys/touchpoints/{some.key}/"} if some else {}),
    }


@pytest.fixture
def store(address):
    """The company with its measured journey, an empty journey, and a large one with long names."""
    company.made(months=14)
    measured = models.Journey.objects.get()
    empty = drawn()
    large = drawn(*([f"{LONG} {column}-{row}" for row in range(20)] for column in range(3)))
    for name in ("Uses", "Looks back", "Tells others"):
        phase = services.add_phase(large.pk, services.PhaseDetails(names={"en": name}), actor=NOBODY)
        services.add_touchpoint(phase, services.TouchpointDetails(names={"en": name}), actor=NOBODY)
    partner = services.TouchpointDetails(
        names={"fi": LONG}, owner="partner", partner=LONG, channel="phone", aim="exceed"
    )
    first = models.Phase.objects.filter(journey=measured).order_by("position")[0]
    services.add_touchpoint(first.pk, partner, actor=NOBODY)
    return {"measured": measured, "empty": empty, "large": large}


def test_the_map_shows_that_more_phases_follow_until_the_last_is_reached(signed_in, address):
    journey = drawn(["A"], ["B"], ["C"])
    page = signed_in("manager")
    page.set_viewport_size({"width": 1000, "height": 700})
    page.goto(f"/journeys/{journey.key}/")
    page.wait_for_function("getComputedStyle(document.querySelector('.map-frame')).getPropertyValue('--fade') != '0px'")
    page.locator(".map-frame").evaluate("frame => { frame.scrollLeft = frame.scrollWidth }")
    page.wait_for_function("getComputedStyle(document.querySelector('.map-frame')).getPropertyValue('--fade') == '0px'")


@pytest.mark.parametrize("look", LOOKS, ids="-".join)
def test_axe_finds_nothing_on_any_page(signed_in, store, clean, shot, look):
    size, theme, language = look
    page = signed_in("manager", size=size, theme=theme, language=language)
    for kind, journey in store.items():
        for name, address in pages(journey).items():
            if kind == "measured" or (name in {"map", "edit"} and (kind == "empty" or look in LOOKS[:2])):
                page.goto(address)
                shot(page, f"journey-{kind}-{name}", size, theme, language)
                clean(page)


@pytest.mark.parametrize("role", ["manager", "viewer"])
def test_axe_finds_nothing_where_there_is_nothing_yet(signed_in, clean, shot, role):
    page = signed_in(role)
    page.goto("/journeys/")
    shot(page, "journey-none", role)
    clean(page)


def test_axe_finds_nothing_among_errors(signed_in, clean, shot, address):
    journey = drawn(["A"])
    page = signed_in("manager")
    page.goto(f"/journeys/touchpoints/{point('A').key}/")
    page.get_by_label("English").fill("")
    page.get_by_label("Target", exact=False).last.fill("nine")
    page.get_by_role("button", name="Save").click()
    shot(page, "journey-touchpoint-error")
    clean(page)
    assert names(journey) == [["A"], [], []]


def drag(page, grip, over, *, below=False):
    place = page.locator(over).bounding_box()
    page.locator(grip).hover()
    page.mouse.down()
    y = place["y"] + (place["height"] - 4 if below else 6)
    page.mouse.move(place["x"] + 60, place["y"] + place["height"] / 2, steps=12)
    page.mouse.move(place["x"] + 60, y, steps=6)
    page.mouse.up()


def test_a_card_is_dragged_within_its_phase_and_to_another(signed_in, address):
    journey = drawn(["A", "B", "C"], ["D"])
    page = signed_in("manager", size="wide")
    page.goto(f"/journeys/{journey.key}/edit/")
    drag(page, f"#t-{point('C').key} [data-grip]", f"#t-{point('A').key}")
    page.get_by_text("Moved: C. Before purchase, place 1 of 3.").wait_for()
    assert names(journey) == [["C", "A", "B"], ["D"], []]
    drag(page, f"#t-{point('C').key} [data-grip]", f"#t-{point('D').key}", below=True)
    page.get_by_text("Moved: C. During purchase").wait_for()
    assert names(journey)[0] == ["A", "B"]
    assert sorted(names(journey)[1]) == ["C", "D"]
    page.get_by_role("button", name="Undo").click()
    page.wait_for_url("**/edit/**")
    assert names(journey) == [["C", "A", "B"], ["D"], []]


def test_columns_stand_apart_and_hold_what_is_in_them(signed_in, address):
    journey = drawn(["A"], [LONG], ["C"])
    for size in ("laptop", "wide"):
        page = signed_in("manager", size=size)
        page.goto(f"/journeys/{journey.key}/edit/")
        boxes = [one.bounding_box() for one in page.locator(".column").all()]
        inner = [one.bounding_box() for one in page.locator(".add-line .btn").all()]
        for left, button, right in zip(boxes, inner, [*boxes[1:], None], strict=True):
            assert button["x"] + button["width"] <= left["x"] + left["width"] + 1
            assert right is None or left["x"] + left["width"] + 8 <= right["x"]


def test_a_phase_is_dragged(signed_in, address):
    journey = drawn(["A"], ["B"])
    first, second = models.Phase.objects.filter(journey=journey).order_by("position")[:2]
    page = signed_in("manager", size="wide")
    page.goto(f"/journeys/{journey.key}/edit/")
    place = page.locator(f"#p-{second.key}").bounding_box()
    page.locator(f"#p-{first.key} [data-phase-grip]").hover()
    page.mouse.down()
    page.mouse.move(place["x"] + place["width"] - 30, place["y"] + 20, steps=20)
    page.mouse.up()
    page.get_by_text("Moved: Before purchase, phase 2 of 3.").wait_for()
    assert names(journey) == [["B"], ["A"], []]


def test_the_keyboard_moves_a_card_and_keeps_its_focus_while_a_live_region_tells(signed_in, address):
    journey = drawn(["A", "B", "C"], ["D"])
    key = point("A").key
    page = signed_in("manager")
    page.goto(f"/journeys/{journey.key}/edit/")
    page.get_by_role("button", name="Move down: A").focus()
    for place in (2, 3):
        page.keyboard.press("Enter")
        page.get_by_role("status").get_by_text(f"Moved: A. Before purchase, place {place} of 3.").wait_for()
        assert page.evaluate("document.activeElement.id") == f"d-{key}"
    page.keyboard.press("Enter")
    assert names(journey) == [["B", "C", "A"], ["D"], []]
    page.get_by_role("button", name="To the next phase: A").focus()
    page.keyboard.press("Enter")
    page.get_by_role("status").get_by_text("Moved: A. During purchase, place 2 of 2.").wait_for()
    assert page.evaluate("document.activeElement.id") == f"r-{key}"
    assert page.url.endswith("/edit/")
    assert not page.problems


def test_a_move_on_a_map_that_somebody_else_changed_is_told_and_the_map_is_as_it_is_now(signed_in, address):
    journey = drawn(["A", "B", "C"])
    page = signed_in("manager")
    page.goto(f"/journeys/{journey.key}/edit/")
    services.move_touchpoint(point("C").pk, phase=point("C").phase_id, position=0, actor=NOBODY)
    page.get_by_role("button", name="Move down: A").press("Enter")
    page.get_by_role("status").get_by_text("Somebody else changed this while you looked.").wait_for()
    assert page.locator(".tp h3").all_inner_texts() == ["C", "A", "B"]
    assert names(journey) == [["C", "A", "B"], [], []]


def test_whoever_was_signed_out_meanwhile_does_not_lose_the_map(signed_in, address):
    journey = drawn(["A", "B"])
    page = signed_in("manager")
    page.goto(f"/journeys/{journey.key}/edit/")
    page.context.clear_cookies()
    page.get_by_role("button", name="Move down: A").press("Enter")
    page.wait_for_url("**/sign-in/**")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_journey_is_drawn_by_keyboard_on_a_phone(signed_in, address, javascript):
    page = signed_in("manager", size="phone", javascript=javascript)
    page.goto("/journeys/")
    page.get_by_role("link", name="Begin with phases by purchase").press("Enter")
    page.get_by_role("group", name="Name").get_by_label("English").press_sequentially("First project")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/edit/(#.*)?$"))
    for name in ("Web site", "Showroom"):
        page.get_by_label("New touchpoint in Before purchase").press_sequentially(name)
        page.keyboard.press("Enter")
        page.get_by_text(f"Added: {name}.").wait_for()
    page.get_by_role("button", name="Move up: Showroom").press("Enter")
    page.get_by_text("Moved: Showroom. Before purchase, place 1 of 2.").wait_for()
    page.get_by_role("button", name="To the next phase: Showroom").press("Enter")
    page.get_by_text("Moved: Showroom. During purchase, place 1 of 1.").wait_for()
    page.get_by_role("button", name="Take off the map: Web site").press("Enter")
    page.get_by_text("Web site was taken off the map.").wait_for()
    page.get_by_role("button", name="Undo").press("Enter")
    page.get_by_text("Brought back: Web site.").wait_for()
    journey = models.Journey.objects.get()
    assert names(journey) == [["Web site"], ["Showroom"], []]
    page.goto(f"/journeys/{journey.key}/")
    assert "This map ends at the purchase." not in page.locator("main").inner_text() or names(journey)[2] == []


def test_the_aim_proposes_the_metric_and_leaves_a_chosen_one(signed_in, address):
    drawn(["A"])
    page = signed_in("manager")
    page.goto(f"/journeys/touchpoints/{point('A').key}/")
    metric = page.get_by_label("Metric")
    assert "Ease (CES, 1 to 7)" in metric.locator("option").first.inner_text()
    page.get_by_label("Exceed expectations").check()
    assert "Against expectation" in metric.locator("option").first.inner_text()
    assert metric.input_value() == ""
    metric.select_option("csat5")
    page.get_by_label("Make it easy").check()
    assert metric.input_value() == "csat5"
    assert page.locator("[data-proposal]:visible").count() == 1


@pytest.mark.parametrize("count", [0, 1, 15, 36, 60])
def test_the_map_prints_on_one_page(signed_in, address, count):
    journey = drawn(
        *(
            [f"Kosketuspiste {column}-{row}" for row in range(count // 3 or (count and not column))]
            for column in range(3)
        )
    )
    page = signed_in("manager", language="fi")
    page.goto(f"/journeys/{journey.key}/")
    paper = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1


HEIGHTS = """() => [...document.querySelectorAll('.columns .tp')].map((card) => {
  const last = card.lastElementChild.getBoundingClientRect(), all = card.getBoundingClientRect();
  return Math.round(all.bottom - last.bottom);
})"""
TOPS = """() => [...document.querySelectorAll('.column')].map((one) => {
  const cards = one.querySelector('.cards'), top = one.querySelector('.column-top');
  return Math.round(cards.getBoundingClientRect().top - top.getBoundingClientRect().bottom);
})"""


@pytest.mark.parametrize("size", ["phone", "laptop", "wide"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_cards_have_their_natural_height_and_stand_at_the_top(signed_in, store, shot, size, theme):
    page = signed_in("viewer", size=size, theme=theme)
    uneven = drawn(["Web site", "Order", "Workshop with the planners", "Offer"], ["Delivery"], ["Use", "Service"])
    for name, journey in (("measured", store["measured"]), ("uneven", uneven)):
        page.goto(f"/journeys/{journey.key}/")
        shot(page, f"journey-heights-{name}", size, theme)
        assert max(page.evaluate(HEIGHTS)) <= 20
        assert max(page.evaluate(TOPS)) <= 80
