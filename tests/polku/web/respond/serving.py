"""The real server, as production runs it, on a store of its own: started, asked over a socket, killed, started."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from tests.conftest import ON_POSTGRES
from tests.house.places import ROOT

SEED = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.polku.web.respond import asking
for promise in ("open", "anonymous"):
    print(asking.ask(promise=promise).survey)
"""
SECRET = "for this test alone"
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept-Encoding": "identity", "Accept-Language": "en"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fresh_store(folder: Path) -> str:
    """The address of an empty store of the kind under test."""
    if not ON_POSTGRES:
        return f"sqlite:///{folder / 'store.sqlite3'}"
    import psycopg

    address = os.environ["POLKU_DATABASE_URL"]
    name = f"served_{uuid4().hex}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    parts = urlsplit(address)
    return parts._replace(path=f"/{name}").geturl()


@dataclass
class Server:
    """Gunicorn with the product's own configuration."""

    folder: Path
    process: subprocess.Popen[bytes] | None = None
    port: int = field(default_factory=free_port)

    def __post_init__(self) -> None:
        self.environment = os.environ | {
            "POLKU_VAR": str(self.folder),
            "POLKU_DATABASE_URL": fresh_store(self.folder),
            "POLKU_SECRET_KEY": SECRET,
            "POLKU_ACCESS_LOG": str(self.folder / "access.log"),
            "DJANGO_SETTINGS_MODULE": "polku.project.settings",
            "PYTHONWARNINGS": "ignore",
        }
        told = subprocess.run(
            [sys.executable, "-c", SEED], env=self.environment, cwd=ROOT, check=True, capture_output=True, text=True
        )
        self.address, self.anonymous = (f"/s/{survey}/" for survey in told.stdout.split()[-2:])

    def start(self) -> None:
        with (self.folder / "error.log").open("ab") as log:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    *f"-m gunicorn --config python:polku.project.gunicorn --bind 127.0.0.1:{self.port}".split(),
                ],
                env=self.environment,
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        until = time.monotonic() + 120
        while time.monotonic() < until:
            try:
                self.request("GET", self.address)
            except (OSError, HTTPException):
                time.sleep(0.05)
            else:
                return
        raise AssertionError((self.folder / "error.log").read_text())

    def kill(self) -> None:
        """As a power cut would: the master and its workers at once, none of them told."""
        assert self.process
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def request(self, method: str, address: str, body: str | None = None, **headers: str) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=40)
        try:
            connection.request(method, address, body, FORM | headers)
            response = connection.getresponse()
            return response.status, response.read().decode()
        finally:
            connection.close()

    def draw(self, address: str = "") -> str:
        found = re.search(r'name="_key" value="([^"]+)"', self.request("GET", address or self.address)[1])
        assert found
        return found[1]

    def send(self, answers: dict[str, Any], address: str = "") -> tuple[int, str]:
        return self.request("POST", address or self.address, urlencode(answers, doseq=True))

    def raw(self, request: bytes) -> bytes:
        """Every byte that comes back, headers and all."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as line:
            line.sendall(request)
            got = b""
            while piece := line.recv(65536):
                got += piece
        return got

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What stands in the store, read past Django."""
        if ON_POSTGRES:
            import psycopg

            with psycopg.connect(self.environment["POLKU_DATABASE_URL"]) as connection:
                return connection.execute(sql).fetchall()
        import sqlite3

        connection = sqlite3.connect(self.folder / "store.sqlite3")
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def drop(self) -> None:
        """Give back what the store took."""
        if self.process and self.process.poll() is None:
            self.kill()
        if ON_POSTGRES:
            import psycopg

            name = urlsplit(self.environment["POLKU_DATABASE_URL"]).path[1:]
            with psycopg.connect(os.environ["POLKU_DATABASE_URL"], autocommit=True) as connection:
                connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
