"""Two writes at once, made to meet: the second begins while the first has not been committed."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.db import connection, transaction


def while_uncommitted(first: Callable[[], object], second: Callable[[], object]) -> list[BaseException]:
    """Do the first, begin the second in another thread, commit once it waits or is done; what the second raised.

    Needs PostgreSQL: it tells which sessions wait for a lock.
    """
    raised: list[BaseException] = []

    def other() -> None:
        try:
            second()
        except Exception as error:  # noqa: BLE001 - told to the test
            raised.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=other)
    with transaction.atomic():
        first()
        thread.start()
        while thread.is_alive() and not _somebody_waits():
            thread.join(0.02)
    thread.join()
    return raised


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database OR database IS NULL "
            "WHERE NOT granted AND datname = current_database()"
        )
        return cursor.fetchone()[0] > 0
