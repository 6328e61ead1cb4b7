"""Bring a call back from its backup into a folder where none is; what is torn or not ours changes nothing."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from chalicelib.store.home.database import Database
from chalicelib.store.home.file_versions import WrongFile
from chalicelib.store.home.home_layout import Layout
from staff.console.errors import GONE, REFUSED, TROUBLE, Failed
from staff.printing.private_files import make_folder

from . import backup_archive
from .age_encryption import CHUNK, TOGETHER, NotDecrypted, beginning, open_sealed
from .backup_archive import BackupManifest, ForgetAct, NotABackup
from .backup_folder import BackupFolder
from .backup_signature import insist_on_signature
from .table_summary import TableSummary, summary_of

_TEMPORARY = ".restoring-"


@dataclass(frozen=True)
class BackupSource:
    """`identity` is a file of age's private keys; `name` one backup's, or empty for the newest.

    `signers` is a file of lines of backup_signature.py; None takes what nobody signed.
    """

    repository: BackupFolder
    identity: Path
    call: str
    signers: Path | None
    name: str = ""

    def backup(self) -> Path:
        backups = self.repository.backups()
        files = [file for file in backups if not self.name or file.name == self.name]
        if not files:
            raise Failed("restore.none", GONE, "operating", folder=self.repository.folder)
        return files[-1]


@dataclass(frozen=True)
class UnpackedBackup:
    """A whole backup in a folder laid out as a call's own, before anybody reads it; `forgotten` is to be erased yet."""

    layout: Layout
    backup: Path
    manifest: BackupManifest
    forgotten: Mapping[str, ForgetAct]
    settings: Sequence[Path]


@contextmanager
def unpack(source: BackupSource, beside: Path) -> Iterator[UnpackedBackup]:
    """In a folder below `beside` that goes with the block. Raises Failed for what is torn, foreign or incomplete."""
    backup = source.backup()
    make_folder(beside)
    for left in beside.glob(f"{_TEMPORARY}*"):
        shutil.rmtree(left)
    with tempfile.TemporaryDirectory(dir=beside, prefix=_TEMPORARY) as folder:
        layout = Layout(Path(folder)).make()
        manifest = _read(source, backup, layout.folder)
        summary = _check_table(layout, manifest, backup)
        later = _forgotten_later(source, backup)
        names = [name for name in manifest.documents if name.partition("/")[0] not in later]
        _fetch_all(names, lambda name: _fetch(source, name, manifest.documents[name], summary, layout))
        still_there = summary.numbers - summary.forgotten.keys()
        forgotten = {number: act for number, act in later.items() if number in still_there}
        _move_waiting(layout)
        yield UnpackedBackup(layout, backup, manifest, forgotten, sorted((layout.folder / "settings").glob("*")))


def _move_waiting(layout: Layout) -> None:
    waiting = layout.folder / "arriving"
    if waiting.is_dir():
        waiting.rename(layout.documents / "arriving")


def _read(source: BackupSource, backup: Path, folder: Path) -> BackupManifest:
    _insist_on_signature(source, backup)
    with _in_words(backup), open_sealed(backup, source.identity) as stream:
        manifest = backup_archive.read(stream, folder)
        if manifest.call != source.call:
            raise Failed("restore.other_call", REFUSED, "operating", call=manifest.call, ours=source.call)
    return manifest


def _insist_on_signature(source: BackupSource, backup: Path) -> None:
    if source.signers:
        insist_on_signature(backup, source.signers)


def _check_table(layout: Layout, manifest: BackupManifest, backup: Path) -> TableSummary:
    """The table opens, every page of it is sound, and it holds what the manifest counted."""
    database = Database(layout.table)
    try:
        is_sound = layout.table.is_file() and database.is_sound()
        summary = summary_of(layout.table) if is_sound else None
    except WrongFile:
        raise Failed("restore.later", TROUBLE, "operating", file=backup.name) from None
    finally:
        database.close()
    if summary is None or (summary.items, len(summary.numbers)) != (manifest.items, manifest.applications):
        raise Failed("restore.torn", TROUBLE, "operating", file=backup.name)
    return summary


def _forgotten_later(source: BackupSource, backup: Path) -> dict[str, ForgetAct]:
    """The acts that erased somebody's data, also those after this backup was taken, by number."""
    acts: dict[str, ForgetAct] = {}
    for file in source.repository.backups():
        if file.name > backup.name:
            _insist_on_signature(source, file)
        if file.name >= backup.name:
            with _in_words(file), beginning(file, source.identity) as stream:
                acts |= backup_archive.read_manifest(stream).forgotten
    return acts


def _fetch_all(names: Sequence[str], fetch: Callable[[str], None]) -> None:
    """The first that is not whole ends it."""
    with ThreadPoolExecutor(TOGETHER) as pool:
        try:
            list(pool.map(fetch, names))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _fetch(source: BackupSource, name: str, size: int, summary: TableSummary, layout: Layout) -> None:
    """Bring back one document; its hash is the one in the event of its arrival."""
    file, digest = source.repository.document(name), sha256()
    place = layout.documents / "kept" / name
    make_folder(place.parent)
    with _in_words(file), open_sealed(file, source.identity) as stream, place.open("xb") as target:
        place.chmod(0o600)
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            target.write(chunk)
    if place.stat().st_size != size or summary.hashes.get(name, digest.hexdigest()) != digest.hexdigest():
        raise Failed("restore.torn", TROUBLE, "operating", file=f"documents/{name}.age")


@contextmanager
def _in_words(file: Path) -> Iterator[None]:
    """Turns NotDecrypted into Failed with a sentence that names the file and the cause."""
    if not file.is_file():
        raise Failed("restore.lacking", TROUBLE, "operating", file=file)
    try:
        yield
    except (NotDecrypted, NotABackup) as error:
        raise Failed(f"restore.{error.args[0]}", TROUBLE, "operating", file=file.name) from error
