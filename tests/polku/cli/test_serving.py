"""The whole product as a user starts it: one command, a sign-in that works, data that stay, a clean stop."""

from __future__ import annotations

import os
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from polku.cli import serving
from tests.served import POLKU, Served, environment, password_in


@pytest.fixture(scope="module")
def used(tmp_path_factory) -> Path:
    """A folder in which the product was set up before: the second start is quick."""
    return tmp_path_factory.mktemp("used") / "var"


@pytest.fixture
def serve():
    started = []

    def start(folder: Path) -> Served:
        folder.mkdir(exist_ok=True)
        started.append(Served(folder, "--no-demo"))
        return started[-1]

    yield start
    for served in started:
        served.kill()


def test_it_starts_stops_and_keeps_its_data(serve, used):
    first = serve(used)
    told = first.wait("Ctrl-C stops it")
    assert f"http://127.0.0.1:{first.port}/" in told
    assert "admin@polku.example" in told
    assert first.get("/sign-in/login/") == 200
    assert first.stop() == 0
    assert serving.port_is_free("127.0.0.1", first.port)
    for name in ("secret-key", "sign-in.txt"):
        assert stat.S_IMODE((used / name).stat().st_mode) == 0o600
    again = serve(used)
    assert password_in(again.wait("Ctrl-C stops it")) == password_in(told)
    assert again.stop() == 0


def test_each_install_makes_its_own_password_and_key(tmp_path):
    made = set()
    for name in ("one", "other"):
        folder = tmp_path / name
        code = (
            "import django; django.setup(); from django.core.management import call_command as c; "
            "c('migrate', verbosity=0); from polku.cli.serving import first_sign_in as f; print(f().password)"
        )
        run = subprocess.run(
            [sys.executable, "-c", code],
            env={**environment(folder), "DJANGO_SETTINGS_MODULE": "polku.project.settings"},
            capture_output=True,
            text=True,
            check=True,
        )
        made |= {run.stdout.strip(), (folder / "secret-key").read_text()}
    assert len(made) == 4
    assert all(len(secret) >= 16 for secret in made)


def test_a_taken_port_is_told_with_the_remedy(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [POLKU, "serve", "--port", str(port), "--no-demo"],
            env=environment(tmp_path),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert f"Port {port} is taken" in done.stderr
    assert f"make start PORT={port + 1}" in done.stderr
    assert "Traceback" not in done.stderr


def worker_of(served) -> int | None:
    """The process that does what is to be done now."""
    # One that ended and was not asked for yet has no command line any more, so it is not found.
    listed = subprocess.run(
        ["pgrep", "-P", str(served.process.pid), "-f", "workers now"], capture_output=True, text=True, check=False
    )
    return int(listed.stdout.split()[0]) if listed.stdout.split() else None


def test_a_worker_that_died_is_started_again(serve, used):
    served = serve(used)
    served.wait("Ctrl-C stops it")
    dead = worker_of(served)
    os.kill(dead, signal.SIGKILL)
    served.wait("starting it again")
    until = time.monotonic() + 120
    while (alive := worker_of(served)) in {None, dead}:
        assert time.monotonic() < until
        time.sleep(0.1)
    os.kill(alive, 0)
    assert served.stop() == 0


def test_the_port_is_free_again_when_the_parent_was_killed(serve, used):
    served = serve(used)
    served.wait("Ctrl-C stops it")
    served.process.kill()
    served.process.wait()
    until = time.monotonic() + 120
    while not serving.port_is_free("127.0.0.1", served.port):
        assert time.monotonic() < until
        time.sleep(0.1)
