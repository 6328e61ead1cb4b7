"""The one file of the table at home: how it is opened, read and written.

An item is a row. `light` is its JSON with long texts left out, `heavy` those texts: a look at everybody's state passes
the answers by, which SQLite then does not read. `written` grows with every write, in the order in which they were
committed, and no number comes twice: whoever follows the table needs to know only how far they came.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from .file_versions import STEPS, WrongFile, is_current, upgrade
from .write_queue import turn

BUSY_MS = 5_000
# Connections of a parent process: closing one here would let go of what this process holds.
_INHERITED: list[object] = []


class Database:
    """One connection a thread and process; `file` is made, readable by its owner alone, where it is missing."""

    def __init__(self, file: Path) -> None:
        self.file, self._local = file, threading.local()

    @property
    def connection(self) -> sqlite3.Connection:
        held: _Held | None = getattr(self._local, "held", None)
        if held and held.process != os.getpid():
            _INHERITED.append(held)
            held = None
        if held is None:
            held = self._local.held = _Held(self._connect())
        return held.connection

    @contextmanager
    def writing(self, *, is_flushed: bool = True) -> Iterator[sqlite3.Connection]:
        """The one writer's turn: all of it is on the disk afterwards, or none. A reader never waits for it.

        Without `is_flushed` a power cut may take the last of it back, the end of a process never.
        """
        connection = self.connection
        with turn(self.file.with_suffix(".turn"), BUSY_MS / 1000):
            connection.execute(f"PRAGMA synchronous = {'FULL' if is_flushed else 'NORMAL'}")
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def flush(self) -> None:
        """Every write committed so far is on the disk when this returns. Raises sqlite3.OperationalError.

        What was moved out of the log since was flushed by that. No lock of SQLite's is on the log's own file, so
        closing it lets go of none.
        """
        try:
            log = os.open(self.file.with_name(f"{self.file.name}-wal"), os.O_RDONLY)
            try:
                os.fdatasync(log)
            finally:
                os.close(log)
        except OSError as error:
            raise sqlite3.OperationalError("disk I/O error") from error

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Everything read inside is of one instant."""
        connection = self.connection
        connection.execute("BEGIN")
        try:
            yield connection
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")

    def compact(self) -> bool:
        """Write the file anew without what was deleted, and empty the log: not a byte of it stays in either.

        False when somebody who reads did not let go of the log in time; it may be asked again.
        """
        connection = self.connection
        with turn(self.file.with_suffix(".turn"), BUSY_MS / 1000):
            connection.execute("VACUUM")
            return not connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]

    def copy_to(self, file: Path) -> None:
        """Everything as it was at one instant, into a new file; nobody who writes meanwhile waits for it."""
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        with closing(sqlite3.connect(file)) as target:
            self.connection.backup(target)

    def is_sound(self) -> bool:
        """Whether every page of the file is what SQLite makes of it."""
        return bool(self.connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")

    def close(self) -> None:
        """This thread's connection; another opens when it is needed."""
        self._local.held = None

    def _connect(self) -> sqlite3.Connection:
        if not self.file.exists():
            # Before anybody has it open: closing a file lets go of every lock this process has on it (POSIX), and
            # another process would take the write-ahead log for left over.
            os.close(os.open(self.file, os.O_RDWR | os.O_CREAT, 0o600))
        connection = sqlite3.connect(self.file, timeout=BUSY_MS / 1000, isolation_level=None, check_same_thread=False)
        try:
            if not is_current(connection, len(STEPS)):
                with turn(self.file.with_suffix(".turn"), BUSY_MS / 1000):
                    upgrade(connection)
        except BaseException as error:
            connection.close()
            if type(error) is sqlite3.DatabaseError:
                raise WrongFile("not a database") from error
            raise
        return connection


class _Held:
    """Closes its connection when its thread or its owner is gone; one that a parent process opened is left alone."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection, self.process = connection, os.getpid()

    # Bound here: when an interpreter ends, modules go before the last objects do.
    def __del__(self, getpid: Callable[[], int] = os.getpid) -> None:
        if self.process == getpid():
            self.connection.close()
