"""What runs in the background, each task on its queue; every one of them may run twice."""

from __future__ import annotations

from uuid import UUID

from django.utils import translation
from django_tasks import task

from polku.flows import refresh
from polku.governance.gate import Role, Viewer


@task(queue_name="now")
def refresh_snapshot() -> str:
    """Bring the snapshot up to date; returns its generation."""
    return refresh.refresh().generation


@task(queue_name="long")
def take_in(key: str, member: int | None, role: Role, language: str) -> None:
    """Take in a file that was brought by the pages, as the member who brought it."""
    from polku.flows.import_file.uploading import take_in as take

    with translation.override(language):
        take(UUID(key), actor=Viewer(member=member, role=role, language=language))


@task(queue_name="long")
def plan_and_send() -> int:
    """Plan the rounds that were started and hand over what is due; returns how many messages the mail server took."""
    from polku.flows.plan_round import plan_started
    from polku.flows.send_rounds import can_send, send_due

    plan_started()
    return send_due() if can_send() else 0
