"""The real event logs, where they are: beside the project or where POLKU_SHARED_DATA says."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path

import pytest

from cxlab.files.events import read_events
from cxlab.journeys.log import EventLog, event_log

ROOT = Path(__file__).resolve().parents[3]
PLANNED = ROOT / "tests" / "data" / "planned"
LOGS = {
    "helpdesk": "helpdesk_b2b/helpdesk.xes.gz",
    "receipt": "receipt_municipality/receipt.xes.gz",
    "bpic2012": "bpic2012_loan/bpic2012.xes.gz",
}


def shared_data() -> Path:
    folder = Path(os.environ.get("POLKU_SHARED_DATA") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip("the real data are not here; POLKU_SHARED_DATA says where they are")
    return folder


@cache
def _log(path: Path) -> EventLog:
    return event_log(read_events(path))


def real_log(name: str) -> EventLog:
    return _log(shared_data() / LOGS[name])


def golden_costs(name: str) -> dict:
    return json.loads((PLANNED / f"{name}.costs.json").read_text(encoding="utf-8"))
