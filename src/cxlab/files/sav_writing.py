"""Writes a table as an SPSS file with labels, missing codes and multiple response sets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from cxlab.files.forms import Column, MultipleSet
from cxlab.files.refusing import refused
from cxlab.files.sav_dictionary import extend
from cxlab.files.spelling import spelled

_NAME_BYTES, _LABEL_BYTES, _TEXT_BYTES, _SHORT_BYTES, _MOST_CODES = 64, 255, 32_767, 8, 3
# The ends of the range mean missing, lowest and highest.
_UTMOST = 1.79e308
_RESERVED = frozenset(["ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"])
_DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


def write_sav(table: pl.DataFrame, columns: Sequence[Column], sets: Sequence[MultipleSet], path: str | Path) -> None:
    """Write an SPSS file (.sav, UTF-8, compressed rows).

    A column is numeric when every value, code and missing code of it is a number that reads back the same, a date when
    every value is an ISO date, else text. SPSS allows few signs in names: others become underscores, and the name as
    it was travels along, so that ``open_table`` gives it back. SPSS pads texts, so blanks at their end are lost.

    Args:
        table: the rows, of text or of any simple type.
        columns: what is known of them, by name.
        sets: multiple response sets.
        path: where to.

    Raises:
        FileError: a text is too long (32,767 bytes), a column has more missing codes than SPSS can hold, or the place
            cannot be written to.

    Example:
        >>> import tempfile
        >>> from cxlab.files import open_table
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     place = Path(folder, "a.sav")
        ...     write_sav(pl.DataFrame({"Q 1": ["9"]}), [Column("Q 1", value_labels={"9": "Yes"})], [], place)
        ...     file = open_table(place)
        ...     file.columns[0].name, dict(file.columns[0].value_labels), file.whole().rows()
        ('Q 1', {'9': 'Yes'}, [('9',)])
    """
    import pyreadstat

    texts = [spelled(column) for column in table.get_columns()]
    known = {column.name: column for column in columns}
    names = _spss_names(table.columns)
    out: list[pl.Series] = []
    options: dict[str, dict[str, Any]] = {key: {} for key in ("labels", "values", "missing", "format")}
    for text in texts:
        name, column = names[text.name], known.get(text.name) or Column(text.name)
        series = _typed(text, column)
        out.append(series.alias(name))
        _tell(series, text, column, name, options)
    target = Path(path)
    try:
        pyreadstat.write_sav(
            pl.DataFrame(out),
            str(target),
            column_labels=options["labels"],
            variable_value_labels=options["values"],
            missing_ranges=options["missing"],
            variable_format=options["format"],
            row_compress=True,
        )
        inside = [_renamed(one, names) for one in sets if all(column in names for column in one.columns)]
        extend(target, inside, {name: original for original, name in names.items() if name != original})
    except (OSError, pyreadstat.PyreadstatError, pyreadstat.ReadstatError) as error:
        raise refused("unwritable", name=str(path), reason=str(error).rstrip(".")) from error


def _spss_names(columns: Sequence[str]) -> dict[str, str]:
    """A name that SPSS accepts for each column, the same where it is one already."""
    names: dict[str, str] = {}
    used: set[str] = set()
    for column in columns:
        name = re.sub(r"[^\w.@#$]", "_", column)
        name = name if re.match(r"[^\W\d_]", name) else f"v{name}"
        name = name.encode()[:_NAME_BYTES].decode(errors="ignore").rstrip(".")
        if name.upper() in _RESERVED:
            name += "_"
        stem, number = name, 2
        while name.upper() in used:
            tail = f"_{number}"
            name = stem.encode()[: _NAME_BYTES - len(tail)].decode(errors="ignore") + tail
            number += 1
        used.add(name.upper())
        names[column] = name
    return names


def _typed(text: pl.Series, column: Column) -> pl.Series:
    """The values as numbers, dates or texts."""
    filled = text.drop_nulls()
    codes = pl.Series([*column.value_labels, *column.missing], dtype=pl.String)
    if _all_numbers(filled) and _all_numbers(codes):
        return text.cast(pl.Float64)
    if len(filled) and not len(codes) and filled.str.contains(_DATE).all():
        dates = text.str.to_date("%Y-%m-%d", strict=False)
        if dates.null_count() == text.null_count() and dates.min().year >= 1600:  # type: ignore[union-attr]  # noqa: PLR2004 - SPSS counts from 1582
            return dates
    sizes = text.str.len_bytes()
    longest = sizes.arg_max()
    if longest is not None and sizes[longest] > _TEXT_BYTES:
        found = int(sizes[longest])
        raise refused("cell_limit", row=longest + 1, column=text.name, found=found, kind="SPSS", limit=_TEXT_BYTES)
    return text


def _all_numbers(texts: pl.Series) -> bool:
    """Whether each text is a number that is spelled the same after it was one, and that SPSS takes for one."""
    numbers = texts.cast(pl.Float64, strict=False)
    return bool(((spelled(numbers) == texts) & (numbers.abs() < _UTMOST)).fill_null(value=False).all())


def _tell(series: pl.Series, text: pl.Series, column: Column, name: str, options: Mapping[str, dict[str, Any]]) -> None:
    """What SPSS shall know of a column."""
    numeric = series.dtype == pl.Float64
    if column.label:
        options["labels"][name] = column.label.encode()[:_LABEL_BYTES].decode(errors="ignore")
    if column.value_labels:
        options["values"][name] = {
            (float(code) if numeric else code): label for code, label in column.value_labels.items()
        }
    if column.missing:
        options["missing"][name] = _missing(column, text, numeric=numeric)
    if numeric:
        decimals = min(max(text.str.extract(r"\.([0-9]+)$").str.len_chars().fill_null(0).to_list(), default=0), 16)
        options["format"][name] = f"F{12 + decimals}.{decimals}"


def _missing(column: Column, text: pl.Series, *, numeric: bool) -> list[Any]:
    """At most three codes, or a range and one more where no other value lies in that range."""
    if not numeric:
        if len(column.missing) > _MOST_CODES or any(len(code.encode()) > _SHORT_BYTES for code in column.missing):
            raise refused("missing_codes", column=column.name, found=len(column.missing))
        return list(column.missing)
    codes = sorted(float(code) for code in column.missing)
    if len(codes) <= _MOST_CODES:
        return [*codes]
    present = set(text.drop_nulls().unique().cast(pl.Float64).to_list()) | {float(code) for code in column.value_labels}
    for alone in (None, codes[0], codes[-1]):
        rest = [code for code in codes if code != alone]
        if not any(rest[0] <= value <= rest[-1] for value in present - set(codes)):
            return [{"lo": rest[0], "hi": rest[-1]}, *([alone] if alone is not None else [])]
    raise refused("missing_codes", column=column.name, found=len(codes))


def _renamed(one: MultipleSet, names: Mapping[str, str]) -> MultipleSet:
    name = re.sub(r"[^\w.]", "_", one.name)
    return MultipleSet(name, one.label, tuple(names[column] for column in one.columns), one.counted)
