"""The inbox of a server that names no mail service: every mail a file, for the rehearsal's own page."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from secrets import token_hex
from typing import Any

from ..mail_port import Mail
from .durable_files import whole_file


class FolderMailbox:
    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self._folder, self._clock = folder, clock

    def send(self, mail: Mail) -> tuple[str, str]:
        """`sent` with the file's name, `deferred` when it could not be written."""
        name, now = token_hex(16), self._clock()
        held = {"MessageId": name, "Timestamp": now, "To": [mail.to], "Subject": mail.subject, "BodyText": mail.text,
                "BodyHtml": mail.html}  # fmt: skip
        try:
            with whole_file(self._folder / f"{name}.json", is_new=True) as file:
                file.write(json.dumps(held).encode())
        except OSError as error:
            return "deferred", type(error).__name__
        return "sent", name


def mails(folder: Path) -> Sequence[dict[str, Any]]:
    """The mails in the folder, the newest first."""
    return sorted(_read(folder), key=lambda mail: float(mail["Timestamp"]), reverse=True)


def _read(folder: Path) -> Iterator[dict[str, Any]]:
    for file in folder.glob("*.json"):
        yield json.loads(file.read_text("utf-8"))
