"""Says what is wrong with a file, at which place, and what to do about it, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext

if TYPE_CHECKING:
    from cxlab.files import FileError


def told(error: FileError) -> str:
    """The words of ``cxlab.files.FILE_ERRORS``, whose Finnish and Swedish stand in the catalogue beside this module."""
    from cxlab.files import FILE_ERRORS

    if not error.params:
        return str(error)
    return " ".join(gettext(text).format_map(error.params) for text in FILE_ERRORS[error.kind])
