"""Decides what the page of a file that waits shows: one sentence, what is open, what would land, its columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cxlab.charts import figures
from polku.flows.import_file import Mapping as FileMapping
from polku.flows.import_file import Preview, Summary
from polku.flows.import_file.looking import Looked
from polku.flows.import_file.mapping import ROLES
from polku.flows.import_file.reading import Lack
from polku.flows.import_file.rejecting import RejectedRow
from polku.surveys.rules import KINDS
from polku.web.workspace import words as shared
from polku.web.workspace.imports import words
from polku.web.workspace.imports.matters import Matter, matters_of
from polku.web.workspace.imports.presets import Preset, presets_of
from polku.web.workspace.surveys.words import KINDS as QUESTION_KINDS
from polku.web.workspace.templatetags.figures import language_now

LONGEST_SEEN = 48
MOST_REJECTED = 6
# What is said of the whole file in place, as the mapping calls it.
SAID_HERE = ("survey", "wave", "month")


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """A column as a line of the table; ``number`` is its place in the file."""

    number: int
    name: str
    label: str
    role: str
    detail: str
    seen: str
    group: str
    matters: tuple[int, ...]

    @property
    def words(self) -> str:
        """What a search looks through."""
        return f"{self.name} {self.label} {self.role} {self.detail}".lower()


@dataclass(frozen=True, slots=True)
class Group:
    """A heap of columns and whether it is the one shown."""

    key: str
    name: str
    count: int
    here: bool


@dataclass(frozen=True, slots=True)
class Lacking:
    """What the mapping has to say still, where it is said.

    ``gone`` names a column that the file does not have, ``now`` those that it may be. ``said`` is what can be said of
    the whole file in place.
    """

    why: str
    address: str
    said: str = ""
    gone: str = ""
    now: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """All that the page of a waiting file shows."""

    key: UUID
    name: str
    sentence: str
    ready: bool
    start_words: str
    lacks: tuple[Lacking, ...]
    presets: tuple[Preset, ...]
    open: tuple[Matter, ...]
    decided: tuple[Matter, ...]
    told: tuple[Matter, ...]
    suggestions: int
    lands: tuple[tuple[str, str], ...]
    form: tuple[tuple[str, str], ...]
    rejected: tuple[RejectedRow, ...]
    more_rejected: int
    columns: tuple[ColumnRow, ...]
    column_count: int
    groups: tuple[Group, ...]
    show: str
    search: str
    names: tuple[str, ...]
    first: tuple[tuple[int, tuple[str | None, ...]], ...]
    roles: tuple[tuple[str, Any], ...]

    @property
    def said_here(self) -> tuple[Lacking, ...]:
        """What can be said of the whole file in one form."""
        return tuple(one for one in self.lacks if one.said)

    @property
    def elsewhere(self) -> tuple[Lacking, ...]:
        return tuple(one for one in self.lacks if not one.said)

    @property
    def still(self) -> int:
        """How many things stand between the file and its landing."""
        return len(self.open) + len(self.lacks)


def kind_of(name: str, form: Any) -> str:
    """The kind of a file, from how it was read; binary tables say it by their name."""
    if form.sheets:
        return "xlsx"
    return "csv" if form.separator else name.rpartition(".")[2].lower()


def count(number: int) -> str:
    return figures.count(number, language_now())


def page_of(key: UUID, name: str, mapping: FileMapping, preview: Preview, *, show: str, search: str) -> Page:
    """The page of a waiting file."""
    matters = matters_of(preview.noticed, preview.undecided)
    still_open = tuple(one for one in matters if one.open)
    rows = [_column(number, one, matters) for number, one in enumerate(preview.columns, 1)]
    groups = _groups(rows, show, mapping.kind, waiting=bool(still_open))
    shown = next(group.key for group in groups if group.here)
    wanted = search.strip().lower()
    land = preview.will_land
    lacks = [_lacking(key, one, preview.columns) for one in preview.lacks]
    # A column that may have changed its name is asked about once: what was noticed says more than that it is not there.
    asked_about = {name for one in still_open for name in one.columns}
    return Page(
        key=key,
        name=name,
        sentence=sentence(mapping, preview, len(still_open)),
        ready=preview.ready,
        start_words=_start_words(land),
        lacks=tuple(one for one in lacks if one.gone not in asked_about),
        presets=presets_of(mapping),
        open=still_open,
        decided=tuple(one for one in matters if one.chosen and not one.open),
        told=tuple(one for one in matters if not one.chosen and not one.open),
        suggestions=sum(bool(one.proposed) for one in still_open),
        lands=landing(mapping, land),
        form=reading(name, preview),
        rejected=land.first_rejected[:MOST_REJECTED] if land else (),
        more_rejected=max(0, land.rejected - MOST_REJECTED) if land else 0,
        columns=tuple(row for row in rows if _in(row, shown) and wanted in row.words),
        column_count=len(rows),
        groups=groups,
        show=shown,
        search=search,
        names=tuple(one.name for one in preview.columns),
        first=tuple(enumerate(preview.rows, 2)),
        roles=tuple((role, words.ROLES[role]) for role in ROLES[mapping.kind]),
    )


def _in(row: ColumnRow, group: str) -> bool:
    return group == "all" or (bool(row.matters) if group == "open" else row.group == group)


def _column(number: int, one: Looked, matters: Sequence[Matter]) -> ColumnRow:
    use = one.use
    parts = _of_answer(one) if use.role == "answer" else []
    if use.missing:
        parts.append(_("no answer: %(values)s") % {"values": ", ".join(use.missing)})
    return ColumnRow(
        number=number,
        name=one.name,
        label=one.label,
        role=words.said(words.ROLES, use.role),
        detail=" · ".join(str(part) for part in parts if part),
        seen=", ".join(value[:LONGEST_SEEN] for value, _times in one.examples if value is not None) or _("empty"),
        group=words.role_group(use.role),
        matters=tuple(matter.number for matter in matters if matter.open and one.name in matter.columns),
    )


def _of_answer(one: Looked) -> list[Any]:
    """What is said of a column of answers: its words, its kind, and the metric where it is not the kind's own."""
    use = one.use
    own = KINDS[use.kind].definition if use.kind in KINDS else None
    metric = shared.SHORT_METRICS.get(use.definition, "") if use.definition != own else ""
    apart = _("counted in no figure") if own and not use.definition else ""
    return [use.title if use.title != one.label else "", QUESTION_KINDS.get(use.kind, use.kind), metric, apart]


def _groups(rows: Sequence[ColumnRow], show: str, kind: str, *, waiting: bool) -> tuple[Group, ...]:
    """The heaps that hold something; what needs attention is shown first, else the answers."""
    counts = {key: sum(_in(row, key) for row in rows) for key in words.GROUPS}
    filled = [key for key in words.GROUPS if counts[key]] or ["all"]
    first = "open" if waiting and counts["open"] else "answer" if counts["answer"] else "all"
    here = show if show in filled else first
    named = words.GROUPS if kind == "answers" else words.GROUPS | {"known": words.USED}
    return tuple(Group(key, words.said(named, key), counts[key], key == here) for key in filled)


def _lacking(key: UUID, lack: Lack, columns: Sequence[Looked]) -> Lacking:
    """Where a lack is mended; a column that the file does not have is found by another name or left out at once."""
    why = str(lack.why)
    if lack.gone:
        return Lacking(why, "", "", lack.gone, tuple(one.name for one in columns if one.use.role in words.PASSED_OVER))
    if lack.place.startswith("columns"):
        return Lacking(why, "?show=all#columns")
    said = lack.place if lack.place in SAID_HERE else ""
    return Lacking(why, f"{reverse('import-about', args=[key])}#id_{lack.place}", said)


def _start_words(land: Summary | None) -> str:
    records = land.records if land and land.whole else 0
    if not records:
        return _("Bring it in")
    return ngettext("Bring in one row", "Bring in %(count)s rows", records) % {"count": count(records)}


def sentence(mapping: FileMapping, preview: Preview, still: int) -> str:
    """What the file comes to, and what is in the way."""
    land = preview.will_land
    if land is None:
        said = _("The file has been read, and nothing of it has come in yet: first say what is asked below.")
    elif mapping.kind == "answers":
        questions = len(land.questions)
        asked = ngettext("one question", "%(count)s questions", questions) % {"count": count(questions)}
        said = ngettext(
            "One response to %(asked)s is ready to land.",
            "%(count)s responses to %(asked)s are ready to land.",
            land.records,
        ) % {"count": count(land.records), "asked": asked}
    else:
        said = ngettext("One row is ready to land.", "%(count)s rows are ready to land.", land.records)
        said %= {"count": count(land.records)}
    if land is not None and not land.whole:
        said = _("%(said)s That is counted from the first %(rows)s rows.") % {"said": said, "rows": count(land.rows)}
    if land is not None and land.rejected:
        told = ngettext(
            "As things stand one row cannot be taken.", "As things stand %(count)s rows cannot be taken.", land.rejected
        ) % {"count": count(land.rejected)}
        said = f"{said} {told}"
    if still:
        told = ngettext(
            "One thing is odd and waits for your decision.",
            "%(count)s things are odd and wait for your decision.",
            still,
        ) % {"count": count(still)}
        said = f"{said} {told}"
    return said


def landing(mapping: FileMapping, land: Summary | None) -> tuple[tuple[str, str], ...]:
    """What would land, fact by fact; what is not known is left out."""
    facts: list[tuple[Any, Any]] = [(_("Each row is"), words.said(words.KINDS, mapping.kind))]
    if mapping.kind == "answers":
        facts += [
            (_("Survey"), mapping.survey or "–"),
            (_("Promise"), shared.PROMISES.get(mapping.promise, mapping.promise)),
            (_("Who answered"), shared.AUDIENCES.get(mapping.audience, mapping.audience)),
            (_("Wave"), mapping.wave or (land and ", ".join(land.waves)) or "–"),
        ]
    if land is not None:
        months = [figures.month(one, language_now()) for one in land.months]
        span = months[0] if len(months) == 1 else f"{months[0]} – {months[-1]}" if months else ""
        facts += [(_("Time"), span), (_("Rows"), count(land.records))]
        if mapping.kind == "answers":
            facts += [(_("Answers"), count(land.answers))]
            facts += [(_("Tied to a customer account"), count(land.with_account))] if land.with_account else []
        if land.new_accounts:
            facts.append((_("New customer accounts"), count(land.new_accounts)))
        facts.append((_("Rejected rows"), count(land.rejected)))
    return tuple((str(name), str(said)) for name, said in facts if said)


def _looked_at(preview: Preview) -> str:
    rows = preview.counted or (preview.will_land.rows if preview.will_land else 0)
    if not rows:
        return ""
    return count(rows) if preview.whole else f"{count(rows)} {_('(the first ones)')}"


def reading(name: str, preview: Preview) -> tuple[tuple[str, str], ...]:
    """How the file was read."""
    form = preview.form
    facts = [
        (_("Kind of file"), words.said(words.FILES, kind_of(name, form))),
        (_("Encoding of the text"), words.ENCODINGS.get(form.encoding or "", form.encoding or "")),
        (_("What stands between columns"), words.said(words.SEPARATORS, form.separator or "")),
        (_("Decimal sign"), words.said(words.DECIMALS, form.decimal or "") if form.decimal else ""),
        (_("Sheet"), form.sheet or ""),
        (_("Columns"), count(len(preview.columns))),
        (_("Rows looked at"), _looked_at(preview)),
    ]
    return tuple((str(name), str(said)) for name, said in facts if said)
