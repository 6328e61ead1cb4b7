"""Where a restored call and its settings come to lie."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from chalicelib.store.home.durable_files import flush_folder, whole_file
from chalicelib.store.home.home_layout import Layout
from staff.console.errors import USAGE, Failed

from .backup_reading import UnpackedBackup

BEFORE = ".before-restore"


def insist_on_empty_folder(target: Layout) -> None:
    """Raises Failed where a call is kept already, or what was left of one: nothing is written over."""
    documents = any(file.is_file() for file in target.documents.rglob("*"))
    if target.table.exists() or documents:
        raise Failed("restore.taken", USAGE, "operating", folder=target.folder)


def put_in_place(backup: UnpackedBackup, target: Layout) -> None:
    """Move the files into place, the table last: without it there is no call."""
    target.make()
    shutil.rmtree(target.documents)
    backup.layout.documents.rename(target.documents)
    for secret in (backup.layout.folder / "secrets").glob("*"):
        secret.replace(target.folder / secret.name)
    backup.layout.table.rename(target.table)
    flush_folder(target.folder)


def put_settings(files: Sequence[Path], folder: Path) -> list[Path]:
    """Another file of that name stays beside it. The paths at which they lie now."""
    for file in files:
        target = folder / file.name
        if target.exists() and target.read_bytes() != file.read_bytes():
            target.replace(target.with_name(f"{target.name}{BEFORE}"))
        with whole_file(target) as fresh:
            fresh.write(file.read_bytes())
    return [folder / file.name for file in files]


def give_to_owner(folder: Path) -> None:
    """What root restored belongs to whom the folder belongs; last of all, when nothing more is written."""
    owner = folder.stat()
    if os.getuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, owner.st_uid, owner.st_gid)
