"""Decides how an import is told of to a program: one JSON document with what was found, what is open, what landed."""

from __future__ import annotations

import json
from typing import Any

from polku.flows.import_file import Mapping, Outcome, Preview
from polku.flows.import_file.asking import Asked
from polku.flows.import_file.mapping import to_json
from polku.flows.import_file.noticed import told
from polku.governance.queries import Upload


def seen(name: str, preview: Preview, mapping: Mapping, done: Outcome | None) -> str:
    """What a look found, and what landed: ``landed`` is null where nothing did."""
    summary = preview.will_land
    return _written(
        {
            "file": name,
            "form": {
                "encoding": preview.form.encoding,
                "separator": preview.form.separator,
                "decimal": preview.form.decimal,
                "sheet": preview.form.sheet,
            },
            "ready": preview.ready,
            "lacks": [{"place": lack.place, "why": lack.why, "gone": lack.gone} for lack in preview.lacks],
            "undecided": list(preview.undecided),
            "noticed": [_noticed(one) for one in preview.noticed],
            "will_land": summary
            and {
                "rows": summary.records,
                "answers": summary.answers,
                "rejected": summary.rejected,
                "counted_from": summary.rows,
                "whole": summary.whole,
                "months": list(summary.months),
                "waves": list(summary.waves),
                "first_rejected": [
                    {"row": row.row, "column": row.column, "value": row.value, "reason": row.reason}
                    for row in summary.first_rejected
                ],
            },
            "mapping": to_json(mapping),
            "landed": done
            and {
                "already": done.already,
                "rows": done.rows,
                "new": done.new,
                "answers": done.answers,
                "rejected": done.rejected,
                "rejected_file": str(done.rejected_file) if done.rejected_file else None,
            },
        }
    )


def already(before: Upload) -> str:
    """A file that has landed by the same command before."""
    return _written(
        {
            "file": before.name,
            "ready": True,
            "undecided": [],
            "mapping": dict(before.mapping),
            "landed": {**before.told, "already": True, "import": str(before.key), "at": before.created_at.isoformat()},
        }
    )


def _noticed(one: Asked) -> dict[str, Any]:
    words = told(one.noticed)
    return {
        "key": one.key,
        "kind": one.noticed.kind,
        "column": one.noticed.column,
        "what": words.what,
        "why": words.why,
        "rows": list(one.noticed.rows),
        "count": one.noticed.count,
        "values": [{"value": value, "rows": rows} for value, rows in one.noticed.values],
        "choices": [{"key": key, "words": text} for key, text in words.choices],
        "usual": one.noticed.proposed,
        "decided": one.decided,
        "waits": one.waits,
    }


def _written(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2, default=str)
