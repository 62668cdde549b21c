"""Decides what of a posted form is read: its size, its encoding, its fields; the rest is refused in plain words."""

from __future__ import annotations

from urllib.parse import parse_qsl

from django.http import HttpRequest

# A megabyte of text is still read, to be answered at its field; in percent signs it may take three times as much.
LARGEST_BODY = 3_500_000
MOST_FIELDS = 2_000
UNREADABLE = "\ufffd"


class TooLarge(Exception):  # noqa: N818 - reads as what happened
    """The body is larger than any survey needs."""


class Form:
    """The fields of a posted form, each with every value it came with."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in pairs:
            self._values.setdefault(name, []).append(value)

    def get(self, key: str, default: str = "", /) -> str:
        values = self._values.get(key)
        return values[-1] if values else default

    def getlist(self, key: str, /) -> list[str]:
        return self._values.get(key, [])

    def drop(self, key: str) -> None:
        """Forget what was given to a question, the rows of a matrix with it."""
        for name in [name for name in self._values if name == key or name.startswith(f"{key}.")]:
            del self._values[name]

    def unreadable(self) -> set[str]:
        """Questions whose text arrived in an encoding that could not be read."""
        broken = {name for name, values in self._values.items() if any(UNREADABLE in value for value in values)}
        return {name.partition(".")[0] for name in broken}


def read_form(request: HttpRequest) -> Form:
    """The posted form. Raises TooLarge before reading a body that is larger than any survey needs."""
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        length = 0
    if length > LARGEST_BODY:
        raise TooLarge
    # Pages are UTF-8, so forms come back in it; what does not is marked, and told at its field.
    body = request.read(length).decode("utf-8", "replace")
    try:
        pairs = parse_qsl(body, keep_blank_values=True, encoding="utf-8", errors="replace", max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise TooLarge from error
    return Form(pairs)
