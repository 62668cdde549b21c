"""Journeys designed in a real browser: begun from a template, in three languages, on a phone and on a wide screen."""

from __future__ import annotations

import pytest

from polku.journeys import models

LOOKS = [("phone", "dark", "fi"), ("laptop", "light", "sv"), ("wide", "light", "en")]


@pytest.mark.parametrize("look", LOOKS, ids="-".join)
def test_a_journey_begins_from_a_template_on_every_screen(signed_in, clean, shot, look):
    size, theme, language = look
    page = signed_in("manager", size=size, theme=theme, language=language, javascript=size != "phone")
    page.goto("/journeys/new/")
    page.locator("#template-offer summary").click()
    shot(page, "template", *look)
    if size != "phone":
        clean(page)
    page.locator("#template-offer button").click()
    page.wait_for_url("**/edit/**")
    shot(page, "template-edit", *look)
    page.goto(f"/journeys/{models.Journey.objects.get().key}/")
    shot(page, "template-map", *look)
    assert models.Touchpoint.objects.count() == 12
