"""Every public function of the analysis of journeys and of drivers shows how it is used; the rooms run the examples."""

from __future__ import annotations

import ast

import pytest

from tests.house.places import SOURCE

ROOMS = ("cxlab/journeys", "cxlab/drivers")
MODULES = sorted(path for room in ROOMS for path in (SOURCE / room).glob("*.py"))


def named(path) -> str:
    return str(path.relative_to(SOURCE))


def compiled(node: ast.FunctionDef) -> bool:
    """Kernels are called by the one module beside them, which has the example."""
    return any("njit" in ast.unparse(decorator) for decorator in node.decorator_list)


def public_functions(path) -> list[ast.FunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = [node for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]
    return [node for node in found if not compiled(node)]


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_public_function_has_an_example(path):
    without = [node.name for node in public_functions(path) if ">>>" not in (ast.get_docstring(node) or "")]
    assert not without


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_public_function_says_what_it_takes(path):
    """An argument is named in the documentation unless the one sentence says it all: one argument, no more."""
    silent = []
    for node in public_functions(path):
        told = ast.get_docstring(node) or ""
        taken = [one.arg for one in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
        if len(taken) > 1:
            silent += [f"{node.name}({name})" for name in taken if f"{name}:" not in told and f"{name}, " not in told]
    assert not silent


def exported(room: str) -> set[str]:
    """What a room offers by its name, as its first module lists it."""
    tree = ast.parse((SOURCE / room / "__init__.py").read_text(encoding="utf-8"))
    lists = [node.value for node in tree.body if isinstance(node, ast.Assign)]
    return {one for part in lists for one in ast.literal_eval(part)}


def told(node: ast.FunctionDef) -> str:
    return ast.get_docstring(node) or ""


@pytest.mark.parametrize("room", ROOMS)
def test_what_a_room_offers_is_told_whole(room):
    """A summary of one line; what comes back, with its units; and every error that the function itself raises."""
    faults = []
    for path in sorted((SOURCE / room).glob("*.py")):
        for node in public_functions(path):
            summary = told(node).partition("\n")[0]
            if not summary.endswith((".", "].", ":")):
                faults.append(f"{node.name}: its summary goes beyond one line")
            if node.name in exported(room) and "Returns:" not in told(node):
                faults.append(f"{node.name}: does not say what it returns")
            raising = any(isinstance(part, ast.Raise) for part in ast.walk(node))
            if raising and "Raises:" not in told(node):
                faults.append(f"{node.name}: does not say what it raises")
    assert faults == []
