"""ClamAV's daemon, asked over its own socket (INSTREAM): the file travels, no path of ours does."""

from __future__ import annotations

import socket
import struct
from typing import BinaryIO

CONNECT_SECONDS, ANSWER_SECONDS = 2, 12
CHUNK = 256 * 1024
MOST_ANSWER = 4096
LAST_PORT = 65_535


class Clamd:
    """`address` is `unix:/run/clamav/clamd.ctl` or `tcp:127.0.0.1:3310`. Raises ValueError for anything else."""

    def __init__(self, address: str) -> None:
        kind, _, target = address.partition(":")
        host, _, port = target.partition(":")
        if kind == "unix" and target:
            self._family, self._place = socket.AF_UNIX, target
        elif kind == "tcp" and host and port.isdecimal() and int(port) <= LAST_PORT:
            self._family, self._place = socket.AF_INET, (host, int(port))  # type: ignore[assignment]
        else:
            raise ValueError("a scanner's address is unix:<path> or tcp:<host>:<port>")

    def verdict(self, file: BinaryIO) -> str:
        """`clean` or `infected`; empty when it is down, busy, too slow, or says it could not look."""
        try:
            return _meaning(self._ask(file))
        except OSError:
            return ""

    def _ask(self, file: BinaryIO) -> bytes:
        with socket.socket(self._family, socket.SOCK_STREAM) as line:
            line.settimeout(CONNECT_SECONDS)
            line.connect(self._place)
            line.settimeout(ANSWER_SECONDS)
            line.sendall(b"zINSTREAM\0")
            file.seek(0)
            while chunk := file.read(CHUNK):
                line.sendall(struct.pack("!L", len(chunk)) + chunk)
            line.sendall(struct.pack("!L", 0))
            return _answer(line)


def _answer(line: socket.socket) -> bytes:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < MOST_ANSWER:
        part = line.recv(MOST_ANSWER)
        if not part:
            break
        answer += part
    return answer


def _meaning(answer: bytes) -> str:
    words = answer.rstrip(b"\0\n ")
    if words == b"stream: OK":
        return "clean"
    return "infected" if words.startswith(b"stream: ") and words.endswith(b" FOUND") else ""
