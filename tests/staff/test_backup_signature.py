"""Whoever can write into the place of the backups, and knows the public keys, still cannot have theirs restored."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chalicelib.call import Call
from staff.backup.backup_folder import BackupFolder
from staff.backup.backup_signature import signature_file
from tests.staff.test_backup import Server

pytestmark = pytest.mark.age


@pytest.fixture
def server(tmp_path: Path, capsys: pytest.CaptureFixture[str], call: Call) -> Server:
    return Server(tmp_path, capsys, call)


@pytest.fixture
def forger(tmp_path: Path, capsys: pytest.CaptureFixture[str], call: Call, server: Server) -> Server:
    """A call with another's application, made with the same program and for the same public keys."""
    forger = Server(tmp_path / "forger", capsys, call)
    shutil.copy(server.recipients, forger.recipients)
    forger.apply(leader_email="forger@example.kz")
    return forger


def newest(place: Path) -> Path:
    return BackupFolder(place).backups()[-1]


def lay(backup: Path, place: Path, name: str = "") -> Path:
    """With its signature, as its maker left both."""
    shutil.copy(signature_file(backup), signature_file(place / (name or backup.name)))
    return Path(shutil.copy(backup, place / (name or backup.name)))


def later_name(backup: Path) -> str:
    return BackupFolder(backup.parent).backup(datetime.now(UTC) + timedelta(hours=1)).name


def test_a_forged_backup_is_refused_with_and_without_a_signature(server: Server, forger: Server) -> None:
    number, _ = server.apply()
    server.back_up()
    forger.back_up()
    forged = lay(newest(forger.place), server.place)
    server.lose_everything()
    assert "подписал не ваш сервер" in server.restore(code=3)["message"]
    signature_file(forged).unlink()
    assert "рядом нет подписи" in server.restore(code=3)["message"]
    assert not server.layout.table.exists()

    own = BackupFolder(server.place).backups()[0].name
    forged.unlink()
    assert server.restore("--backup", own)["applications"] == 1
    assert server.store.events(number)


@pytest.mark.parametrize("harm", ["changed", "renamed", "signature"])
def test_one_that_was_changed_or_given_another_instant_is_refused(server: Server, harm: str) -> None:
    server.apply()
    server.back_up()
    backup = newest(server.place)
    if harm == "renamed":
        lay(backup, server.place, later_name(backup))
    else:
        changed = backup if harm == "changed" else signature_file(backup)
        changed.write_bytes(changed.read_bytes()[:-1] + bytes([changed.read_bytes()[-1] ^ 1]))
    server.lose_everything()
    assert "изменили" in server.restore(code=3)["message"]


def test_no_later_forgery_says_who_is_to_be_erased(server: Server, forger: Server) -> None:
    """A restore of an older backup reads from the later ones who was erased meanwhile."""
    server.apply()
    server.back_up()
    own = newest(server.place).name
    forger.back_up()
    lay(newest(forger.place), server.place)
    server.lose_everything()
    assert "подписал не ваш сервер" in server.restore("--backup", own, code=3)["message"]


def test_the_operators_line_stays_true_after_a_restore(server: Server) -> None:
    server.apply()
    before = server.back_up()["signed_by"]
    server.lose_everything()
    server.restore()
    assert server.back_up()["signed_by"] == before


def test_it_is_said_what_is_missing_to_know_whose_backup_it_is(server: Server, tmp_path: Path) -> None:
    server.apply()
    server.back_up()
    words = ("restore", str(server.place), "--identity", str(server.key), "--dry-run")
    assert "--signed-by" in server.run(*words, code=2)["message"]
    assert "--signed-by" in server.run(*words, "--unsigned", "--signed-by", str(server.signer), code=2)["message"]
    for wrong in ("", "age1abc", "baiqau-backup-ed25519", "baiqau-backup-ed25519 AAAA"):
        server.signer.write_text(wrong)
        assert "baiqau-backup-ed25519" in server.restore("--dry-run", code=2)["message"]
    server.signer = tmp_path / "nothing"
    server.restore("--dry-run", code=2)
    assert server.restore("--dry-run", is_signed=False)["applications"] == 1


def test_a_signature_goes_with_its_backup(server: Server) -> None:
    server.apply()
    server.back_up()
    folder, backup = BackupFolder(server.place), newest(server.place)
    signature_file(backup).rename(signature_file(server.place / "2021-01-01T00-00-00.000000Z.age"))
    folder.retire(datetime.now(UTC), 30)
    assert [file.name for file in server.place.glob("*.sig")] == []
