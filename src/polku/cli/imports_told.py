"""Decides how an import is told of on a terminal: its columns, what is odd, what would land and what has landed."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cxlab.noticing import together
from polku.flows.import_file import ColumnUse, Mapping, Outcome, Preview, Summary
from polku.flows.import_file.file_errors import told as file_error
from polku.flows.import_file.noticed import told
from polku.governance.queries import Upload
from polku.surveys.rules import KINDS
from polku.web.workspace.imports import words
from polku.web.workspace.imports.words import said
from polku.web.workspace.surveys.words import KINDS as QUESTION_KINDS
from polku.web.workspace.surveys.words import METRICS

MOST_LINES, MOST_NAMES, MOST_REJECTED = 30, 6, 5

__all__ = ["already", "file_error", "landed", "listed", "progress", "seen"]


def _number(number: int) -> str:
    return number_format(number, use_l10n=True, force_grouping=True)


def seen(name: str, preview: Preview, mapping: Mapping) -> str:
    """Everything there is to see before a file lands."""
    lines = [_first_line(name, preview), "", *_columns(preview), "", *_noticed(preview)]
    if preview.will_land is not None:
        lines += ["", *_will_land(preview.will_land, mapping)]
    return "\n".join(lines)


def _first_line(name: str, preview: Preview) -> str:
    form = preview.form
    parts = [form.encoding, form.separator and said(words.SEPARATORS, form.separator).lower(), form.sheet]
    columns = ngettext("%(count)s column", "%(count)s columns", len(preview.columns)) % {
        "count": _number(len(preview.columns))
    }
    return f"{name}: {columns} ({', '.join(part for part in parts if part)})"


def _columns(preview: Preview) -> list[str]:
    """What columns are taken for, those that are the same on one line."""
    alike: dict[str, list[str]] = {}
    for column in preview.columns:
        if column.use.role not in words.PASSED_OVER:
            alike.setdefault(_taken_for(column.use), []).append(column.name)
    width = min(34, max((len(what) for what in alike), default=0))
    lines = [_("Columns")]
    for what, names in list(alike.items())[:MOST_LINES]:
        more = len(names) - MOST_NAMES
        named = ", ".join(names[:MOST_NAMES])
        if more > 0:
            named = _("%(names)s and %(count)s more") % {"names": named, "count": _number(more)}
        lines.append(f"  {what:<{width}}  {named}")
    if len(alike) > MOST_LINES:
        lines.append("  ...")
    kept = sum(column.use.role == "background" for column in preview.columns)
    out = sum(column.use.role == "ignored" for column in preview.columns)
    if kept:
        told_of = ngettext(
            "%(count)s more column is kept beside the answers.",
            "%(count)s more columns are kept beside the answers.",
            kept,
        )
        lines.append("  " + told_of % {"count": _number(kept)})
    if out:
        told_of = ngettext("%(count)s column is left out.", "%(count)s columns are left out.", out)
        lines.append("  " + told_of % {"count": _number(out)})
    return lines


def _taken_for(use: ColumnUse) -> str:
    """What a column is taken for, as the page says it: a question's kind, and its metric where another is meant."""
    if use.role != "answer":
        return said(words.ROLES, use.role)
    kind = said(QUESTION_KINDS, use.kind)
    own = KINDS[use.kind].definition if use.kind in KINDS else None
    other = bool(use.definition) and use.definition != own and use.kind != "number"
    return f"{kind}: {said(METRICS, use.definition)}" if other else kind


def _noticed(preview: Preview) -> list[str]:
    if not preview.noticed:
        return [_("Nothing odd was noticed.")]
    lines = [_("Noticed")]
    decided = {one.key: one for one in preview.noticed}
    for group in together([one.noticed for one in preview.noticed]):
        asked = [decided[noticed.key] for noticed in group]
        sentences = told(group[0])
        waits = any(one.waits for one in asked)
        lines.append(f"{'?' if waits else ' '} {asked[0].key if len(asked) == 1 else group[0].kind}")
        lines.append(f"    {sentences.what}")
        if len(group) > 1:
            names = ", ".join(str(noticed.column) for noticed in group[1 : MOST_NAMES + 1])
            if len(group) > MOST_NAMES + 1:
                more = _number(len(group) - MOST_NAMES - 1)
                names = _("%(names)s and %(count)s more") % {"names": names, "count": more}
            lines.append("    " + _("Likewise: %(columns)s.") % {"columns": names})
        if waits:
            lines.append(f"    {sentences.why}")
        elif asked[0].decided:
            choices = dict(sentences.choices)
            lines.append(
                "    " + _("Decided: %(choice)s") % {"choice": choices.get(asked[0].decided, asked[0].decided)}
            )
    return lines


def _will_land(summary: Summary, mapping: Mapping) -> list[str]:
    rows = ngettext("%(count)s row", "%(count)s rows", summary.records) % {"count": _number(summary.records)}
    lines = [_("Will land: %(rows)s, %(answers)s answers.") % {"rows": rows, "answers": _number(summary.answers)}]
    if mapping.kind != "answers":
        lines = [_("Will land: %(rows)s.") % {"rows": rows}]
    if not summary.whole:
        lines.append("  " + _("Counted from the first %(rows)s rows.") % {"rows": _number(summary.rows)})
    if summary.waves or summary.months:
        span = " - ".join(dict.fromkeys((summary.months[0], summary.months[-1]))) if summary.months else ""
        lines.append("  " + " · ".join(filter(None, (mapping.survey, ", ".join(summary.waves), span))))
    if summary.rejected:
        heading = ngettext("Rejected: %(rows)s row:", "Rejected: %(rows)s rows, the first of them:", summary.rejected)
        lines.append("  " + heading % {"rows": _number(summary.rejected)})
        lines += [
            "    "
            + _("row %(row)s, %(column)s: %(value)s. %(reason)s")
            % {"row": _number(row.row), "column": row.column, "value": row.value or "-", "reason": row.reason}
            for row in summary.first_rejected[:MOST_REJECTED]
        ]
    return lines


def progress(share: float, rows: int) -> str:
    """How far it is."""
    return _("%(share)s %%, %(rows)s rows") % {"share": round(100 * share), "rows": _number(rows)}


def landed(done: Outcome, kind: str) -> str:
    """What became of the file."""
    if done.already:
        return _("This file had landed before with the same mapping; nothing was done.")
    sentence = (
        _("Landed: %(rows)s rows, %(new)s of them new, %(answers)s answers.")
        if kind == "answers"
        else _("Landed: %(rows)s rows, %(new)s of them new.")
    )
    lines = [sentence % {"rows": _number(done.rows), "new": _number(done.new), "answers": _number(done.answers)}]
    if done.rejected_file:
        lines.append(
            ngettext(
                "Rejected: %(rows)s row, with the reason in %(path)s.",
                "Rejected: %(rows)s rows, with the reasons in %(path)s.",
                done.rejected,
            )
            % {"rows": _number(done.rejected), "path": done.rejected_file}
        )
    return "\n".join(lines)


def already(before: Upload) -> str:
    """A file that has landed by the same command before."""
    rows = int(before.told.get("rows") or 0)
    lines = [
        ngettext(
            "%(name)s is in already: %(rows)s row landed on %(when)s. Nothing was changed.",
            "%(name)s is in already: %(rows)s rows landed on %(when)s. Nothing was changed.",
            rows,
        )
        % {"name": before.name, "rows": _number(rows), "when": _when(before)},
        _("To bring it in otherwise, take it back first: polku imports undo %(key)s") % {"key": str(before.key)[:8]},
    ]
    return "\n".join(lines)


def _when(upload: Upload) -> str:
    return date_format(timezone.localtime(upload.created_at), "SHORT_DATETIME_FORMAT")


def listed(uploads: Sequence[Upload]) -> str:
    """One line an import."""
    states = {
        "waiting": _("waits"), "reading": _("is read"), "arriving": _("comes in"), "landed": _("landed"),
        "failed": _("failed"), "undone": _("undone"),
    }  # fmt: skip
    return "\n".join(
        f"{str(one.key)[:8]}  {_when(one)}  {states[one.state]}  {_number(one.told.get('rows', 0))}  {one.name}"
        for one in uploads
    )
