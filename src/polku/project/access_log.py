"""Decides what the access log never holds: a line about someone who answers a survey."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from gunicorn.glogging import Logger

PRIVATE = "/s/"


class DiscreetLogger(Logger):
    """Gunicorn's log without respondents: under an anonymous promise even the minute of an answer says too much."""

    def access(self, resp: Any, req: Any, environ: dict[str, Any], request_time: timedelta) -> None:
        if not environ.get("PATH_INFO", "").startswith(PRIVATE):
            super().access(resp, req, environ, request_time)
