"""Imports as a person does them: a file dropped, its oddities decided, let in, seen on the scoreboard, undone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from polku.flows.import_file import receive, uploading
from polku.governance.gate import Viewer
from polku.governance.models import Member, Upload
from polku.insights.scores import Question, scores
from polku.snapshot import build

DATA = Path(os.environ.get("POLKU_REAL_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))
SFO = {year: DATA / f"sfo_customer_survey_{year}" / f"sfo_{year}.csv" for year in (2015, 2016, 2017)}
ANSWERS = "id,NPS,opinion,colour,day\n" + "".join(
    f"{n},{11 if n in {5, 9} else n % 11},Fine {n},{'red' if n % 2 else 'blue'},{n % 28 + 1}\n" for n in range(1, 61)
)


@pytest.fixture
def wave(tmp_path) -> Path:
    place = tmp_path / "wave 1.csv"
    place.write_text(ANSWERS)
    return place


@pytest.fixture(autouse=True)
def own_snapshot(settings, tmp_path) -> None:
    """Figures of another test's store would stand beside those of this one."""
    settings.SNAPSHOT = tmp_path / "snapshot"


@pytest.fixture
def working(transactional_db):
    """``working()`` does what the worker would with the file that was let in last."""

    def work() -> None:
        upload = Upload.objects.exclude(state="waiting").latest("pk")
        viewer = Viewer(member=upload.actor_id, role="manager")
        uploading.take_in(upload.key, actor=viewer)
        build.refresh()

    return work


def brought(content: str = ANSWERS, name: str = "wave 1.csv") -> str:
    """The address of a file that waits."""
    member, _made = Member.objects.get_or_create(email="bringer@example.com", defaults={"role": "manager"})
    key = receive(name, [content.encode()], actor=Viewer(member=member.pk, role="manager"))
    return f"/imports/{key}/"


def until(page, check) -> None:
    """Wait for it; the page's own rules let no script of ours wait inside it."""
    for _ in range(1200):
        if check():
            return
        page.wait_for_timeout(50)
    pytest.fail(f"waited in vain at {page.url}")


def chosen(page, place) -> None:
    """Choose a file when the page is whole: before its script came, the button would have to be pressed."""
    page.wait_for_selector("#file", state="attached")
    page.wait_for_load_state("load")
    page.set_input_files("#file", place)


def named(page) -> None:
    page.click("text=Say more of the file")
    page.fill("#id_survey", "Shop")
    page.fill("#id_month", "2026-05")
    page.fill("#id_wave", "May 2026")
    page.click("text=Save")


def decided(page, most: int = 40) -> None:
    """Take each suggestion, and where there is none the first choice."""
    for _ in range(most):
        if not page.locator("#decide .choose").count():
            return
        before = page.locator("#decide").inner_text()
        suggested = page.locator("#decide .choose .suggested")
        (suggested if suggested.count() else page.locator("#decide .choose button")).first.click()
        # What a decision brings to light may take its place, so their number alone says nothing.
        until(page, lambda before=before: changed(page, before))


def changed(page, before: str) -> bool:
    # All at once: between counting and reading, the element may have gone.
    return page.locator("#decide").all_inner_texts() != [before]


@pytest.mark.parametrize("look", [("phone", "dark", "fi"), ("laptop", "light", "sv"), ("wide", "dark", "en")])
def test_every_page_is_clean(signed_in, clean, shot, transactional_db, look):
    size, theme, language = look
    page = signed_in("manager", size=size, theme=theme, language=language)
    for address in ("/imports/", "/imports/new/", "/imports/mappings/"):
        page.goto(address)
        clean(page)
        shot(page, "imports" + address.replace("/imports", "").strip("/"), *look)
    address = brought()
    for more in ("", "?show=all", "?show=all&q=nothing", "about/", "form/", "columns/2/", "columns/4/", "mapping/"):
        page.goto(address + more)
        clean(page)
        shot(page, "import-" + more.strip("/?").replace("/", "-").replace("&", "-"), *look)
    page.goto("/imports/")
    clean(page)


STATES = {
    "reading": {},
    "arriving": {"rows": 1200},
    "failed": {"why": "The disk is full."},
    "landed": {"rows": 40, "new": 30, "answers": 80, "rejected": 2},
}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_state_of_a_file_is_clean(signed_in, clean, transactional_db, theme):
    page = signed_in("manager", size="phone", theme=theme)
    address = brought()
    for state, told in STATES.items():
        Upload.objects.update(state=state, told=told, progress=0.4)
        page.goto(address)
        clean(page)


@pytest.mark.parametrize("look", [("phone", "dark", "fi"), ("wide", "light", "sv"), ("laptop", "light", "en")])
def test_a_column_that_is_gone_is_found_by_its_new_name(signed_in, clean, shot, transactional_db, look):
    size, theme, language = look
    page = signed_in("manager", size=size, theme=theme, language=language)
    address = brought()
    upload = Upload.objects.get()
    upload.mapping["columns"]["Recommend us?"] = {"role": "answer", "kind": "nps", "definition": "nps"}
    upload.mapping["columns"].pop("NPS")
    upload.save()
    page.goto(address)
    clean(page)
    shot(page, "import-gone", *look)
    page.select_option("form.found select", "NPS")
    page.click("form.found button")
    assert not page.locator("form.found").count()
    assert Upload.objects.get().mapping["columns"]["NPS"]["question"] == "recommend_us"


@pytest.mark.parametrize("look", [("phone", "dark", "fi"), ("laptop", "light", "en")])
@pytest.mark.usefixtures("transactional_db")
def test_the_look_at_a_large_file_says_how_far_it_is_and_ends_by_itself(signed_in, clean, shot, monkeypatch, look):
    size, theme, language = look
    page = signed_in("manager", size=size, theme=theme, language=language)
    address = brought()
    monkeypatch.setattr("polku.web.workspace.imports.views.looking.under_way", lambda _key, viewer: 0.42)
    page.goto(address)
    assert "42" in page.locator("#coming").inner_text()
    clean(page)
    shot(page, "import-looking", *look)
    monkeypatch.undo()
    page.wait_for_selector("#look")


def test_pages_with_errors_are_clean(signed_in, clean, transactional_db, tmp_path):
    page = signed_in("manager", size="phone")
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 no workbook")
    page.goto("/imports/new/")
    chosen(page, broken)
    page.wait_for_selector(".sending .failed")
    clean(page)
    page.goto(brought() + "columns/2/")
    page.select_option("#id_role", "answer")
    page.select_option("#id_kind", "")
    page.click("text=Save")
    assert page.locator("[role=alert]").is_visible()
    clean(page)


def test_a_file_is_brought_decided_let_in_and_undone(signed_in, clean, wave, working):
    page = signed_in("manager")
    page.goto("/imports/")
    page.click("text=Bring in the first file")
    chosen(page, wave)
    page.wait_for_selector("#look")
    assert "first" in page.locator(".sheet-actions .btn-primary").inner_text(), "what is open stands on the button"
    named(page)
    decided(page)
    clean(page)
    page.click(".sheet-actions .btn-primary")
    page.wait_for_selector("#coming")
    clean(page)
    working()
    page.wait_for_selector(".landed-figures")
    clean(page)
    page.click("text=See it on Where are we today?")
    assert "Recommendation is" in page.locator("main").inner_text()
    page.goto("/imports/")
    page.click("td button:has-text('Undo')")
    assert "was undone" in page.locator(".notice").inner_text()
    clean(page)


def test_several_files_are_dropped_one_after_another(signed_in, clean, transactional_db):
    page = signed_in("manager")
    page.goto("/imports/new/")
    page.evaluate(
        """text => {
            const held = new DataTransfer();
            for (const name of ["one.csv", "two.csv"]) held.items.add(new File([text], name, {type: "text/csv"}));
            const place = document.querySelector("[data-drop]");
            place.dispatchEvent(new DragEvent("dragover", {dataTransfer: held, bubbles: true, cancelable: true}));
            place.dispatchEvent(new DragEvent("drop", {dataTransfer: held, bubbles: true, cancelable: true}));
        }""",
        ANSWERS,
    )
    until(page, lambda: page.locator(".sending a").count() == 2)
    clean(page)
    assert Upload.objects.count() == 2


def test_everything_works_without_a_script(signed_in, wave, working):
    page = signed_in("manager", javascript=False)
    page.goto("/imports/new/")
    chosen(page, wave)
    page.click("text=Read it")
    named(page)
    for _ in range(12):
        buttons = page.locator("#decide .choose button")
        if not buttons.count():
            break
        buttons.first.click()
    page.check("#tick-4") if page.locator("#tick-4").count() else page.goto(page.url.split("#")[0] + "?show=all")
    page.check("#tick-4")
    page.select_option("#role", "ignored")
    page.click("text=Apply")
    assert "1 column is now: Left out." in page.inner_text("body")
    page.click(".sheet-actions .btn-primary")
    working()
    page.reload()
    assert "rows have landed" in page.inner_text("main")


def test_a_keyboard_is_enough(signed_in, transactional_db):
    page = signed_in("manager")
    page.goto(brought())
    named(page)
    choices = page.locator("#decide .choose button")
    if choices.count():
        before = choices.count()
        choices.first.focus()
        page.keyboard.press("Enter")
        until(page, lambda: page.locator("#decide .choose button").count() < before)
    page.goto(page.url.split("#")[0] + "?show=all")
    page.focus("#q")
    page.keyboard.type("colo")
    assert page.locator("tr[data-words]:visible").count() == 1
    page.focus("#tick-4")
    page.keyboard.press("Space")
    assert page.is_checked("#tick-4")


def test_what_is_asked_of_a_column_follows_from_what_it_is(signed_in, transactional_db):
    page = signed_in("manager")
    page.goto(brought() + "columns/4/")
    page.select_option("#id_role", "background")
    assert not page.locator("#id_title").is_visible()
    page.select_option("#id_role", "answer")
    page.select_option("#id_kind", "single")
    assert page.locator("#id_title").is_visible()
    assert page.locator("#id_labels").is_visible()
    assert not page.locator("#id_low").is_visible()


def test_the_back_button_and_a_second_tab_find_one_import(signed_in, working):
    page = signed_in("manager")
    address = brought()
    page.goto(address)
    named(page)
    decided(page)
    other = page.context.new_page()
    other.goto(address)
    page.click(".sheet-actions .btn-primary")
    page.wait_for_selector("#coming")
    other.click(".sheet-actions .btn-primary")
    other.wait_for_selector("#coming")
    working()
    page.wait_for_selector(".landed-figures")
    # The other tab goes on by itself as well; two ways at once would stop each other.
    other.wait_for_selector(".landed-figures")
    page.go_back()
    assert page.locator("main").is_visible()
    other.goto("/imports/")
    assert other.locator("tbody tr").count() == 1


def airport(page, year: int) -> None:
    """Drop the file of a year and say which survey, wave and month it is."""
    page.goto("/imports/new/")
    chosen(page, SFO[year])
    page.wait_for_selector("#look")
    page.goto(page.url.split("#")[0] + "about/")
    page.fill("#id_survey", "Airport passengers")
    page.fill("#id_month", f"{year}-05")
    page.fill("#id_wave", f"May {year}")
    page.click("text=Save")
    page.wait_for_selector("#look")


def let_in(page, working, told: str) -> None:
    assert page.locator(".lead").inner_text() == told
    page.click(".sheet-actions .btn-primary")
    working()
    page.goto(page.url)


@pytest.mark.skipif(not SFO[2017].exists(), reason="real data lies beside the repository, not in it")
def test_the_airport_survey_of_2017_gives_its_published_figure(signed_in, clean, shot, working):
    page = signed_in("manager")
    page.set_default_timeout(120_000)  # a look at a hundred columns, on a full machine
    airport(page, 2017)
    odd = page.locator(".matter", has_text="NETPRO")
    assert "11 (84 rows)" in odd.inner_text(), "the code of the code book is offered before it is used"
    shot(page, "import-sfo-open")
    decided(page)
    clean(page)
    shot(page, "import-sfo-ready")
    let_in(page, working, "2,831 responses to 27 questions are ready to land.")
    assert "2,831 rows have landed." in page.locator(".lead").inner_text()
    shot(page, "import-sfo-landed")
    page.click("text=See it on Where are we today?")
    page.goto("/?show=nps")
    told = page.locator("main").inner_text().replace("\u00a0", " ")
    assert "40 (37 to 42) from 2,746 answers" in told
    total = scores(Question(metric="nps", by=(), weight="respondent"), viewer=Viewer(None, "viewer")).total.score
    assert (round(total.value, 2), round(total.low, 2), round(total.high, 2)) == (39.84, 37.18, 42.41)
    shot(page, "import-sfo-board")


@pytest.mark.skipif(not SFO[2017].exists(), reason="real data lies beside the repository, not in it")
def test_three_years_of_passengers_are_three_waves_with_a_trend(signed_in, clean, shot, working):
    page = signed_in("manager")
    page.set_default_timeout(120_000)
    rows = {2015: "2,958", 2016: "3,087", 2017: "2,831"}
    for year, number in rows.items():
        airport(page, year)
        decided(page)
        told = page.locator(".lead").inner_text()
        assert told.startswith(f"{number} responses"), told
        let_in(page, working, told)
        assert f"{number} rows have landed." in page.locator(".lead").inner_text()
    page.goto("/?show=csat5&by=wave")
    shot(page, "import-sfo-waves")
    waves = page.locator("main").text_content() or ""
    assert all(f"May {year}" in waves for year in rows)
    assert "Every answer counts once, though their files give them weights." in waves
    page.goto("/?show=csat5&by=wave&view=trend")
    shot(page, "import-sfo-trend")
    assert page.locator("main svg").count()
    clean(page)
    page.goto("/?show=csat5&weight=weighted")
    assert "Every answer counts by the weight in its file." in page.locator("main").inner_text()
    clean(page)
    shot(page, "import-sfo-weighted")
