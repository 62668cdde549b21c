"""While many rows come in people go on answering; an import that is killed leaves nothing, and is taken up again."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time

import pytest

from tests.conftest import ON_POSTGRES
from tests.polku.flows.installation import installation

# One process brings a file in and writes down when it held the store, and with how much work.
BRING = """
import json, sys, time
from pathlib import Path
from polku.flows.import_file import ColumnUse, Mapping, run, running
from polku.governance.gate import Viewer

held = []
store = running.store_ready


def watched(*args, **more):
    began, worked = time.monotonic(), time.thread_time()
    try:
        return store(*args, **more)
    finally:
        held.append((began, time.monotonic(), time.thread_time() - worked))
        if len(held) == 3:
            print("coming", flush=True)


running.store_ready = watched
columns = {f"q{n}": ColumnUse("answer", question=f"q{n}", kind="nps") for n in range(4)}
columns["id"] = ColumnUse("respondent")
mapping = Mapping(survey="Many", month="2026-03", columns=columns)
done = run(Path(sys.argv[1]), mapping, actor=Viewer(None, "admin"))
print(json.dumps({"held": held, "new": done.new}))
"""
# Another answers a survey over and over, and writes down when it asked for its turn and when it got it.
ANSWER = """
import json, sys, time
from contextlib import contextmanager
from polku.flows import together as recording
from polku.flows.answer_links import AnswerLink, FormKey
from polku.flows.record_response import record_response
from tests.polku.surveys.making import cleaned, content_of, published

version = published(content_of("nps"))
waited = []
in_turn = recording.in_turn


@contextmanager
def watched():
    began = time.monotonic()
    with in_turn():
        waited.append((began, time.monotonic()))
        yield


recording.in_turn = watched
print("ready", flush=True)
sys.stdin.readline()
while len(waited) < 2_000:
    record_response(version, cleaned(version, nps=9), form_key=FormKey(f"form-{len(waited)}", 1), link=AnswerLink())
    time.sleep(0.005)
    print(json.dumps(waited[-1]), flush=True)
"""


def many(place, rows):
    lines = "".join(f"{n},{n % 11},{n % 7},{n % 5},{n % 3}\n" for n in range(rows))
    place.write_text("id,q0,q1,q2,q3\n" + lines)
    return place


def started(made, code, *args):
    return subprocess.Popen(
        [sys.executable, "-c", f"import django; django.setup()\n{code}", *map(str, args)],
        env=made.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.skipif(
    ON_POSTGRES, reason="SQLite has one writer at a time; PostgreSQL's writers do not wait for each other"
)
def test_an_answer_waits_for_one_stretch_of_an_import_at_most(tmp_path):
    file = many(tmp_path / "many.csv", 60_000)
    with installation(tmp_path) as made, started(made, ANSWER) as answering:
        assert answering.stdout.readline() == "ready\n"
        with started(made, BRING, file) as bringing:
            assert bringing.stdout.readline() == "coming\n"
            answering.stdin.write("go\n")
            answering.stdin.flush()
            told = json.loads(bringing.communicate()[0])
        answering.kill()
        # Killed while it writes a line, it leaves half of one.
        *told_waits, _half = answering.communicate()[0].split("\n")
    waited = [json.loads(line) for line in told_waits]
    assert told["new"] == 60_000
    held = [(began, ended) for began, ended, _work in told["held"]]
    meanwhile = [(began, ended) for began, ended in waited if ended < held[-1][1]]
    assert len(meanwhile) >= 3
    # The stretch that held the store when the answer came, and no other one: it waits for less than 0.3 s of work.
    for began, ended in meanwhile:
        assert sum(began <= start and end <= ended for start, end in held) <= 1
    assert max(work for *_times, work in told["held"]) < 0.2


def test_a_killed_import_leaves_nothing_and_is_taken_up_again(tmp_path):
    file = many(tmp_path / "many.csv", 20_000)
    counted = """
from polku.governance.models import Import
from polku.surveys.models import Response
from polku.surveys.queries import surveys
from polku.governance.gate import Viewer
print(Response.objects.count(), Response.objects.filter(Import.landed()).count(), Import.objects.count(),
      len(surveys(viewer=Viewer(None, "admin"))))
"""
    with installation(tmp_path) as made:
        with started(made, BRING, file) as bringing:
            assert bringing.stdout.readline() == "coming\n"
            bringing.send_signal(signal.SIGKILL)
        there, landed, imports, shown = map(int, made.run(counted).split())
        assert 0 < there < 20_000
        assert (landed, imports, shown) == (0, 1, 0)
        with started(made, BRING, file) as again:
            told = json.loads(again.communicate()[0].splitlines()[-1])
        assert told["new"] == 20_000
        assert made.run(counted) == "20000 20000 1 1"


def test_the_same_file_is_not_taken_in_twice_at_once(tmp_path):
    file = many(tmp_path / "many.csv", 20_000)
    with installation(tmp_path) as made, started(made, BRING, file) as first:
        assert first.stdout.readline() == "coming\n"
        second = subprocess.run(
            [sys.executable, "-c", f"import django; django.setup()\n{BRING}", str(file)],
            env=made.environment, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        told = json.loads(first.communicate()[0].splitlines()[-1])
    assert told["new"] == 20_000
    assert "BeingTakenIn" in second.stderr or json.loads(second.stdout.splitlines()[-1])["new"] == 0


SEND = """
import sys
import time
from pathlib import Path
from polku.flows.import_file import decide, receive, start
from polku.flows.import_file.mapping import ColumnUse, Mapping
from polku.governance.models import Member
from polku.governance.gate import Viewer

member = Member.objects.create_user("m@example.com", "long enough pass", role="manager")
actor = Viewer(member.pk, "manager")
columns = {"id": ColumnUse("respondent"), "q0": ColumnUse("answer", question="q0", kind="nps")}
key = receive("many.csv", [Path(FILE).read_bytes()], actor=actor)
decide(key, Mapping(survey="Many", month="2026-03", columns=columns), actor=actor)
assert start(key, actor=actor)
"""
STATE = """
from polku.governance.models import Import, Upload
from polku.surveys.models import Response
print(Upload.objects.get().state, Response.objects.count(), Response.objects.filter(Import.landed()).count())
"""


def until(made, wanted):
    """What the store says once it says what is wanted; two minutes are enough on a busy machine."""
    for _try in range(120):
        state, there, landed = made.run(STATE).split()
        if wanted(state, int(there)):
            return state, int(there), int(landed)
        time.sleep(0.2)
    raise AssertionError(state)


@pytest.mark.slow
def test_a_worker_that_is_killed_is_followed_by_another(tmp_path):
    file = many(tmp_path / "many.csv", 40_000)
    with installation(tmp_path) as made:
        made.run(SEND.replace("FILE", repr(str(file))))
        with made.worker("long") as worker:
            _state, _there, landed = until(made, lambda state, there: there > 0 or state == "landed")
            worker.kill()
            worker.wait()
        assert landed in {0, 40_000}
        with made.worker("long"):
            assert until(made, lambda state, _there: state in {"landed", "failed"}) == ("landed", 40_000, 40_000)
