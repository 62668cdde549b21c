"""A small company whose customers have answered for more than a year."""

from __future__ import annotations

import pytest

from tests.polku.web.workspace.company import made


@pytest.fixture
def company(settings, tmp_path):
    settings.SNAPSHOT = tmp_path / "snapshot"
    return made(months=14, a_month=12)
