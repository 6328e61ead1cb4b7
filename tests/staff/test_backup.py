"""A backup is taken beside those who write, opens for its owner alone, and brings everything back or says why not."""

import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from chalicelib.call import Call
from chalicelib.intake.append_event import Change, append
from chalicelib.intake.look_up_application import look_up
from chalicelib.intake.submit_application import submit
from chalicelib.rules.application import Application
from chalicelib.rules.forgetting import is_forgotten
from chalicelib.rules.refusals import NotFound
from chalicelib.store.event_table import EventTable
from chalicelib.store.home.home_layout import Layout
from chalicelib.store.home.sqlite_table import NAME, SqliteTable
from staff.backup.backup_folder import BackupFolder, retired_instants
from staff.main import main
from tests.building import OPEN, PEPPER, answers

WHY = "Қол қойылған өтініш бойынша"
WRITERS = 4


class Server:
    """A call at home with its operator: `key` is elsewhere than the backups' place in earnest."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str], call: Call) -> None:
        self.layout, self.capsys, self.call = Layout(folder / "call").make(), capsys, call
        self.layout.hash_secret.write_bytes(PEPPER)
        self.place, self.key, self.recipients = folder / "backups", folder / "key.txt", folder / "recipients.txt"
        self.signer = folder / "signer.txt"
        keys(self.key, self.recipients)

    @property
    def store(self) -> EventTable:
        return EventTable(SqliteTable(self.layout.table), NAME)

    def apply(self, **changed: Any) -> tuple[str, str]:
        receipt = submit(self.call, self.store, PEPPER, answers(**changed), OPEN)
        return receipt.event.number, receipt.key

    def receive(self, number: str, content: bytes, document: str = "aaaa1111") -> None:
        """In the order of the functions: kept first, then said."""
        file = self.layout.documents / "kept" / number / document
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        detail = {"document": document, "kind": "leader_id", "filename": "a.pdf", "size": len(content), "replaces": "",
                  "content_type": "application/pdf", "sha256": sha256(content).hexdigest()}  # fmt: skip
        change = Change("receive_document", "applicant", OPEN + timedelta(hours=1), detail=detail)
        append(self.store, Application(self.store.events(number)), change)

    def run(self, *words: str, code: int = 0) -> Any:
        self.capsys.readouterr()
        ran = main([*words, "--home", str(self.layout.folder), "--json", "--lang", "ru"])
        told = json.loads(self.capsys.readouterr().out)
        assert ran == code, told
        return told

    def back_up(self, *more: str, code: int = 0) -> Any:
        words = ("backup", "--to", str(self.place), "--recipients", str(self.recipients))
        told = self.run(*words, *more, code=code)
        if code == 0:
            self.signer.write_text(told["signed_by"])
        return told

    def restore(self, *more: str, key: Path | None = None, code: int = 0, is_signed: bool = True) -> Any:
        signed = ("--signed-by", str(self.signer)) if is_signed else ("--unsigned",)
        return self.run("restore", str(self.place), "--identity", str(key or self.key), *signed, *more, code=code)

    def lose_everything(self) -> None:
        shutil.rmtree(self.layout.folder)


def keys(private: Path, public: Path) -> None:
    subprocess.run(["age-keygen", "-o", private], check=True, capture_output=True)
    said = subprocess.run(["age-keygen", "-y", private], check=True, capture_output=True)
    public.write_bytes(b"# the operator\n" + said.stdout)


@pytest.fixture
def server(tmp_path: Path, capsys: pytest.CaptureFixture[str], call: Call) -> Server:
    return Server(tmp_path, capsys, call)


needs_age = pytest.mark.age


@needs_age
def test_after_everything_was_lost_every_application_is_back_and_its_key_opens_it(server: Server, call: Call) -> None:
    receipts = [server.apply(leader_email=f"a{n}@example.kz") for n in range(5)]
    server.receive(receipts[0][0], b"PDF of somebody")
    waiting = server.layout.documents / "arriving" / receipts[1][0] / "bbbb2222"
    waiting.parent.mkdir(parents=True)
    waiting.write_bytes(b'{"filename": ""}\nan upload')
    before = {number: server.store.events(number) for number, _ in receipts}
    taken = server.back_up()
    assert (taken["applications"], taken["documents"]) == (5, 1)
    server.lose_everything()

    told = server.restore()
    assert (told["restored"], told["applications"], told["documents"]) == (True, 5, 1)
    assert {number: server.store.events(number) for number, _ in receipts} == before
    assert [look_up(call, server.store, number, key).number for number, key in receipts] == list(before)
    assert (server.layout.documents / "kept" / receipts[0][0] / "aaaa1111").read_bytes() == b"PDF of somebody"
    assert waiting.read_bytes() == b'{"filename": ""}\nan upload'
    assert server.layout.hash_secret.read_bytes() == PEPPER
    modes = {file.stat().st_mode & 0o077 for file in server.layout.folder.rglob("*")}
    assert modes == {0}
    # The next submission is taken, and the same press once more is the same application.
    assert server.apply(leader_email="a0@example.kz")[0] == receipts[0][0]
    assert server.apply(leader_email="next@example.kz")[0] not in before
    with SqliteTable(server.layout.table).database.reading() as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"


@needs_age
def test_beside_those_who_write_a_backup_has_all_that_was_acknowledged_before_and_nothing_by_halves(
    server: Server, call: Call
) -> None:
    acknowledged, over = list[tuple[str, str, bool]](), threading.Event()
    server.apply()

    def write(hand: int) -> None:
        count = 0
        while not over.is_set():
            count += 1
            number, key = server.apply(leader_email=f"w{hand}.{count}@example.kz")
            with_document = count % 2 == 0
            if with_document:
                server.receive(number, f"content {hand} {count}".encode() * 1000)
            acknowledged.append((number, key, with_document))

    hands = [threading.Thread(target=write, args=[hand]) for hand in range(WRITERS)]
    for hand in hands:
        hand.start()
    try:
        rounds = []
        for _ in range(4):
            before = len(acknowledged)
            rounds.append((before, Path(server.back_up()["file"]).name))
    finally:
        over.set()
        for hand in hands:
            hand.join()
    assert rounds[-1][0] > rounds[0][0], "nobody wrote meanwhile"
    for before, name in rounds:
        server.lose_everything()
        server.restore("--backup", name)
        for number, key, with_document in acknowledged[:before]:
            assert look_up(call, server.store, number, key).number == number
            file = server.layout.documents / "kept" / number / "aaaa1111"
            assert file.is_file() == with_document
        assert not documents_lacking(server)


def documents_lacking(server: Server) -> list[str]:
    """Those that the table speaks of and the folder does not have, and those that no application of the table has."""
    pages = server.store._client.get_paginator("scan").paginate(TableName=NAME)
    items = [item for page in pages for item in page["Items"]]
    numbers = {item["pk"]["S"].removeprefix("application#") for item in items}
    said = {f"{item['pk']['S'].removeprefix('application#')}/{json.loads(item['detail']['S'])['document']}"
            for item in items if item.get("act", {}).get("S") == "receive_document"}  # fmt: skip
    kept = {file.relative_to(server.layout.documents / "kept").as_posix()
            for file in (server.layout.documents / "kept").glob("*/*")}  # fmt: skip
    return sorted(said - kept) + sorted(name for name in kept if name.partition("/")[0] not in numbers)


@needs_age
def test_an_erased_person_stays_erased_whichever_backup_comes_back(server: Server) -> None:
    number, _ = server.apply(leader_last_name="Құсайынова")
    other, _ = server.apply(leader_email="other@example.kz", leader_last_name="Ахметов")
    server.receive(number, b"PDF of the person")
    server.receive(other, b"PDF of another")
    server.run("show", other, "--with-personal", "--why", "Құсайынова сұрады")
    first = server.back_up()
    server.run("forget", number, "--why", WHY)
    act = server.store.stored_events(number)[-1]
    second = server.back_up()
    assert not (server.place / "documents" / number).exists() and (server.place / "documents" / other).exists()
    for taken, again in ((first, 1), (second, 0)):
        server.lose_everything()
        told = server.restore("--backup", Path(taken["file"]).name)
        assert told["erased_again"] == again
        held = {file: file.read_bytes() for file in server.layout.folder.rglob("*") if file.is_file()}
        found = [file for file, content in held.items() if "Құсайынова".encode() in content or b"the person" in content]
        assert found == []
        last = server.store.stored_events(number)[-1]
        assert is_forgotten((last,)) and (last.at, last.actor, last.detail) == (act.at, act.actor, act.detail)
        assert server.store.events(other) and "Ахметов" in b"".join(held.values()).decode("utf-8", "replace")


@needs_age
def test_after_their_retention_no_backup_has_anything_of_an_erased_person(server: Server) -> None:
    number, _ = server.apply(leader_last_name="Құсайынова")
    server.back_up()
    server.run("forget", number, "--why", WHY)
    old = BackupFolder(server.place).backups()[0]
    old.rename(BackupFolder(server.place).backup(datetime.now(UTC) - timedelta(days=3)))
    told = server.back_up("--keep-days", "2")
    (left,) = BackupFolder(server.place).backups()
    assert (told["retired"], str(left)) == (1, told["file"])
    opened = subprocess.run(["age", "-d", "-i", server.key, left], capture_output=True, check=True).stdout
    unpacked = subprocess.run(["tar", "-xzO"], input=opened, capture_output=True, check=True).stdout
    assert number.encode() in unpacked and "Құсайынова".encode() not in unpacked


@needs_age
def test_what_a_backup_holds_is_read_by_nobody_else(server: Server) -> None:
    number, _ = server.apply(leader_last_name="Құсайынова")
    server.receive(number, b"PDF of somebody")
    server.back_up()
    files = [file for file in server.place.rglob("*") if file.is_file()]
    assert len(files) == 3 and {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert [file for file in files if b"PDF of" in file.read_bytes() or PEPPER in file.read_bytes()] == []


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-100])


def cut_to_nothing(file: Path) -> None:
    file.write_bytes(b"")


def change_one_bit(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[-200] ^= 1
    file.write_bytes(content)


def put_something_else(file: Path) -> None:
    file.write_bytes(b"SQLite format 3\0" + b"x" * 4000)


def seal_something_else(file: Path) -> None:
    recipients = file.parent.parent / "recipients.txt"
    sealed = subprocess.run(["age", "-R", recipients], input=b"no archive", capture_output=True, check=True)
    file.write_bytes(sealed.stdout)


@needs_age
@pytest.mark.parametrize("harm", [cut, cut_to_nothing, change_one_bit, put_something_else, seal_something_else])
def test_a_torn_or_foreign_backup_is_refused_by_a_sentence_and_nothing_is_there(server: Server, harm: Any) -> None:
    server.apply()
    file = Path(server.back_up()["file"])
    harm(file)
    server.lose_everything()
    told = server.restore(code=5, is_signed=False)
    assert file.name in told["message"]
    assert [path for path in server.layout.folder.rglob("*") if path.is_file()] == []


@needs_age
@pytest.mark.parametrize("harm", [cut, change_one_bit, put_something_else, Path.unlink])
def test_a_torn_or_lost_document_is_named(server: Server, harm: Any) -> None:
    number, _ = server.apply()
    server.receive(number, b"PDF of somebody" * 100)
    server.back_up()
    harm(server.place / "documents" / number / "aaaa1111.age")
    server.lose_everything()
    assert "aaaa1111.age" in server.restore(code=5)["message"]
    assert not server.layout.table.exists()


@needs_age
def test_another_key_or_another_call_opens_nothing(server: Server, tmp_path: Path) -> None:
    server.apply()
    server.back_up()
    server.lose_everything()
    keys(tmp_path / "other.txt", tmp_path / "other.pub")
    assert "другого ключа" in server.restore(key=tmp_path / "other.txt", code=5)["message"]
    assert "age" in server.restore(key=tmp_path / "other.pub", code=5)["message"]
    assert "age" in server.restore(key=tmp_path / "nothing", code=5)["message"]


@needs_age
def test_nothing_is_written_over_and_a_dry_run_changes_nothing(server: Server) -> None:
    number, _ = server.apply()
    server.back_up()
    later, _ = server.apply(leader_email="later@example.kz")
    before = sorted(str(file) for file in server.layout.folder.rglob("*"))
    assert "Ничего не записано" in server.restore(code=2)["message"]
    told = server.restore("--dry-run")
    assert (told["restored"], told["applications"]) == (False, 1)
    assert sorted(str(file) for file in server.layout.folder.rglob("*")) == before
    assert server.store.events(number) and server.store.events(later)


@needs_age
def test_settings_come_back_beside_those_that_stood_there(server: Server, tmp_path: Path) -> None:
    settings, target = tmp_path / "baiqau.env", tmp_path / "etc"
    settings.write_text("KEY_PEPPER=old\n")
    server.apply()
    server.back_up("--settings", str(settings))
    server.lose_everything()
    target.mkdir()
    (target / "baiqau.env").write_text("KEY_PEPPER=a new server's\n")
    told = server.restore("--settings-to", str(target))
    assert told["settings"] == [str(target / "baiqau.env")]
    assert (target / "baiqau.env").read_text() == "KEY_PEPPER=old\n"
    assert (target / "baiqau.env.before-restore").read_text() == "KEY_PEPPER=a new server's\n"


@needs_age
@pytest.mark.skipif(os.getuid() != 0, reason="only root gives files away")
def test_what_root_restores_belongs_to_whom_the_calls_folder_belongs(server: Server) -> None:
    number, _ = server.apply()
    server.receive(number, b"PDF of somebody")
    server.back_up()
    server.lose_everything()
    server.layout.make()
    os.chown(server.layout.folder, 65534, 65534)
    server.restore()
    owners = {path.stat().st_uid for path in (server.layout.folder, *server.layout.folder.rglob("*"))}
    assert owners == {65534} and server.layout.folder.joinpath("table.turn").exists()
    (record,) = [item for item in SqliteTable(server.layout.table).scan(TableName=NAME)["Items"]
                 if item["pk"]["S"].startswith("staff#")]  # fmt: skip
    assert record["command"]["S"].startswith("restore ")


@needs_age
def test_a_backup_says_what_it_lacks(server: Server, tmp_path: Path) -> None:
    server.apply()
    server.layout.hash_secret.unlink()
    assert "--settings" in server.back_up(code=2)["message"]
    server.back_up("--settings", str(tmp_path / "nothing"), code=2)
    server.layout.hash_secret.write_bytes(PEPPER)
    server.recipients.write_bytes(server.key.read_bytes())
    told = server.back_up(code=5)
    assert "AGE-SECRET-KEY" not in told["message"]
    assert BackupFolder(server.place).backups() == []


@needs_age
def test_a_damaged_table_is_not_copied_over_sound_backups(server: Server) -> None:
    for n in range(30):
        server.apply(leader_email=f"a{n}@example.kz")
    SqliteTable(server.layout.table).compact()
    size = server.layout.table.stat().st_size
    with server.layout.table.open("r+b") as file:
        file.seek(size // 2)
        file.write(b"\xff" * 5000)
    assert server.back_up(code=5)["message"]
    assert BackupFolder(server.place).backups() == []


@needs_age
def test_one_backup_at_a_time_and_one_that_was_killed_leaves_nothing(server: Server) -> None:
    server.apply()
    left = server.layout.folder / ".backup-killed"
    left.mkdir()
    (left / "table.db").write_bytes(b"everybody's data")
    server.back_up()
    assert not left.exists() and list(server.layout.folder.glob(".backup-*")) == []
    with holding(server.layout.folder / "backup.lock"):
        assert "не закончена" in server.back_up(code=5)["message"]
    known = json.loads(server.layout.last_backup.read_text("utf-8"))
    assert known["applications"] == 1 and datetime.fromisoformat(known["at"])


@contextmanager
def holding(lock: Path) -> Iterator[None]:
    import fcntl

    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def test_all_of_two_days_are_kept_then_the_last_of_each_day_and_always_the_newest() -> None:
    now = datetime(2021, 9, 30, 18, tzinfo=UTC)
    taken = [now - timedelta(minutes=15) * n for n in range(96 * 40)]
    kept = sorted(set(taken) - set(retired_instants(taken, now, 30)))
    recent = [at for at in kept if now - at <= timedelta(days=2)]
    older = kept[: -len(recent)]
    assert len(recent) == 2 * 96 + 1
    assert [at.date() for at in older] == sorted({at.date() for at in older}) and older[0] >= now - timedelta(days=30)
    assert {at.time() for at in older[:-1]} == {now.replace(hour=23, minute=45).time()}
    assert list(retired_instants([now - timedelta(days=400)], now, 30)) == []


@needs_age
def test_whoever_lost_their_answer_before_the_loss_is_unknown_and_may_apply_anew(server: Server, call: Call) -> None:
    server.apply()
    server.back_up()
    number, key = server.apply(leader_email="late@example.kz")
    server.lose_everything()
    server.restore()
    with pytest.raises(NotFound):
        look_up(call, server.store, number, key)
    assert server.apply(leader_email="late@example.kz")[0] == number
