"""Breaks a module in one place at a time and runs its tests: what no test notices is listed, the share noticed stated.

Usage: .venv/bin/python tools/mutants.py src/cxlab/journeys/alignment.py [...] [--tests PATH ...] [--again] [--list]

Each mutant is a fork of one process that has the heavy libraries loaded: the mutated module is what an import finds,
the source is never touched. Kernels run as plain Python (NUMBA_DISABLE_JIT). Results are kept in .mutants/, so a run
that was stopped goes on where it stopped; --again runs those that survived once more. Mutants that no test can tell
from the module stand in tests/equal_mutants.txt with the reason, and do not count.
"""

from __future__ import annotations

import argparse
import ast
import copy
import hashlib
import importlib
import importlib.abc
import importlib.util
import json
import os
import resource
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".mutants"
EQUAL = ROOT / "tests" / "equal_mutants.txt"
HEAVY = ("numpy", "scipy.stats", "polars", "narwhals", "numba", "lxml.etree", "hypothesis", "django", "pytest", "babel")
LONGEST = 900  # seconds by the clock, for a mutant that waits for ever
WORST_MEMORY = 12 * 2**30

OTHER: dict[type, tuple[type, ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div,),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Mult,),
    ast.Mod: (ast.Mult,),
    ast.Pow: (ast.Mult,),
    ast.LShift: (ast.RShift,),
    ast.RShift: (ast.LShift,),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
    ast.BitXor: (ast.BitAnd,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
}
CALLED = {"min": "max", "max": "min", "any": "all", "all": "any", "argmin": "argmax", "argmax": "argmin"}


@dataclass(frozen=True)
class Mutant:
    """One change: where, what, the changed module; ``number`` tells apart the same change in one function."""

    place: str
    change: str
    number: int
    line: int
    tree: ast.Module

    @property
    def name(self) -> str:
        """What it is known by as long as its function stands."""
        return f"{self.place} | {self.change} | {self.number}"


def mutants(source: str) -> list[Mutant]:
    """Every mutant of a module, in the order of its text; types, decorators, documentation, error texts stay."""
    found: list[Mutant] = []
    seen: Counter[tuple[str, str]] = Counter()
    tree = ast.parse(source)
    for place, node, parent in _places(tree):
        for old, new, put in _changes(node, parent):
            change = f"{old} -> {new}"
            seen[place, change] += 1
            # The change is made, the tree copied, the change taken back.
            undo = put()
            changed = ast.fix_missing_locations(copy.deepcopy(tree))
            undo()
            found.append(Mutant(place, change, seen[place, change], node.lineno, changed))
    return found


def _places(tree: ast.Module) -> Iterator[tuple[str, ast.AST, ast.AST]]:
    def walk(node: ast.AST, place: str) -> Iterator[tuple[str, ast.AST, ast.AST]]:
        for child in ast.iter_child_nodes(node):
            if _whole(child, node):
                continue
            inside = place
            if isinstance(child, ast.FunctionDef | ast.ClassDef):
                inside = f"{place}.{child.name}" if place else child.name
            if hasattr(child, "lineno"):
                yield inside or "module", child, node
            yield from walk(child, inside)

    yield from walk(tree, "")


def _whole(child: ast.AST, parent: ast.AST) -> bool:
    """Whether nothing below is to be changed."""
    match child:
        case ast.Import() | ast.ImportFrom() | ast.Raise() | ast.JoinedStr() | ast.Assert():
            return True
        case ast.Expr(value=ast.Constant()) | ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
        case ast.Assign(value=ast.Subscript(value=ast.Name(id="Literal" | "NDArray" | "tuple" | "dict" | "list"))):
            return True
    if isinstance(parent, ast.FunctionDef | ast.ClassDef) and child in parent.decorator_list:
        return True
    return child in {getattr(parent, "annotation", None), getattr(parent, "returns", None)}


def _changes(node: ast.AST, parent: ast.AST) -> Iterator[tuple[str, str, object]]:
    was = ast.unparse(node).split("\n")[0] if isinstance(node, ast.expr | ast.stmt) else ""
    for holder, field, other in _swaps(node):
        yield was, _with(node, holder, field, other), lambda h=holder, f=field, o=other: _put(h, f, o)
    if isinstance(node, ast.stmt) and _deletable(node, parent):
        for _, value in ast.iter_fields(parent):
            if isinstance(value, list) and node in value:
                at = value.index(node)
                yield was, "pass", lambda v=value, k=at: _put(v, k, ast.Pass())


def _swaps(node: ast.AST) -> Iterator[tuple[object, str | int, object]]:
    """What can be put elsewhere in the node: holder, field or place, new value."""
    if isinstance(node, ast.Compare):
        for at, sign in enumerate(node.ops):
            yield from ((node.ops, at, other()) for other in OTHER[type(sign)])
    elif isinstance(node, ast.BinOp | ast.BoolOp | ast.AugAssign) and type(node.op) in OTHER:
        yield from ((node, "op", other()) for other in OTHER[type(node.op)])
    elif isinstance(node, ast.Constant):
        yield from ((node, "value", other) for other in _other_values(node.value))
    elif isinstance(node, ast.If | ast.While | ast.IfExp) and not isinstance(node.test, ast.Compare):
        yield node, "test", ast.UnaryOp(ast.Not(), node.test)
    elif isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name in CALLED:
            yield node.func, "id" if isinstance(node.func, ast.Name) else "attr", CALLED[name]


def _other_values(value: object) -> tuple[object, ...]:
    if isinstance(value, bool):
        return (not value,)
    if isinstance(value, int | float):
        return (value + 1,)
    return (f"XX{value}",) if isinstance(value, str) else ()


def _deletable(node: ast.stmt, parent: ast.AST) -> bool:
    in_function = not isinstance(parent, ast.Module | ast.ClassDef)
    return in_function and isinstance(node, ast.Assign | ast.AugAssign | ast.Expr | ast.Break | ast.Continue)


def _put(holder: object, field: str | int, value: object) -> object:
    if isinstance(field, int):
        before, holder[field] = holder[field], value
        return lambda: holder.__setitem__(field, before)
    before = getattr(holder, field)
    setattr(holder, field, value)
    return lambda: setattr(holder, field, before)


def _with(node: ast.AST, holder: object, field: str | int, value: object) -> str:
    undo = _put(holder, field, value)
    text = ast.unparse(ast.fix_missing_locations(node)).split("\n")[0]
    undo()
    return text


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives the mutated module to whoever imports it."""

    def __init__(self, name: str, path: Path, tree: ast.Module) -> None:
        self.name, self.path, self.tree = name, path, tree

    def find_spec(self, fullname: str, path: object, target: object = None) -> object:  # noqa: ARG002 - its protocol
        """The module's place, with this as its loader."""
        return (
            importlib.util.spec_from_file_location(fullname, self.path, loader=self) if fullname == self.name else None
        )

    def exec_module(self, module: object) -> None:
        """Run the mutated code in the module."""
        exec(compile(self.tree, str(self.path), "exec"), module.__dict__)  # noqa: S102 - the tool's purpose


def outcome(module: Path, tree: ast.Module | None, tests: list[str], seconds: int) -> tuple[str, float]:
    """``survived``, ``killed`` or ``time``, and the processor seconds it took; without a tree the module as it is."""
    child = os.fork()
    if child == 0:
        _run(module, tree, tests, seconds)
    began = time.monotonic()
    while True:
        done, status, used = os.wait4(child, os.WNOHANG)
        if done:
            break
        if time.monotonic() - began > LONGEST:
            os.kill(child, signal.SIGKILL)
        time.sleep(0.02)
    took = used.ru_utime + used.ru_stime
    if os.WIFSIGNALED(status):
        return "time" if os.WTERMSIG(status) in {signal.SIGXCPU, signal.SIGKILL} else "killed", took
    code = os.WEXITSTATUS(status)
    if code in {4, 5}:
        raise SystemExit(f"pytest found no tests in {' '.join(tests)}")
    return "killed" if code else "survived", took


def _run(module: Path, tree: ast.Module | None, tests: list[str], seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_AS, (WORST_MEMORY, WORST_MEMORY))
    if tree is not None:
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        sys.meta_path.insert(0, Finder(_dotted(module), module, tree))
    import pytest
    from hypothesis import HealthCheck, Phase, settings

    # That a test fails is enough: the smallest case that fails it is not looked for, which takes longest.
    settings.register_profile(
        "mutants", deadline=None, phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck)
    )
    quiet = ["-x", "-q", "-p", "no:cacheprovider", "--hypothesis-seed=1", "--hypothesis-profile=mutants"]
    # Kernels count in wrapping integers; as plain Python numpy would warn of it.
    quiet += [
        "-m",
        "not slow",
        "-W",
        "ignore:overflow:RuntimeWarning",
        "-W",
        "ignore::pytest.PytestAssertRewriteWarning",
    ]
    if all("tests/cxlab" in test for test in tests):
        quiet += ["--noconftest", "-p", "no:django"]
    try:
        code = int(pytest.main([*quiet, *tests]))
    except BaseException:  # whatever a mutant does to pytest, it was noticed
        if tree is None:
            raise
        code = 1
    sys.stdout.flush()
    os._exit(code)


def _dotted(module: Path) -> str:
    parts = module.relative_to(ROOT / "src").with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def twins(module: Path) -> list[str]:
    """The tests at the mirrored path."""
    parts = module.relative_to(ROOT / "src").with_suffix("").parts
    folder = ROOT.joinpath("tests", *parts[:-1])
    found = [
        *folder.glob(f"test_{parts[-1]}.py"),
        *folder.glob(f"test_{parts[-1]}_*.py"),
        *folder.glob(f"{parts[-1]}/test_*.py"),
    ]
    return [str(path.relative_to(ROOT)) for path in sorted(found)]


def equal_to(module: Path) -> set[str]:
    """Names of the mutants of a module that no test could tell from it."""
    here = str(module.relative_to(ROOT / "src"))
    lines = EQUAL.read_text(encoding="utf-8").splitlines() if EQUAL.exists() else []
    cells = [line.split(" | ") for line in lines if line.startswith(f"{here} | ")]
    return {" | ".join(cell[1:4]) for cell in cells}


def examine(module: Path, tests: list[str], *, again: bool) -> tuple[int, int]:
    """Run what has not been run; list what survived; how many were killed, of how many."""
    source = module.read_text(encoding="utf-8")
    all_of_it = mutants(source)
    KEPT.mkdir(exist_ok=True)
    kept = KEPT / f"{_dotted(module)}.{hashlib.sha256(source.encode()).hexdigest()[:12]}.jsonl"
    known = dict(json.loads(line) for line in kept.read_text().splitlines()) if kept.exists() else {}
    equal = equal_to(module)
    waiting = [one for one in all_of_it if known.get(one.name, "survived" if again else "") in {"", "survived"}]
    waiting = [one for one in waiting if one.name not in equal and (again or one.name not in known)]
    if waiting:
        plain, took = outcome(module, None, tests, LONGEST)
        if plain != "survived":
            raise SystemExit(f"The tests of {module} fail without any change: {' '.join(tests)}")
        print(f"{_dotted(module)}: {len(waiting)} to run, {took:.1f} s each at most", flush=True)
        for one in waiting:
            known[one.name], _ = outcome(module, one.tree, tests, int(took * 4) + 10)
            with kept.open("a") as out:
                out.write(json.dumps([one.name, known[one.name]]) + "\n")
            if known[one.name] == "survived":
                print(f"  survived: {module.relative_to(ROOT)}:{one.line}: {one.name}", flush=True)
    counted = [one for one in all_of_it if one.name not in equal]
    alive = [one for one in counted if known[one.name] == "survived"]
    if not waiting:
        for one in alive:
            print(f"  survived: {module.relative_to(ROOT)}:{one.line}: {one.name}")
    killed = len(counted) - len(alive)
    share = f"{100 * killed / len(counted):.1f} %" if counted else "none"
    print(
        f"{_dotted(module)}: {killed} of {len(counted)} killed ({share}), {len(all_of_it) - len(counted)} equal",
        flush=True,
    )
    return killed, len(counted)


def main() -> None:
    """Read what is asked, load the heavy libraries once, examine each module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("modules", nargs="+", type=Path)
    parser.add_argument("--tests", nargs="+", default=None, help="instead of the tests at the mirrored path")
    parser.add_argument("--again", action="store_true", help="run those that survived once more")
    parser.add_argument("--list", action="store_true", help="only say which mutants there are")
    asked = parser.parse_args()
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory(prefix="polku-mutants-") as folder:
        os.environ |= {"NUMBA_DISABLE_JIT": "1", "HYPOTHESIS_STORAGE_DIRECTORY": folder, "POLARS_MAX_THREADS": "1"}
        # In place of this folder, whose coverage.py would hide the package of that name.
        sys.path[0] = str(ROOT)
        killed = counted = 0
        for path in asked.modules:
            module = path.resolve()
            if asked.list:
                print("\n".join(f"{one.line}: {one.name}" for one in mutants(module.read_text(encoding="utf-8"))))
                continue
            for name in HEAVY:
                importlib.import_module(name)
            some = examine(module, asked.tests or twins(module), again=asked.again)
            killed, counted = killed + some[0], counted + some[1]
        if len(asked.modules) > 1 and counted:
            print(f"together: {killed} of {counted} killed ({100 * killed / counted:.1f} %)")


if __name__ == "__main__":
    main()
