"""kill -9 of DynamoDB Local, its database on disk, in the middle of submissions; then it starts again."""

import itertools
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from chalicelib.call import Call
from chalicelib.web.request_service import Service
from tests.faults.presses import Press, client_of, look, new_table, service_at
from tests.store.engines import DYNAMODB_LOCAL, free_port, start_dynamodb_local

HANDS, ACKNOWLEDGED, LAST_TRIES, PATIENCE_S = 4, 25, 1, 60


@DYNAMODB_LOCAL
def test_what_was_acknowledged_outlives_the_kill_and_the_rest_can_be_sent_again(call: Call, tmp_path: Path) -> None:
    port = free_port()
    engine = start_dynamodb_local(tmp_path, port, on_disk=True)
    try:
        client = client_of(f"http://127.0.0.1:{port}")
        service = service_at(call, f"http://127.0.0.1:{port}", name := new_table(f"http://127.0.0.1:{port}"))
        presses = press_until(service, engine.kill)
        engine.wait()

        engine = start_dynamodb_local(tmp_path, port, on_disk=True)
        acknowledged = [press for press in presses if press.was_acknowledged]
        assert acknowledged and len(acknowledged) < len(presses), "the kill came too early or too late"
        assert {look(service, press.receipt).status for press in acknowledged} == {200}
        with ThreadPoolExecutor(HANDS) as pool:
            list(pool.map(lambda press: press.until_told(service), presses))
        assert {len({receipt["number"] for receipt in press.receipts}) for press in presses} == {1}
        assert client.scan(TableName=name, Select="COUNT")["Count"] == len(presses)
    finally:
        engine.kill()
        engine.wait()


def press_until(service: Service, kill: Callable[[], None]) -> list[Press]:
    """People press without pause; in the middle of it comes the kill, and each presses once more."""
    killed, names, presses = threading.Event(), itertools.count(), []

    def keep_pressing(hand: int) -> None:
        tries = 0
        while tries < LAST_TRIES:
            tries += killed.is_set()
            presses.append(press := Press(f"{hand} {next(names)}"))
            assert press.once(service).status in (201, 503)

    with ThreadPoolExecutor(HANDS) as pool:
        hands = [pool.submit(keep_pressing, hand) for hand in range(HANDS)]
        until = time.monotonic() + PATIENCE_S
        while sum(press.was_acknowledged for press in list(presses)) < ACKNOWLEDGED and time.monotonic() < until:
            time.sleep(0.02)
        kill()
        killed.set()
    for hand in hands:
        hand.result()
    return presses
