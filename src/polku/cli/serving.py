"""How the product starts on one machine: store, pages, first sign-in, web and workers under one foreground process."""

from __future__ import annotations

import ctypes
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Self

import click

READY_WITHIN = 120.0
FIRST_EMAIL = "admin@polku.example"
WORKER_QUEUES = ("now", "long")


@dataclass(frozen=True, slots=True)
class SignIn:
    """Who signs in first; the password is None once they have changed it."""

    email: str
    password: str | None


class Progress:
    """Says what is going on: one moving line on a terminal, a line now and then in a log."""

    EVERY = 2.0

    def __init__(self, title: str) -> None:
        self.title = title
        self.begun = self.told = time.monotonic()
        self.moving = sys.stderr.isatty()

    def __enter__(self) -> Self:
        click.echo(f"{self.title} ...", err=True, nl=not self.moving)
        return self

    def tell(self, text: str) -> None:
        """Say how far it is."""
        now = time.monotonic()
        if self.moving:
            click.echo(f"\r\033[K{self.title}: {text}", err=True, nl=False)
        elif now - self.told >= self.EVERY:
            click.echo(f"  {text}", err=True)
            self.told = now

    def __exit__(self, *_: object) -> None:
        start = "\r\033[K" if self.moving else ""
        click.echo(f"{start}{self.title}: {time.monotonic() - self.begun:.1f} s", err=True)


def port_is_free(host: str, port: int) -> bool:
    """Whether the web server could listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def migrate() -> None:
    """Bring the tables of the store up to date."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def set_up(*, demo: bool) -> None:
    """Make what is missing and keep what is there."""
    from django.core.management import call_command

    with Progress("Preparing the store and the pages"):
        migrate()
        call_command("collectstatic", verbosity=0, interactive=False)
    if demo:
        _demo_into_an_empty_store()


def first_sign_in() -> SignIn:
    """The first admin of this install, made with a password of its own where there is none."""
    from django.conf import settings

    from polku.governance.models import Member

    place = settings.VAR / "sign-in.txt"
    admin = Member.objects.filter(role=Member.Role.ADMIN, is_active=True).order_by("pk").first()
    if admin is None:
        place.touch(mode=0o600)
        place.write_text(make_admin(FIRST_EMAIL))
        admin = Member.objects.get(email=FIRST_EMAIL)
    kept = place.read_text().strip() if place.exists() else ""
    return SignIn(admin.email, kept if kept and admin.check_password(kept) else None)


def make_admin(email: str) -> str:
    """Make an admin; return the password, which is kept nowhere."""
    from django.conf import settings

    from polku.governance.gate import Viewer
    from polku.governance.services import Refused, invite_member

    password = secrets.token_urlsafe(12)
    product = Viewer(member=None, role="admin")
    try:
        invite_member(
            email=email, role="admin", actor=product, name="Admin", language=settings.LANGUAGE_CODE, password=password
        )
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from refusal
    return password


def _demo_into_an_empty_store() -> None:
    from polku.flows import demo

    if not demo.store_is_empty():
        return
    with Progress("Loading the demo company") as progress:
        demo.load(progress=progress.tell)


def _end_with_parent() -> None:
    """Linux: a child whose parent was killed ends too, instead of keeping the port."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def _start(*arguments: str) -> subprocess.Popen[bytes]:
    # A session of their own: Ctrl-C reaches the parent alone, which then ends them in order.
    return subprocess.Popen(  # noqa: S603 - our own modules
        [sys.executable, "-m", *arguments],
        start_new_session=True,
        preexec_fn=_end_with_parent,  # noqa: PLW1509 - this process has one thread
    )


def _start_web(host: str, port: int) -> subprocess.Popen[bytes]:
    return _start(
        "gunicorn", "--config", "python:polku.project.gunicorn", "--bind", f"{host}:{port}", "polku.project.wsgi"
    )


def _wait_until_it_answers(host: str, port: int, web: subprocess.Popen[bytes]) -> bool:
    shown = f"[{host}]" if ":" in host else host
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until and web.poll() is None:
        try:
            with urllib.request.urlopen(f"http://{shown}:{port}/sign-in/login/", timeout=5):
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    return False


def run(host: str, port: int, sign_in: SignIn) -> int:
    """Run web and workers until told to stop; the exit code."""
    stopping = False

    def stop(_number: int, _frame: object) -> None:
        nonlocal stopping
        stopping = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    web = _start_web(host, port)
    workers: dict[str, subprocess.Popen[bytes]] = {}
    try:
        # Workers can wait, people do not: they begin when pages are there.
        with Progress("Starting web and workers"):
            answers = _wait_until_it_answers(host, port, web)
        if not answers:
            if not stopping:
                click.echo("The web server did not start; its words stand above.", err=True)
            return 0 if stopping else 1
        workers |= {queue: _start("polku.flows.workers", queue) for queue in WORKER_QUEUES}
        _greet(host, port, sign_in)
        while not stopping:
            time.sleep(0.2)
            if web.poll() is not None:
                click.echo("The web server ended; stopping the workers.", err=True)
                return 1
            for queue, worker in workers.items():
                if worker.poll() is not None:
                    click.echo(f"The worker of the queue {queue} ended; starting it again.", err=True)
                    time.sleep(1)
                    workers[queue] = _start("polku.flows.workers", queue)
    finally:
        _stop([*workers.values(), web])
    click.echo("Stopped. The data stay in var/.")
    return 0


def _greet(host: str, port: int, sign_in: SignIn) -> None:
    password = sign_in.password or "the one you have chosen"
    click.echo(
        f"\nPolku is running: http://{host}:{port}/\n"
        f"  sign in as  {sign_in.email}\n"
        f"  password    {password}\n"
        "Ctrl-C stops it.\n"
    )


def _stop(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    until = time.monotonic() + 10
    for process in processes:
        try:
            process.wait(timeout=max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
