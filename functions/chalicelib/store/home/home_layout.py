"""Where everything of a call lies on a server of one's own: one folder, its owner's alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Layout:
    """`folder` is made with its rooms by `make`; nothing else may lie in it."""

    folder: Path

    @property
    def table(self) -> Path:
        return self.folder / "table.db"

    @property
    def documents(self) -> Path:
        return self.folder / "documents"

    @property
    def exports(self) -> Path:
        return self.folder / "exports"

    @property
    def mail(self) -> Path:
        """The inbox of a server that sends no mail: a rehearsal's."""
        return self.folder / "mail"

    @property
    def hash_secret(self) -> Path:
        """Of a trial, whose settings nobody wrote: an installed server's stand in a file of its own."""
        return self.folder / "key-pepper"

    @property
    def origin_secret(self) -> Path:
        return self.folder / "origin-secret"

    @property
    def backup_signing_key(self) -> Path:
        """Made by the first backup; it is restored too, so that the line the operator keeps stays true."""
        return self.folder / "backup-signing-key"

    @property
    def secrets(self) -> tuple[Path, ...]:
        return self.hash_secret, self.origin_secret, self.backup_signing_key

    @property
    def last_backup(self) -> Path:
        """When the last backup was taken and how long it took, as JSON; its own age is the backup's."""
        return self.folder / "last-backup.json"

    def make(self) -> Layout:
        for room in (self.folder, self.documents, self.exports, self.mail):
            room.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self
