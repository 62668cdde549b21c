"""Decides how mail that came back is read: out of a mailbox, a pipe, or what a provider's webhook tells."""

from __future__ import annotations

import mailbox
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from polku.flows.record_response import PRODUCT
from polku.flows.turns import in_turn
from polku.outreach import rules, services

# A mail larger than this is no report of one; the letter that is returned is small.
LARGEST = 5_000_000


class NotReadable(ValueError):  # noqa: N818 - reads as what happened
    """There is no mailbox and no mail at this place."""


def mails_in(place: Path) -> Iterator[bytes]:
    """Each mail of an mbox, a Maildir or a file that holds one. Raises NotReadable."""
    if place.is_dir():
        if not (place / "cur").is_dir():
            raise NotReadable(str(place))
        folder = mailbox.Maildir(place, create=False)
        yield from (folder.get_bytes(key) for key in folder.iterkeys())
        return
    if not place.is_file():
        raise NotReadable(str(place))
    with place.open("rb") as handle:
        begins = handle.read(5)
    if begins != b"From ":
        yield place.read_bytes()
        return
    with closing(mailbox.mbox(place, create=False)) as box:
        yield from (box.get_bytes(key) for key in box.iterkeys())


def take_mails(mails: Iterable[bytes]) -> Counter[str]:
    """Write down what each mail tells; returns how many came to what, "other" being about no letter of ours."""
    told: Counter[str] = Counter()
    for raw in mails:
        found = rules.returned(raw) if len(raw) <= LARGEST else None
        told[take(found) if found else "other"] += 1
    return told


def take(found: rules.Returned) -> str:
    """Write one down; returns what came of it."""
    with in_turn():
        return services.take_returned(found, actor=PRODUCT)
