"""Reads CSV of any usual dialect in pieces: memory stays at a few megabytes, and every fault is told with its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Self

import polars as pl

from cxlab.files.csv_form import HEAD, decimal_of, encoding_of, records, separator_of
from cxlab.files.forms import Batches, Column, Form, TableFile, without_trailing_empty_rows
from cxlab.files.guarding import unguarded
from cxlab.files.headers import column_names
from cxlab.files.packing import unzipped
from cxlab.files.refusing import FileError, refused

_BLOCK = 1 << 22
_LEAST = 1 << 16
_LINE = 1 << 24


@dataclass(frozen=True)
class _Source:
    path: Path
    name: str
    packed: bool

    def opened(self) -> tuple[IO[bytes], IO[bytes]]:
        """The content, and the raw file whose position tells how far reading has come."""
        raw = self.path.open("rb")
        return (unzipped(self.path, raw, self.name) if self.packed else raw), raw


def open_csv(path: Path, name: str, asked: Form, *, packed: bool) -> TableFile:
    r"""A CSV file as a table.

    Columns at the end of the header that have no name are left out when the first rows hold nothing there; others are
    called by their number. Blank lines are passed over; rows at the end that hold nothing are left out.

    Args:
        path: the file.
        name: what messages call it.
        asked: encoding, separator, decimal sign and header line where the caller knows better.
        packed: whether it is packed by gzip.

    Returns:
        The table; its rows are read when asked for.

    Raises:
        FileError: it is no CSV: wrong bytes, no header, a name twice.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     place = Path(folder, "a.csv")
        ...     _ = place.write_text("score,team\n9,a\n")
        ...     open_csv(place, "a.csv", Form(), packed=False).form.encoding
        'utf-8'
    """
    source = _Source(path, name, packed)
    form = Form(asked.encoding or encoding_of(lambda: source.opened()[0], name), header=asked.header)
    with _Reader(source, form) as reader:
        head = reader.head()
    form = replace(form, separator=asked.separator or separator_of(head))
    with _Reader(source, form) as reader:
        header, line = reader.pass_header()
    rows = [record for record in records(head, form.separator or ",") if record != header]
    form = replace(form, header=line, decimal=asked.decimal or decimal_of(rows, form.separator or ","))
    names = column_names(header, rows, name)

    def reading(rows: int) -> Batches:
        reader = _Reader(source, form)
        return Batches(without_trailing_empty_rows(reader.frames(names, rows)), reader.done)

    columns = tuple(Column(name) for name in names if name is not None)
    return TableFile(name, "csv", form, columns, (), None, reading)


class _Reader:
    """One walk through a CSV file; counts lines so that every fault has a place."""

    def __init__(self, source: _Source, form: Form) -> None:
        self.source, self.form = source, form
        self.separator = form.separator or ","
        self._size = max(source.path.stat().st_size, 1)
        self._line = 0
        self._raw: IO[bytes] | None = None

    def __enter__(self) -> Self:
        stream, self._raw = self.source.opened()
        try:
            self._text = io.TextIOWrapper(stream, encoding=self.form.encoding, newline="")
        except LookupError:
            stream.close()
            self._raw.close()
            raise refused("unknown_encoding", name=self.source.name, encoding=self.form.encoding) from None
        return self

    def __exit__(self, *_: object) -> None:
        self._text.close()
        if self._raw:
            self._raw.close()

    def done(self) -> float:
        return self._raw.tell() / self._size if self._raw and not self._raw.closed else 0.0

    def place(self, line: int) -> str:
        return f"line {line}"

    def head(self) -> str:
        """The beginning of the text, without a byte order mark."""
        return self._read(HEAD).removeprefix("\ufeff")

    def pass_header(self) -> tuple[list[str], int]:
        """Read up to and with the header: the line that was asked for, or the first that is not blank."""
        for line, record in self._parsed(self._lines("")):
            told = record[0].removeprefix("\ufeff").startswith("sep=")
            if line >= (self.form.header or 1 + told):
                if not any(cell.strip("\ufeff \t") for cell in record):
                    break
                names = pl.Series([cell.removeprefix("\ufeff") for cell in record], dtype=pl.String)
                return unguarded(names).to_list(), line
        raise refused("no_header", name=self.source.name)

    def frames(self, names: Sequence[str | None], rows: int) -> Iterator[pl.DataFrame]:
        """The rows below the header."""
        size = min(_BLOCK, max(_LEAST, rows * max(256, len(names) * 8)))
        with self:
            self.pass_header()
            while block := self._block(size):
                frame, lines = self._fast(block, len(names)) or self._slow(block, len(names))
                yield from self._kept(frame, lines, names, guarded="'" in block).iter_slices(rows)

    def _block(self, size: int) -> str:
        """Whole lines, about as many characters as asked."""
        text = self._read(size)
        if text and not text.endswith("\n"):
            text += self._read_line()
        if "\x00" in text:
            line = self._line + 1 + text.count("\n", 0, text.index("\x00"))
            raise refused("no_text", name=self.source.name, place=self.place(line))
        return text

    def _read(self, size: int) -> str:
        try:
            return self._text.read(size)
        except UnicodeError as error:
            raise self._wrong_bytes() from error

    def _read_line(self) -> str:
        try:
            text = self._text.readline(_LINE)
        except UnicodeError as error:
            raise self._wrong_bytes() from error
        if len(text) >= _LINE:
            raise refused("long_cell", name=self.source.name, place=self.place(self._line + 1), limit=_LINE)
        return text

    def _wrong_bytes(self) -> FileError:
        place = f"after line {self._line}"
        return refused("wrong_bytes", name=self.source.name, place=place, encoding=self.form.encoding)

    def _fast(self, block: str, width: int) -> tuple[pl.DataFrame, None] | None:
        """A block of plain lines that all have as many cells as the header: the usual case, read at once."""
        text = block.replace("\r\n", "\n")
        quote = '"' if '"' in text else None
        outside = outside_quotes(text, self.separator) if quote else text
        if width == 1 or "\r" in text or not outside:
            return None
        lines = outside.count("\n") + (not outside.endswith("\n"))
        if outside.count(self.separator) != lines * (width - 1):
            return None
        try:
            frame = pl.read_csv(
                text.encode(), has_header=False, separator=self.separator, quote_char=quote, infer_schema=False
            )
        except pl.exceptions.PolarsError:
            return None
        if frame.shape != (lines, width):
            return None
        return frame.with_columns(pl.when(pl.all() != "").then(pl.all())) if quote else frame, None

    def _slow(self, block: str, width: int) -> tuple[pl.DataFrame, list[int]]:
        """A block record by record."""
        found: list[list[str]] = []
        lines: list[int] = []
        for line, record in self._parsed(self._lines(block), until_block_ends=True):
            if len(record) != width:
                if len(record) < width or any(record[width:]):
                    place = self.place(line)
                    raise refused("ragged", name=self.source.name, place=place, found=len(record), wanted=width)
                del record[width:]
            found.append(record)
            lines.append(line)
        columns = [list(column) for column in zip(*found, strict=True)] or [[] for _ in range(width)]
        frame = pl.DataFrame([pl.Series(f"column_{n}", column, dtype=pl.String) for n, column in enumerate(columns)])
        return frame.with_columns(pl.when(pl.all() != "").then(pl.all())), lines

    def _lines(self, block: str) -> _Lines:
        return _Lines(io.StringIO(block, newline=""), self)

    def _parsed(self, lines: _Lines, *, until_block_ends: bool = False) -> Iterator[tuple[int, list[str]]]:
        """Each record with the line it begins on."""
        reader = csv.reader(lines, delimiter=self.separator, strict=True)
        before = self._line
        begins = before + 1
        try:
            for record in reader:
                self._line = before + reader.line_num
                if record:
                    yield begins, record
                begins = self._line + 1
                if until_block_ends and lines.at_end():
                    return
        except csv.Error as error:
            if "limit" in str(error):
                limit = csv.field_size_limit()
                raise refused("long_cell", name=self.source.name, place=self.place(begins), limit=limit) from error
            raise refused("open_quote", name=self.source.name, place=self.place(begins)) from error

    def _kept(
        self, frame: pl.DataFrame, lines: list[int] | None, names: Sequence[str | None], *, guarded: bool
    ) -> pl.DataFrame:
        """The columns that have a name, texts freed of the guard against formulas."""
        start = self._line
        if lines is None:
            self._line += frame.height
        series: list[pl.Series] = []
        for number, (name, column) in enumerate(zip(names, frame.get_columns(), strict=True), 1):
            if name is not None:
                series.append((unguarded(column) if guarded else column).alias(name))
            elif column.null_count() < column.len():
                at = int(column.is_not_null().arg_true()[0])
                place = self.place(lines[at] if lines else start + 1 + at)
                raise refused("value_without_name", name=self.source.name, place=place, number=number)
        return pl.DataFrame(series)


def outside_quotes(text: str, separator: str) -> str | None:
    r"""What stands outside quotes; None unless every quoted cell is whole, on one line and alone between separators.

    Args:
        text: a piece of a file that begins and ends with a line.
        separator: one character.

    Example:
        >>> outside_quotes('1,"a, b",2', ","), outside_quotes('1,5" wide', ",")
        ('1,,2', None)
    """
    parts = text.split('"')
    if len(parts) % 2 == 0 or any("\n" in inside for inside in parts[1::2]):
        return None
    around = parts[::2]
    edges = (separator, "\n")
    if not all(part.endswith(edges) for part in around[:-1] if part) or not all(
        part.startswith(edges) for part in around[1:] if part
    ):
        return None
    return "".join(around)


class _Lines:
    """Lines of a block and, where a record goes on beyond it, of the text after it."""

    def __init__(self, block: io.StringIO, reader: _Reader) -> None:
        self._block, self._reader = block, reader
        self._length = len(block.getvalue())

    def at_end(self) -> bool:
        return self._block.tell() >= self._length

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._block.readline() or self._reader._read_line()
        if not line:
            raise StopIteration
        return line
