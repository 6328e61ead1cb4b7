"""ClamAV's daemon: the real one with a signature of our own, and ones that are down, slow or confused."""

from __future__ import annotations

import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest

from chalicelib.examination import clamd as clamd_module
from chalicelib.examination.clamd import Clamd
from infra import tools
from tests import files_building as made

# Nobody's virus: a signature only these tests know.
SIGN = b"baiqau-invented-malware"
INFECTED = made.pdf(f"({SIGN.decode()})")


@pytest.fixture(scope="module")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The socket of a running clamd that knows one signature."""
    folder = tmp_path_factory.mktemp("clamd")
    (folder / "db").mkdir()
    (folder / "db" / "own.ndb").write_text(f"Baiqau.Invented:0:*:{SIGN.hex()}\n", encoding="ascii")
    place = folder / "clamd.ctl"
    settings = f"LocalSocket {place}\nDatabaseDirectory {folder / 'db'}\nForeground yes\nStreamMaxLength 12M\n"
    (folder / "clamd.conf").write_text(settings, encoding="utf-8")
    running = subprocess.Popen([str(tools.clamd()), "-c", str(folder / "clamd.conf")], stdout=subprocess.DEVNULL)
    try:
        for _ in range(300):
            if place.exists() and Clamd(f"unix:{place}").verdict(BytesIO(b"x")) == "clean":
                break
            time.sleep(0.1)
        yield place
    finally:
        running.terminate()
        running.wait(60)


@pytest.mark.scanner
def test_a_signature_is_found_and_everything_else_is_clean(daemon: Path) -> None:
    scanner = Clamd(f"unix:{daemon}")
    assert scanner.verdict(BytesIO(INFECTED)) == "infected"
    assert scanner.verdict(BytesIO(made.PDF)) == "clean"
    assert scanner.verdict(BytesIO(made.office("docx", **{"word/media/a.bin": SIGN}))) == "infected"
    assert scanner.verdict(BytesIO(b"\0" * 10 * 1024 * 1024)) == "clean"


@pytest.mark.scanner
def test_a_file_over_the_scanner_s_own_limit_is_not_called_clean(daemon: Path) -> None:
    assert Clamd(f"unix:{daemon}").verdict(BytesIO(bytes(13 * 1024 * 1024))) == ""


def test_a_scanner_that_is_not_there_is_silent(tmp_path: Path) -> None:
    assert Clamd(f"unix:{tmp_path / 'none.ctl'}").verdict(BytesIO(made.PDF)) == ""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        assert Clamd(f"tcp:127.0.0.1:{closed.getsockname()[1]}").verdict(BytesIO(made.PDF)) == ""


@contextmanager
def answering(answer: bytes, after: float = 0) -> Iterator[str]:
    """A daemon that reads all, says this and hangs up: bytes left unread would take the answer with them."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_answer_one, args=(server, answer, after), daemon=True)
        thread.start()
        yield f"tcp:127.0.0.1:{server.getsockname()[1]}"
        thread.join(5)


def _answer_one(server: socket.socket, answer: bytes, after: float) -> None:
    line, _ = server.accept()
    with line:
        asked = b""
        while not asked.endswith(b"\0\0\0\0") and (part := line.recv(1 << 20)):
            asked += part
        time.sleep(after)
        line.sendall(answer)


@pytest.mark.parametrize(("answer", "verdict"), [
    (b"stream: OK\0", "clean"), (b"stream: Win.Test FOUND\0", "infected"), (b"stream: a OK FOUND\0", "infected"),
    (b"INSTREAM size limit exceeded. ERROR\0", ""), (b"", ""), (b"stream: OK but not", ""), (b"OK\0", ""),
    (b"x" * 9000, ""), (b"stream: \xff FOUND\0", "infected"),
])  # fmt: skip
def test_only_a_clear_answer_is_an_answer(answer: bytes, verdict: str) -> None:
    with answering(answer) as address:
        assert Clamd(address).verdict(BytesIO(b"a")) == verdict


def test_a_scanner_that_takes_too_long_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clamd_module, "ANSWER_SECONDS", 0.3)
    with answering(b"", after=1) as address:
        assert Clamd(address).verdict(BytesIO(b"a")) == ""


@pytest.mark.parametrize("address", ["", "unix:", "/run/clamav/clamd.ctl", "tcp:localhost", "tcp:a:b", "http://x:1"])
def test_an_address_that_is_none_is_refused_when_the_function_starts(address: str) -> None:
    with pytest.raises(ValueError, match="unix"):
        Clamd(address)
