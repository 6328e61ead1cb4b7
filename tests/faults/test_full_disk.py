"""A disk that takes no more, under the local cloud: what was acknowledged stays, and the rest was never promised."""

import resource
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.building import answers
from tests.deployed.cloud import Answer, Cloud, descendants, start
from tests.faults.test_killed_worker import command, look, numbers

pytestmark = [pytest.mark.deployed, pytest.mark.slow]

AT = "2021-09-15T10:00:00+06:00"
HANDS = 4
Receipts = dict[str, dict[str, Any]]


def test_on_a_full_disk_nothing_is_promised_that_a_stop_or_a_kill_could_take_back(tmp_path: Path) -> None:
    cloud = start(tmp_path, AT)
    acknowledged = press(cloud, "before", 201)
    with disk_full(cloud, tmp_path, room=300):
        assert press(cloud, "full", 503) == {}
    acknowledged |= press(cloud, "full", 201)
    with disk_full(cloud, tmp_path, room=0):
        assert cloud.stop() == 0
    assert "in the journal" in "".join(cloud.said)

    cloud = start(tmp_path, AT, cloud.port)
    assert "0 refused again, 0 lines torn" in "".join(cloud.said)
    assert statuses(cloud, acknowledged) == {200}
    acknowledged |= press(cloud, "second", 201)
    with disk_full(cloud, tmp_path, room=200):
        assert press(cloud, "lost", 503) == {}
        cloud.kill()
    tear(tmp_path)

    cloud = start(tmp_path, AT, cloud.port)
    try:
        assert "0 refused again, 2 lines torn" in "".join(cloud.said)
        assert statuses(cloud, acknowledged) == {200}
        assert numbers(tmp_path) == {receipt["number"] for receipt in acknowledged.values()}
    finally:
        cloud.stop()


def press(cloud: Cloud, name: str, expected: int) -> Receipts:
    """Several submit at once; the receipts of those who were given one."""
    with ThreadPoolExecutor(HANDS) as pool:
        sent = {f"{name}-application-{hand:04}": pool.submit(submit, cloud, f"{name}-application-{hand:04}")
                for hand in range(HANDS)}  # fmt: skip
    got = {key: future.result() for key, future in sent.items()}
    assert {answer.status for answer in got.values()} == {expected}, got
    return {key: answer.json for key, answer in got.items() if answer.status == 201}


def submit(cloud: Cloud, key: str) -> Answer:
    return cloud.post("/api/applications", answers(project_title=key), {"Idempotency-Key": key})


def statuses(cloud: Cloud, receipts: Receipts) -> set[int]:
    return {look(cloud, receipt) for receipt in receipts.values()}


@contextmanager
def disk_full(cloud: Cloud, state: Path, room: int) -> Iterator[None]:
    """The emulator's files take `room` more bytes than its journal holds: the system itself refuses the rest."""
    [emulator] = [pid for pid in descendants(cloud.process.pid) if "emulator_main" in command(pid)]
    before = resource.prlimit(emulator, resource.RLIMIT_FSIZE)
    largest = max((file.stat().st_size for file in (state / "state" / "journal").iterdir()), default=0)
    resource.prlimit(emulator, resource.RLIMIT_FSIZE, (largest + room, before[1]))
    try:
        yield
    finally:
        if cloud.process.poll() is None:
            resource.prlimit(emulator, resource.RLIMIT_FSIZE, before)


def tear(state: Path) -> None:
    """What power cuts leave: half a line with further lines after it, and half a line at the end."""
    file = max((state / "state" / "journal").iterdir())
    lines = file.read_bytes().splitlines(keepends=True)
    half = lines[0][: len(lines[0]) // 2]
    file.write_bytes(b"".join([lines[0], half, b"\n", *lines[1:], half]))
