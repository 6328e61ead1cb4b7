"""Engines of the table for the tests: moto in the process, DynamoDB Local as a program of its own, the table at home in
its file, and any endpoint that `make contract ENDPOINT=…` names."""

import os
import socket
import subprocess
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from botocore.session import Session
from moto import mock_aws

from chalicelib.store.home.sqlite_table import SqliteTable

DYNAMODB_LOCAL = pytest.mark.dynamodb_local
# Where `make contract` points to; credentials for it are the environment's own.
ENDPOINT = "BAIQAU_CONTRACT_ENDPOINT"
ENGINES = [
    "moto", "sqlite", pytest.param("dynamodb_local", marks=DYNAMODB_LOCAL),
    *(["endpoint"] if os.environ.get(ENDPOINT) else []),
]  # fmt: skip
CREDENTIALS = {"region_name": "eu-central-1", "aws_access_key_id": "test", "aws_secret_access_key": "test"}


@contextmanager
def moto_client() -> Iterator[Any]:
    """One request at a time: moto looks at a condition and writes in two steps, between which another could come."""
    with mock_aws():
        client = Session().create_client("dynamodb", **CREDENTIALS)
        one_at_a_time, ask = threading.Lock(), client._make_api_call

        def ask_alone(*request: Any) -> Any:
            with one_at_a_time:
                return ask(*request)

        client._make_api_call = ask_alone
        yield client


class TableAtHome(SqliteTable):
    """One table a file: making it gives it its name."""

    def create_table(self, *, TableName: str, **_: Any) -> None:
        self.name = TableName


@contextmanager
def sqlite_client() -> Iterator[SqliteTable]:
    with tempfile.TemporaryDirectory() as folder:
        client = TableAtHome(Path(folder) / "table.db")
        yield client
        client.close()


@contextmanager
def engine_client(request: pytest.FixtureRequest) -> Iterator[Any]:
    """For a fixture with ENGINES as its parameters."""
    if request.param == "endpoint":
        yield Session().create_client("dynamodb", endpoint_url=os.environ[ENDPOINT])
        return
    made = {"moto": moto_client, "sqlite": sqlite_client}
    with made[request.param]() if request.param in made else dynamodb_local_client(request) as client:
        yield client


@contextmanager
def dynamodb_local_client(request: pytest.FixtureRequest) -> Iterator[Any]:
    yield Session().create_client("dynamodb", endpoint_url=request.getfixturevalue("dynamodb_local"), **CREDENTIALS)


def make_table(client: Any) -> str:
    name = f"test-{uuid.uuid4().hex[:8]}"
    keys = [("pk", "HASH"), ("sk", "RANGE")]
    client.create_table(
        TableName=name, BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key, _ in keys],
        KeySchema=[{"AttributeName": key, "KeyType": kind} for key, kind in keys],
    )  # fmt: skip
    if os.environ.get(ENDPOINT):
        wait_for_table(client, name)
    return name


def wait_for_table(client: Any, name: str, seconds: float = 60) -> None:
    """Some engines say yes before the table can be written to."""
    until = time.monotonic() + seconds
    while client.describe_table(TableName=name)["Table"].get("TableStatus") == "CREATING":
        assert time.monotonic() < until, "the endpoint makes no table"
        time.sleep(0.5)


@contextmanager
def running_dynamodb_local(folder: Path) -> Iterator[str]:
    port = free_port()
    process = start_dynamodb_local(folder, port)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(60)


def start_dynamodb_local(folder: Path, port: int, *, on_disk: bool = False) -> "subprocess.Popen[bytes]":
    """Listening already; with `on_disk` its database lies in the folder."""
    from infra.dynamodb_local import dynamodb_local_command

    command = dynamodb_local_command(port, folder if on_disk else None)
    with (folder / "dynamodb-local.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        wait_for(port, process)
    except RuntimeError:
        process.kill()
        raise
    return process


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, process: "subprocess.Popen[bytes]", seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            raise RuntimeError(f"the program stopped with {process.returncode}")
        time.sleep(0.1)
    raise RuntimeError(f"nothing listens on {port} after {seconds} s")
