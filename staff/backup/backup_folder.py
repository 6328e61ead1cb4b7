"""The place of the backups: a folder, best on another disk, and from there carried to another building."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from .backup_signature import ENDING

_FORM = "%Y-%m-%dT%H-%M-%S.%fZ"
_NAME = re.compile(r"\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{6}Z\.age")
# All of the last two days, of an older day the last one.
ALL_KEPT = timedelta(days=2)


@dataclass(frozen=True)
class BackupFolder:
    """`folder` is its owner's alone."""

    folder: Path

    def backups(self) -> list[Path]:
        """The backups by instant; other files in the folder are ignored."""
        return sorted(file for file in self.folder.glob("*.age") if _NAME.fullmatch(file.name))

    def backup(self, at: datetime) -> Path:
        return self.folder / f"{at.astimezone(UTC).strftime(_FORM)}.age"

    @property
    def documents(self) -> Path:
        return self.folder / "documents"

    def document(self, name: str) -> Path:
        return self.documents / f"{name}.age"

    def remove_documents(self, number: str) -> bool:
        """Remove the documents of a person whose data were erased, at once. Returns whether there were any."""
        folder = self.document(f"{number}/x").parent
        if not folder.is_dir():
            return False
        shutil.rmtree(folder)
        return True

    def retire(self, now: datetime, days: int) -> int:
        """Remove the backups that are over; returns how many."""
        old = list(retired_instants((instant_of(file) for file in self.backups()), now, days))
        for at in old:
            self.backup(at).unlink(missing_ok=True)
        for signature in self.folder.glob(f"*{ENDING}"):
            if not signature.with_suffix("").exists():
                signature.unlink()
        return len(old)


def instant_of(backup: Path) -> datetime:
    return datetime.strptime(backup.stem, _FORM).replace(tzinfo=UTC)


def retired_instants(instants: Iterable[datetime], now: datetime, days: int) -> Iterator[datetime]:
    """Those older than `days`, and of each day before ALL_KEPT all but the last; never the newest of all."""
    by_age = sorted(instants)
    for at, following in pairwise(by_age):
        is_last_of_day = at.date() != following.date()
        if now - at > timedelta(days=days) or (now - at > ALL_KEPT and not is_last_of_day):
            yield at
