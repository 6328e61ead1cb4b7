"""Honest submissions on the local cloud, in quiet and under six attackers who post what is known to be costly.

The machine that answers is also the machine that attacks, so the figure is the worst that a small server would see.
"""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count, cycle
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from bench.figures import Figure
from bench.submission_event import long_answers, short_answers
from chalicelib.call import Field, current_call
from staff.synthetic import titled
from tests.deployed.cloud import Cloud, start

ATTACKERS, HONEST, PAUSE_S, AIM, SECONDS = 6, 2, 0.25, 3.0, 60.0
PATIENCE_S = 60
# A client of its own each, and none the machine itself, which a rehearsal does not limit.
ADDRESSES = [f"127.0.0.{2 + number}" for number in range(ATTACKERS + HONEST)]
JSON = {"Content-Type": "application/json", "Accept": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"}


@dataclass(frozen=True)
class Post:
    """One request; `body` is made beforehand, so that attacking costs next to nothing."""

    method: str
    path: str
    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Attack:
    """Seconds each honest submission took, with its status, and how often the attackers got which status."""

    quiet: list[tuple[int, float]]
    attacked: list[tuple[int, float]]
    attackers: Counter[int]

    @property
    def ratio(self) -> float:
        return p95(self.attacked) / p95(self.quiet)


def costly_posts() -> list[Post]:
    """What has been found to burn a function: marks to normalise, tables of junk, pages of problems, wrong keys."""
    text, table, language = (_first(kind) for kind in ("textarea", "table", "choice"))
    cell = table.columns[0].id if table.columns else "x"
    marks = json.dumps({**short_answers(), text.id: "a" + "\u0301\u0323" * 49_000}, ensure_ascii=False).encode()
    rows = json.dumps({**short_answers(), table.id: [{cell: "x"}] * 8_000}).encode()
    nested = json.dumps(text.id).join(["{", ": "]).encode() + b"[" * 90_000 + b"]" * 90_000 + b"}"
    page = urlencode([(language.id, "ru"), *((f"{table.id}-{row}-{cell}", "я") for row in range(3_000))])
    draft = json.dumps({**short_answers(), text.id: "сөз " * 25_000}, ensure_ascii=False).encode()
    wrong = {"Authorization": "Bearer " + "7DF2682N" * 4, **JSON}
    return [
        *(Post("POST", "/api/applications/check", body, JSON) for body in (marks, rows, nested)),
        *(Post("POST", "/api/drafts", body, JSON) for body in (draft, marks)),
        Post("POST", "/api/applications", page.encode(), FORM),
        Post("POST", "/api/applications", rows, JSON),
        Post("GET", "/api/applications/2DFG-7JNR", b"", wrong),
        Post("POST", "/api/applications/2DFG-7JNR/documents", marks, wrong),
    ]


def _first(kind: str) -> Field:
    """The first question of the kind, or simply the first: of a form without any, junk is junk."""
    fields = list(current_call().form)
    return next((field for field in fields if field.kind == kind), fields[0])


def measure_attack(cloud: Cloud, seconds: float) -> Attack:
    """`seconds` of quiet, then `seconds` of attack; both times the same honest people."""
    presses = count()
    submit(cloud, ADDRESSES[-1], presses)
    quiet = honest(cloud, seconds, presses)
    over, statuses = threading.Event(), Counter[int]()
    with ThreadPoolExecutor(ATTACKERS) as pool:
        hands = [pool.submit(attack, cloud, number, over) for number in range(ATTACKERS)]
        try:
            attacked = honest(cloud, seconds, presses)
        finally:
            over.set()
        for hand in hands:
            statuses += hand.result()
    return Attack(quiet, attacked, statuses)


def attack(cloud: Cloud, number: int, over: threading.Event) -> Counter[int]:
    """Post without a pause, each attacker from another place in the list."""
    posts = costly_posts()
    statuses = Counter[int]()
    for post in cycle(posts[number:] + posts[:number]):
        if over.is_set():
            break
        statuses[status_of_reply(cloud, ADDRESSES[number], post)] += 1
    return statuses


def honest(cloud: Cloud, seconds: float, presses: Iterator[int]) -> list[tuple[int, float]]:
    """People who submit, pause and submit another application, each from an address of their own."""
    until = time.monotonic() + seconds

    def submit_on(address: str) -> list[tuple[int, float]]:
        taken = []
        while time.monotonic() < until:
            taken.append(submit(cloud, address, presses))
            time.sleep(PAUSE_S)
        return taken

    with ThreadPoolExecutor(HONEST) as pool:
        return [one for took in pool.map(submit_on, ADDRESSES[ATTACKERS:]) for one in took]


def submit(cloud: Cloud, address: str, presses: Iterator[int]) -> tuple[int, float]:
    press = f"honest-application-{next(presses):06}"
    body = json.dumps(titled(current_call(), long_answers(), press), ensure_ascii=False).encode()
    started = time.perf_counter()
    status = status_of_reply(
        cloud, address, Post("POST", "/api/applications", body, {**JSON, "Idempotency-Key": press})
    )
    return status, time.perf_counter() - started


def status_of_reply(cloud: Cloud, address: str, post: Post) -> int:
    """The status; 0 where there was no answer."""
    connection = http.client.HTTPConnection("127.0.0.1", cloud.port, PATIENCE_S, source_address=(address, 0))
    try:
        connection.request(post.method, post.path, post.body, dict(post.headers))
        answer = connection.getresponse()
        answer.read()
        return answer.status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def p95(taken: list[tuple[int, float]]) -> float:
    return quantiles([seconds for _, seconds in taken], n=20, method="inclusive")[-1]


def figures() -> Iterator[Figure]:
    with TemporaryDirectory() as folder:
        cloud = start(Path(folder), "")
        try:
            measured = measure_attack(cloud, SECONDS)
        finally:
            cloud.stop()
    yield Figure("honest_p95_under_six_attackers", [measured.ratio], AIM, attack_report(measured))


def attack_report(measured: Attack) -> dict[str, object]:
    honest_statuses = dict(Counter(status for status, _ in measured.attacked))
    return {
        "ours_ms": round(p95(measured.attacked) * 1000), "baseline_ms": round(p95(measured.quiet) * 1000),
        "honest": honest_statuses, "attackers": dict(measured.attackers), "seconds": SECONDS,
    }  # fmt: skip
