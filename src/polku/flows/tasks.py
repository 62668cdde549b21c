"""What runs in the background, each task on its queue; every one of them may run twice."""

from __future__ import annotations

from django_tasks import task

from polku.flows import refresh


@task(queue_name="now")
def refresh_snapshot() -> str:
    """Bring the snapshot up to date; returns its generation."""
    return refresh.refresh().generation
