"""ClamAV's daemon: the real one with a signature of our own, and ones that are down, slow or confused."""

from __future__ import annotations

import socket
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

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
        for _ in range(900):
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


class Daemon:
    """One that takes in one file, says its pieces a moment apart, and hangs up when it is told to, or at once."""

    def __init__(self, server: socket.socket, pieces: Sequence[bytes], *, hangs_up: bool, is_silent: bool) -> None:
        self._server, self._pieces, self._hangs_up, self._is_silent = server, pieces, hangs_up, is_silent
        self.address = f"tcp:127.0.0.1:{server.getsockname()[1]}"
        self.over = threading.Event()
        self.command, self.chunks = b"", list[bytes]()

    def answer_one(self) -> None:
        try:
            line, _ = self._server.accept()
        except OSError:
            return
        with line, line.makefile("rb") as asked:
            self._take_in(asked)
            if self._is_silent:
                self.over.wait(60)
            for piece in self._pieces:
                line.sendall(piece)
                time.sleep(0.05 if len(self._pieces) > 1 else 0)
            if not self._hangs_up:
                self.over.wait(60)

    def _take_in(self, asked: BinaryIO) -> None:
        """All of it: bytes left unread would take the answer with them."""
        self.command = asked.read(len(b"zINSTREAM\0"))
        while size := int.from_bytes(asked.read(4), "big"):
            self.chunks.append(asked.read(size))


@contextmanager
def answering(*pieces: bytes, hangs_up: bool = True, is_silent: bool = False) -> Iterator[Daemon]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        daemon = Daemon(server, pieces, hangs_up=hangs_up, is_silent=is_silent)
        thread = threading.Thread(target=daemon.answer_one, daemon=True)
        thread.start()
        try:
            yield daemon
        finally:
            daemon.over.set()
            thread.join(20)


@pytest.mark.parametrize(("answer", "verdict"), [
    (b"stream: OK\0", "clean"), (b"stream: Win.Test FOUND\0", "infected"), (b"stream: a OK FOUND\0", "infected"),
    (b"INSTREAM size limit exceeded. ERROR\0", ""), (b"", ""), (b"stream: OK but not", ""), (b"OK\0", ""),
    (b"x" * 9000, ""), (b"stream: \xff FOUND\0", "infected"), (b"Win.Test FOUND\0", ""),
    (b"stream: " + b"x" * 9000 + b" FOUND\0", ""),
])  # fmt: skip
def test_only_a_clear_answer_is_an_answer(answer: bytes, verdict: str) -> None:
    with answering(answer) as daemon:
        assert Clamd(daemon.address).verdict(BytesIO(b"a")) == verdict


def test_the_whole_file_is_sent_in_pieces_wherever_it_was_read_to() -> None:
    content, file = bytes(range(256)) * 3000, BytesIO()
    file.write(content)
    with answering(b"stream: OK\0") as daemon:
        assert Clamd(daemon.address).verdict(file) == "clean"
    assert (daemon.command, b"".join(daemon.chunks)) == (b"zINSTREAM\0", content)
    assert max(map(len, daemon.chunks)) <= 256 * 1024


def test_an_answer_that_comes_in_pieces_is_one() -> None:
    with answering(b"stream: Win", b".Test FOU", b"ND\0") as daemon:
        assert Clamd(daemon.address).verdict(BytesIO(b"a")) == "infected"


def test_an_answer_is_over_with_its_last_sign_though_the_line_stays_open() -> None:
    with answering(b"stream: OK\0", hangs_up=False) as daemon:
        assert Clamd(daemon.address).verdict(BytesIO(b"a")) == "clean"


def test_a_scanner_that_takes_too_long_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it says later, nobody waits for it."""
    monkeypatch.setattr(clamd_module, "ANSWER_SECONDS", 0.3)
    with answering(b"stream: OK\0", is_silent=True) as daemon:
        assert Clamd(daemon.address).verdict(BytesIO(b"a")) == ""


def test_nobody_waits_for_a_scanner_that_takes_no_call(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(clamd_module, "CONNECT_SECONDS", 0.3)
    place, verdicts = str(tmp_path / "busy.ctl"), list[str]()
    with socket.socket(socket.AF_UNIX) as busy, socket.socket(socket.AF_UNIX) as first:
        busy.bind(place)
        busy.listen(0)
        first.connect(place)  # as many as it lets wait
        asking = threading.Thread(
            target=lambda: verdicts.append(Clamd(f"unix:{place}").verdict(BytesIO(b"a"))), daemon=True
        )
        asking.start()
        asking.join(60)
        assert verdicts == [""]


@pytest.mark.parametrize("address", [
    "", "unix:", "/run/clamav/clamd.ctl", "tcp:localhost", "tcp:a:b", "http://x:1", "tcp::3310", "tcp:::1:3310",
    "tcp:127.0.0.1:65536",
])  # fmt: skip
def test_an_address_that_is_none_is_refused_when_the_function_starts(address: str) -> None:
    with pytest.raises(ValueError, match="unix"):
        Clamd(address)
