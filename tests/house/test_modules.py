"""Modules stay small, say what they decide, and have a test twin."""

from __future__ import annotations

import ast

import pytest

from tests.house.places import ROOT, SOURCE, modules

DRAWERS = {"utils", "helpers", "common", "misc", "base", "manager", "managers", "util", "helper"}
MOST_LINES = 400
ROOMS = {"governance", "people", "journeys", "surveys", "finance", "outreach"}
PARTS_WITH_TWINS = {"rules", "queries", "services", "privacy"}


def named(path) -> str:
    return str(path.relative_to(SOURCE))


@pytest.mark.parametrize("path", modules(), ids=named)
def test_a_module_is_small_and_says_what_it_decides(path):
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= MOST_LINES, "make it a package of the same name"
    assert path.stem not in DRAWERS, "name it after what it holds"
    tree = ast.parse(text)
    if tree.body:
        assert ast.get_docstring(tree), "the first line says what the module decides"


def twin_missing(path) -> bool:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    if parts[-1] == "__init__":
        parts = parts[:-1]
    folder = ROOT / "tests" / "/".join(parts[:-1])
    return not any(folder.glob(f"test_{parts[-1]}*.py")) and not any((folder / parts[-1]).glob("test_*.py"))


def wants_twin(parts: tuple[str, ...]) -> bool:
    if parts[0] == "cxlab":
        return len(parts) == 2 or (len(parts) == 3 and parts[2] == "__init__")
    return len(parts) == 3 and parts[1] in ROOMS and parts[2] in PARTS_WITH_TWINS


def needing_twins() -> list:
    return [
        path
        for path in modules()
        if "def " in path.read_text(encoding="utf-8") and wants_twin(path.relative_to(SOURCE).with_suffix("").parts)
    ]


@pytest.mark.parametrize("path", needing_twins(), ids=named)
def test_a_module_has_a_test_twin(path):
    assert not twin_missing(path), "write its test at the mirrored path"
