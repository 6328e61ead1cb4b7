"""A local cloud for tests: started as `make serve` does it, on a free port and a state of its own."""

import http.client
import json
import os
import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.cloud_process import launch, ready

STOP_S = 120
JSON = {"Content-Type": "application/json", "Accept": "application/json"}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Cloud:
    """`ready_at` is the Unix time at which it said that it is ready; `state` is the folder it keeps all in."""

    port: int
    process: "subprocess.Popen[str]"
    ready_at: float
    said: list[str]
    state: Path
    on: str = "serve"

    @property
    def for_staff(self) -> list[str]:
        """What tells the tool where this one is (BAIQAU_STATE names the folder of a local cloud)."""
        return ["--local"] if self.on == "serve" else ["--home", str(self.state)]

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, dict(headers or {}))
            got = connection.getresponse()
            return Answer(got.status, {name.lower(): value for name, value in got.getheaders()}, got.read())
        finally:
            connection.close()

    def post(self, path: str, value: Any, headers: Mapping[str, str] | None = None) -> Answer:
        return self.ask("POST", path, json.dumps(value).encode(), {**JSON, **(headers or {})})

    def stop(self) -> int:
        """As Ctrl-C does; answers the exit code."""
        self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(STOP_S)
        finally:
            self.said.extend(self.process.stdout or [])
            self.close()

    def kill(self) -> None:
        """The way a power cut ends it: no process gets to say goodbye, or to start another one."""
        for pid in frozen(self.process.pid):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()
        self.close()

    def close(self) -> None:
        if self.process.stdout:
            self.process.stdout.close()


def start(state: Path, at: str, port: int = 0, on: str = "serve") -> Cloud:
    """`on` is the target of `make` that it is started as."""
    process = launch(state, at, port, on)
    found, said = ready(process)
    return Cloud(found, process, time.time(), said, state, on)


def frozen(pid: int) -> list[int]:
    """The process and all below it, stopped: each stands still before its children are read."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGSTOP)
    return [pid, *(below for child in children_of(pid) for below in frozen(child))]


def descendants(pid: int) -> list[int]:
    """Children, their children and so on, the youngest first."""
    children = children_of(pid)
    return [*(grandchild for child in children for grandchild in descendants(child)), *children]


def children_of(pid: int) -> list[int]:
    """Reads /proc: Linux only."""
    parents = {int(entry.name): parent_of(entry) for entry in Path("/proc").iterdir() if entry.name.isdigit()}
    return [child for child, parent in parents.items() if parent == pid]


def parent_of(entry: Path) -> int:
    try:
        return int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
    except (OSError, IndexError):
        return 0
