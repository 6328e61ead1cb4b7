"""kill -9 under load behind the real front: of nginx's own processes and of the functions', at random.

Their masters, the documents' server, the worker for what is due and the status are killed in test_killed.py and, as
units that systemd starts again, in debian/test_running.py.
"""

import http.client
import json
import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from tests.building import COMPLETE
from tests.deployed.cloud import descendants
from tests.deployed.conftest import AT
from tests.home.front import Front, whole_front
from tests.home.test_killed import numbers

pytestmark = [pytest.mark.front, pytest.mark.home]

KILLS, HANDS, PAUSE_S, SEED = 30, 4, 0.15, 7
PATIENCE_S = PRESSING_S = 120


@dataclass
class Pressing:
    """`told` are the numbers that each press was given, by its key; `unknown` counts what promised nothing."""

    front: Front
    told: dict[str, set[str]] = field(default_factory=dict)
    unknown: int = 0

    def until_told(self, key: str, source: str) -> None:
        headers = {"Content-Type": "application/json", "Idempotency-Key": key}
        body = json.dumps(COMPLETE | {"project_title": key}).encode()
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            with suppress(OSError, http.client.HTTPException):
                answer = self.front.ask("POST", "/api/applications", body, headers, source)
                if answer.status == 201:
                    self.told.setdefault(key, set()).add(json.loads(answer.body)["number"])
                    return
                assert answer.status in (429, 503), answer
            self.unknown += 1
            time.sleep(PAUSE_S)
        raise AssertionError(f"{self.unknown} times unknown")


def test_kills_of_nginx_and_the_functions_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    with whole_front(tmp_path, AT) as front:
        pressing, over = Pressing(front), threading.Event()

        def hand(place: int) -> None:
            count = 0
            while not over.is_set():
                pressing.until_told(f"the-front-is-killed-{place}-{(count := count + 1):08}", f"127.0.1.{place + 1}")

        with ThreadPoolExecutor(HANDS) as pool:
            hands = [pool.submit(hand, place) for place in range(HANDS)]
            try:
                kill_at_random(front, Random(SEED), pressing)
            finally:
                over.set()
        assert [each.result() for each in hands] == [None] * HANDS
        assert pressing.unknown, "no kill met a submission"
        for key in list(pressing.told):
            pressing.until_told(key, "127.0.1.99")
    assert {len(given) for given in pressing.told.values()} == {1}
    assert numbers(tmp_path / "call") == sorted(number for given in pressing.told.values() for number in given)


def kill_at_random(front: Front, choose: Random, pressing: Pressing) -> None:
    """On a busy machine longer, until a kill has met a submission."""
    nginx = int((front.folder / "front" / "front.pid").read_text())
    kills, until = 0, time.monotonic() + PRESSING_S
    while kills < KILLS or (not pressing.unknown and time.monotonic() < until):
        kills += 1
        if victims := [*descendants(nginx), *descendants(front.workers["functions"].pid)]:
            with suppress(ProcessLookupError):
                os.kill(choose.choice(victims), signal.SIGKILL)
        time.sleep(PAUSE_S)
