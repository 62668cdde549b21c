"""Decides what a mail server's answers mean: taken, refused, to come later, or unknown because the line broke."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from contextlib import suppress

from django.conf import settings

from polku.outreach import rules

SECONDS = 30
_GO_ON = 354
_OK = 250
_ALSO_OK = 251
_CLOSING = 421


class NotTaken(Exception):  # noqa: N818 - reads as what happened
    """The server has refused the message for good."""

    def __init__(self, code: int, told: bytes, *, address: bool) -> None:
        super().__init__(f"{code} {told.decode('utf-8', 'replace')}")
        self.wrong_address = address and rules.wrong_address(code)


class Later(Exception):  # noqa: N818 - reads as what happened
    """The server has not taken the message, for sure, and may take it another time."""


class Unsure(Exception):  # noqa: N818 - reads as what happened
    """The letter was given, and the line broke before the server said that it had it."""


class MailServer:
    """One connection, opened at need and used for letter after letter."""

    def __init__(self) -> None:
        self._smtp: smtplib.SMTP | None = None

    def open(self) -> None:
        """Connect unless connected. Raises OSError or SMTPException while the server is away."""
        if self._smtp is not None:
            return
        kind = smtplib.SMTP_SSL if settings.EMAIL_USE_SSL else smtplib.SMTP
        smtp = kind(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=SECONDS)
        try:
            smtp.ehlo_or_helo_if_needed()
            if settings.EMAIL_USE_TLS:
                smtp.starttls(context=ssl.create_default_context())
                smtp.ehlo()
            if settings.EMAIL_HOST_USER:
                smtp.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        except (smtplib.SMTPException, OSError):
            smtp.close()
            raise
        self._smtp = smtp

    def close(self) -> None:
        """Hang up; a line that is gone already is no error."""
        if self._smtp is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._smtp.quit()
            self._smtp = None

    def give(self, sender: str, to: str, letter: bytes) -> None:
        """Hand a letter over; when this returns the server has it. Raises NotTaken, Later or Unsure."""
        if self._smtp is None:
            raise Later("not connected")
        try:
            self._envelope(self._smtp, sender, to)
        except (smtplib.SMTPServerDisconnected, OSError) as broken:
            # Nothing of the letter was said yet.
            self._drop()
            raise Later(str(broken)) from broken
        try:
            self._smtp.send(_dotted(letter))
            code, told = self._smtp.getreply()
        except (smtplib.SMTPServerDisconnected, OSError, socket.timeout) as broken:  # noqa: UP041 - named for its reader
            self._drop()
            raise Unsure(str(broken)) from broken
        if code != _OK:
            self._refused(code, told, address=False)

    def _envelope(self, smtp: smtplib.SMTP, sender: str, to: str) -> None:
        code, told = smtp.docmd("MAIL", f"FROM:<{sender}>")
        if code != _OK:
            self._refused(code, told, address=False)
        code, told = smtp.docmd("RCPT", f"TO:<{to}>")
        if code not in {_OK, _ALSO_OK}:
            self._refused(code, told, address=True)
        code, told = smtp.docmd("DATA")
        if code != _GO_ON:
            self._refused(code, told, address=False)

    def _refused(self, code: int, told: bytes, *, address: bool) -> None:
        if code == _CLOSING or self._smtp is None:
            self._drop()
        else:
            with suppress(smtplib.SMTPException, OSError):
                self._smtp.rset()
        if rules.permanent(code):
            raise NotTaken(code, told, address=address)
        raise Later(f"{code} {told.decode('utf-8', 'replace')}")

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
        self._smtp = None


def _dotted(letter: bytes) -> bytes:
    """The letter as it stands after DATA: a leading dot is doubled, one alone ends it (RFC 5321, 4.5.2)."""
    text = re.sub(rb"(?m)^\.", b"..", letter)
    return text + (b"" if text.endswith(b"\r\n") else b"\r\n") + b".\r\n"
