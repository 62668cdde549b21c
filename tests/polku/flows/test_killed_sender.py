"""A sender that is killed at each step of a letter: the sum always agrees, and no letter goes twice."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.polku.flows.installation import installation
from tests.polku.mail_server import mail_server

PEOPLE = 4
BEGIN = f"""
from polku.outreach.models import Message, Round
from polku.people.models import Contact
from tests.polku.outreach.making import contact, started
for model in (Message, Round, Contact):
    model.objects.all().delete()
for number in range({PEOPLE}):
    contact(f"Company {{number}}", mail=f"{{number}}@example.com")
key = started()
"""
SEND = """
from polku.flows.plan_round import plan_round
from polku.flows.send_rounds import send_due
plan_round(key)
send_due()
"""
GO_ON = """
import json
from polku.flows.plan_round import plan_started
from polku.flows.send_rounds import send_due
from polku.outreach import queries
from polku.outreach.models import Round
from tests.polku.outreach.making import ADMIN
def told():
    return dict(queries.funnel(Round.objects.get().key, viewer=ADMIN).tally)
found = [told()]
plan_started()
found.append(told())
send_due()
send_due()
print(json.dumps([*found, told()]))
"""
# The step at which the sender is killed over the second letter, and where that leaves the letter.
STEPS = {"EHLO": "waiting", "MAIL": "unknown", "DATA": "unknown", "TAKEN": "unknown"}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    with installation(tmp_path_factory.mktemp("killed")) as one:
        one.environment |= {"POLKU_MAIL_FROM": "asks@example.com", "PYTHONPATH": str(Path.cwd())}
        yield one


@pytest.fixture
def post(made):
    with mail_server() as (post, port):
        made.environment["POLKU_MAIL_URL"] = f"smtp://127.0.0.1:{port}"
        yield post


def begun(made, code: str) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-c", f"import django; django.setup()\n{code}"], env=made.environment)


def total(told: dict[str, int]) -> int:
    return sum(number for name, number in told.items() if name != "planned")


@pytest.mark.parametrize("step", STEPS)
def test_a_sender_killed_at_a_step_leaves_the_letter_told_and_never_sends_it_twice(step, made, post):
    victims, seen = [], []

    def kill(address: str) -> None:
        # The first connection has no letter before it; every other step waits for the second letter.
        seen.append(address)
        if step == "EHLO" or len(seen) == 2:
            os.kill(victims[0].pid, signal.SIGKILL)

    post.answers[step] = kill
    victims.append(begun(made, BEGIN + SEND))
    assert victims[0].wait(timeout=240) == -signal.SIGKILL
    post.answers.clear()
    killed, _planned, end = json.loads(made.run(GO_ON))
    unknown = int(STEPS[step] == "unknown")
    assert killed["planned"] == total(killed) == PEOPLE
    assert killed["unknown"] == unknown
    assert end == {
        "planned": PEOPLE, "suppressed": 0, "sent": PEOPLE - unknown, "failed": 0, "unknown": unknown, "waiting": 0,
    }  # fmt: skip
    assert len(post.reached) == len(set(post.reached))
    assert len(post.reached) >= PEOPLE - unknown


KILLED_PLAN = """
import os, signal
from polku.flows import plan_round as flow
flow.AT_ONCE = 1
store, steps = flow.services.store_planned, []
def killed(*given, **more):
    if len(steps) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    steps.append(store(*given, **more))
    return steps[-1]
flow.services.store_planned = killed
flow.plan_started()
"""


def test_a_planner_killed_in_its_middle_is_done_again_and_asks_nobody_twice(made, post):
    assert begun(made, BEGIN + KILLED_PLAN).wait(timeout=240) == -signal.SIGKILL
    killed, planned, end = json.loads(made.run(GO_ON))
    assert killed["planned"] == total(killed) == 2
    assert planned["planned"] == planned["waiting"] == PEOPLE
    assert end["sent"] == PEOPLE
    assert len(post.reached) == len(set(post.reached)) == PEOPLE
