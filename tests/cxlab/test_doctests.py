"""Every example in a docstring of cxlab runs, and every public function has one."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil

import pytest

import cxlab

OURS = ("definitions", "tables", "files", "statistics", "metrics")
MODULES = [
    name
    for _, name, _ in pkgutil.walk_packages(cxlab.__path__, "cxlab.")
    if name.split(".")[1] in OURS or name == "cxlab.results"
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name):
    failed, _ = doctest.testmod(importlib.import_module(name), raise_on_error=False)
    assert failed == 0


def public_functions(name):
    module = importlib.import_module(name)
    return [
        (key, value)
        for key, value in vars(module).items()
        if inspect.isfunction(value) and value.__module__ == name and not key.startswith("_")
    ]


PUBLIC = ("definitions", "tables", "files", "statistics", "metrics.counts", "metrics.estimates", "metrics.scores")


@pytest.mark.parametrize("name", [name for name in MODULES if name.removeprefix("cxlab.").startswith(PUBLIC)])
def test_a_public_function_explains_itself(name):
    for key, function in public_functions(name):
        if key == "estimates_of":
            continue
        text = inspect.getdoc(function) or ""
        assert "Example:" in text, key
        assert len(inspect.signature(function).parameters) == 0 or "Args:" in text, key
