"""A server lost and brought back, a call closed while its server runs: by the commands of docs/operating/runbook.md."""

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from infra.paths import ROOT
from tests import files_building as made
from tests.deployed.cloud import Cloud, start
from tests.deployed.conftest import AT
from tests.deployed.test_documents import announced, posted, received
from tests.faults.test_killed_worker import HANDS, Press, look

pytestmark = [pytest.mark.home, pytest.mark.age]

BACKUPS = 3
AFTER_CONSENT = "2023-01-02T10:00:00+06:00"
# Of the person alone, so that a byte of it anywhere is theirs.
SECRET = "Құсайынова-Тілеубердіқызы"


class Operator:
    def __init__(self, folder: Path) -> None:
        self.place, self.key, self.recipients = folder / "backups", folder / "key.txt", folder / "recipients.txt"
        self.signer = folder / "signer.txt"
        subprocess.run(["age-keygen", "-o", self.key], check=True, capture_output=True)
        self.recipients.write_bytes(
            subprocess.run(["age-keygen", "-y", self.key], check=True, capture_output=True).stdout
        )

    def baiqau(self, state: Path, *words: str) -> Any:
        command = [sys.executable, "-m", "staff", *words, "--home", str(state), "--json"]
        told = {**os.environ, "PYTHONPATH": "functions:."}
        ran = subprocess.run(command, cwd=ROOT, env=told, capture_output=True, text=True, timeout=300)
        assert ran.returncode == 0, ran
        return json.loads(ran.stdout)

    def back_up(self, state: Path) -> str:
        told = self.baiqau(state, "backup", "--to", str(self.place), "--recipients", str(self.recipients))
        self.signer.write_text(told["signed_by"])
        return Path(told["file"]).name

    def restore(self, state: Path, name: str) -> Any:
        keys = ("--identity", str(self.key), "--signed-by", str(self.signer))
        return self.baiqau(state, "restore", str(self.place), *keys, "--backup", name)


def test_a_server_lost_under_load_comes_back_with_all_that_was_acknowledged_before_the_backup(tmp_path: Path) -> None:
    operator, state = Operator(tmp_path), tmp_path / "call"
    cloud = start(state, AT, on="home")
    try:
        acknowledged, rounds = list[tuple[Any, str]](), list[tuple[int, str]]()
        with pressing(cloud, acknowledged):
            for _ in range(BACKUPS):
                before = grown(acknowledged)
                rounds.append((before, operator.back_up(state)))
    finally:
        cloud.kill()
    assert 0 < rounds[0][0] < rounds[-1][0] <= len(acknowledged), "nobody applied meanwhile"
    before, name = rounds[-1]
    shutil.rmtree(state)
    assert operator.restore(state, name)["applications"] >= before

    again = start(state, AT, cloud.port, "home")
    try:
        assert {look(again, receipt) for receipt, _ in acknowledged[:before]} == {200}
        documents = [(receipt, name) for receipt, name in acknowledged[:before] if name]
        assert documents
        for receipt, document in documents:
            kept = state / "documents" / "kept" / receipt["number"] / document
            assert kept.read_bytes() == made.PDF
        known = {receipt["number"] for receipt, _ in acknowledged}
        Press("after-the-loss", more={"leader_email": "after@example.kz"}).until_told(again)
        same = Press("home-0-0", more={"leader_email": "home-0-0@example.kz"})
        same.until_told(again)
        assert same.told[0]["number"] in known
    finally:
        assert again.stop() == 0


def grown(acknowledged: list[Any]) -> int:
    """How many there are once a few more came."""
    wanted, until = len(acknowledged) + 4, time.monotonic() + 120
    while len(acknowledged) < wanted and time.monotonic() < until:
        time.sleep(0.05)
    return len(acknowledged)


class pressing:
    """People apply without pause, one in three with a document; each receipt with its document's name."""

    def __init__(self, cloud: Cloud, acknowledged: list[tuple[Any, str]]) -> None:
        self.cloud, self.acknowledged, self.over = cloud, acknowledged, threading.Event()
        self.pool = ThreadPoolExecutor(HANDS)

    def __enter__(self) -> None:
        self.hands = [self.pool.submit(self._press, hand) for hand in range(HANDS)]

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.pool.shutdown()
        for hand in self.hands:
            hand.result()

    def _press(self, hand: int) -> None:
        count = 0
        while not self.over.is_set():
            name = f"home-{hand}-{count}"
            press = Press(name, more={"leader_email": f"{name}@example.kz"})
            press.until_told(self.cloud)
            receipt = press.told[0]
            self.acknowledged.append((receipt, with_document(self.cloud, receipt) if count % 3 == 0 else ""))
            count += 1


def with_document(cloud: Cloud, receipt: Any) -> str:
    told = announced(cloud, receipt)
    assert posted(cloud, told["upload"], made.PDF) == 204
    assert received(cloud, receipt, told["document_id"]).status == 200
    return str(told["document_id"])


def test_a_call_is_closed_while_its_server_runs_and_no_byte_of_anybodys_is_left(tmp_path: Path) -> None:
    operator, state = Operator(tmp_path), tmp_path / "call"
    cloud = start(state, AT, on="home")
    try:
        more = {"leader_last_name": SECRET, "leader_email": "only.mine@example.kz", "leader_bio": f"{SECRET}: өмірбаян"}
        receipts = list[Any]()
        for name in ("first", "second"):
            press = Press(name, more=more)
            press.until_told(cloud)
            receipts.append(press.told[0])
            with_document(cloud, receipts[-1])
        operator.baiqau(state, "export", "--scan")
    finally:
        assert cloud.stop() == 0
    assert found(state)

    late = start(state, AFTER_CONSENT, cloud.port, "home")
    try:
        told = operator.baiqau(state, "close", "--why", "№ 7 бұйрық", "--dry-run")
        assert (told["applications"], told["closed"], bool(found(state))) == (2, False, True)
        operator.baiqau(state, "close", "--why", "№ 7 бұйрық", "--applications", "2")
        assert found(state) == []
        assert {look(late, receipt) for receipt in receipts} == {404}
        assert [each["number"] for each in operator.baiqau(state, "list")["forgotten"]] == sorted(
            receipt["number"] for receipt in receipts
        )
    finally:
        assert late.stop() == 0
    assert found(state) == []


def found(state: Path) -> list[Path]:
    """Every file with a word of the person's: table, write-ahead log, documents, inbox, exports, logs."""
    words = [SECRET.encode(), json.dumps(SECRET)[1:-1].encode(), b"only.mine@example.kz", made.PDF[:200]]
    return [file for file in sorted(state.rglob("*")) if any(word in content_of(file) for word in words)]


def content_of(file: Path) -> bytes:
    """Nothing of a folder, nor of a file that a running server has removed meanwhile."""
    with suppress(FileNotFoundError):
        return file.read_bytes() if file.is_file() else b""
    return b""
