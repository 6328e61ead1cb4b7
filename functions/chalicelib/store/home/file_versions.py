"""Which version the one file is of, and how a file of an older version becomes one of this."""

from __future__ import annotations

import sqlite3

# "baiq": a file that says so is ours.
APPLICATION_ID = 0x62616971
# One step a version; a step that was released is never changed.
STEPS = (
    """CREATE TABLE items (
        written INTEGER PRIMARY KEY AUTOINCREMENT, pk TEXT NOT NULL, sk TEXT NOT NULL, expires INTEGER,
        light TEXT NOT NULL, heavy TEXT, UNIQUE (pk, sk));
    CREATE INDEX expiring ON items (expires) WHERE expires IS NOT NULL;""",
    """CREATE TABLE progress (name TEXT PRIMARY KEY, place INTEGER NOT NULL) WITHOUT ROWID;""",
)


class WrongFile(Exception):
    """Not a database of ours, or one of a later version: it is left as it is. `args[0]` says which."""


def upgrade(connection: sqlite3.Connection, steps: tuple[str, ...] = STEPS) -> None:
    """Every step that the file lacks, in one transaction. Raises WrongFile, and changes nothing then."""
    if is_current(connection, len(steps)):
        return
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("BEGIN IMMEDIATE")
    try:
        for number in range(_number(connection, "user_version"), len(steps)):
            for statement in filter(str.strip, steps[number].split(";")):
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(steps)}")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def is_current(connection: sqlite3.Connection, known: int) -> bool:
    """Whether the file lacks no step. Raises WrongFile for one that is not ours, or later than `known`."""
    connection.execute("BEGIN")
    try:
        # Of one moment: another process may be making the file.
        version, owner = _number(connection, "user_version"), _number(connection, "application_id")
        is_new = not version and not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    finally:
        connection.execute("ROLLBACK")
    if version > known:
        raise WrongFile(f"version {version} is later than {known}")
    if owner != APPLICATION_ID and not is_new:
        raise WrongFile("not a file of this program")
    return version == known


def _number(connection: sqlite3.Connection, pragma: str) -> int:
    return int(connection.execute(f"PRAGMA {pragma}").fetchone()[0])
