"""What every test of the store stands on: one viewer a role, and a snapshot of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from uuid import uuid4

import pytest

from polku.governance.gate import Viewer
from polku.governance.models import Member


@pytest.fixture(autouse=True)
def own_snapshot(settings) -> Iterator[None]:
    """Where figures are read: else a test would find the parts that another one left."""
    folder = settings.VAR / f"snapshot-{uuid4().hex}"
    settings.SNAPSHOT = folder
    yield
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def admin(db) -> Viewer:
    member = Member.objects.create_user("admin@example.com", "long enough pass", role="admin", name="Aino Admin")
    return Viewer(member=member.pk, role="admin")


@pytest.fixture
def manager(db) -> Viewer:
    member = Member.objects.create_user("manager@example.com", "long enough pass", role="manager", name="Mauno Manager")
    return Viewer(member=member.pk, role="manager")


@pytest.fixture
def contributor(db) -> Viewer:
    member = Member.objects.create_user("contributor@example.com", "long enough pass", role="contributor")
    return Viewer(member=member.pk, role="contributor")


@pytest.fixture
def reader(db) -> Viewer:
    member = Member.objects.create_user("viewer@example.com", "long enough pass", role="viewer")
    return Viewer(member=member.pk, role="viewer")
