"""Decides what is shown before a file comes in: its columns, its first rows, what is odd, and what would land."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from polku.flows.import_file.asking import Asked, decided, undecided_of
from polku.flows.import_file.earlier import earlier_wave
from polku.flows.import_file.known_rows import noticed_known
from polku.flows.import_file.mapping import ColumnUse, Mapping
from polku.flows.import_file.new_columns import new_columns
from polku.flows.import_file.reading import Lack, lacks_of
from polku.flows.import_file.remembering import noticed_once, summed_up_once
from polku.flows.import_file.summary import Summary
from polku.governance.gate import Viewer, require

if TYPE_CHECKING:
    from cxlab.files import Form, TableFile

FIRST_ROWS = 10
SAMPLED = 1_000
EXAMPLES = 6


@dataclass(frozen=True, slots=True)
class Looked:
    """One column: what it is used as, the words the file gives it, how full it is, and its most frequent values."""

    name: str
    label: str
    use: ColumnUse
    filled: int
    different: int
    examples: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """A file before it comes in.

    Attributes:
        form: how the file was read (encoding, separator, decimal, sheet, sheets).
        columns: each column with its use and its values, counted over the first 1,000 rows.
        rows: the first rows, values in the order of the columns; None is an empty cell.
        counted: how many rows were looked at for what is odd; ``whole`` says that it is all of them.
        noticed: what is odd, with what was decided of it.
        undecided: keys (``kind:column``) of what has to be decided before anything lands.
        lacks: what the mapping has to say before anything lands.
        will_land: what would land as the mapping stands; None while something lacks.
    """

    form: Form
    columns: tuple[Looked, ...]
    rows: tuple[tuple[str | None, ...], ...]
    counted: int
    whole: bool
    noticed: tuple[Asked, ...]
    undecided: tuple[str, ...]
    lacks: tuple[Lack, ...]
    will_land: Summary | None

    @property
    def ready(self) -> bool:
        return not self.undecided and not self.lacks


def look(
    file: TableFile,
    mapping: Mapping,
    *,
    viewer: Viewer,
    content: str = "",
    progress: Callable[[float, int], None] = lambda _share, _rows: None,
) -> Preview:
    """Everything that is shown before a file comes in; nothing is written.

    ``content``: a digest of the file; with it what was found is remembered, for each decision looks again.
    ``progress`` is told the share that has been looked at, 0 to 1, and the rows.
    """
    require(viewer, "import_data")
    sample = file.sample(SAMPLED)
    found, looking = noticed_once(file, mapping, earlier_wave(mapping, file, viewer=viewer), content, progress)
    found = (*found, *new_columns(file, mapping, found))
    noticed = tuple(Asked(one, one.key, decided(mapping, one)) for one in found)
    lacks = lacks_of(mapping, file)
    land = None if lacks else summed_up_once(file, mapping, noticed, viewer=viewer, content=content)
    if land is not None:
        known = noticed_known(land.known, content=content, mapping=mapping, viewer=viewer)
        noticed = (*(Asked(one, one.key, decided(mapping, one)) for one in known), *noticed)
    columns = []
    for column in file.columns:
        series = sample[column.name]
        counts = series.drop_nulls().value_counts(sort=True)
        columns.append(
            Looked(
                name=column.name,
                label=column.label,
                use=mapping.columns.get(column.name, ColumnUse(_unnamed(mapping))),
                filled=len(series) - series.null_count(),
                different=counts.height,
                examples=tuple(counts.head(EXAMPLES).rows()),
            )
        )
    return Preview(
        form=file.form,
        columns=tuple(columns),
        rows=tuple(sample.head(FIRST_ROWS).rows()),
        counted=looking.rows,
        whole=looking.whole,
        noticed=noticed,
        undecided=undecided_of(noticed),
        lacks=lacks,
        will_land=land,
    )


def _unnamed(mapping: Mapping) -> str:
    """What a column is that the mapping does not name."""
    return "background" if mapping.kind == "answers" else "ignored"
