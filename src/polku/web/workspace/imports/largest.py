"""Decides how large a file may be that is brought in: a larger one is passed over while it comes, not kept."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

MEGABYTE = 1_000_000
# What a form says beside its file: names, boundaries, the mark against forged forms.
ROOM_FOR_WORDS = 100_000


def most() -> int:
    """The largest file in bytes."""
    return settings.LARGEST_FILE_MB * MEGABYTE


def too_large(request: HttpRequest) -> bool:
    """Whether what was sent is larger than a file may be; its file has then been passed over."""
    try:
        size = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return False
    return size > most() + ROOM_FOR_WORDS


class PassOver(FileUploadHandler):
    """Stands before the handlers that keep a file: one too large is read to its end and kept nowhere."""

    def new_file(self, *_about: Any, **_more: Any) -> None:
        if self.request is not None and too_large(self.request):
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, *_start: int) -> bytes:
        return raw_data

    def file_complete(self, *_size: int) -> None:
        return None
