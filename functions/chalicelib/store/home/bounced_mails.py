"""Mails that came back, as the mail server lays them into a folder (a Maildir): delivery reports of RFC 3464.

`MAIL_RETURNED` names the folder; whatever is in its `new` is read, and what was read lies in its `cur`, as mail
programs do it. Of a report two things are taken: which message it is of, and the code; no word of it is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from email import message_from_bytes
from email.message import Message
from pathlib import Path

MOST_BYTES = 1024 * 1024
MOST_FILES = 500
# The message's id, and a code (`Bounced5.1.1`).
Report = tuple[str, str]
_STATUS = re.compile(r"5\.\d{1,3}\.\d{1,3}")


def returned_reports(folder: Path) -> dict[Path, Report | None]:
    """What lies in `new`, by file: the report it is, or None where it is none."""
    return {file: report(_content(file)) for file in _files(folder / "new")}


def set_aside(folder: Path, files: Iterable[Path]) -> None:
    """These were read and are dealt with; what came meanwhile stays new."""
    (folder / "cur").mkdir(mode=0o700, exist_ok=True)
    for file in files:
        with suppress(FileNotFoundError):
            file.replace(folder / "cur" / f"{file.name}:2,S")


def report(content: bytes) -> Report | None:
    """None for anything but a report that a message will not be delivered; what only waits is none."""
    message = message_from_bytes(content)
    if message.get_content_type() != "multipart/report":
        return None
    code, ident = "", ""
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            code = code or _code(part)
        elif kind in ("message/rfc822", "text/rfc822-headers"):
            ident = ident or _id(part)
    return (ident, code) if ident and code else None


def _code(part: Message) -> str:
    for block in _parts(part):
        status = str(block.get("Status", "")).split()[:1]
        is_final = str(block.get("Action", "")).strip().lower() == "failed"
        if is_final and status and _STATUS.fullmatch(status[0]):
            return f"Bounced{status[0]}"
    return ""


def _id(part: Message) -> str:
    """Of the message within, or of its headers alone."""
    headers = part.get_payload(decode=True)
    within = _parts(part) or [message_from_bytes(headers if isinstance(headers, bytes) else b"")]
    return str(within[0].get("Message-ID", "")).strip().strip("<>")


def _parts(part: Message) -> list[Message]:
    inner = part.get_payload()
    return [message for message in inner if isinstance(message, Message)] if isinstance(inner, list) else []


def _files(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from sorted(file for file in folder.iterdir() if file.is_file())[:MOST_FILES]


def _content(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(MOST_BYTES)
