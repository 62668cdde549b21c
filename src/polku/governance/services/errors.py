"""The ways in which a change to members or imports can be refused."""

from __future__ import annotations

from django.utils.translation import gettext as _

from polku.governance.rules import Refused


class LastAdmin(Refused):
    """Somebody has to be able to let people in."""


class NotFound(Refused):
    """The thing is not there, or no longer."""


class ImportState(Refused):
    """The import is not in a state in which this can be done."""


class Stale(Refused):
    """Somebody else has changed it since the actor saw it; nothing was done."""


def check_seen(seen: str | None, now: str) -> None:
    """Stop at what was changed since the actor saw it; ``seen`` is the mark that the query gave, None to go ahead."""
    if seen is not None and seen != now:
        raise Stale(_("Somebody else changed this while you looked. Nothing of theirs or yours is lost."))
