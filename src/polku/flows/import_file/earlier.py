"""Decides what the last wave of the same survey looked like: its columns, their uses, and which ids it used already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polku.flows.import_file.asking import role_of
from polku.flows.import_file.mapping import Mapping, MappingFault, from_json
from polku.flows.import_file.row_keys import RowKeys
from polku.governance.gate import Viewer
from polku.governance.queries import landed_mappings
from polku.surveys.queries import known_keys

if TYPE_CHECKING:
    from cxlab.files import TableFile
    from cxlab.noticing import Earlier

# Ids of a file that are asked about; the first rows tell whether ids start again.
ASKED_IDS = 5_000
SEEN_AGAIN = 0.2


def source_of(mapping: Mapping) -> str:
    """What rows are known by beside their own key: the source, else the survey."""
    return mapping.source or mapping.survey.strip().casefold()


def earlier_mapping(mapping: Mapping, *, viewer: Viewer) -> Mapping | None:
    """The mapping of the last file that landed from the same source; none when there was none."""
    return next(iter(_earlier(mapping, viewer)), None)


def _earlier(mapping: Mapping, viewer: Viewer) -> list[Mapping]:
    """The mappings of the files that landed from the same source, the last one first."""
    if not source_of(mapping):
        return []
    found = []
    for told in landed_mappings(mapping.source or mapping.survey, viewer=viewer):
        try:
            found.append(from_json(told))
        except MappingFault:
            continue
    return [one for one in found if one.kind == mapping.kind]


def earlier_wave(mapping: Mapping, file: TableFile, *, viewer: Viewer) -> Earlier | None:
    """The wave before, as far as it is known: a wave that is there already, brought again, has none."""
    from cxlab.noticing import Earlier

    before = _earlier(mapping, viewer)
    if not before or any((one.wave, one.month) == (mapping.wave, mapping.month) for one in before):
        return None
    last = before[0]
    roles = {name: role_of(use) for name, use in last.columns.items()}
    return Earlier(
        columns=tuple(last.columns),
        ids=_used_before(mapping, last, file, viewer),
        name=last.wave or last.month,
        roles=roles,
    )


def _used_before(mapping: Mapping, last: Mapping, file: TableFile, viewer: Viewer) -> frozenset[str]:
    """Ids of this file under which the earlier wave has answers: only their digests are kept, and asked for."""
    name = mapping.named("respondent")
    absent = name not in {column.name for column in file.columns}
    if absent or last.wave == mapping.wave or mapping.named("wave") or mapping.promise == "anonymous":
        return frozenset()
    ids = file.sample(ASKED_IDS)[str(name)].drop_nulls().str.strip_chars().unique()
    keys = RowKeys(last, source_of(mapping))
    by_key = {keys.of_id(one): one for one in ids}
    known = known_keys(by_key, viewer=viewer)
    return frozenset(by_key[key] for key in known) if len(known) >= SEEN_AGAIN * len(by_key) else frozenset()
