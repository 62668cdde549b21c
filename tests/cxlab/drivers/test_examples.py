"""Every example in the documentation of drivers runs, and every public function has one."""

from __future__ import annotations

import doctest
import inspect
import pkgutil
from importlib import import_module
from pathlib import Path

import pytest

import cxlab.drivers

MODULES = [f"cxlab.drivers.{found.name}" for found in pkgutil.iter_modules(cxlab.drivers.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name):
    assert doctest.testmod(import_module(name)).failed == 0


def test_examples_of_the_page_on_methods_run():
    page = Path(__file__).resolve().parents[3] / "docs" / "methods" / "drivers.md"
    done = doctest.testfile(str(page), module_relative=False)
    assert done.attempted > 2
    assert done.failed == 0


@pytest.mark.parametrize("name", [name for name in MODULES if not name.endswith((".kernels", ".imputing"))])
def test_a_public_function_explains_itself(name):
    module = import_module(name)
    for key, value in vars(module).items():
        if inspect.isfunction(value) and value.__module__ == name and not key.startswith("_"):
            assert "Example:" in (inspect.getdoc(value) or ""), key
