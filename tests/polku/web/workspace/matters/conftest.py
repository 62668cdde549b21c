"""A page that is looked at until it is whole, and surveys whose truth is known."""

from __future__ import annotations

import time

import pytest

from tests.polku.answering import answer, place, refreshed  # noqa: F401 - fixtures
from tests.polku.web.workspace.company import made


@pytest.fixture
def company(settings, tmp_path):
    settings.SNAPSHOT = tmp_path / "snapshot"
    return made(months=14, a_month=12)


def looked(client, address: str = "/matters/"):
    """The page once it is counted: the first time the analysis may have to be compiled."""
    for _ in range(600):
        page = client.get(address)
        if b"<progress" not in page.content:
            return page
        time.sleep(0.5)
    raise AssertionError(f"{address} is still being counted")
