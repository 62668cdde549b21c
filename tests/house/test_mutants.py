"""The tool that breaks modules breaks each place once, leaves types whole, and sees what tests see."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location

import pytest

from tests.house.places import ROOT


@pytest.fixture(scope="module")
def tool():
    spec = spec_from_file_location("mutants_tool", ROOT / "tools" / "mutants.py")
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def changes(tool, source: str) -> list[str]:
    return [one.change for one in tool.mutants(source)]


def test_each_kind_of_change(tool):
    source = (
        "def f(a, b):\n    while a < b and any(b):\n        a += 2\n        break\n    return 'x' if not a else b\n"
    )
    assert changes(tool, source) == [
        "while a < b and any(b): -> while not (a < b and any(b)):",
        "a < b and any(b) -> a < b or any(b)",
        "a < b -> a <= b",
        "a < b -> a >= b",
        "any(b) -> all(b)",
        "a += 2 -> a -= 2",
        "a += 2 -> pass",
        "2 -> 3",
        "break -> pass",
        "'x' if not a else b -> 'x' if not not a else b",
        "'x' -> 'XXx'",
    ]


def test_types_documentation_decorators_and_error_texts_stay_whole(tool):
    source = (
        '"""What."""\n@d(cache=True)\ndef f(a: "x" = None) -> Literal["b"]:\n    """Doc."""\n'
        "    if a:\n        raise ValueError(\"no\")\n    return f'{a} 1'\n"
    )
    assert changes(tool, source) == ["if a: -> if not a:"]


def test_the_same_change_twice_in_a_function_has_two_names(tool):
    names = [one.name for one in tool.mutants("def f():\n    return [1, 1]\n")]
    assert names == ["f | 1 -> 2 | 1", "f | 1 -> 2 | 2"]


def test_the_text_of_a_module_is_left_as_it_was(tool):
    import ast

    source = "def f(a):\n    a = a + 1\n    return a\n"
    trees = {ast.unparse(one.tree) for one in tool.mutants(source)}
    assert trees == {
        "def f(a):\n    pass\n    return a",
        "def f(a):\n    a = a - 1\n    return a",
        "def f(a):\n    a = a + 2\n    return a",
    }


def test_known_equal_mutants_are_mutants_of_the_module_as_it_is(tool):
    lines = tool.EQUAL.read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line.startswith("#") or not line:
            continue
        path, *name, reason = line.split(" | ")
        known = {one.name for one in tool.mutants((ROOT / "src" / path).read_text(encoding="utf-8"))}
        assert " | ".join(name) in known, line
        assert reason, line


def test_what_a_test_notices_is_killed(tool, tmp_path):
    """In a process of its own: the tool forks, and this one has threads."""
    checks = tmp_path / "test_it.py"
    checks.write_text("from cxlab.charts.sheet import *\n\n\ndef test_nothing():\n    pass\n", encoding="utf-8")
    code = (
        "import sys; sys.path[0] = ''; import importlib.util as u\n"
        f"spec = u.spec_from_file_location('mutants_tool', {str(ROOT / 'tools/mutants.py')!r})\n"
        "tool = u.module_from_spec(spec); sys.modules[spec.name] = tool; spec.loader.exec_module(tool)\n"
        "import ast, pathlib\n"
        "module = tool.ROOT / 'src/cxlab/charts/sheet.py'\n"
        f"tests = ['--noconftest', '-p', 'no:django', {str(checks)!r}]\n"
        "whole = ast.parse(module.read_text())\n"
        "print(tool.outcome(module, whole, tests, 60)[0])\n"
        "print(tool.outcome(module, ast.parse('raise ValueError'), tests, 60)[0])\n"
        "print(tool.outcome(module, ast.parse('while True: pass'), tests, 2)[0])\n"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert told.stdout.split() == ["survived", "killed", "time"]
