"""Reads SPSS files (.sav, .zsav): labels, missing codes and multiple response sets come along with the answers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl

from cxlab.files.forms import CELLS, Batches, Column, Form, TableFile
from cxlab.files.headers import MOST_COLUMNS
from cxlab.files.refusing import refused
from cxlab.files.sav_dictionary import dictionary, original_names, sets_of
from cxlab.files.spelling import spelled

# SPSS counts seconds from the first day of the Gregorian calendar.
_EPOCH = 12_219_379_200
_DATES = ("DATE", "ADATE", "EDATE", "JDATE", "SDATE")
_MOMENTS = ("DATETIME", "YMDHMS")
_TIMES = ("TIME", "DTIME", "MTIME")
_RANGE, _LARGE = 1000, 1000
_BYTES = 1 << 28


def open_sav(path: Path, name: str, asked: Form) -> TableFile:
    """An SPSS file as a table of text.

    Dates become ISO dates; codes stay codes, with their labels beside them. Answers that the file declares to be
    missing are given as they are and named in ``Column.missing``; the system's own missing value is null.

    Args:
        path: the file.
        name: what messages call it.
        asked: ``encoding`` where the file does not say it or says it wrong.

    Raises:
        FileError: it is damaged, or its text is not in the encoding it names.

    Example:
        >>> import pyreadstat, tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     place = Path(folder, "a.sav")
        ...     pyreadstat.write_sav(pl.DataFrame({"score": [9.0]}), place, column_labels={"score": "How likely?"})
        ...     open_sav(place, "a.sav", Form()).columns[0].label
        'How likely?'
    """
    source = _Source(path, name, asked.encoding)
    _, meta = source.read(metadataonly=True)
    names = tuple(meta.column_names)
    if len(names) > MOST_COLUMNS:
        raise refused("too_wide", name=name, found=len(names), limit=MOST_COLUMNS)
    if not names:
        raise refused("no_header", name=name)
    if not all(isinstance(one, str) for one in names) or len(set(names)) < len(names):
        raise refused("damaged", name=name, kind="SPSS", reason="its names of variables cannot be told apart")
    encoding = str(meta.file_encoding or asked.encoding or "utf-8")
    told = dictionary(path, encoding)
    originals = original_names(told, encoding) if told else {}
    sets = tuple(
        replace(one, columns=tuple(originals.get(column, column) for column in one.columns))
        for one in (sets_of(told, encoding) if told else ())
    )
    owner = {column: one.name for one in sets for column in one.columns}
    columns = tuple(_column(column, meta, source, originals, owner) for column in names)
    rows = meta.number_rows if meta.number_rows is not None and meta.number_rows >= 0 else None
    form = Form(encoding=(asked.encoding or meta.file_encoding or "utf-8").lower())
    widths = sum(max(int(width or 8), 8) for width in meta.variable_storage_width.values())
    kinds = dict(meta.original_variable_types)

    def reading(size: int) -> Batches:
        read = [0]
        # Each reading passes over the rows before it, so few large ones are quicker than many small ones.
        chunk = max(size, CELLS // len(names)) if size >= _LARGE else size
        chunk = max(1, min(chunk, _BYTES // max(widths, 1)))
        return Batches(
            _frames(source, kinds, [one.name for one in columns], (chunk, size), read),
            lambda: read[0] / max(rows or 0, 1),
        )

    return TableFile(name, "sav", form, columns, sets, rows, reading)


@dataclass(frozen=True)
class _Source:
    path: Path
    name: str
    encoding: str | None

    def read(self, **options: Any) -> tuple[Any, Any]:
        """Columns as arrays, and what the file says of them."""
        import pyreadstat

        try:
            return pyreadstat.read_sav(
                str(self.path),
                encoding=self.encoding,
                user_missing=True,
                disable_datetime_conversion=True,
                output_format="dict",
                **options,
            )
        except LookupError as error:
            raise refused("unknown_encoding", name=self.name, encoding=self.encoding) from error
        except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, ValueError, OverflowError, OSError) as error:
            reason = str(error).rstrip(".") or type(error).__name__
            raise refused("damaged", name=self.name, kind="SPSS", reason=reason) from error


def _frames(
    source: _Source, kinds: Mapping[str, str], names: Sequence[str], sizes: tuple[int, int], read: list[int]
) -> Iterator[pl.DataFrame]:
    chunk, size = sizes
    while True:
        data, _ = source.read(row_offset=read[0], row_limit=chunk)
        texts = [_texts(column, values, kinds.get(column) or "") for column, values in data.items()]
        frame = pl.DataFrame([text.alias(name) for text, name in zip(texts, names, strict=True)])
        for piece in frame.iter_slices(size):
            read[0] += piece.height
            yield piece
        if frame.height < chunk:
            return


def _texts(column: str, values: Any, kind: str) -> pl.Series:
    series = pl.Series(column, values, strict=False, nan_to_null=True)
    if not series.dtype.is_numeric():
        return spelled(series.cast(pl.String, strict=False))
    family = kind.rstrip("0123456789.").upper()
    if family in _DATES:
        return spelled(_moments(series).dt.date())
    if family in _MOMENTS:
        return spelled(_moments(series))
    if family in _TIMES:
        return _lengths(series)
    return spelled(series)


def _moments(series: pl.Series) -> pl.Series:
    """Seconds of SPSS as points in time; what lies outside the years 1 to 9999 is no date."""
    seconds = series.cast(pl.Float64) - _EPOCH
    year_one, year_end = -62_135_596_800, 253_402_300_799
    seconds = seconds.set(~seconds.is_between(year_one, year_end), None)
    return (seconds * 1_000_000).round().cast(pl.Int64, strict=False).cast(pl.Datetime("us")).alias(series.name)


def _lengths(series: pl.Series) -> pl.Series:
    """Seconds as hours, minutes and seconds; SPSS lets hours go beyond a day."""

    def told(value: float | None) -> str | None:
        if value is None or not math.isfinite(value):
            return None
        whole = int(abs(value))
        rest = f"{abs(value) - whole:.6f}"[1:].rstrip("0").rstrip(".")
        sign = "-" if value < 0 else ""
        return f"{sign}{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}{rest}"

    return pl.Series(series.name, [told(value) for value in series.cast(pl.Float64).to_list()], dtype=pl.String)


def _code(value: object) -> str:
    """A code as it stands among the answers: 9, not 9.0."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return str(value).rstrip() if isinstance(value, str) else str(value)


def _column(column: str, meta: Any, source: _Source, originals: Mapping[str, str], owner: Mapping[str, str]) -> Column:
    labels = {_code(value): str(text) for value, text in (meta.variable_value_labels.get(column) or {}).items()}
    missing: dict[str, None] = {}
    for part in meta.missing_ranges.get(column) or ():
        missing.update(dict.fromkeys(_missing(part, column, source)))
    label = meta.column_names_to_labels.get(column) or ""
    name = originals.get(column, column)
    return Column(name, str(label), labels, tuple(missing), owner.get(name))


def _missing(part: Any, column: str, source: _Source) -> list[str]:
    """The codes of one declared range of missing values; a wide one is answered from the data itself."""
    low, high = (part["lo"], part["hi"]) if isinstance(part, Mapping) else (part, part)
    if isinstance(low, str) or low == high:
        return [_code(low)]
    if math.isfinite(low) and math.isfinite(high) and high - low <= _RANGE and float(low).is_integer():
        whole = [_code(float(low) + step) for step in range(int(high - low) + 1)]
        if float(high).is_integer():
            return whole
    data, _ = source.read(usecols=[column])
    values = pl.Series(data[column], strict=False, nan_to_null=True).cast(pl.Float64, strict=False)
    return [_code(value) for value in values.filter(values.is_between(low, high)).unique().sort().to_list()]
