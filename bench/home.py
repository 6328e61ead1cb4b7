"""A call on a server of one's own: what a submission costs over a bare commit (home_commit), and how many a second.

The whole way is measured: front, worker, rules, the commit on the disk, and the receipt's mail with its place in the
outbox, which the worker for what is due writes at the same time on the same processors.
"""

from __future__ import annotations

import http.client
import json
import os
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bench import home_commit
from bench.figures import Figure
from bench.processes import memory, processor_s
from bench.submission_event import long_answers
from chalicelib.call import current_call
from chalicelib.store.home.home_layout import Layout
from chalicelib.store.home.sqlite_table import NAME, SqliteTable
from infra.cloud_process import launch, ready
from tests.building import OPEN

CLIENTS, FEW, MANY = 8, 2_000, 20_000
AIM_PER_SECOND, AIM_P99_MS = 150, 250


def figures() -> Iterator[Figure]:
    yield from home_commit.figures()
    yield from under_load(FEW)


def figures_of_many() -> Iterator[Figure]:
    yield from under_load(MANY)


@dataclass(frozen=True)
class Run:
    """`ms` are the times of the submissions in their order, `seconds` that of all; `processor_ms` what a submission
    costs the processors in each part, its mail too, whatever else the machine does; `grown` the workers' memory after
    over before; `mails_after_s` how long after the last submission the last receipt was sent.
    """

    ms: list[float]
    seconds: float
    processor_ms: dict[str, float]
    grown: float
    mails_after_s: float


def under_load(count: int) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        run = measure(Path(folder) / "home", count)
    times, quarter = sorted(run.ms), len(run.ms) // 4
    p50, p99 = times[len(times) // 2], times[len(times) * 99 // 100]
    flat = sum(run.ms[-quarter:]) / sum(run.ms[:quarter])
    report: dict[str, object] = {
        "per_second": round(count / run.seconds, 1), "p50_ms": round(p50, 1), "p99_ms": round(p99, 1),
        "submissions": count, "clients": CLIENTS, "processors": os.cpu_count() or 0,
        "last_mail_after_s": round(run.mails_after_s, 1), "processor_ms_each": run.processor_ms,
    }  # fmt: skip
    name = f"home_{count}"
    yield Figure(f"{name}_per_second", [run.seconds * AIM_PER_SECOND / count], 1.0, report, "aim: 150 a second")
    yield Figure(f"{name}_p99", [p99 / AIM_P99_MS], 1.0, report, "aim: 250 ms")
    yield Figure(f"{name}_flat", [flat], 1.2, report, "the last quarter over the first")
    yield Figure(f"{name}_memory", [run.grown], 1.1, report, "the workers' memory after, over before")


def measure(state: Path, count: int) -> Run:
    process = launch(state, OPEN.isoformat(), on="home")
    try:
        port, _ = ready(process)
        submit_all(port, 200, "warm")
        mails_sent(state, 200)
        spent, before, started = processor_s(process.pid), memory(process.pid), time.perf_counter()
        ms = submit_all(port, count, "run")
        seconds = time.perf_counter() - started
        after = memory(process.pid)
        waited = mails_sent(state, count + 200)
        cost = {part: round((now - spent[part]) / count * 1000, 2) for part, now in processor_s(process.pid).items()}
        return Run(ms, seconds, cost, after / before, waited)
    finally:
        process.terminate()
        process.wait(30)
        if process.stdout:
            process.stdout.close()


def submit_all(port: int, count: int, name: str) -> list[float]:
    """By CLIENTS people at once, each with one line that stays open; every submission is another applicant's."""
    application, address = long_answers(), current_call().form.with_role("email")[0].id

    def client(hand: int) -> list[tuple[float, float]]:
        line, times = http.client.HTTPConnection("127.0.0.1", port, timeout=60), []
        for n in range(hand, count, CLIENTS):
            key = f"{name}-{n:032}"
            body = json.dumps({**application, address: f"{key}@example.kz"}, ensure_ascii=False).encode()
            started = time.perf_counter()
            line.request(
                "POST", "/api/applications", body, {"Content-Type": "application/json", "Idempotency-Key": key}
            )
            answer = line.getresponse()
            content = answer.read()
            times.append((started, (time.perf_counter() - started) * 1000))
            assert answer.status == 201, content
        line.close()
        return times

    with ThreadPoolExecutor(CLIENTS) as pool:
        return [ms for _, ms in sorted(pair for times in pool.map(client, range(CLIENTS)) for pair in times)]


def mails_sent(state: Path, count: int) -> float:
    """Seconds until the outbox holds so many mails that were sent."""
    table, started = SqliteTable(Layout(state).table), time.perf_counter()
    query = "SELECT count(*) FROM items WHERE pk >= 'mail#' AND pk < 'mail$' AND light LIKE '%\"sent\"%'"
    while table.database.connection.execute(query).fetchone()[0] < count:
        assert time.perf_counter() - started < 1800, f"no more mails of {NAME} are sent"
        time.sleep(0.5)
    return time.perf_counter() - started
