"""Documents in a folder that no web server looks into.

`arriving/<number>/<document>` is where an upload lands: a line of JSON, then its bytes; `kept/<number>/<document>` is
what was examined and stays; `used/<mark>` are the uploads' policies that were used up. No path holds a word of a
person's: the name of a file stands in the application's events.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

from ...rules.refusals import OutcomeUnknown
from ...rules.upload import ArrivedFile, Upload, upload_lifetime
from .durable_files import whole_file
from .signed_policies import DownloadPolicy, Signer, UploadPolicy

PATH = "/documents"
DOWNLOAD_SECONDS = 5 * 60
# As S3 forgets what arrived and was never examined.
ARRIVING_SECONDS = 24 * 3600
MOST_HEADER = 8 * 1024
_NAME = re.compile(r"[A-Za-z0-9-]{1,40}/[A-Za-z0-9-]{1,40}")


class FolderFiles:
    """`clock` answers seconds since 1970, the real ones, whatever a rehearsal's clock shows."""

    def __init__(self, folder: Path, secret: bytes, clock: Callable[[], float] = time.time) -> None:
        self.signer, self._folder, self._clock = Signer(secret), folder, clock

    def upload(self, name: str, content_type: str, sizes: tuple[int, int], back: str = "") -> Upload:
        """What the browser says of the content's type decides nothing: the content itself is examined."""
        until = int(self._clock() + upload_lifetime(sizes[1]).total_seconds())
        policy = UploadPolicy(token_hex(16), name, *sizes, until, not content_type, back)
        text, signature = self.signer.sign(policy)
        return Upload(PATH, {"policy": text, "signature": signature})

    def download(self, name: str, filename: str, content_type: str, seconds: int = DOWNLOAD_SECONDS) -> str:
        policy = DownloadPolicy(name, filename, content_type, int(self._clock() + seconds))
        text, signature = self.signer.sign(policy)
        return f"{PATH}?policy={text}&signature={signature}"

    def arrived_file(self, name: str, most: int) -> ArrivedFile | None:
        with _silence(), _open_file(self._place("arriving", name)) as file:
            if file is None:
                return None
            header = json.loads(file.readline(MOST_HEADER))
            return _read(file, most, str(header["filename"]))

    def keep(self, name: str, arrived: ArrivedFile) -> ArrivedFile:
        arrived.file.seek(0)
        with _silence():
            try:
                with whole_file(self._place("kept", name), is_new=True) as file:
                    file.write(arrived.file.read())
            except FileExistsError:
                return self.examined_file(name, arrived.size * 2) or arrived
        return arrived

    def examined_file(self, name: str, most: int) -> ArrivedFile | None:
        with _silence(), _open_file(self.kept_file(name)) as file:
            return _read(file, most) if file else None

    def discard(self, name: str) -> None:
        with _silence():
            self._place("arriving", name).unlink(missing_ok=True)

    def kept_sizes(self) -> dict[str, int]:
        """Every document that was examined and stays, by its name."""
        room = self._folder / "kept"
        return {file.relative_to(room).as_posix(): file.stat().st_size for file in room.glob("*/*")
                if _NAME.fullmatch(file.relative_to(room).as_posix())}  # fmt: skip

    def everything_of(self, number: str) -> dict[str, int]:
        """Each file under the number with its size, whether it was examined or not."""
        rooms = [self._place(room, f"{number}/x").parent for room in ("kept", "arriving")]
        files = [file for room in rooms for file in sorted(room.glob("*"))]
        return {str(file.relative_to(self._folder)): file.stat().st_size for file in files}

    def counts(self) -> dict[str, int]:
        """How many files there are under each number."""
        folders = [folder for room in ("kept", "arriving") for folder in (self._folder / room).glob("*")]
        counts_by_folder = dict.fromkeys((folder.name for folder in folders), 0)
        for folder in folders:
            counts_by_folder[folder.name] += sum(1 for _ in folder.iterdir())
        return counts_by_folder

    def content(self, name: str) -> bytes:
        """The bytes of a file that `everything_of` named."""
        return (self._folder / name).read_bytes()

    def erase(self, number: str) -> None:
        with _silence():
            for name in self.everything_of(number):
                (self._folder / name).unlink(missing_ok=True)
            for room in ("kept", "arriving"):
                folder = self._place(room, f"{number}/x").parent
                if folder.is_dir():
                    folder.rmdir()

    def kept_file(self, name: str) -> Path:
        return self._place("kept", name)

    def arriving_file(self, name: str) -> Path:
        return self._place("arriving", name)

    def use_up(self, policy: UploadPolicy) -> bool:
        """False for a policy that was used before. Durable: a server that was switched off still knows."""
        with _silence():
            try:
                with whole_file(self._folder / "used" / policy.mark, is_new=True):
                    return True
            except FileExistsError:
                return False

    def is_used(self, policy: UploadPolicy) -> bool:
        return (self._folder / "used" / policy.mark).exists()

    def is_over(self, policy: UploadPolicy | DownloadPolicy) -> bool:
        return self._clock() >= policy.until

    def forget_old(self) -> int:
        """Remove what arrived more than a day ago and was never examined, and policies past their end."""
        old = [file for room in ("arriving", "used") for file in (self._folder / room).rglob("*")
               if file.is_file() and self._clock() - file.stat().st_mtime > ARRIVING_SECONDS]  # fmt: skip
        for file in old:
            file.unlink(missing_ok=True)
        return len(old)

    def _place(self, room: str, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise ValueError("not the name of a document")
        return self._folder / room / name


def header_of(filename: str) -> bytes:
    """The line before the bytes of an upload; a name longer than any that is kept is cut."""
    return json.dumps({"filename": filename[:500]}).encode() + b"\n"


@contextmanager
def _open_file(path: Path) -> Iterator[BinaryIO | None]:
    try:
        file = path.open("rb")
    except FileNotFoundError:
        yield None
        return
    with file:
        yield file


def _read(file: BinaryIO, most: int, filename: str = "") -> ArrivedFile:
    size = os.fstat(file.fileno()).st_size - file.tell()
    content = file.read() if size <= most else b""
    return ArrivedFile(size, sha256(content).hexdigest(), BytesIO(content), filename)


@contextmanager
def _silence() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutcomeUnknown from error
