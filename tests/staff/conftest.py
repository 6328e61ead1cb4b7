"""The tool as people run it: `main(argv)` on a table in moto that stands for the local cloud."""

from __future__ import annotations

import http.server
import json
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from moto import mock_aws

from chalicelib.store.event_table import EventTable, connect
from staff.console.environment import Place, local_cloud
from staff.main import main
from tests.building import OPEN
from tests.store.engines import CREDENTIALS, make_table

NEXT_DAY = OPEN + timedelta(days=1)


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class Tool:
    """Runs commands at an instant; `store` is the same table, for bringing applications to a state."""

    store: EventTable
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *words: str, at: datetime | None = NEXT_DAY, ask: Callable[[str], str] | None = None) -> Ran:
        instant = ["--at", at.isoformat()] if at else []
        code = main([*words, "--local", *instant], ask)
        return Ran(code, *self.capsys.readouterr())

    def json(self, *words: str, **rest: Any) -> Any:
        ran = self(*words, "--json", **rest)
        assert ran.code == 0, ran
        return ran.json

    @property
    def place(self) -> Place:
        return local_cloud()


class rehearsal_clock:
    """A site whose /api/call tells one instant."""

    def __init__(self, tool: Tool | None, now: str, file: Path | None = None) -> None:
        """`file` is where a trial at home says its address."""
        self.now, self.file = now, file or Path(os.environ["BAIQAU_STATE"]) / "cloud.json"

    def __enter__(self) -> None:
        body = json.dumps({"now": self.now}).encode()

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                pass

        self.server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        before = json.loads(self.file.read_text()) if self.file.exists() else {}
        known = before | {"address": f"http://127.0.0.1:{self.server.server_port}/"}
        self.file.write_text(json.dumps(known))

    def __exit__(self, *args: object) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def aws_table(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The ordinary AWS environment with a table in it; nothing of the machine's own settings gets in."""
    names = zip(("AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"), CREDENTIALS.values(), strict=True)
    for name, value in names:
        monkeypatch.setenv(name, value)
    with mock_aws():
        yield make_table(connect())


@pytest.fixture
def tool(aws_table: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Tool:
    endpoint = "https://dynamodb.eu-central-1.amazonaws.com"
    known = {"address": "http://127.0.0.1:1", "endpoint": endpoint, "region": "eu-central-1", "table": aws_table}
    (tmp_path / "cloud.json").write_text(json.dumps(known), encoding="utf-8")
    monkeypatch.setenv("BAIQAU_STATE", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    return Tool(EventTable(connect(), aws_table), capsys)
