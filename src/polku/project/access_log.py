"""Decides what the access log never holds: a line about someone who answers a survey."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from gunicorn.glogging import Logger

PRIVATE = "/s/"


class DiscreetLogger(Logger):
    """Gunicorn's log without respondents: under an anonymous promise even the minute of an answer says too much."""

    def access(self, resp: Any, req: Any, environ: dict[str, Any], request_time: timedelta) -> None:
        # A request that failed is told with an environment made anew, which has no path.
        path = environ.get("PATH_INFO") or getattr(req, "path", None) or PRIVATE
        if not path.startswith(PRIVATE):
            super().access(resp, req, environ | {"PATH_INFO": path}, request_time)
