"""A public log of a help desk, brought, drawn, compared with its plan and taken back by a person who reads Finnish."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from polku.flows.import_file import uploading
from polku.governance.gate import Viewer
from polku.governance.models import Upload
from polku.snapshot import build

DATA = Path(os.environ.get("POLKU_REAL_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))
LOG = DATA / "helpdesk_b2b" / "helpdesk.xes.gz"


@pytest.mark.skipif(not LOG.exists(), reason="real data lies beside the repository, not in it")
def test_the_help_desk_is_brought_drawn_compared_and_taken_back(signed_in, clean, shot, settings, tmp_path):
    settings.SNAPSHOT = tmp_path / "snapshot"
    page = signed_in("manager", language="fi")
    page.set_default_timeout(60_000)
    page.goto("/imports/new/")
    page.wait_for_selector("#file", state="attached")
    page.wait_for_load_state("load")
    page.set_input_files("#file", LOG)
    page.wait_for_selector("#look")
    look = page.url.split("#")[0]
    assert "21\u00a0348" in page.locator(".lead").inner_text()
    clean(page)
    shot(page, "log-look")
    page.click(".sheet-actions .btn-primary")
    page.wait_for_load_state("load")
    upload = Upload.objects.exclude(state="waiting").latest("pk")
    uploading.take_in(upload.key, actor=Viewer(member=upload.actor_id, role="manager"))
    build.refresh()
    page.goto("/journeys/events/")
    clean(page)
    page.click("text=Piirrä asiakaspolku näistä tapahtumista")
    assert page.input_value("#journey-name") == "Helpdesk"
    clean(page)
    shot(page, "log-draft")
    for tick in page.locator("input[type=checkbox]").all():
        tick.check()
    page.click("text=Piirrä asiakaspolku")
    page.wait_for_url("**/happened/")
    happened = page.url
    build.refresh()
    page.reload()
    told = page.locator("main").inner_text().replace("\u00a0", " ")
    assert "4 580 toteutuneesta polusta" in told
    assert "21 348 tapahtumaa" in told
    assert "226 " in told
    assert page.locator("main svg").count()
    clean(page)
    shot(page, "log-happened")
    page.focus(".compared a")
    assert page.locator(".compared a:focus .tip").is_visible(), "the keyboard is told what the mouse is"
    page.goto("/improvements/")
    clean(page)
    page.goto("/improvements/new/")
    clean(page)
    page.goto(look)
    page.click("text=Peru tuonti")
    build.refresh()
    page.goto(happened)
    assert "4 580" not in page.locator("main").inner_text().replace("\u00a0", " ")
