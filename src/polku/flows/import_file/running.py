"""Decides how a file comes in: asked first, then unseen in short transactions, landed at once, else taken up again."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from polku.flows.import_file.as_written import with_left
from polku.flows.import_file.asking import Asked, asked_of, decided
from polku.flows.import_file.earlier import earlier_wave
from polku.flows.import_file.fitting import without_file
from polku.flows.import_file.known_rows import KIND, Known, noticed_known
from polku.flows.import_file.mapping import Mapping, to_json
from polku.flows.import_file.noticed import told
from polku.flows.import_file.opening import opened
from polku.flows.import_file.places import being_taken_in, rejected_path
from polku.flows.import_file.reading import AnswersFile, Lack, lacks_of, summed_up
from polku.flows.import_file.rejected_rows import RejectedRows
from polku.flows.import_file.remembering import noticed_once, would_land
from polku.flows.import_file.summary import Summary
from polku.flows.import_file.taking_records import take_records
from polku.flows.import_records.taking import MOST, Pace
from polku.flows.turns import give_way, in_turn, one_at_a_time
from polku.governance import services as governance
from polku.governance.gate import Viewer, require
from polku.governance.rules import Refused
from polku.people import queries as people
from polku.people.services import save_segment
from polku.surveys.services import drop_imported, made_ready, publish_imported, store_ready

if TYPE_CHECKING:
    from cxlab.files import TableFile

Progress = Callable[[float, int], None]


class Undecided(Refused):
    """Something noticed waits for a decision, or the mapping lacks something: nothing has come in."""

    def __init__(self, undecided: tuple[Asked, ...], lacks: tuple[Lack, ...]) -> None:
        first = lacks[0].why if lacks else told(undecided[0].noticed).what
        super().__init__(_("Nothing has come in: %(what)s") % {"what": first})
        self.undecided, self.lacks = undecided, lacks


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file.

    Attributes:
        imported: the import, to be undone by; None of a dry run.
        already: the same file with the same mapping had landed before; nothing was done.
        rows: rows of the file that came in, those known already included.
        new: records that were not known yet.
        answers: answers in the rows that came in.
        rejected: rows that did not come in.
        rejected_file: where they lie as a file with the reasons; None when there are none.
        months: the months of the answers, in order.
        summary: of a dry run, what would land.
    """

    imported: int | None
    already: bool = False
    rows: int = 0
    new: int = 0
    answers: int = 0
    rejected: int = 0
    rejected_file: Path | None = None
    months: tuple[str, ...] = ()
    summary: Summary | None = None


def run(
    path: Path | str,
    mapping: Mapping,
    *,
    actor: Viewer,
    name: str = "",
    dry_run: bool = False,
    progress: Progress = lambda _share, _rows: None,
    began: Callable[[int], None] = lambda _imported: None,
) -> Outcome:
    """Bring a file in as one unit, or say what would land.

    Args:
        path: the file.
        mapping: what its columns are and what was decided of it.
        actor: needs the right to import.
        name: what messages call the file, where its path is not what the reader knows.
        dry_run: write nothing.
        progress: told the share that is done (0 to 1) and the rows that have come in.
        began: told the import under which rows come in, before the first does.

    Returns:
        Outcome. Raises Undecided while something noticed or lacking is undecided, FileError for a file that cannot be
        read; then nothing has come in.
    """
    require(actor, "import_data")
    place = Path(path)
    file = opened(place, mapping.form, name=name)
    lacks = lacks_of(mapping, file)
    content = _digest(place)
    # A file that was looked at just now is not looked at again.
    found, _looking = noticed_once(file, mapping, earlier_wave(mapping, file, viewer=actor), content)
    asked = asked_of(file, mapping, found=found)
    waiting = tuple(one for one in asked if one.waits)
    if lacks or waiting:
        raise Undecided(waiting, lacks)
    if dry_run:
        return Outcome(None, summary=would_land(file, mapping, asked, viewer=actor))
    # A file of the pages lies under a key of its own here: what people call it tells the next one of the same source.
    source = mapping.source or mapping.survey or name or place.name
    kept = to_json(without_file(with_left(mapping, file)))
    unit, landed = governance.begin_import(source[:200], content, kept, actor=actor)
    if landed:
        return Outcome(unit, already=True)
    began(unit)
    with being_taken_in(unit):
        arrival = _Arrival(file, mapping, asked, source=source, actor=actor, unit=unit, progress=progress)
        return arrival.land(content)


def _digest(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


class _Arrival:
    """A file of answers while it comes in."""

    def __init__(
        self,
        file: TableFile,
        mapping: Mapping,
        asked: tuple[Asked, ...],
        *,
        source: str,
        actor: Viewer,
        unit: int,
        progress: Progress,
    ) -> None:
        self.file, self.mapping, self.asked = file, mapping, asked
        self.source, self.actor, self.unit, self.progress = source, actor, unit, progress
        self.rows = self.new = self.answers = 0
        self.known: Counter[int] = Counter()
        self.months: set[str] = set()

    def land(self, content: str) -> Outcome:
        # One that broke off before is taken up from its beginning.
        drop_imported(self.unit, actor=self.actor, turn=in_turn)
        rejected = RejectedRows(rejected_path(self.unit), [column.name for column in self.file.columns])
        with rejected:
            if self.mapping.kind == "answers":
                self._take_answers(rejected)
            else:
                self.rows, self.new = take_records(
                    self.file,
                    self.mapping,
                    rejected,
                    source=self.source,
                    unit=self.unit,
                    actor=self.actor,
                    progress=self.progress,
                )
        self._pass_over_none(content)
        governance.land_import(self.unit, rows=self.rows, rejected=rejected.number, actor=self.actor)
        self.progress(1.0, self.rows)
        return Outcome(
            self.unit,
            rows=self.rows,
            new=self.new,
            answers=self.answers,
            rejected=rejected.number,
            rejected_file=rejected.path if rejected.number else None,
            months=tuple(sorted(self.months)),
        )

    def _pass_over_none(self, content: str) -> None:
        """Raise Undecided where rows of another file stand in the way of rows of this one, and nobody said so."""
        if not self.known or self.mapping.decisions.get(KIND) == "skip":
            return
        first = summed_up(self.file, self.mapping, self.asked, viewer=self.actor, most=1).known
        compared = (first.compared, first.alike) if first else (0, 0)
        known = Known(tuple(self.known.most_common()), *compared)
        found = noticed_known(known, content=content, mapping=self.mapping, viewer=self.actor)
        waiting = tuple(one for one in (Asked(one, one.key, decided(self.mapping, one)) for one in found) if one.waits)
        if waiting:
            drop_imported(self.unit, actor=self.actor, turn=in_turn)
            governance.undo_import(self.unit, actor=self.actor)
            raise Undecided(waiting, ())

    def _take_answers(self, rejected: RejectedRows) -> None:
        def known(share: float) -> None:
            self.progress(share, 0)

        reading = AnswersFile(self.file, self.mapping, self.actor, self.unit, self.asked, told=known)
        version = publish_imported(
            title=self.mapping.survey,
            content=reading.content,
            audience=self.mapping.audience,
            promise=self.mapping.promise,
            language=reading.language,
            actor=self.actor,
        )
        pace = Pace()
        alone = one_at_a_time()
        if not alone:  # a longer transaction keeps nobody waiting, and costs less a row
            pace.size = MOST
        for part in reading.parts():
            ready = made_ready(version, part.table, part.words, imported=self.unit, actor=self.actor)
            self.known.update(ready.known)
            self.months.update(filter(None, part.table["month"].unique().to_list()))
            for start, size in _stretches(ready.height, pace):
                with in_turn():
                    began = time.monotonic()
                    self.new += store_ready(ready, start, size, imported=self.unit, actor=self.actor)
                if alone:
                    pace.took(time.monotonic() - began)
                give_way()
            rejected.add(part.faults, part.rejected)
            self.rows += part.table.height
            self.answers += part.answers
            self.progress(min(0.99, reading.done), self.rows)
        self._name_segments(reading)

    def _name_segments(self, reading: AnswersFile) -> None:
        """Segments that the file names and nobody has named yet get its words."""
        known = {segment.key for segment in people.segments(viewer=self.actor)}
        for key, name in reading.context.segments.items():
            if key and key not in known:
                save_segment(key, {reading.language: name}, actor=self.actor)


def _stretches(height: int, pace: Pace) -> Iterator[tuple[int, int]]:
    """Rows for one transaction each, as many as the last one took its time for."""
    start = 0
    while start < height:
        size = pace.size
        yield start, size
        start += size
