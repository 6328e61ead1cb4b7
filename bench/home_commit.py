"""At home, in this process: a submission beside the emulator's, and over a bare commit; and its store's part alone.

The bare commit is one INSERT with `synchronous=FULL` into a file of SQLite's own: where the disk is slow to confirm it,
both ratios fall, since all the rest is the processor's.
"""

from __future__ import annotations

import io
import json
import os
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from statistics import median
from typing import Any

from bench.dynamodb_table import table
from bench.figures import Figure, alternating_pairs, medians, ratios
from bench.submission_event import event, long_answers, submission
from chalicelib.rules.application import Event
from chalicelib.store.event_table import EventTable
from chalicelib.store.home.home_layout import Layout
from chalicelib.store.home.sqlite_table import NAME, SqliteTable

PAIRS, WARM_UP = 200, 5
AIM_RATIO = 2.0
BASELINE = "baseline: the same bytes, one commit with synchronous=FULL"


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        with functions_at_home(folder) as app:
            submit, commit = submitting(app), committing(folder)
            store = EventTable(SqliteTable(Layout(folder / "home").table), NAME)
            append = appending(store, submitted(app, store))
            whole, part = (compare(ours, commit) for ours in (submit, append))
    yield over_the_emulator([ours for ours, _ in whole])
    yield figure("home_submission_over_commit", whole, "ours: a submission of 20 KB through the functions")
    yield figure("home_append_over_commit", part, "ours: its event, appended through the store")


def compare(ours: Callable[[], float], baseline: Callable[[], float]) -> list[tuple[float, float]]:
    alternating_pairs(ours, baseline, WARM_UP)
    return alternating_pairs(ours, baseline, PAIRS)


def figure(name: str, pairs: list[tuple[float, float]], ours: str) -> Figure:
    return Figure(name, [median(ratios(pairs))], AIM_RATIO, medians(pairs, "ms"), f"{ours}; {BASELINE}")


def over_the_emulator(home: list[float]) -> Figure:
    """The same submission by the same functions over DynamoDB Local, one after the other."""
    with redirect_stdout(io.StringIO()), table():
        from app import app

        submit = submitting(app)
        emulator = [submit() for _ in range(WARM_UP + PAIRS)][WARM_UP:]
    of: dict[str, object] = {
        "home_ms": round(median(home), 2),
        "emulator_ms": round(median(emulator), 2),
        "runs": PAIRS,
    }
    return Figure("home_submission_over_emulator", [median(home) / median(emulator)], None, of)


def submitting(app: Any) -> Callable[[], float]:
    application, presses = long_answers(), iter(range(1_000_000))

    def submit() -> float:
        asked, started = submission(application, f"bench-{next(presses):032}"), time.perf_counter()
        answer = app(asked, None)
        assert answer["statusCode"] == 201, answer
        return (time.perf_counter() - started) * 1000

    return submit


def submitted(app: Any, store: EventTable) -> Event:
    """What one submission stored."""
    answer = app(submission(long_answers(), "bench-whose-event-is-appended"), None)
    stored = store.first(json.loads(answer["body"])["number"])
    assert stored
    return stored


def appending(store: EventTable, stored: Event) -> Callable[[], float]:
    numbers = iter(range(1_000_000))

    def append() -> float:
        fresh, started = stored._replace(number=f"{next(numbers):08}"), time.perf_counter()
        assert store.append(fresh) is None
        return (time.perf_counter() - started) * 1000

    return append


def committing(folder: Path) -> Callable[[], float]:
    bare, application = bare_table(folder), long_answers()

    def commit() -> float:
        started = time.perf_counter()
        bare.execute("INSERT INTO rows (text) VALUES (?)", (json.dumps(application, ensure_ascii=False),))
        return (time.perf_counter() - started) * 1000

    return commit


@contextmanager
def functions_at_home(folder: Path) -> Iterator[Any]:
    layout = Layout(folder / "home").make()
    os.environ |= {"BAIQAU_HOME": str(layout.folder), "KEY_PEPPER": "bench", "ORIGIN_SECRET": ""}
    from app import app
    from chalicelib import wiring

    wiring.service.cache_clear()
    with redirect_stdout(io.StringIO()):
        assert app(event("GET", "/call"), None)["statusCode"] == 200
        yield app
    wiring.service.cache_clear()
    del os.environ["BAIQAU_HOME"]


def bare_table(folder: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(folder / "bare.db", isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE rows (number INTEGER PRIMARY KEY, text TEXT)")
    return connection
