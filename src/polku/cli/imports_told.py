"""Decides how an import is told of on a terminal: its columns, what is odd, what would land and what has landed."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cxlab.noticing import together
from polku.flows.import_file import Mapping, Outcome, Preview, Summary
from polku.flows.import_file.file_errors import told as file_error
from polku.flows.import_file.noticed import told
from polku.governance.queries import Upload

MOST_COLUMNS, MOST_REJECTED = 60, 5
_KEPT = ("background", "ignored")

__all__ = ["file_error", "landed", "listed", "progress", "seen", "waiting"]


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
    parts = [form.encoding, form.separator and repr(form.separator), form.sheet]
    columns = ngettext("%(count)s column", "%(count)s columns", len(preview.columns)) % {
        "count": _number(len(preview.columns))
    }
    return f"{name}: {columns} ({', '.join(part for part in parts if part)})"


def _columns(preview: Preview) -> list[str]:
    used = [column for column in preview.columns if column.use.role not in _KEPT]
    width = min(30, max((len(column.name) for column in used), default=0))
    lines = [_("Columns")]
    for column in used[:MOST_COLUMNS]:
        use = column.use
        what = " ".join(filter(None, (use.role, use.kind, use.definition and f"({use.definition})", use.title)))
        lines.append(f"  {column.name:<{width}}  {what}")
    if len(used) > MOST_COLUMNS:
        lines.append("  ...")
    kept = sum(column.use.role == "background" for column in preview.columns)
    out = sum(column.use.role == "ignored" for column in preview.columns)
    if kept:
        said = ngettext(
            "%(count)s more column is kept beside the answers.",
            "%(count)s more columns are kept beside the answers.",
            kept,
        )
        lines.append("  " + said % {"count": _number(kept)})
    if out:
        said = ngettext("%(count)s column is left out.", "%(count)s columns are left out.", out)
        lines.append("  " + said % {"count": _number(out)})
    return lines


def _noticed(preview: Preview) -> list[str]:
    if not preview.noticed:
        return [_("Nothing odd was noticed.")]
    lines = [_("Noticed")]
    decided = {one.key: one for one in preview.noticed}
    for group in together([one.noticed for one in preview.noticed]):
        asked = [decided[noticed.key] for noticed in group]
        words = told(group[0])
        waits = any(one.waits for one in asked)
        lines.append(f"{'?' if waits else ' '} {asked[0].key if len(asked) == 1 else group[0].kind}")
        lines.append(f"    {words.what}")
        if len(group) > 1:
            names = ", ".join(str(noticed.column) for noticed in group[1:])
            lines.append("    " + _("Likewise: %(columns)s.") % {"columns": names})
        if waits:
            lines.append(f"    {words.why}")
            lines += [f"      ={key}: {choice}" for key, choice in words.choices]
        elif asked[0].decided:
            choices = dict(words.choices)
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
        said = ngettext("Rejected: %(rows)s row:", "Rejected: %(rows)s rows, the first of them:", summary.rejected)
        lines.append("  " + said % {"rows": _number(summary.rejected)})
        lines += [
            f"    {row.row}: {row.column} {row.value!r}: {row.reason}" for row in summary.first_rejected[:MOST_REJECTED]
        ]
    return lines


def waiting(preview: Preview) -> str:
    """What has to be said or decided before anything lands."""
    lines = [lack.why for lack in preview.lacks]
    if gone := next((lack.gone for lack in preview.lacks if lack.gone), ""):
        lines.append(_('For example --renamed "%(name)s=NEW NAME", or --without "%(name)s".') % {"name": gone})
    if preview.undecided:
        lines.append(_("Nothing has come in. To be decided:"))
        lines += [f"  {key}" for key in preview.undecided]
        lines.append(
            _("Decide with --decide %(example)s=CHOICE, or take the usual choices with --usual.")
            % {"example": preview.undecided[0]}
        )
    return "\n".join(lines)


def progress(share: float, rows: int) -> str:
    """How far it is."""
    return _("%(share)s %%, %(rows)s rows") % {"share": round(100 * share), "rows": _number(rows)}


def landed(done: Outcome, kind: str) -> str:
    """What became of the file."""
    if done.already:
        return _("This file had landed before with the same mapping; nothing was done.")
    said = (
        _("Landed: %(rows)s rows, %(new)s of them new, %(answers)s answers.")
        if kind == "answers"
        else _("Landed: %(rows)s rows, %(new)s of them new.")
    )
    lines = [said % {"rows": _number(done.rows), "new": _number(done.new), "answers": _number(done.answers)}]
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


def listed(uploads: Sequence[Upload]) -> str:
    """One line an import."""
    states = {
        "waiting": _("waits"), "reading": _("is read"), "arriving": _("comes in"), "landed": _("landed"),
        "failed": _("failed"), "undone": _("undone"),
    }  # fmt: skip
    return "\n".join(
        f"{str(one.key)[:8]}  {date_format(timezone.localtime(one.created_at), 'SHORT_DATETIME_FORMAT')}  "
        f"{states[one.state]}  {_number(one.told.get('rows', 0))}  {one.name}"
        for one in uploads
    )
