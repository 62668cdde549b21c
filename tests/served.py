"""The product as its user starts it: the command ``polku serve`` in a folder of its own."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

POLKU = Path(sys.executable).parent / "polku"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("POLKU_", "DJANGO_", "COV"))}
    return {**kept, "POLKU_VAR": str(folder), "PYTHONUNBUFFERED": "1"}


class Served:
    """The command ``polku serve`` as a process, and what it has printed."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.port = free_port()
        self.log = folder.parent / f"serve-{self.port}.log"
        with self.log.open("w") as out:
            self.process = subprocess.Popen(
                [POLKU, "serve", "--port", str(self.port), *options],
                env=environment(folder),
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait(self, words: str, seconds: float = 120) -> str:
        until = time.monotonic() + seconds
        while words not in self.log.read_text():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < until, self.log.read_text()
            time.sleep(0.1)
        return self.log.read_text()

    def get(self, path: str) -> int:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return answer.status
        except urllib.error.HTTPError as refused:
            return refused.code

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=30)

    def kill(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def password_in(text: str) -> str:
    return re.search(r"password\s+(\S+)", text)[1]
