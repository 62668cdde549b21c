"""The ways in which a change to members or imports can be refused."""

from __future__ import annotations

from polku.governance.rules import Refused


class LastAdmin(Refused):
    """Somebody has to be able to let people in."""


class NotFound(Refused):
    """The thing is not there, or no longer."""


class ImportState(Refused):
    """The import is not in a state in which this can be done."""
