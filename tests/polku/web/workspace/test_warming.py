"""A web process warms up without a visitor, on an empty store and on one with answers, and never fails by it."""

from __future__ import annotations

import logging
import subprocess
import sys

import pytest

from cxlab.metrics import tallies
from polku.snapshot.read import open_snapshot
from polku.web.workspace import warming
from tests.polku.web.workspace.company import made


@pytest.fixture
def told(caplog):
    caplog.set_level(logging.DEBUG, logger="polku.web.workspace.warming")
    return caplog


@pytest.fixture
def place(settings, tmp_path):
    settings.SNAPSHOT = tmp_path / "snapshot"
    return settings.SNAPSHOT


@pytest.mark.django_db
def test_an_empty_store_is_no_trouble(told, place):
    warming.warm()
    assert not told.records


@pytest.mark.django_db
def test_the_first_page_is_asked_for(told, place):
    made(months=2, a_month=6)
    warming.warm()
    assert not told.records
    assert open_snapshot().made["answers kept"]


@pytest.mark.django_db
def test_a_snapshot_that_cannot_be_read_stops_nothing(told, place):
    (place / "manifest.json").mkdir(parents=True)
    warming.warm()
    assert "not warmed up" in told.text


def test_what_processes_share_is_loaded_once(monkeypatch):
    monkeypatch.setattr(tallies._Kernels, "loaded", False)
    frozen = []
    monkeypatch.setattr("gc.freeze", lambda: frozen.append(True))
    tallies.load()
    monkeypatch.setattr(tallies._Kernels, "loaded", False)
    warming.before_fork()
    assert tallies._Kernels.loaded
    assert frozen == [True]


def test_kernels_that_nothing_has_compiled_wait_for_no_one(monkeypatch, tmp_path):
    monkeypatch.setattr(tallies._Kernels, "loaded", False)
    monkeypatch.setattr("gc.freeze", lambda: None)
    monkeypatch.setattr(warming, "_compiled", lambda: False)
    warming.before_fork()
    assert not tallies.worth_it(tallies.MANY)


def test_the_server_knows_its_pages_before_anyone_asks():
    code = "import sys, polku.project.wsgi; print('polku.web.workspace.scoreboard.views' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip().endswith("True")
