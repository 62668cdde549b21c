"""Decides how a file is opened for an import: as it was recognised, else as the mapping says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from polku.flows.import_file.event_logs import is_log, open_log
from polku.flows.import_file.mapping import FileForm

if TYPE_CHECKING:
    from cxlab.files import TableFile

AS_RECOGNISED = FileForm()


def opened(path: Path, form: FileForm = AS_RECOGNISED, *, name: str = "") -> TableFile:
    """The file; raises FileError naming the place and the remedy. ``name`` is what messages call it."""
    from cxlab.files import Form, open_table

    if is_log(path):
        return open_log(path, form, name or path.name)
    known = Form(
        encoding=form.encoding or None,
        separator=form.separator or None,
        decimal=form.decimal or None,
        sheet=form.sheet or None,
    )
    return open_table(path, form=known, name=name or path.name)
