"""The write-ahead journal of the local cloud: what was answered is on disk first, whatever the disk does next.

A folder of numbered files, the highest being written. A line is a CRC-32 in hexadecimal, a space, and the entry as
JSON; a line whose sum does not fit was torn, so it was never answered. Standard library only: the emulator's own
Python reads this module.
"""

import json
import os
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Entry = dict[str, Any]
Write = Callable[[int, bytes], int]
SUFFIX = ".jsonl"


class NotDurable(Exception):
    """The disk did not take it, so nothing of it may be answered."""


@dataclass(frozen=True)
class RecoveredWrites:
    """`entries` in the order they were written; `torn` counts the lines nobody could read."""

    entries: tuple[Entry, ...]
    torn: int


@dataclass
class WriteAheadLog:
    """`after` is the last file whose writes are in the saved state. Not for two threads at once.

    `older` is the one file that versions before these folders kept; it becomes the first.
    `write` and `sync` are `os.write` and `os.fsync`, given so that a test can fill the disk.
    """

    folder: Path
    after: int = 0
    write: Write = os.write
    sync: Callable[[int], None] = os.fsync
    older: Path | None = None
    _torn_end: bool = field(default=False, init=False)
    _number: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        """A new start writes a file of its own: nothing is added to a line that a kill cut off."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.older and self.older.exists():
            self.older.replace(self.folder / f"{1:08d}{SUFFIX}")
        self._number = max([self.after, *map(number, self.files())]) + 1

    def files(self) -> list[Path]:
        return sorted((file for file in self.folder.glob(f"*{SUFFIX}") if file.stem.isdecimal()), key=number)

    def append(self, entry: Entry) -> int:
        """Returns when the entry is on disk: the place it begins at, for `take_back`. Raises NotDurable."""
        file = self._file()
        try:
            is_new, descriptor = not file.exists(), os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        except OSError as failure:
            raise NotDurable(str(failure)) from failure
        try:
            start = os.fstat(descriptor).st_size
            self._append_line(descriptor, start, line_of(entry))
        finally:
            os.close(descriptor)
        if is_new:
            sync_folder(self.folder)
        return start

    def _append_line(self, descriptor: int, start: int, line: bytes) -> None:
        rest = b"\n" + line if self._torn_end else line
        try:
            while rest:
                rest = rest[self.write(descriptor, rest) :]
            self.sync(descriptor)
        except OSError as failure:
            self._cut(descriptor, start)
            raise NotDurable(str(failure)) from failure
        self._torn_end = False

    def _cut(self, descriptor: int, size: int) -> None:
        """Cutting needs no room. Where it fails all the same, the next line begins on a line of its own."""
        try:
            os.ftruncate(descriptor, size)
        except OSError:
            self._torn_end = True

    def take_back(self, start: int) -> None:
        """Forget the last entry, because what it asks for was refused."""
        os.truncate(self._file(), start)

    def turn(self) -> int:
        """Write on in a new file; answers the number of the last one before it, for `drop`."""
        self._number += 1
        self._torn_end = False
        return self._number - 1

    def drop(self, last: int) -> None:
        """Remove the files up to `last`: their writes are in a saved state."""
        for file in self.files():
            if number(file) <= last:
                file.unlink()

    def recovered(self) -> RecoveredWrites:
        """The writes that no saved state holds yet."""
        lines = [line for file in self.files() if number(file) > self.after for line in file.read_bytes().split(b"\n")]
        entries = [entry_of(line) for line in lines if line]
        return RecoveredWrites(tuple(entry for entry in entries if entry is not None), entries.count(None))

    def _file(self) -> Path:
        return self.folder / f"{self._number:08d}{SUFFIX}"


def number(file: Path) -> int:
    return int(file.stem)


def line_of(entry: Entry) -> bytes:
    text = json.dumps(entry, separators=(",", ":")).encode("ascii")
    return b"%08x %s\n" % (zlib.crc32(text), text)


def entry_of(line: bytes) -> Entry | None:
    """None for a line that is not whole. Lines of before there were sums begin with the entry itself."""
    total, _, text = (b"", b"", line) if line.startswith(b"{") else line.partition(b" ")
    if total and total != b"%08x" % zlib.crc32(text):
        return None
    try:
        entry = json.loads(text)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) else None


def sync_folder(folder: Path) -> None:
    """A file's name is durable only with its folder."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
