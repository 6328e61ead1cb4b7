"""What one backup holds, as a stream: a manifest first, then the table and the small files around it."""

from __future__ import annotations

import gzip
import io
import json
import re
import shutil
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO

from staff.printing.private_files import make_folder

Members = Iterator[tuple[tarfile.TarInfo, IO[bytes]]]
# A backup of a later format is left as it is.
FORMAT = 1
MANIFEST, TABLE = "manifest.json", "table.db"
# Of a million applications' documents the names take about so much.
MOST_MANIFEST = 512 * 1024 * 1024
# Compresses faster than the disk writes; the table is text, which becomes much smaller.
_LEVEL = 1
_NAME = re.compile(r"table\.db|(secrets|settings)/[A-Za-z0-9._-]{1,80}|arriving/[A-Za-z0-9-]{1,40}/[A-Za-z0-9-]{1,40}")


class NotABackup(Exception):
    """The archive opens but is no backup of ours: `args[0]` is `not_a_backup` or `later_format`."""


@dataclass(frozen=True)
class ForgetAct:
    """The act that ended an application whose person's data were erased: they stay erased after a restore."""

    at: str
    actor: str
    why: str


@dataclass(frozen=True)
class BackupManifest:
    """`documents` are names with their sizes; `applications` and `items` are counted again after a restore."""

    call: str
    at: str
    applications: int
    items: int
    documents: Mapping[str, int]
    forgotten: Mapping[str, ForgetAct] = field(default_factory=dict)
    format: int = FORMAT

    def as_json(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False).encode()

    @property
    def instant(self) -> datetime:
        return datetime.fromisoformat(self.at)


def write(stream: IO[bytes], manifest: BackupManifest, files: Mapping[str, Path]) -> None:
    """`files` by their names in the backup; one that is gone by now is left out."""
    with (
        gzip.GzipFile(fileobj=stream, mode="wb", compresslevel=_LEVEL) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
    ):
        text = manifest.as_json()
        tar.addfile(_member(MANIFEST, len(text)), io.BytesIO(text))
        for name, path in files.items():
            _add(tar, name, path)


def _add(tar: tarfile.TarFile, name: str, path: Path) -> None:
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return
    with file:
        tar.addfile(_member(name, file.seek(0, io.SEEK_END)), _from_start(file))


def _from_start(file: IO[bytes]) -> IO[bytes]:
    file.seek(0)
    return file


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member


def read(stream: IO[bytes], into: Path) -> BackupManifest:
    """Unpack into a folder, files with mode 0600. Raises NotABackup before anything is written."""
    with _members(stream) as members:
        manifest = _manifest(members)
        for member, file in members:
            if not (member.isreg() and _NAME.fullmatch(member.name)):
                raise NotABackup("not_a_backup")
            place = into / member.name
            make_folder(place.parent)
            with place.open("xb") as target:
                place.chmod(0o600)
                shutil.copyfileobj(file, target, 1024 * 1024)
    return manifest


def read_manifest(stream: IO[bytes]) -> BackupManifest:
    with _members(stream) as members:
        return _manifest(members)


@contextmanager
def _members(stream: IO[bytes]) -> Iterator[Members]:
    """The files of a tar one after another, each read before the next is asked for."""
    with tarfile.open(fileobj=gzip.GzipFile(fileobj=stream, mode="rb"), mode="r|") as tar:
        yield ((member, tar.extractfile(member) or io.BytesIO()) for member in tar)


def _manifest(members: Members) -> BackupManifest:
    member, file = next(members, (tarfile.TarInfo(), io.BytesIO()))
    if member.name != MANIFEST or member.size > MOST_MANIFEST:
        raise NotABackup("not_a_backup")
    try:
        known = json.loads(file.read())
        if known["format"] > FORMAT:
            raise NotABackup("later_format")
        forgotten = {number: ForgetAct(**act) for number, act in known["forgotten"].items()}
        return BackupManifest(**known | {"forgotten": forgotten})
    except (LookupError, TypeError, ValueError) as error:
        raise NotABackup("not_a_backup") from error
