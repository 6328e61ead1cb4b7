"""kill -9 of the functions' own processes, then of the whole emulator, in the middle of submissions."""

import http.client
import itertools
import json
import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3
import pytest

from tests.building import answers
from tests.deployed.cloud import Answer, Cloud, descendants, start

AT = "2021-09-15T10:00:00+06:00"
HANDS, KILLS, PATIENCE_S, PAUSE_S = 4, 6, 120, 0.3


@dataclass
class Press:
    """Pressed until there is a receipt; `told` are the receipts, `unknown` counts answers that promised nothing."""

    name: str
    told: list[dict[str, Any]] = field(default_factory=list)
    unknown: int = 0
    more: dict[str, str] = field(default_factory=dict)

    def once(self, cloud: Cloud) -> bool:
        answer = self._answer(cloud)
        if answer is None or answer.status >= 500:
            self.unknown += 1
            return False
        assert answer.status == 201, answer
        self.told.append(answer.json)
        return True

    def _answer(self, cloud: Cloud) -> Answer | None:
        try:
            return cloud.post(
                "/api/applications",
                answers(project_title=self.name, **self.more),
                {"Idempotency-Key": f"the-press-named-{self.name}"},
            )
        except (OSError, http.client.HTTPException):
            return None

    def until_told(self, cloud: Cloud) -> None:
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            if self.once(cloud):
                return
            time.sleep(PAUSE_S)
        raise AssertionError(f"{self.unknown} times unknown")


@pytest.mark.deployed
def test_kills_in_the_middle_of_submissions_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    cloud = start(tmp_path, AT)
    try:
        presses = press_during(cloud, "worker", kill_workers, Press.until_told)
        assert sum(press.unknown for press in presses), "no kill met a submission"
        unfinished = press_during(cloud, "emulator", Cloud.kill, Press.once)
        assert sum(not press.told for press in unfinished), "the emulator was killed after the last submission"
    finally:
        if cloud.process.poll() is None:
            cloud.kill()

    again = start(tmp_path, AT, cloud.port)
    try:
        acknowledged = [press.told[0] for press in (*presses, *unfinished) if press.told]
        assert {look(again, receipt) for receipt in acknowledged} == {200}
        for press in unfinished:
            press.until_told(again)
        whole = [*presses, *unfinished]
        assert [len({receipt["number"] for receipt in press.told}) for press in whole] == [1] * len(whole)
        assert numbers(tmp_path) == {press.told[0]["number"] for press in whole}
    finally:
        again.stop()


def press_during(
    cloud: Cloud, what: str, kill: Callable[[Cloud], None], press: Callable[[Press, Cloud], object]
) -> list[Press]:
    """People press without pause while the kill comes, and once more after it."""
    over, names, presses = threading.Event(), itertools.count(), []

    def keep_pressing(hand: int) -> None:
        last = False
        while not last:
            last = over.is_set()
            presses.append(one := Press(f"{what}-{hand}-{next(names)}"))
            press(one, cloud)

    with ThreadPoolExecutor(HANDS) as pool:
        hands = [pool.submit(keep_pressing, hand) for hand in range(HANDS)]
        try:
            time.sleep(0.7)
            kill(cloud)
        finally:
            over.set()
    for hand in hands:
        hand.result()
    return presses


def kill_workers(cloud: Cloud) -> None:
    for _ in range(KILLS):
        for pid in workers(cloud):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        time.sleep(0.4)


def workers(cloud: Cloud) -> list[int]:
    """The processes that run a function: what the emulator itself has started."""
    emulators = [pid for pid in descendants(cloud.process.pid) if "emulator_main" in command(pid)]
    return [pid for emulator in emulators for pid in descendants(emulator)]


def command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def look(cloud: Cloud, receipt: dict[str, Any]) -> int:
    key = {"Authorization": f"Bearer {receipt['key']}"}
    return cloud.ask("GET", f"/api/applications/{receipt['number']}", headers=key).status


def numbers(state: Path) -> set[str]:
    """Every application in the running cloud's table."""
    known = json.loads((state / "cloud.json").read_text())
    client = boto3.client("dynamodb", endpoint_url=known["endpoint"], region_name=known["region"],
                          aws_access_key_id="local", aws_secret_access_key="local")  # fmt: skip
    pages = client.get_paginator("scan").paginate(TableName=known["table"])
    keys = [item["pk"]["S"] for page in pages for item in page["Items"] if item["sk"]["S"] == "event#000001"]
    return {key.partition("#")[2] for key in keys}
