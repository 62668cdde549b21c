"""Decides what happens each second and each minute without anybody asking; no task is made per answer."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from polku.flows import follow_events, record_response, refresh, send_rounds, taken_back
from polku.flows.import_file import places as uploads

logger = logging.getLogger(__name__)
MINUTE_S = 60.0


@dataclass
class Heartbeat:
    """One worker's clock. ``beat`` is called about each second; a part that fails is told and tried again later."""

    now: Callable[[], float] = time.monotonic
    refreshed: float = field(default=float("-inf"))
    tidied: float = field(default=float("-inf"))

    def beat(self) -> None:
        now = self.now()
        if self._did("refresh", lambda: refresh.refresh_if_needed(since_last=now - self.refreshed)):
            self.refreshed = now
        self._did("ticks", record_response.flush_ticks)
        self._did("rounds", send_rounds.wake)
        if now - self.tidied >= MINUTE_S:
            self.tidied = now
            self._did("taking back", taken_back.take_back)
            self._did("pruning", taken_back.prune)
            self._did("old uploads", uploads.tidy)
            self._did("reminders", send_rounds.remind)
            self._did("events", follow_events.follow_events)

    def _did(self, what: str, act: Callable[[], object]) -> bool:
        try:
            return bool(act())
        except Exception:
            # The store may be busy or away for a moment; the next beat tries again, and the log tells.
            logger.exception("heartbeat: %s failed", what)
            return False
