"""The queue of those who write: first come, first served, across all processes.

SQLite lets one write at a time and has the others look again and again, which leaves the unlucky waiting for seconds
where a turn takes milliseconds. The system's own lock on a file keeps an order, and wakes the next at once.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def turn(file: Path, seconds: float) -> Iterator[None]:
    """Inside it is this writer's turn. Raises sqlite3.OperationalError when it has not come within `seconds`.

    The lock goes with the process: one that is killed holds nobody up.
    """
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        if not _is_free(descriptor) and not _comes(descriptor, seconds):
            raise sqlite3.OperationalError("database is locked")
        yield
    finally:
        os.close(descriptor)


def _is_free(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _comes(descriptor: int, seconds: float) -> bool:
    """Waiting in the queue knows no time-out of its own, so another thread stands there.

    It has a duplicate of its own: given up here, the turn that comes to it later ends with that.
    """
    duplicate, is_ours = os.dup(descriptor), threading.Event()

    def stand() -> None:
        try:
            fcntl.flock(duplicate, fcntl.LOCK_EX)
            is_ours.set()
        finally:
            os.close(duplicate)

    threading.Thread(target=stand, daemon=True).start()
    return is_ours.wait(seconds)
