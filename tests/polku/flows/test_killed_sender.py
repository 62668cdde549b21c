"""A sender that is killed at each step of a letter: the sum always agrees, and no letter goes twice."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import pytest

from tests.polku.flows.installation import installation
from tests.polku.mail_server import mail_server

PEOPLE = 4
MAKE = f"""
from django.utils import timezone
from tests.polku.outreach.making import contact, started
from polku.flows.plan_round import plan_round
for number in range({PEOPLE}):
    contact(f"Company {{number}}", mail=f"{{number}}@example.com")
key = started()
"""
SEND = "from polku.flows.send_rounds import send_due; print(send_due())"
TOLD = """
import json
from polku.outreach.models import Round
from polku.outreach import queries
from tests.polku.outreach.making import ADMIN
print(json.dumps(dict(queries.funnel(Round.objects.get().key, viewer=ADMIN).tally)))
"""
# The step at which the second letter's sender is killed, and where that leaves the letter.
STEPS = {"EHLO": "waiting", "MAIL": "unknown", "RCPT": "unknown", "DATA": "unknown", "TAKEN": "unknown"}


def sender(made) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", f"import django; django.setup()\n{SEND}"],
        env=made.environment,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("step", STEPS)
def test_a_sender_killed_at_a_step_leaves_the_letter_told_and_never_sends_it_twice(step, tmp_path):
    with mail_server() as (post, port), installation(tmp_path) as made:
        made.environment |= {
            "POLKU_MAIL_URL": f"smtp://127.0.0.1:{port}",
            "POLKU_MAIL_FROM": "asks@example.com",
            "PYTHONPATH": os.getcwd(),
        }
        made.run(MAKE + "plan_round(key)")
        victims = []
        # The first connection has no letter before it; every other step waits for the second letter.
        post.answers[step] = lambda address: _kill(victims, address, first=step == "EHLO")
        process = sender(made)
        victims.append(process)
        process.wait(timeout=120)
        assert process.returncode == -signal.SIGKILL
        told = json.loads(made.run(TOLD))
        assert told["planned"] == sum(value for name, value in told.items() if name != "planned") == PEOPLE
        assert told["unknown"] == (STEPS[step] == "unknown")
        post.answers.clear()
        made.run(SEND)
        made.run(SEND)
        told = json.loads(made.run(TOLD))
        unknown = int(STEPS[step] == "unknown")
        assert told == {
            "planned": PEOPLE, "suppressed": 0, "sent": PEOPLE - unknown, "failed": 0, "unknown": unknown, "waiting": 0,
        }  # fmt: skip
        assert len(post.reached) == len(set(post.reached))
        assert len(post.reached) == PEOPLE - (unknown and step != "TAKEN")


def _kill(victims: list[subprocess.Popen], address: str, *, first: bool) -> None:
    if (first or address in {"1@example.com", "asks@example.com"}) and victims and victims[0].poll() is None:
        os.kill(victims[0].pid, signal.SIGKILL)
        victims[0].wait(timeout=30)


KILLED_PLAN = """
import os, signal
from polku.flows import plan_round as flow
flow.AT_ONCE = 1
store, steps = flow.services.store_planned, []
def killed(*given, **more):
    if len(steps) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    steps.append(store(*given, **more))
flow.services.store_planned = killed
flow.plan_started()
"""


def test_a_planner_killed_in_its_middle_is_done_again_and_asks_nobody_twice(tmp_path):
    with installation(tmp_path) as made:
        made.environment["PYTHONPATH"] = os.getcwd()
        made.run(MAKE)
        killed = subprocess.run(
            [sys.executable, "-c", f"import django; django.setup()\n{KILLED_PLAN}"],
            env=made.environment,
            check=False,
            timeout=120,
        )
        assert killed.returncode == -signal.SIGKILL
        assert json.loads(made.run(TOLD))["planned"] == 2
        made.run("from polku.flows.plan_round import plan_started; plan_started()")
        told = json.loads(made.run(TOLD))
        assert (told["planned"], told["waiting"]) == (PEOPLE, PEOPLE)
