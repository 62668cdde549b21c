"""The tool that breaks modules breaks each place once, leaves types whole, and sees what tests see."""

from __future__ import annotations

import ast
import subprocess
import sys

from tools.mutants import EQUAL
from tools.mutations import mutants

from tests.house.places import ROOT


def changes(source: str) -> list[str]:
    return [one.change for one in mutants(source)]


def test_each_kind_of_change():
    source = (
        "def f(a, b):\n    while a < b and any(b):\n        a += 2\n        break\n    return 'x' if not a else b\n"
    )
    assert changes(source) == [
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


def test_types_documentation_decorators_and_error_texts_stay_whole():
    source = (
        '"""What."""\n@d(cache=True)\ndef f(a: "x" = None) -> Literal["b"]:\n    """Doc."""\n'
        "    if a:\n        raise ValueError(\"no\")\n    return f'{a} 1'\n"
    )
    assert changes(source) == ["if a: -> if not a:"]


def test_the_same_change_twice_in_a_function_has_two_names():
    names = [one.name for one in mutants("def f():\n    return [1, 1]\n")]
    assert names == ["f | 1 -> 2 | 1", "f | 1 -> 2 | 2"]


def test_the_text_of_a_module_is_left_as_it_was():
    source = "def f(a):\n    a = a + 1\n    return a\n"
    trees = {ast.unparse(one.tree) for one in mutants(source)}
    assert trees == {
        "def f(a):\n    pass\n    return a",
        "def f(a):\n    a = a - 1\n    return a",
        "def f(a):\n    a = a + 2\n    return a",
    }


def test_known_equal_mutants_are_mutants_of_the_module_as_it_is():
    known: dict[str, set[str]] = {}
    for line in EQUAL.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line:
            continue
        path, *name, reason = line.split(" | ")
        if path not in known:
            known[path] = {one.name for one in mutants((ROOT / "src" / path).read_text(encoding="utf-8"))}
        assert " | ".join(name) in known[path], line
        assert reason, line


def test_what_a_test_notices_is_killed():
    """In a process of its own: the tool forks, and this one has threads."""
    code = (
        "import ast\n"
        "from tools.mutants import outcome, put_in_place\n"
        "from tools import mutations\n"
        "whole = open(mutations.__file__).read()\n"
        "def told(text):\n"
        "    run = lambda: len(mutations.mutants('a < 1')) == 3\n"
        "    return outcome(lambda: put_in_place('tools.mutations', ast.parse(text)) or run(), 1)[0]\n"
        "print(told(whole), told(whole.replace('value + 1,', '')), told('while True: pass'))\n"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert told.stdout.split() == ["survived", "killed", "time"]
