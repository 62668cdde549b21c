"""Decides how a file that cannot be read is told of: what is wrong, at which place, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping

from cxlab.tables import TableError

# kind -> (what is wrong, what to do). The product says the same in the reader's language, by kind.
FILE_ERRORS: Mapping[str, tuple[str, str]] = {
    "absent": ("There is no file {name}.", "Check the name and the folder."),
    "folder": ("{name} is a folder.", "Name the file inside it."),
    "denied": ("{name} cannot be read: {reason}.", "Check the name and the rights of the file."),
    "empty": ("{name} is empty: it has no header and no rows.", "Export the file again."),
    "no_table": ("{name} is neither CSV nor Parquet, XLSX or SPSS.", "Save it as CSV (UTF-8) or XLSX and try again."),
    "web_page": (
        "{name} is a web page, whatever its name says.",
        "Open it in a spreadsheet program and save it as XLSX; if it only asks to sign in, download the file again.",
    ),
    "event_log": (
        "{name} is a log of events (XES or OCEL), not a table.",
        "Look at it with polku journeys, or export it as CSV with one event a row.",
    ),
    "xml_file": ("{name} is an XML file.", "Export it as CSV or XLSX."),
    "json_file": ("{name} is a JSON file.", "Export it as CSV or XLSX, one record a row."),
    "pdf": ("{name} is a PDF, a picture of a table at best.", "Ask for the table itself as CSV or XLSX."),
    "picture": ("{name} is a picture.", "Ask for the table itself as CSV or XLSX."),
    "packed_folder": ("{name} is a packed folder.", "Unpack it and choose the table inside."),
    "database": ("{name} is a database.", "Export the table you need from it as CSV."),
    "text_document": ("{name} is a document.", "Copy the table in it to a spreadsheet and save that as XLSX."),
    "mail": ("{name} is a mail or a page saved with its pictures.", "Save the table in it as CSV or XLSX."),
    "other_statistics": (
        "{name} is of another statistics program.",
        "Save it there as SPSS (.sav), Parquet or CSV.",
    ),
    "excel_xml": (
        "{name} is a workbook in the XML of Excel 2003.",
        "Open it in a spreadsheet program and save it as XLSX.",
    ),
    "excel_binary": ("{name} is a binary workbook (XLSB).", "Open it in a spreadsheet program and save it as XLSX."),
    "old_excel": ("{name} is an old Excel file or locked with a password.", "Save it as XLSX without a password."),
    "open_document": ("{name} is an OpenDocument sheet.", "Save it as XLSX or CSV."),
    "damaged": ("{name} cannot be read as {kind}: {reason}.", "Export or copy the file again: part of it is missing."),
    "damaged_at": ("{name}, {place}: {reason}.", "Mend that place or export the file again."),
    "unknown_encoding": ("There is no encoding called {encoding}.", "Use utf-8, utf-16, windows-1252 or iso-8859-15."),
    "wrong_bytes": (
        "{name}, {place}: these bytes are no {encoding}.",
        "Save the file as UTF-8, or name its encoding when you open it.",
    ),
    "no_text": ("{name}, {place}: a sign that no text holds (NUL).", "Export the file again as CSV (UTF-8)."),
    "ragged": (
        "{name}, {place}: {found} cells where the header names {wanted} columns.",
        "Mend that line, or put text that holds the separator or a line break between quotes.",
    ),
    "open_quote": (
        "{name}, {place}: a quote is opened and not closed as it should be.",
        "Close it, or write a quote inside a quoted text twice.",
    ),
    "long_cell": (
        "{name}, {place}: a cell of more than {limit} characters.",
        "Look for a quote that is not closed before that place, or shorten the text.",
    ),
    "same_name": (
        "{name} has two columns named {column!r}.",
        "Rename or remove one of them in the first line and try again.",
    ),
    "no_header": ("{name} has no names of columns.", "Write the names of the columns on the first line."),
    "value_without_name": (
        "{name}, {place}: a value stands in column {number}, which has no name.",
        "Name the column in the header, or remove the value.",
    ),
    "too_wide": ("{name} has {found} columns; at most {limit} can be read.", "Leave out columns you do not need."),
    "too_large": (
        "{name} unpacks to more than {limit} megabytes ({part}).",
        "Save the table as CSV or Parquet, which are read piece by piece, or split it.",
    ),
    "no_sheet": ("{name} has no sheet {sheet!r}.", "Choose one of: {sheets}."),
    "unsafe_xml": (
        "{name} declares a document type or entities ({part}).",
        "Save it again with a spreadsheet program.",
    ),
    "formula_without_value": (
        "{name}, {place}: a formula whose value was never computed.",
        "Open the file in a spreadsheet program, save it, and try again.",
    ),
    "cell_limit": (
        "Row {row}, column {column!r}: {found} characters, and a cell of {kind} holds {limit}.",
        "Export as CSV, which has no such limit.",
    ),
    "unwritable": ("{name} cannot be written: {reason}.", "Choose another folder or another format."),
    "missing_codes": (
        "Column {column!r} has {found} codes for no answer, more or longer ones than an SPSS file can hold.",
        "Export as CSV or XLSX.",
    ),
}


class FileError(TableError):
    """A file that cannot be read or written as a table.

    Args:
        message: what is wrong, where and what to do, in English.
        kind: a stable key of ``FILE_ERRORS``.
        params: what the words are filled with.
    """

    def __init__(self, message: str, *, kind: str = "no_table", params: Mapping[str, object] | None = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.params = dict(params or {})

    @property
    def place(self) -> str:
        """Where in the file, e.g. "line 17"; the file's name when no place inside it is known."""
        return str(self.params.get("place") or self.params.get("name") or "")

    @property
    def remedy(self) -> str:
        """What to do about it."""
        return FILE_ERRORS[self.kind][1].format_map(self.params) if self.params else ""


def refused(kind: str, /, **params: object) -> FileError:
    """The error of a kind, with its words filled in.

    Args:
        kind: a key of ``FILE_ERRORS``.
        **params: what the words need, ``name`` (of the file) and ``place`` first of all.

    Returns:
        The error, to be raised by the caller.

    Example:
        >>> str(refused("ragged", name="a.csv", place="line 3", found=4, wanted=2)).split(". ")[0]
        'a.csv, line 3: 4 cells where the header names 2 columns'
    """
    what, remedy = FILE_ERRORS[kind]
    return FileError(f"{what} {remedy}".format_map(params), kind=kind, params=params)
