"""Breaks a module in one place at a time and runs its tests: what no test notices is listed, the share noticed stated.

Usage: .venv/bin/python -m tools.mutants src/cxlab/journeys/alignment.py [...] [--tests PATH ...] [--again] [--list]

pytest collects the tests once; each mutant is a fork of that process in which the module's functions and constants are
put in the place of the sound ones. The source is never touched. A module of kernels runs as plain Python
(NUMBA_DISABLE_JIT); other modules call theirs compiled, which is quicker.
Results are kept in .mutants/, so a run that was stopped goes on where it stopped; --again runs those that survived once
more. Mutants that no test can tell from the module stand in tests/equal_mutants.txt with the reason, and do not count.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import importlib
import json
import os
import pkgutil
import resource
import signal
import sys
import tempfile
import time
import types
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TextIO

from tools.mutations import Mutant, mutants

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".mutants"
EQUAL = ROOT / "tests" / "equal_mutants.txt"
# Loaded once, before the first fork. Nothing here starts a thread.
HEAVY = ("numba", "scipy.stats", "scipy.optimize", "polars", "narwhals", "lxml.etree", "holidays", "babel")
LONGEST = 900  # seconds by the clock, for a mutant that waits for ever
WORST_MEMORY = 16 * 2**30


def load_kernels() -> None:
    """Take the compiled kernels that are kept into this process, so that no fork need do it again."""
    for module in [one for name, one in sys.modules.items() if name.startswith("cxlab.")]:
        for found in list(vars(module).values()):
            kept = getattr(getattr(found, "_cache", None), "_cache_file", None)
            if kept is not None and hasattr(found, "compile"):
                for signature, *_ in list(kept._load_index()):
                    found.compile(signature)


def put_in_place(name: str, tree: ast.Module) -> None:
    """Give the loaded module the code and constants of the mutated one, wherever they were imported to."""
    module = sys.modules[name]
    mutated = types.ModuleType(name)
    mutated.__dict__.update(__file__=module.__file__, __package__=module.__package__)
    exec(compile(tree, str(module.__file__), "exec"), mutated.__dict__)  # noqa: S102 - the purpose of the tool
    for key, new in vars(mutated).items():
        old = vars(module).get(key)
        if key.startswith("__") or new is old:
            continue
        if isinstance(new, type) and new.__module__ == name:
            for part, value in vars(new).items():
                _put_code(vars(old).get(part), value)
        elif not _put_code(old, new):
            for other in list(sys.modules.values()):
                if getattr(other, "__dict__", {}).get(key) is old:
                    setattr(other, key, new)


def _put_code(old: object, new: object) -> bool:
    """Whether the old one is a function, property or class method and now does what the new one does."""
    pairs = [(old, new)] + [(getattr(old, part, None), getattr(new, part, None)) for part in ("fget", "__func__")]
    done = False
    for left, right in pairs:
        was, now = _innermost(left), _innermost(right)
        if isinstance(was, types.FunctionType) and isinstance(now, types.FunctionType):
            if was.__code__.co_freevars == now.__code__.co_freevars:
                was.__code__ = now.__code__
            was.__defaults__, was.__kwdefaults__ = now.__defaults__, now.__kwdefaults__
            done = True
    return done


def _innermost(found: object) -> object:
    while hasattr(found, "__wrapped__"):
        found = found.__wrapped__
    return found


def outcome(run: Callable[[], bool], seconds: int) -> tuple[str, float]:
    """``survived``, ``killed`` or ``time`` (noticed by taking too long), and the processor seconds it took."""
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
        resource.setrlimit(resource.RLIMIT_AS, (WORST_MEMORY, WORST_MEMORY))
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        try:
            os._exit(0 if run() else 1)
        except BaseException:  # noqa: BLE001 - whatever a mutant does, it was noticed
            os._exit(1)
    began = time.monotonic()
    while True:
        done, status, used = os.wait4(child, os.WNOHANG)
        if done:
            break
        if time.monotonic() - began > LONGEST:
            os.kill(child, signal.SIGKILL)
        time.sleep(0.01)
    took = used.ru_utime + used.ru_stime
    if os.WIFSIGNALED(status):
        return "time" if os.WTERMSIG(status) in {signal.SIGXCPU, signal.SIGPROF, signal.SIGKILL} else "killed", took
    return "killed" if os.WEXITSTATUS(status) else "survived", took


class Examined:
    """Runs the mutants of one module where pytest, having collected, would run the tests."""

    def __init__(self, module: Path, waiting: list[Mutant], tell: Callable[[Mutant, str], None]) -> None:
        self.module, self.waiting, self.tell = module, waiting, tell
        self.trouble = ""

    def pytest_runtestloop(self, session: object) -> bool:
        """In the place of pytest's own loop."""
        name = dotted(self.module)
        package = importlib.import_module(name if self.module.stem == "__init__" else name.rpartition(".")[0])
        for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            importlib.import_module(found.name)
        load_kernels()
        if not session.items:
            self.trouble = "There are no tests"
            return True
        with tempfile.TemporaryFile("w+") as told_by_child:
            plain, took = outcome(lambda: _passes(session, tell=told_by_child), LONGEST)
            told_by_child.seek(0)
            limits = [2 * float(line) + 2 for line in told_by_child]
        if plain != "survived":
            self.trouble = "The tests fail without any change"
            return True
        print(f"{name}: {len(self.waiting)} to run, {took:.1f} s each at most", flush=True)
        for one in self.waiting:
            run = partial(_mutated, session, name, one.tree, limits)
            self.tell(one, outcome(run, int(sum(limits)) + 5)[0])
        return True


def _mutated(session: object, name: str, tree: ast.Module, limits: list[float]) -> bool:
    put_in_place(name, tree)
    return _passes(session, limits)


def _passes(session: object, limits: list[float] | None = None, tell: TextIO | None = None) -> bool:
    """Whether every test does; the first that does not ends it, or that takes more processor time than its limit."""
    for at, (item, after) in enumerate(zip(session.items, [*session.items[1:], None], strict=True)):
        began = time.process_time()
        if limits:
            signal.setitimer(signal.ITIMER_PROF, limits[at])
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
        if session.testsfailed:
            return False
        if tell:
            print(time.process_time() - began, file=tell, flush=True)
    return True


def options(tests: list[str]) -> list[str]:
    """What pytest is told: no slow tests, the same examples each time, none made smaller once it fails."""
    from hypothesis import HealthCheck, Phase, settings

    phases = (Phase.explicit, Phase.generate)
    settings.register_profile("mutants", deadline=None, phases=phases, suppress_health_check=list(HealthCheck))
    told = [
        "-o",
        "addopts=",
        "-p",
        "no:terminal",
        "-p",
        "no:cacheprovider",
        "--hypothesis-seed=1",
        "--hypothesis-profile=mutants",
        "-m",
        "not slow",
    ]
    # Kernels count in wrapping integers; as plain Python numpy would warn of it.
    told += ["-W", "ignore:overflow:RuntimeWarning", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
    if all(test.startswith("tests/cxlab/") for test in tests):
        told += ["--noconftest", "-p", "no:django"]
    return [*told, *tests]


def dotted(module: Path) -> str:
    """The name by which a module is imported."""
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
    import pytest

    source = module.read_text(encoding="utf-8")
    everything, equal = mutants(source), equal_to(module)
    counted = [one for one in everything if one.name not in equal]
    KEPT.mkdir(exist_ok=True)
    kept = KEPT / f"{dotted(module)}.{hashlib.sha256(source.encode()).hexdigest()[:12]}.jsonl"
    known = dict(json.loads(line) for line in kept.read_text().splitlines()) if kept.exists() else {}
    waiting = [one for one in counted if one.name not in known or (again and known[one.name] == "survived")]

    def tell(one: Mutant, told: str) -> None:
        known[one.name] = told
        with kept.open("a") as out:
            out.write(json.dumps([one.name, told]) + "\n")

    if waiting:
        run = Examined(module, waiting, tell)
        pytest.main(options(tests), plugins=[run])
        if run.trouble:
            raise SystemExit(f"{run.trouble}: {' '.join(tests)}")
    alive = [one for one in counted if known.get(one.name) == "survived"]
    for one in alive:
        print(f"  survived: {module.relative_to(ROOT)}:{one.line}: {one.name}")
    killed = len(counted) - len(alive)
    share = f"{100 * killed / len(counted):.1f} %" if counted else "none"
    print(f"{dotted(module)}: {killed} of {len(counted)} killed ({share}), {len(everything) - len(counted)} equal")
    return killed, len(counted)


def main() -> None:
    """Read what is asked, load the heavy libraries once, examine each module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("modules", nargs="+", type=Path)
    parser.add_argument("--tests", nargs="+", default=None, help="instead of the tests at the mirrored path")
    parser.add_argument("--again", action="store_true", help="run those that survived once more")
    parser.add_argument("--list", action="store_true", help="only say which mutants there are")
    asked = parser.parse_args()
    paths = [path.resolve() for path in asked.modules]
    if asked.list:
        for path in paths:
            print("\n".join(f"{one.line}: {one.name}" for one in mutants(path.read_text(encoding="utf-8"))))
        return
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory(prefix="polku-mutants-") as folder:
        one_thread = dict.fromkeys(("POLARS_MAX_THREADS", "OPENBLAS_NUM_THREADS"), "1")
        os.environ |= {"HYPOTHESIS_STORAGE_DIRECTORY": folder, **one_thread}
        if any("@njit" in path.read_text(encoding="utf-8") for path in paths):
            os.environ["NUMBA_DISABLE_JIT"] = "1"
        for name in HEAVY:
            importlib.import_module(name)
        done = [examine(path, asked.tests or twins(path), again=asked.again) for path in paths]
    killed, counted = (sum(column) for column in zip(*done, strict=True))
    if len(paths) > 1 and counted:
        print(f"together: {killed} of {counted} killed ({100 * killed / counted:.1f} %)")


if __name__ == "__main__":
    main()
