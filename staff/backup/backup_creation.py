"""Take a backup of a call at home while everybody goes on."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from chalicelib.rules.instant_format import write_instant
from chalicelib.store.home.database import Database
from chalicelib.store.home.document_folder import FolderFiles
from chalicelib.store.home.durable_files import whole_file
from chalicelib.store.home.home_layout import Layout
from staff.console.errors import TROUBLE, USAGE, Failed
from staff.printing.private_files import make_folder

from . import backup_archive
from .age_encryption import TOGETHER, seal
from .backup_archive import BackupManifest
from .backup_folder import BackupFolder
from .backup_signature import sign, signature_file, signer_line, signing_key
from .table_summary import TableSummary, summary_of

_TEMPORARY = ".backup-"
# Bytes that stay free beside the copy of the table, so that a backup never stops an application.
_MARGIN = 64 * 1024 * 1024


@dataclass(frozen=True)
class BackupPlan:
    """`recipients` is a file of age's public keys; of an older day the last backup stays, for `days`."""

    layout: Layout
    repository: BackupFolder
    recipients: Path
    settings: Sequence[Path]
    call: str
    days: int


@dataclass(frozen=True)
class BackupResult:
    """`documents` are those added, `size` the backup's bytes without them, `retired` how many backups went, `signer`
    the line that a restore asks for.
    """

    file: Path
    applications: int
    documents: int
    size: int
    retired: int
    signer: str


def take_backup(plan: BackupPlan, at: datetime) -> BackupResult:
    """`at` is the real instant. Raises Failed, and then there is no new backup."""
    make_folder(plan.repository.documents)
    with _alone(plan.layout), _room_for_copy(plan.layout) as copy:
        key, settings = signing_key(plan.layout.backup_signing_key), _settings(plan)
        Database(plan.layout.table).copy_to(copy)
        summary = _sound(copy)
        # The table first, then the documents: a document is stored before the table names it.
        documents, added = _documents(plan, summary)
        counts = {"applications": len(summary.numbers), "items": summary.items}
        manifest = BackupManifest(
            plan.call, write_instant(at), **counts, documents=documents, forgotten=summary.forgotten
        )
        file = plan.repository.backup(at)
        files = {backup_archive.TABLE: copy, **settings, **_waiting(plan.layout)}
        with whole_file(file, is_new=True) as target:
            with seal(target, plan.recipients) as stream:
                backup_archive.write(stream, manifest, files)
            with whole_file(signature_file(file)) as signature:
                signature.write(sign(target, file.name, key))
        for number in summary.forgotten:
            plan.repository.remove_documents(number)
        retired = plan.repository.retire(at, plan.days)
    return BackupResult(file, len(summary.numbers), added, file.stat().st_size, retired, signer_line(key))


def _sound(copy: Path) -> TableSummary:
    """Raises Failed for a damaged table: its copies would in time replace all sound backups."""
    database = Database(copy)
    try:
        if not database.is_sound():
            raise Failed("backup.damaged_table", TROUBLE, "operating")
        return summary_of(copy)
    finally:
        database.close()


def _settings(plan: BackupPlan) -> dict[str, Path]:
    """What the server was told, by its names in the backup; without its secret nobody's press is known again."""
    secrets = {f"secrets/{file.name}": file for file in plan.layout.secrets if file.exists()}
    named = {f"settings/{file.name}": file for file in plan.settings}
    if lacking := [file for file in plan.settings if not os.access(file, os.R_OK)]:
        raise Failed("backup.no_settings_file", USAGE, "operating", file=lacking[0])
    if not named and not plan.layout.hash_secret.exists():
        raise Failed("backup.no_settings", USAGE, "operating")
    return secrets | named


def _documents(plan: BackupPlan, summary: TableSummary) -> tuple[dict[str, int], int]:
    """Those of applications that the copy knows, with their sizes, and how many of them were added."""
    files, numbers = FolderFiles(plan.layout.documents, b""), summary.numbers - summary.forgotten.keys()
    kept = {name: size for name, size in files.kept_sizes().items() if name.partition("/")[0] in numbers}
    lacking = [name for name in kept if not plan.repository.document(name).exists()]

    def is_added(name: str) -> bool:
        return _is_added(plan, files.kept_file(name), plan.repository.document(name))

    # Each in a process of its own, which is what takes the time.
    with ThreadPoolExecutor(TOGETHER) as pool:
        gone = {name for name, added in zip(lacking, pool.map(is_added, lacking), strict=True) if not added}
    return {name: size for name, size in kept.items() if name not in gone}, len(lacking) - len(gone)


def _is_added(plan: BackupPlan, document: Path, place: Path) -> bool:
    """Encrypt one document into the backup; False if it was erased meanwhile."""
    try:
        file = document.open("rb")
    except FileNotFoundError:
        return False
    with file, whole_file(place) as target, seal(target, plan.recipients) as stream:
        shutil.copyfileobj(file, stream)
    return True


def _waiting(layout: Layout) -> dict[str, Path]:
    """The uploads that are not examined yet."""
    room = layout.documents / "arriving"
    return {f"arriving/{file.relative_to(room).as_posix()}": file for file in room.glob("*/*")
            if file.is_file() and not file.name.startswith(".")}  # fmt: skip


@contextmanager
def _alone(layout: Layout) -> Iterator[None]:
    with (layout.folder / "backup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Failed("backup.not_alone", TROUBLE, "operating") from None
        yield


@contextmanager
def _room_for_copy(layout: Layout) -> Iterator[Path]:
    """Where the copy of the table lies for a moment; what a backup that was killed left there goes first."""
    for left in layout.folder.glob(f"{_TEMPORARY}*"):
        shutil.rmtree(left)
    needed = layout.table.stat().st_size + _MARGIN
    if shutil.disk_usage(layout.folder).free < needed:
        raise Failed("backup.no_room", TROUBLE, "operating", folder=layout.folder, needed=needed // 2**20)
    with tempfile.TemporaryDirectory(dir=layout.folder, prefix=_TEMPORARY) as folder:
        yield Path(folder) / backup_archive.TABLE
