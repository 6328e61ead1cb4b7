"""The processes of an installed server, started by hand as its units start them: what each is told and refuses."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from chalicelib.store.home.home_layout import Layout
from infra.home.machine_clock import SETTING, WORD, is_synchronised
from infra.paths import FUNCTIONS, ROOT
from tests import files_building as made
from tests.building import COMPLETE
from tests.deployed.cloud import JSON, start
from tests.deployed.conftest import AT
from tests.deployed.test_mail import eventually
from tests.home.documents_server import multipart
from tests.home.mail_server import Taken, mail_server

pytestmark = pytest.mark.home

PATIENCE_S = 120
WSGI = "infra.home.functions_gateway:wsgi()"
GUNICORN = ["-m", "gunicorn", "-c", "python:infra.home.gunicorn_settings", WSGI, "--bind"]
SECRETS = {"KEY_PEPPER": "pepper", "ORIGIN_SECRET": "a secret of the front's, 32 signs"}


class UnixLine(http.client.HTTPConnection):
    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=PATIENCE_S)
        self.path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(str(self.path))


def environment(folder: Path, **more: str) -> dict[str, str]:
    told = {"PATH": os.environ["PATH"], "PYTHONPATH": f"{FUNCTIONS}:{ROOT}", "BAIQAU_HOME": str(folder),
            "SITE_URL": "https://baiqau.example.kz", "MAIL_FROM": "baiqau@example.kz", "MAILS_PER_SECOND": "50",
            SETTING: WORD}  # fmt: skip
    return told | SECRETS | more


@contextmanager
def running(command: Sequence[str], told: dict[str, str], place: Path | None) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=told, stderr=subprocess.PIPE, text=True)
    try:
        until = time.monotonic() + PATIENCE_S
        while place and not place.exists():
            assert process.poll() is None and time.monotonic() < until, process.communicate()
            time.sleep(0.05)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE_S)


def ask(
    place: Path, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
) -> tuple[int, bytes]:
    line = UnixLine(place)
    line.request(method, path, body, headers or {})
    answer = line.getresponse()
    found = answer.status, answer.read()
    line.close()
    return found


FROM_FRONT = {"X-Baiqau-Origin": SECRETS["ORIGIN_SECRET"], "X-Forwarded-For": "203.0.113.9", **JSON}


@contextmanager
def server(folder: Path) -> Iterator[tuple[Path, Path, Taken]]:
    """The functions' and the documents' sockets, and what the mail server took."""
    Layout(folder).make()
    functions, documents = folder / "functions.sock", folder / "documents.sock"
    with ExitStack() as stack:
        port, taken = stack.enter_context(mail_server())
        told = environment(folder, MAIL_SERVER=f"smtp://localhost:{port}")
        stack.enter_context(running([*GUNICORN, f"unix:{functions}"], told, functions))
        stack.enter_context(running(["-m", "infra.home.serve_documents", "--socket", str(documents)], told, documents))
        stack.enter_context(running(["-m", "infra.home.due_worker"], told, None))
        yield functions, documents, taken


def test_the_processes_believe_the_front_alone_and_judge_by_its_instant(tmp_path: Path) -> None:
    with server(tmp_path / "call") as (functions, documents, taken):
        # By the real clock the call is long over.
        status, said = ask(functions, "POST", "/api/applications", json.dumps(COMPLETE).encode(), FROM_FRONT)
        assert (status, json.loads(said)["rule"]) == (403, "deadline")
        instant = str(time.time_ns() // 1_000_000 - 1234)
        status, said = ask(functions, "GET", "/api/call", headers={**FROM_FRONT, "X-Received-At": instant})
        shown = json.loads(said)
        assert (status, shown["phase"], shown["rehearsal"]) == (200, "closed", False)
        assert shown["now"].partition(".")[2][:3] == instant[-3:]
        status, _ = ask(functions, "GET", "/api/call", headers={**FROM_FRONT, "X-Baiqau-Origin": "a guess"})
        assert status == 403
        form = {"Content-Type": "multipart/form-data; boundary=b"}
        assert ask(documents, "POST", "/documents", multipart({}, made.PDF, "a.pdf"), form)[0] == 403
        assert taken.mails == []


def test_a_receipt_goes_by_smtp_where_a_server_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with mail_server() as (port, taken):
        monkeypatch.setenv("MAIL_SERVER", f"smtp://localhost:{port}")
        cloud = start(tmp_path, AT, on="home")
        try:
            number = cloud.post("/api/applications", COMPLETE, {"Idempotency-Key": uuid.uuid4().hex}).json["number"]
            assert eventually(lambda: taken.mails)
            assert number not in cloud.ask("GET", "/_local/mail").body.decode()
        finally:
            cloud.stop()
    (mail,) = taken.mails
    message = message_from_bytes(mail, policy=policy.default)
    assert (message["To"], number in message["Subject"]) == (COMPLETE["leader_email"], True)


def test_no_setting_moves_the_clock_of_an_installed_server(tmp_path: Path) -> None:
    folder = Layout(tmp_path / "call").make().folder
    place = folder / "functions.sock"
    clock = str(folder / "clock")
    Path(clock).write_text("-150000000000")
    told = environment(folder, STAGE="local", CLOCK_SHIFT_FILE=clock, BAIQAU_TRIAL_CLOCK=clock)
    with running([*GUNICORN, f"unix:{place}"], told, place):
        shown = json.loads(ask(place, "GET", "/api/call", headers=FROM_FRONT)[1])
    assert (shown["phase"], shown["rehearsal"]) == ("closed", False)


@pytest.mark.skipif(is_synchronised(), reason="this machine's clock is kept right: the refusal is tested with a fake")
@pytest.mark.parametrize(
    "command",
    [[*GUNICORN, "127.0.0.1:0"], ["-m", "infra.home.due_worker"], ["-m", "infra.home.serve_documents", "--port", "0"]],
    ids=["functions", "due", "documents"],
)
def test_workers_refuse_to_start_on_a_clock_nobody_keeps_right(tmp_path: Path, command: list[str]) -> None:
    told = environment(Layout(tmp_path / uuid.uuid4().hex).make().folder)
    del told[SETTING]
    ran = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=told, capture_output=True, text=True, timeout=PATIENCE_S
    )
    assert ran.returncode != 0 and "is not synchronised" in ran.stderr, ran
