"""A page without figures says why: nobody has answered, or the figures are being worked out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.conf import settings as product

from polku.snapshot.build import refresh
from polku.snapshot.columns import FORMAT
from polku.snapshot.manifest import NAME
from tests.polku.web.workspace.scoreboard.looking import member, words

pytestmark = pytest.mark.django_db
WORKING = "The figures are being worked out."


def test_where_nobody_has_answered_the_page_says_what_to_do(admin):
    page = words(member().get("/"))
    assert "Nobody has answered yet" in page
    assert WORKING not in page


def test_after_a_new_format_every_page_of_figures_says_that_they_are_being_worked_out(company):
    manifest = Path(product.SNAPSHOT) / NAME
    manifest.write_text(json.dumps(json.loads(manifest.read_bytes()) | {"format": FORMAT - 1}))
    client = member()
    for address in ("/", "/wall/", "/perspectives/"):
        page = client.get(address)
        assert WORKING in words(page), address
        # It is asked for again by itself: by script, and without.
        assert 'data-pulse="/pulse/"' in page.content.decode()
        assert '<meta http-equiv="refresh"' in page.content.decode()
    refresh()
    assert WORKING not in words(client.get("/"))
    assert "Nobody has answered yet" not in words(client.get("/"))
