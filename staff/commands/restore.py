"""`restore`: a call back from its backup into an empty folder; with --dry-run only to see that it would come back."""

from __future__ import annotations

import time
from pathlib import Path

from chalicelib.rules.instant_format import read_instant
from chalicelib.store.home.home_layout import Layout
from staff.acts.bulk_erasure import erase_again
from staff.backup.backup_folder import BackupFolder
from staff.backup.backup_reading import BackupSource, UnpackedBackup, unpack
from staff.backup.restored_files import give_to_owner, insist_on_empty_folder, put_in_place, put_settings
from staff.console import staff_log
from staff.console.errors import USAGE, Failed
from staff.console.home_environment import home_folder
from staff.console.localized_click import argument, option
from staff.console.localized_click import command as named
from staff.console.session import Session
from staff.printing.terminal import write

ROOM = "operating"


@named("restore", room=ROOM)
@argument("folder", room=ROOM, words="argument.backups")
@option("--identity", required=True, metavar="FILE", room=ROOM)
@option("--signed-by", default="", metavar="FILE", room=ROOM)
@option("--unsigned", is_flag=True, room=ROOM)
@option("--backup", "name", default="", metavar="NAME", room=ROOM, words="option.backup_name")
@option("--settings-to", default="", metavar="DIR", room=ROOM)
@option("--dry-run", is_flag=True, room=ROOM, words="option.restore_dry_run")
def command(
    session: Session,
    folder: str,
    identity: str,
    signed_by: str,
    unsigned: bool,
    name: str,
    settings_to: str,
    dry_run: bool,
) -> None:
    started, target = time.monotonic(), Layout(home_folder(session))
    if bool(signed_by) == unsigned:
        raise Failed("restore.signed_by_whom", USAGE, ROOM)
    if not dry_run:
        insist_on_empty_folder(target)
    repository, signers = BackupFolder(Path(folder).expanduser().resolve()), Path(signed_by) if signed_by else None
    source = BackupSource(repository, Path(identity), session.call.id, signers, name)
    with unpack(source, target.folder) as backup:
        report = _restore_report(session, backup)
        erase_again(Session(session.language, home=str(backup.layout.folder)), backup.forgotten)
        report |= {"settings": [] if dry_run else _put(session, backup, target, settings_to)}
    report |= {"restored": not dry_run, "seconds": round(time.monotonic() - started, 2)}
    key = "restore.would" if dry_run else "restore.done"
    session.out(report, lambda console: write(console, session.say(key, ROOM, **report)))


def _restore_report(session: Session, backup: UnpackedBackup) -> dict[str, object]:
    manifest = backup.manifest
    return {"backup": backup.backup.name, "at": session.moment(read_instant(manifest.at)), "taken_at": manifest.at,
            "applications": manifest.applications, "documents": len(manifest.documents),
            "erased_again": len(backup.forgotten)}  # fmt: skip


def _put(session: Session, backup: UnpackedBackup, target: Layout, settings_to: str) -> list[str]:
    """Where the settings lie now. Whoever restored is on record in the table that they restored."""
    folder = Path(settings_to) if settings_to else target.folder / "settings"
    put_in_place(backup, target)
    restored = Session(session.language, home=str(target.folder)).place
    staff_log.append(restored, f"restore {backup.backup.name}", "")
    restored.client.close()
    give_to_owner(target.folder)
    return [str(file) for file in put_settings(backup.settings, folder)]
