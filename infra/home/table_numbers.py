"""What the table says of a running call: read beside those who write, who wait for nothing of it.

A count is of keys and short rows: of 100,000 applications with five mails each it takes about a second.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from chalicelib.notices.unsent_mails import SENDING, SENT, UNCERTAIN, UNCERTAIN_AFTER
from chalicelib.projection.light_item import DAMAGED, QUEUE, UNCHECKED
from chalicelib.rules.instant_format import write_instant
from chalicelib.rules.lifecycle import STATUSES
from chalicelib.store.home.change_feed import NAME
from chalicelib.store.projection import LISTS
from infra.home.status_number import Number, age_of

WAIT_S = 5
_COUNTED = frozenset((*STATUSES, QUEUE, UNCHECKED, DAMAGED))
_LISTS = "SELECT pk, count(*) FROM items WHERE pk >= ? AND pk < ? GROUP BY pk"
_MAILS = """SELECT CASE WHEN state = ? AND at < ? THEN ? ELSE state END, count(*), min(at) FROM (
    SELECT json_extract(light, '$.state.S') AS state, json_extract(light, '$.at.S') AS at FROM items
    WHERE pk >= 'mail#' AND pk < 'mail$') GROUP BY 1"""
_BEHIND = """SELECT (SELECT ifnull(max(written), 0) FROM items)
    - ifnull((SELECT place FROM progress WHERE name = ?), 0)"""


def table_numbers(table: Path, call_id: str) -> Iterator[Number]:
    """The numbers of the table; a single number that says so when the table is missing or does not answer."""
    try:
        with closing(sqlite3.connect(f"file:{table}?mode=ro", uri=True, timeout=WAIT_S)) as connection:
            numbers = [*list_numbers(connection, f"{LISTS}{call_id}#"), *mail_numbers(connection), behind(connection)]
    except sqlite3.Error:
        numbers = []
    yield from [Number("baiqau_table_up", float(bool(numbers))), *numbers]


def list_numbers(connection: sqlite3.Connection, prefix: str) -> Iterator[Number]:
    """How many applications stand in each of the desk's lists: one a status, what waits, what is unchecked.

    Lists of persons are nobody's to count, and those by time hold what a status holds already.
    """
    for name, count in connection.execute(_LISTS, (prefix, f"{prefix[:-1]}$")):
        if (own := name.removeprefix(prefix)) in _COUNTED:
            yield Number("baiqau_applications", float(count), {"list": own})


def mail_numbers(connection: sqlite3.Connection) -> Iterator[Number]:
    """Mails by the outbox's own word for each; begun long ago and never settled is uncertain."""
    long_ago = write_instant(datetime.now(UTC) - UNCERTAIN_AFTER)
    for state, count, oldest in connection.execute(_MAILS, (SENDING, long_ago, UNCERTAIN)):
        yield Number("baiqau_mails", float(count), {"state": str(state)})
        if state != SENT and oldest:
            yield Number("baiqau_oldest_mail_seconds", age_of(str(oldest)), {"state": str(state)})


def behind(connection: sqlite3.Connection) -> Number:
    """How many writes the worker for what is due has not seen yet."""
    return Number("baiqau_worker_behind", float(connection.execute(_BEHIND, (NAME,)).fetchone()[0]))
