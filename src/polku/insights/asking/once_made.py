"""Decides how long a reader waits for what takes long: it is made once for the same content, beside the pages."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLong
from typing import Any, TypeVar

T = TypeVar("T")
# What a page may take before it rather says that it is working.
PATIENCE_S = 2.0
_KEPT = 64
_made: OrderedDict[Hashable, Future[Any]] = OrderedDict()
_lock = threading.Lock()
# One at a time: what is counted fills the machine, and other pages want to be answered meanwhile. The thread begins
# with the first thing to be made, so processes that share this module each have their own.
_pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="made-once")


def made_once(content: Hashable, make: Callable[[], T], *, patience: float = PATIENCE_S) -> T | None:
    """What ``make`` gives for this content, or None while it is still being made: ask again.

    Args:
        content: stands for everything that ``make`` depends on.
        make: reads no store and asks nobody; what it raises is raised here, and it is tried anew the next time.
        patience: seconds to wait.
    """
    with _lock:
        waiting = _made.get(content)
        if waiting is None:
            waiting = _made[content] = _pool.submit(make)
        _made.move_to_end(content)
        while len(_made) > _KEPT and next(iter(_made.values())).done():
            _made.popitem(last=False)
    try:
        found: T = waiting.result(timeout=patience)
    except TooLong:
        if not waiting.done():
            return None
        raise
    except BaseException:
        with _lock:
            if _made.get(content) is waiting:
                del _made[content]
        raise
    return found
