"""Fixtures: a snapshot folder of its own for each test, and answers to fill it with."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count

import pytest

from polku.snapshot import build, read
from polku.surveys.services import Respondent, store_response
from tests.polku.surveys.making import cleaned

_once = count()


@pytest.fixture
def place(settings, tmp_path):
    settings.SNAPSHOT = tmp_path / "snapshot"
    return settings.SNAPSHOT


@pytest.fixture
def refreshed(place):
    """Build, then open what was built."""

    def refresh(**more):
        build.refresh(**more)
        return read.open_snapshot()

    return refresh


@pytest.fixture
def answer():
    """Store one answer, in the middle of a month."""

    def store(version, month="2026-03", *, respondent=None, language="en", wave="", touchpoint=None, **given):
        year, number = map(int, month.split("-"))
        return store_response(
            version,
            cleaned(version, language=language, **given),
            once_key=f"once-{next(_once)}",
            respondent=respondent or Respondent(),
            wave=wave,
            touchpoint=touchpoint,
            now=datetime(year, number, 15, 12, tzinfo=UTC),
        )

    return store
