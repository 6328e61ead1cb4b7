"""Three in ten of DynamoDB's answers are lost after the commit (microburst): nobody who is stored is told "no"."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from chalicelib.call import Call
from chalicelib.web import application_routes, submission_routes
from chalicelib.web.request_service import Service
from tests.building import MS, OPEN
from tests.faults.presses import Press, act, client_of, look, new_table, service_at
from tests.store.engines import DYNAMODB_LOCAL, free_port, wait_for

pytestmark = DYNAMODB_LOCAL

PEOPLE, HANDS, MINUTE = 80, 8, timedelta(minutes=1)
RULE = {"service": "dynamodb", "probability": 0.3, "response": {"abort_bytes": 0}}
# Its own start, so that its dice fall alike in every run.
SEEDED = "import random, sys; random.seed(2021); from microburst.cli import main; sys.exit(main())"


@pytest.fixture(scope="module")
def losing(dynamodb_local: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same engine, behind a proxy that hands every request on and loses three answers in ten."""
    folder, port = tmp_path_factory.mktemp("microburst"), free_port()
    (folder / "rules.yaml").write_text(json.dumps({"rules": [RULE]}))
    wanted = ["--upstream", dynamodb_local, "--port", str(port), "--config", str(folder / "rules.yaml")]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([sys.executable, "-c", SEEDED, *wanted], stdout=log, stderr=log)
    try:
        wait_for(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(60)
    assert count_lost(folder) > PEOPLE / 10, "the proxy lost nothing: these tests proved nothing"


def count_lost(folder: Path) -> int:
    return (folder / "log").read_text().count("FIRED")


@pytest.fixture
def table(dynamodb_local: str) -> tuple[Any, str]:
    return client_of(dynamodb_local), new_table(dynamodb_local)


@pytest.fixture
def service(call: Call, losing: str, table: tuple[Any, str]) -> Service:
    return service_at(call, losing, table[1])


@pytest.fixture
def sound(call: Call, dynamodb_local: str, table: tuple[Any, str]) -> Service:
    return service_at(call, dynamodb_local, table[1])


@pytest.mark.parametrize("route", [submission_routes.submit_application, submission_routes.save_draft])
def test_every_press_ends_with_one_receipt_for_one_application(
    route: Any, service: Service, sound: Service, table: tuple[Any, str]
) -> None:
    with ThreadPoolExecutor(HANDS) as pool:
        presses = list(pool.map(lambda n: Press(f"press {n}", route).until_told(service), range(PEOPLE)))

    again = [Press(press.name, route, OPEN + MINUTE).until_told(sound).receipt for press in presses]
    assert [press.receipt | {"links": 0} for press in presses] == [each | {"links": 0} for each in again]
    assert len({press.receipt["number"] for press in presses}) == PEOPLE
    assert stored(table) == PEOPLE
    for press in presses:
        assert json.loads(look(sound, press.receipt).body)["answers"] == press.words


def test_twenty_at_once_are_told_the_same_or_that_nobody_knows(service: Service, table: tuple[Any, str]) -> None:
    with ThreadPoolExecutor(20) as pool:
        replies = list(pool.map(lambda n: Press("one press", begun=OPEN + n * MS).once(service), range(20)))

    assert Counter(reply.status for reply in replies).keys() <= {201, 503}
    assert len({reply.body for reply in replies if reply.status == 201}) == 1
    assert stored(table) == 1


def test_edits_and_withdrawals_are_done_once_or_unknown(
    service: Service, sound: Service, table: tuple[Any, str]
) -> None:
    def life(n: int) -> list[str]:
        receipt = Press(f"life {n}").until_told(sound).receipt
        words = Press(f"life {n}").words | {"settlement": "Есік"}
        until(lambda: act(service, receipt, application_routes.rewrite_application, words, if_match='"1"'))
        until(lambda: act(service, receipt, application_routes.withdraw, {}))
        return [line["act"] for line in json.loads(look(sound, receipt).body)["history"]]

    with ThreadPoolExecutor(HANDS) as pool:
        assert list(pool.map(life, range(PEOPLE // 4))) == [["submit", "edit", "withdraw"]] * (PEOPLE // 4)


def until(ask: Any, most: int = 12) -> None:
    """Again while nobody knows; anything but a yes then is a failure."""
    for _ in range(most):
        reply = ask()
        if reply.status != 503:
            break
    assert reply.status == 200, reply


def stored(table: tuple[Any, str]) -> int:
    client, name = table
    return int(client.scan(TableName=name, Select="COUNT")["Count"])
