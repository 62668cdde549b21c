"""Says what is wrong with a file, at which place, and what to do about it, in the reader's language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext, gettext_noop

if TYPE_CHECKING:
    from cxlab.files import FileError

# How ``cxlab.files`` names places.
_PLACES = {
    gettext_noop("line {line}"): r"line (?P<line>\d+)",
    gettext_noop("after line {line}"): r"after line (?P<line>\d+)",
    gettext_noop("sheet {sheet}, row {line}"): r"sheet (?P<sheet>.*), row (?P<line>\S+)",
    gettext_noop("sheet {sheet}, cell {cell} of row {line}"): (
        r"sheet (?P<sheet>.*), cell (?P<cell>\S+) of row (?P<line>\S+)"
    ),
}


def told(error: FileError) -> str:
    """The words of ``cxlab.files.FILE_ERRORS``, whose Finnish and Swedish stand in the catalogue beside this module."""
    from cxlab.files import FILE_ERRORS

    if not error.params:
        return str(error)
    params = {**error.params, "place": _place(str(error.params.get("place", "")))}
    return " ".join(gettext(text).format_map(params) for text in FILE_ERRORS[error.kind])


def _place(said: str) -> str:
    for words, pattern in _PLACES.items():
        if found := re.fullmatch(pattern, said, re.DOTALL):
            return gettext(words).format_map(found.groupdict())
    return said
