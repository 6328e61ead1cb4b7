"""kill -9 of any process under load, and a full disk: nothing acknowledged is lost, and nothing is doubled."""

import os
import resource
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

from chalicelib.store.home.home_layout import Layout
from chalicelib.store.home.sqlite_table import NAME, SqliteTable
from tests.deployed.cloud import Cloud, descendants, start
from tests.faults.test_full_disk import press as press_together
from tests.faults.test_full_disk import statuses
from tests.faults.test_killed_worker import AT, HANDS, Press, look

pytestmark = pytest.mark.home

KILLS, PAUSE_S, SEED = 100, 0.25, 7
PRESSING_S, MAILS_S = 240, 240


def test_a_hundred_kills_of_any_process_under_load_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    cloud = start(tmp_path, AT, on="home")
    try:
        presses = pressed_while(cloud, lambda presses: kill_at_random(cloud, Random(SEED), presses))
        assert len(presses) >= KILLS and sum(press.unknown for press in presses), "no kill met a submission"
        receipts = [press.told[0] for press in presses]
        assert {look(cloud, receipt) for receipt in receipts} == {200}
    finally:
        cloud.kill()

    again = start(tmp_path, AT, cloud.port, "home")
    try:
        assert {look(again, receipt) for receipt in receipts} == {200}
        assert [len({receipt["number"] for receipt in press.told}) for press in presses] == [1] * len(presses)
        assert numbers(tmp_path) == sorted(receipt["number"] for receipt in receipts)
        assert mails_until(again, len(receipts)) == {receipt["number"]: 1 for receipt in receipts}
    finally:
        assert again.stop() == 0


def pressed_while(cloud: Cloud, kill: Callable[[list[Press]], None]) -> list[Press]:
    """People press without pause, each until there is a receipt, and once more after the last kill."""
    over, presses = threading.Event(), list[Press]()

    def keep_pressing(hand: int) -> None:
        while not over.is_set():
            name = f"home-{hand}-{len(presses)}-{time.monotonic_ns()}"
            # An address of its own: an unconfirmed one gets a bounded number of mails a day.
            presses.append(one := Press(name, more={"leader_email": f"{name}@example.kz"}))
            one.until_told(cloud)

    with ThreadPoolExecutor(HANDS) as pool:
        hands = [pool.submit(keep_pressing, hand) for hand in range(HANDS)]
        try:
            time.sleep(0.5)
            kill(presses)
        finally:
            over.set()
    for hand in hands:
        hand.result()
    return presses


def kill_at_random(cloud: Cloud, choose: Random, presses: list[Press]) -> None:
    """A worker, the workers' master or the one for what is due; never the front, which stands for the world. On a busy
    machine longer, until people have pressed as often."""
    kills, until = 0, time.monotonic() + PRESSING_S
    while kills < KILLS or (len(presses) < KILLS and time.monotonic() < until):
        kills += 1
        if victims := descendants(cloud.process.pid):
            try:
                os.kill(choose.choice(victims), signal.SIGKILL)
            except ProcessLookupError:
                continue
        time.sleep(PAUSE_S)


def numbers(state: Path) -> list[str]:
    """Every application in the table, once for each first event it has."""
    table = SqliteTable(Layout(state).table)
    pages = table.get_paginator("scan").paginate(TableName=NAME, ProjectionExpression="pk, sk")
    keys = [item["pk"]["S"] for page in pages for item in page["Items"] if item["sk"]["S"] == "event#000001"]
    return sorted(key.partition("#")[2] for key in keys)


def mails_until(cloud: Cloud, wanted: int) -> dict[str, int]:
    """How many receipts came by mail for each number, once there are so many; a claimed mail that a kill met may be
    in doubt, and then nobody sends it twice."""
    table, until = SqliteTable(Layout(cloud.state).table), time.monotonic() + MAILS_S
    while time.monotonic() < until:
        pages = table.get_paginator("scan").paginate(TableName=NAME)
        postings = [item for page in pages for item in page["Items"] if item["pk"]["S"].startswith("mail#")]
        if len(postings) == wanted:
            break
        time.sleep(0.2)
    page = cloud.ask("GET", "/_local/mail").body.decode()
    in_doubt = {item["number"]["S"] for item in postings if item["state"]["S"] != "sent"}
    counted = {item["number"]["S"]: page.count(f"қабылданды: {item['number']['S']}</h2>") for item in postings}
    assert len(in_doubt) <= KILLS
    assert {counted[number] for number in counted.keys() - in_doubt} == {1}
    assert {counted[number] for number in in_doubt} <= {0, 1}
    return dict.fromkeys(counted, 1)


def test_on_a_full_disk_every_answer_is_503_until_there_is_room_again(tmp_path: Path) -> None:
    cloud = start(tmp_path, AT, on="home")
    try:
        acknowledged = press_together(cloud, "before", 201)
        with disk_full(cloud, tmp_path):
            assert press_together(cloud, "full", 503) == {}
            assert statuses(cloud, acknowledged) == {200}
        acknowledged |= press_together(cloud, "full", 201)
        assert statuses(cloud, acknowledged) == {200}
        assert numbers(tmp_path) == sorted(receipt["number"] for receipt in acknowledged.values())
    finally:
        cloud.stop()


@contextmanager
def disk_full(cloud: Cloud, state: Path) -> Iterator[None]:
    """The system refuses every byte behind the end of the write-ahead log, to all processes that could write."""
    largest = (state / "table.db-wal").stat().st_size + 100
    limits = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in descendants(cloud.process.pid)}
    for pid, (_, hard) in limits.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (largest, hard))
    try:
        yield
    finally:
        for pid, before in limits.items():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, before)
