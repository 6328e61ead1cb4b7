"""A call at home with a hundred thousand applications beside one with ten thousand: what it costs to keep it.

Backup, restore and export read everything: the ratio is the time for one application at MANY over that at SOME. A
submission and a look-up read their own: the ratio is the whole time. Screens of the desk and of the tool, and a round
with nothing due, at the same size: `lists`, `desk`.
"""

from __future__ import annotations

import io
import json
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from pathlib import Path
from statistics import median
from typing import Any

from bench.figures import Figure
from bench.home_commit import functions_at_home
from bench.lists import MANY, SOME, fill
from bench.submission_event import event, long_answers, submission
from chalicelib.store.home.home_layout import Layout
from chalicelib.store.home.sqlite_table import SqliteTable
from staff.main import main

REQUESTS = 40
AIM_GROWTH = 1.5


def figures() -> Iterator[Figure]:
    some, many = measure(SOME), measure(MANY)
    for name in some:
        share = 1 if name in REQUESTED else MANY / SOME
        seconds = {f"seconds_of_{SOME}": round(some[name], 3), f"seconds_of_{MANY}": round(many[name], 3)}
        yield Figure(f"keeping_{name}_growth_{SOME}_to_{MANY}", [many[name] / some[name] / share], AIM_GROWTH, seconds)


def measure(count: int) -> dict[str, float]:
    """Seconds of each, by its name; of a request the median."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        layout = Layout(folder / "home").make()
        client = SqliteTable(layout.table)
        fill(client, count)
        client.close()
        return time_requests(folder) | {name: seconds(act) for name, act in whole_acts(folder, layout).items()}


REQUESTED = ("submission", "look_up")


def time_requests(folder: Path) -> dict[str, float]:
    """Through the functions, one after another, over the filled table."""
    with functions_at_home(folder) as app:
        application, received, looked = long_answers(), list[float](), list[float]()
        for press in range(REQUESTS):
            started = time.perf_counter()
            receipt = expected_answer(app, submission(application, f"bench-{press:032}"), 201)
            received.append(time.perf_counter() - started)
            asked = event("GET", "/applications/{number}", headers={"Authorization": f"Bearer {receipt['key']}"})
            started = time.perf_counter()
            expected_answer(app, asked | {"pathParameters": {"number": receipt["number"]}}, 200)
            looked.append(time.perf_counter() - started)
    return dict(zip(REQUESTED, (median(received), median(looked)), strict=True))


def expected_answer(app: Any, asked: dict[str, Any], status: int) -> Any:
    answer = app(asked, None)
    assert answer["statusCode"] == status, answer
    return json.loads(answer["body"])


def whole_acts(folder: Path, layout: Layout) -> dict[str, Callable[[], None]]:
    """In their order: a restore needs a backup. Opened and checked, a restore writes nothing of a call's own."""
    key, public, place = folder / "key.txt", folder / "public.txt", folder / "backups"
    subprocess.run(["age-keygen", "-o", key], check=True, capture_output=True)
    public.write_bytes(subprocess.run(["age-keygen", "-y", key], check=True, capture_output=True).stdout)
    layout.hash_secret.write_bytes(b"bench")
    at_home = ("--home", str(layout.folder))
    return {
        "backup": lambda: tool("backup", "--to", str(place), "--recipients", str(public), *at_home),
        "restore": lambda: tool("restore", str(place), "--identity", str(key), "--unsigned", "--dry-run", *at_home),
        "export": lambda: tool("export", "--to", str(folder / "export"), *at_home),
    }


def tool(*words: str) -> None:
    with redirect_stdout(io.StringIO()) as printed:
        code = main([*words, "--json"])
    assert code == 0, printed.getvalue()


def seconds(act: Callable[[], None]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started
