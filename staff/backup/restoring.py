"""Bring a call back from its backup into a folder where none is; what is torn or not ours changes nothing."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from chalicelib.store.home.database import Database, WrongFile
from chalicelib.store.home.home_layout import Layout
from staff.console.errors import GONE, REFUSED, TROUBLE, Failed
from staff.printing.private_files import make_folder

from . import contents
from .contents import Forgotten, Manifest, NotABackup
from .inside import Inside, look_inside
from .repository import Repository
from .sealing import CHUNK, Unreadable, beginning, opened

_TEMPORARY = ".restoring-"


@dataclass(frozen=True)
class Source:
    """`identity` is a file of age's private keys; `name` one backup's, or empty for the newest."""

    repository: Repository
    identity: Path
    call: str
    name: str = ""

    def backup(self) -> Path:
        backups = self.repository.backups()
        found = [file for file in backups if not self.name or file.name == self.name]
        if not found:
            raise Failed("restore.none", GONE, "operating", folder=self.repository.folder)
        return found[-1]


@dataclass(frozen=True)
class Unpacked:
    """A whole backup in a folder laid out as a call's own, before anybody reads it; `forgotten` is to be erased yet."""

    layout: Layout
    backup: Path
    manifest: Manifest
    forgotten: Mapping[str, Forgotten]
    settings: Sequence[Path]


@contextmanager
def unpacked(source: Source, beside: Path) -> Iterator[Unpacked]:
    """In a folder below `beside` that goes with the block. Raises Failed for what is torn, foreign or incomplete."""
    backup = source.backup()
    make_folder(beside)
    for left in beside.glob(f"{_TEMPORARY}*"):
        shutil.rmtree(left)
    with tempfile.TemporaryDirectory(dir=beside, prefix=_TEMPORARY) as folder:
        layout = Layout(Path(folder)).make()
        manifest = _read(source, backup, layout.folder)
        inside = _checked(layout, manifest, backup)
        later = _forgotten_later(source, backup)
        forgotten = {number: act for number, act in later.items() if number in inside.numbers - inside.forgotten.keys()}
        for name in manifest.documents:
            if name.partition("/")[0] not in later:
                _fetch(source, name, manifest.documents[name], inside, layout)
        _move_waiting(layout)
        yield Unpacked(layout, backup, manifest, forgotten, sorted((layout.folder / "settings").glob("*")))


def _move_waiting(layout: Layout) -> None:
    waiting = layout.folder / "arriving"
    if waiting.is_dir():
        waiting.rename(layout.documents / "arriving")


def _read(source: Source, backup: Path, folder: Path) -> Manifest:
    with _spoken(backup), opened(backup, source.identity) as stream:
        manifest = contents.read(stream, folder)
        if manifest.call != source.call:
            raise Failed("restore.other_call", REFUSED, "operating", call=manifest.call, ours=source.call)
    return manifest


def _checked(layout: Layout, manifest: Manifest, backup: Path) -> Inside:
    """The table opens, every page of it is sound, and it holds what the manifest counted."""
    database = Database(layout.table)
    try:
        is_sound = layout.table.is_file() and database.is_sound()
        inside = look_inside(layout.table) if is_sound else None
    except WrongFile:
        raise Failed("restore.later", TROUBLE, "operating", file=backup.name) from None
    finally:
        database.close()
    if inside is None or (inside.items, len(inside.numbers)) != (manifest.items, manifest.applications):
        raise Failed("restore.torn", TROUBLE, "operating", file=backup.name)
    return inside


def _forgotten_later(source: Source, backup: Path) -> dict[str, Forgotten]:
    """Of everybody whose data were erased, also after this backup was taken."""
    found: dict[str, Forgotten] = {}
    for file in source.repository.backups():
        if file.name >= backup.name:
            with _spoken(file), beginning(file, source.identity) as stream:
                found |= contents.read_manifest(stream).forgotten
    return found


def _fetch(source: Source, name: str, size: int, inside: Inside, layout: Layout) -> None:
    """One document; what was received of it says its hash."""
    file, digest = source.repository.document(name), sha256()
    place = layout.documents / "kept" / name
    make_folder(place.parent)
    with _spoken(file), opened(file, source.identity) as stream, place.open("xb") as target:
        place.chmod(0o600)
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            target.write(chunk)
    if place.stat().st_size != size or inside.hashes.get(name, digest.hexdigest()) != digest.hexdigest():
        raise Failed("restore.torn", TROUBLE, "operating", file=f"documents/{name}.age")


@contextmanager
def _spoken(file: Path) -> Iterator[None]:
    """What does not open is told by a sentence that says which file, and why."""
    if not file.is_file():
        raise Failed("restore.lacking", TROUBLE, "operating", file=file)
    try:
        yield
    except (Unreadable, NotABackup) as error:
        raise Failed(f"restore.{error.args[0]}", TROUBLE, "operating", file=file.name) from error
