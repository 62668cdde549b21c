"""A real mail server on this machine: it keeps what it takes, and answers as a test tells it to."""

from __future__ import annotations

import socket
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller


class Post:
    """What has been taken; ``answers`` maps a step (EHLO, MAIL, RCPT, DATA) to something called with the address."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.answers = {}

    def _asked(self, step: str, address: str = "") -> str | None:
        asked = self.answers.get(step)
        return asked(address) if asked else None

    def hang_up(self) -> None:
        """Break the line without a word."""
        self.server.transport.abort()

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802 - aiosmtpd's name
        self.server = server
        session.host_name = hostname
        self._asked("EHLO")
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        told = self._asked("MAIL", address)
        envelope.mail_from = address
        return told or "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        told = self._asked("RCPT", address)
        if told:
            return told
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        told = self._asked("DATA", envelope.rcpt_tos[0])
        if told and not told.startswith("250"):
            return told
        letter = message_from_bytes(envelope.content, policy=policy.default)
        letter.reached = envelope.rcpt_tos[0]
        self.letters.append(letter)
        self._asked("TAKEN", envelope.rcpt_tos[0])
        return told or "250 OK"

    @property
    def reached(self) -> list[str]:
        return sorted(letter.reached for letter in self.letters)


@contextmanager
def mail_server():
    """``(post, port)`` of a server that runs until the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    post = Post()
    controller = Controller(post, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield post, port
    finally:
        controller.stop()
