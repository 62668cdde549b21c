"""Every example in the documentation of journeys and of their files runs."""

from __future__ import annotations

import doctest
import pkgutil
from importlib import import_module

import pytest

import cxlab.journeys

MODULES = [f"cxlab.journeys.{found.name}" for found in pkgutil.iter_modules(cxlab.journeys.__path__)]
MODULES += [f"cxlab.files.{name}" for name in ("cjml", "columns", "event_columns", "events", "ocel", "xes", "xml")]


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name):
    assert doctest.testmod(import_module(name)).failed == 0
