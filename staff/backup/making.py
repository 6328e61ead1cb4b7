"""Take a backup of a call at home while everybody goes on."""

from __future__ import annotations

import fcntl
import shutil
import tempfile
from collections.abc import Iterator, Sequence
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

from . import contents
from .contents import Manifest
from .inside import Inside, look_inside
from .repository import Repository
from .sealing import sealed

_TEMPORARY = ".backup-"
# Left free beside the copy of the table: whoever applies comes before a backup.
_MARGIN = 64 * 1024 * 1024


@dataclass(frozen=True)
class Order:
    """`recipients` is a file of age's public keys; of an older day the last backup stays, for `days`."""

    layout: Layout
    repository: Repository
    recipients: Path
    settings: Sequence[Path]
    call: str
    days: int


@dataclass(frozen=True)
class Taken:
    """`documents` are those added, `size` the backup's bytes without them, `retired` how many backups went."""

    file: Path
    applications: int
    documents: int
    size: int
    retired: int


def take(order: Order, at: datetime) -> Taken:
    """`at` is the real instant. Raises Failed, and then there is no new backup."""
    settings = _settings(order)
    make_folder(order.repository.documents)
    with _alone(order.layout), _room_for_copy(order.layout) as copy:
        Database(order.layout.table).copy_to(copy)
        inside = _sound(copy)
        # The table first, then the documents: whatever it speaks of was kept before.
        documents, added = _documents(order, inside)
        counts = {"applications": len(inside.numbers), "items": inside.items}
        manifest = Manifest(order.call, write_instant(at), **counts, documents=documents, forgotten=inside.forgotten)
        file = order.repository.backup(at)
        with whole_file(file, is_new=True) as target, sealed(target, order.recipients) as stream:
            contents.write(stream, manifest, {contents.TABLE: copy, **settings, **_waiting(order.layout)})
        for number in inside.forgotten:
            order.repository.remove_documents(number)
        retired = order.repository.retire(at, order.days)
    return Taken(file, len(inside.numbers), added, file.stat().st_size, retired)


def _sound(copy: Path) -> Inside:
    """A damaged table is not copied over sound backups until none is left."""
    database = Database(copy)
    try:
        if not database.is_sound():
            raise Failed("backup.damaged_table", TROUBLE, "operating")
        return look_inside(copy)
    finally:
        database.close()


def _settings(order: Order) -> dict[str, Path]:
    """What the server was told, by its names in the backup; without its secret nobody's press is known again."""
    secrets = {f"secrets/{file.name}": file for file in order.layout.secrets if file.exists()}
    named = {f"settings/{file.name}": file for file in order.settings}
    if lacking := [file for file in order.settings if not file.is_file()]:
        raise Failed("backup.no_settings_file", USAGE, "operating", file=lacking[0])
    if not secrets | named:
        raise Failed("backup.no_settings", USAGE, "operating")
    return secrets | named


def _documents(order: Order, inside: Inside) -> tuple[dict[str, int], int]:
    """Those of applications that the copy knows, with their sizes, and how many of them were added."""
    files = FolderFiles(order.layout.documents, b"")
    kept = {name: size for name, size in files.kept_sizes().items()
            if name.partition("/")[0] in inside.numbers - inside.forgotten.keys()}  # fmt: skip
    lacking = [name for name in kept if not order.repository.document(name).exists()]
    gone = {name for name in lacking if not _is_added(order, files.kept_file(name), order.repository.document(name))}
    return {name: size for name, size in kept.items() if name not in gone}, len(lacking) - len(gone)


def _is_added(order: Order, document: Path, place: Path) -> bool:
    """False for one that was erased meanwhile."""
    try:
        file = document.open("rb")
    except FileNotFoundError:
        return False
    with file, whole_file(place) as target, sealed(target, order.recipients) as stream:
        shutil.copyfileobj(file, stream)
    return True


def _waiting(layout: Layout) -> dict[str, Path]:
    """Uploads that nobody has examined yet."""
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
        yield Path(folder) / contents.TABLE
