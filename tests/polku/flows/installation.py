"""An installation of its own, on the store the tests run on: what a process of the product sees when it starts."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tests.conftest import ON_POSTGRES


class Installation:
    """Its settings as environment, and Python run within it."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        self.environment = {**os.environ, "POLKU_VAR": str(folder), "POLKU_DATABASE_URL": url}
        self.environment.pop("PYTEST_CURRENT_TEST", None)

    def run(self, code: str) -> str:
        """Run code with Django set up; what it printed."""
        done = subprocess.run(
            [sys.executable, "-c", f"import django; django.setup()\n{code}"],
            env=self.environment, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    @contextmanager
    def worker(self, queue: str):
        """A worker process; killed at the end if it still runs."""
        process = subprocess.Popen([sys.executable, "-m", "polku.flows.workers", queue], env=self.environment)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


@contextmanager
def installation(folder: Path):
    """A fresh store with its tables, gone afterwards."""
    if not ON_POSTGRES:
        made = Installation(folder, f"sqlite:///{folder / 'polku.sqlite3'}")
        made.run("from django.core.management import call_command; call_command('migrate', verbosity=0)")
        yield made
        return
    import psycopg

    url = os.environ["POLKU_DATABASE_URL"]
    name = f"polku_{secrets.token_hex(6)}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            made = Installation(folder, urlunsplit(urlsplit(url)._replace(path=f"/{name}")))
            made.run("from django.core.management import call_command; call_command('migrate', verbosity=0)")
            yield made
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
