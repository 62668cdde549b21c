"""The main job, as a new user does it: sign in, answer on a phone page, watch the score move with its interval."""

from __future__ import annotations

import re
import subprocess

import pytest

from tests.browser.conftest import SIZES
from tests.served import POLKU, Served, environment, password_in


@pytest.fixture
def company(tmp_path):
    """A served demo company of 20 accounts."""
    folder = tmp_path / "var"
    folder.mkdir()
    subprocess.run(
        [POLKU, "demo-reset", "--accounts", "20", "--yes"], env=environment(folder), check=True, capture_output=True
    )
    served = Served(folder, "--no-demo")
    yield served
    served.kill()


def answers_told(page) -> int:
    """The n in the sentence at the top of the page."""
    sentence = page.locator("main").inner_text()
    found = re.search(r"from ([\d,]+) answers", sentence)
    assert found, sentence
    return int(found[1].replace(",", ""))


def test_an_answer_on_the_phone_reaches_the_scoreboard_by_itself(chromium, company):
    password = password_in(company.wait("Ctrl-C stops it"))
    home = f"http://127.0.0.1:{company.port}"
    desk = chromium.new_context(base_url=home, locale="en").new_page()
    desk.goto("/")
    desk.fill("input[name=login]", "admin@polku.example")
    desk.fill("input[name=password]", password)
    desk.press("input[name=password]", "Enter")
    desk.wait_for_url(f"{home}/")
    desk.goto("/?metric=nps")
    before = answers_told(desk)

    other = desk.context.new_page()
    other.goto("/surveys/")
    other.get_by_role("link", name="Relationship pulse").first.click()
    other.wait_for_load_state()
    address = re.search(r"/s/[0-9a-f-]{36}/", other.content())[0]

    width, height = SIZES["phone"]
    phone = chromium.new_context(
        base_url=home, viewport={"width": width, "height": height}, locale="fi", java_script_enabled=False
    ).new_page()
    phone.goto(address)
    phone.locator("input[type=radio][value='10']").first.check(force=True)
    phone.locator("textarea").first.fill("Toimitus tuli juuri silloin kun luvattiin.")
    phone.locator("form[method=post] button[type=submit], form[method=post] button:not([name])").last.click()
    phone.wait_for_load_state()
    assert "Kiitos" in phone.locator("main").inner_text()

    desk.wait_for_function(
        "n => !document.querySelector('main').innerText.includes(`from ${n} answers`)",
        arg=before,
        timeout=60_000,
    )
    assert answers_told(desk) == before + 1
