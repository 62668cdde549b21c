"""Decides how far a packed file may unpack: as a stream, whole, and not to something far larger than any table."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from pathlib import Path
from typing import IO, Any

from cxlab.files.refusing import refused

MEGABYTE = 1 << 20
MOST_MEGABYTES = 8_000
# Text packs 3 to 30 times smaller; what packs hundreds of times smaller is made to fill a disk.
_DAMAGED = (OSError, EOFError, zlib.error, zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError)
_RATIO, _HARMLESS = 200, 64 * MEGABYTE


class Measured(io.RawIOBase):
    """A stream that stops when more comes out of it than the packed size explains.

    Args:
        stream: gives the unpacked bytes.
        packed: size of what they come from.
        name: what messages call the file.
        part: what inside the file is read.
        limit: at most so many bytes, where the part is kept whole in memory.
    """

    def __init__(self, stream: IO[bytes], packed: int, name: str, part: str, limit: int | None = None) -> None:
        self._stream, self._name, self._part = stream, name, part
        self._limit = min(max(packed * _RATIO, _HARMLESS), limit or MOST_MEGABYTES * MEGABYTE)
        self.so_far = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            chunk = self._stream.read(len(buffer))
        except _DAMAGED as error:
            raise refused("damaged", name=self._name, kind=self._part, reason=str(error)) from error
        self.so_far += len(chunk)
        if self.so_far > self._limit:
            raise refused("too_large", name=self._name, limit=self._limit // MEGABYTE, part=self._part)
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def close(self) -> None:
        self._stream.close()
        super().close()


def unzipped(path: Path, raw: IO[bytes], name: str) -> IO[bytes]:
    """The content of a gzip file as a stream.

    Args:
        path: the file.
        raw: the same file, opened.
        name: what messages call it.

    Raises:
        FileError: while it is read: it is damaged, or unpacks to far more than it should.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     place = Path(folder, "a.csv.gz")
        ...     _ = place.write_bytes(gzip.compress(b"score"))
        ...     with place.open("rb") as raw, unzipped(place, raw, "a.csv.gz") as stream:
        ...         stream.read()
        b'score'
    """
    packed = path.stat().st_size
    stream = gzip.GzipFile(fileobj=raw, mode="rb")
    # Closed with the stream: who is given the stream alone cannot close the file below.
    stream.myfileobj = raw  # type: ignore[assignment]
    return io.BufferedReader(Measured(stream, packed, name, "gzip"), MEGABYTE)  # type: ignore[arg-type]
