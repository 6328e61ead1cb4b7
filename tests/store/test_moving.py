"""A call that outgrows its server: table and documents go to DynamoDB and S3, and every key opens what it opened."""

from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from botocore.session import Session
from moto import mock_aws

from chalicelib.call import Call
from chalicelib.intake.append_event import Change, append
from chalicelib.intake.look_up_application import look_up
from chalicelib.intake.submit_application import submit
from chalicelib.projection.projection_upkeep import refresh
from chalicelib.rules.application import Application
from chalicelib.store.document_bucket import DocumentFiles
from chalicelib.store.event_table import EventTable, connect
from chalicelib.store.home.home_layout import Layout
from chalicelib.store.home.sqlite_table import NAME, SqliteTable
from chalicelib.store.projection import TableProjection
from infra.home.due_worker import alone
from infra.home.moving import main, move
from tests.building import OPEN, PEPPER, answers
from tests.store.engines import CREDENTIALS, engine_client, make_table

PDF, LONG = b"PDF of somebody", "Ұзақ мәтін мұнда. " * 12


class Moved:
    def __init__(self, folder: Path, call: Call) -> None:
        self.layout = Layout(folder / "call").make()
        self.source, self.call = SqliteTable(self.layout.table), call
        store = EventTable(self.source, NAME)
        self.receipts = [submit(call, store, PEPPER, answers(leader_email=f"a{n}@example.kz", summary=LONG), OPEN)
                         for n in range(30)]  # fmt: skip
        self.first = self.receipts[0].event.number
        detail = {"document": "aaaa1111", "kind": "leader_id", "filename": "a.pdf", "size": len(PDF), "replaces": "",
                  "content_type": "application/pdf", "sha256": sha256(PDF).hexdigest()}  # fmt: skip
        change = Change("receive_document", "applicant", OPEN + timedelta(hours=1), detail=detail)
        append(store, Application(store.events(self.first)), change)
        refresh(call, store.events, TableProjection(self.source, NAME), self.first)
        place = self.layout.documents / "kept" / self.first / "aaaa1111"
        place.parent.mkdir(parents=True)
        place.write_bytes(PDF)
        self.events = {receipt.event.number: store.events(receipt.event.number) for receipt in self.receipts}

    def run(self, table: str) -> int:
        return main(["--home", str(self.layout.folder), "--table", table, "--documents", "documents"])


@pytest.fixture
def moved(tmp_path: Path, call: Call) -> Moved:
    return Moved(tmp_path, call)


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    names = zip(("AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"), CREDENTIALS.values(), strict=True)
    for name, value in names:
        monkeypatch.setenv(name, value)
    with mock_aws():
        where = {"LocationConstraint": CREDENTIALS["region_name"]}
        s3().create_bucket(Bucket="documents", CreateBucketConfiguration=where)
        yield make_table(connect())


def s3() -> Any:
    return Session().create_client("s3", **CREDENTIALS)


def test_every_key_opens_there_what_it_opened_here(moved: Moved, call: Call, cloud: str) -> None:
    assert moved.run(cloud) == 0
    store = EventTable(connect(), cloud)
    assert {number: store.events(number) for number in moved.events} == moved.events
    for receipt in moved.receipts:
        assert look_up(call, store, receipt.event.number, receipt.key).number == receipt.event.number
    kept = DocumentFiles(s3, "documents").examined_file(f"{moved.first}/aaaa1111", 1000)
    assert kept and kept.sha256 == sha256(PDF).hexdigest()
    assert TableProjection(connect(), cloud).find(call.id, [moved.first])
    # The same press is still the same application: its number follows from the secret, which is moved by hand.
    again = submit(call, store, PEPPER, answers(leader_email="a0@example.kz", summary=LONG), OPEN)
    assert again.event.number == moved.first


def test_it_may_be_given_again_and_nothing_foreign_is_written_over(moved: Moved, call: Call, cloud: str) -> None:
    store = EventTable(connect(), cloud)
    assert [moved.run(cloud), moved.run(cloud)] == [0, 0]
    stranger = submit(call, store, PEPPER, answers(leader_email="there@example.kz"), OPEN).event.number
    assert moved.run(cloud) == 1
    assert store.events(stranger) and store.events(moved.first) == moved.events[moved.first]


def test_another_document_under_the_name_is_told(moved: Moved, cloud: str, capsys: pytest.CaptureFixture[str]) -> None:
    s3().put_object(Bucket="documents", Key=f"{moved.first}/aaaa1111", Body=b"another")
    assert moved.run(cloud) == 1
    assert moved.first in capsys.readouterr().err


def test_not_while_the_worker_for_what_is_due_runs(moved: Moved, cloud: str) -> None:
    with alone(moved.layout.folder):
        assert moved.run(cloud) == 1
    assert connect().scan(TableName=cloud)["Items"] == []


@pytest.mark.dynamodb_local
@pytest.mark.parametrize("engine", ["dynamodb_local"], indirect=True)
def test_amazons_own_engine_holds_the_same(moved: Moved, engine: Any) -> None:
    table = make_table(engine)
    assert move(moved.source, engine, table) == len(list(moved.source.scan(TableName=NAME)["Items"]))


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> Iterator[Any]:
    with engine_client(request) as client:
        yield client
