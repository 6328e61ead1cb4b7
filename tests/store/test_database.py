"""The file of the table at home: whose it is, how it grows older, and what is known when it cannot be written."""

import os
import resource
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from chalicelib.rules.refusals import OutcomeUnknown
from chalicelib.store.event_items import to_item
from chalicelib.store.event_table import EventTable
from chalicelib.store.home import database
from chalicelib.store.home.database import Database
from chalicelib.store.home.file_versions import STEPS, WrongFile, upgrade
from chalicelib.store.home.item_rows import to_row
from chalicelib.store.home.sqlite_table import NAME, SqliteTable
from chalicelib.store.home.write_queue import turn
from infra.paths import FUNCTIONS, ROOT
from tests.building import answers, event


def test_the_file_is_its_owners_alone_and_written_through_to_the_disk(tmp_path: Path) -> None:
    kept = Database(tmp_path / "table.db")
    assert kept.connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert flushing(kept, is_flushed=True) == 2
    assert (tmp_path / "table.db").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "table.db-wal").stat().st_mode & 0o777 == 0o600


def flushing(kept: Database, *, is_flushed: bool) -> int:
    with kept.writing(is_flushed=is_flushed) as connection:
        return int(connection.execute("PRAGMA synchronous").fetchone()[0])


class Watched(Database):
    """Notes of each write whether it waited for the disk in its turn, and "afterwards" where it did so later."""

    def __init__(self, file: Path) -> None:
        super().__init__(file)
        self.flushed: list[bool | str] = []

    def writing(self, *, is_flushed: bool = True) -> AbstractContextManager[sqlite3.Connection]:
        self.flushed.append(is_flushed)
        return super().writing(is_flushed=is_flushed)

    def flush(self) -> None:
        assert not self.connection.in_transaction
        super().flush()
        self.flushed.append("afterwards")


def test_only_counts_and_what_is_made_again_of_events_do_not_wait_for_the_disk(tmp_path: Path) -> None:
    table = SqliteTable(tmp_path / "table.db")
    table.database = watched = Watched(tmp_path / "table.db")
    keys = ("application#2345-DFGJ", "mail#2345-DFGJ", "link#x", "staff#2021-09-15", "failed_keys#2021", "limit#x",
            "mailing#2021-09-15", "light#call#x", "lights#call#queue", "due#call", "unsent#call")  # fmt: skip
    puts = [{"TableName": NAME, "Item": {"pk": {"S": key}, "sk": {"S": "x"}}} for key in keys]
    for put in puts:
        table.put_item(**put)
    assert watched.flushed == [True, False, "afterwards", *[True] * 3, *[False] * 6]
    watched.flushed.clear()
    table.transact_write_items(TransactItems=[{"Put": put} for put in puts[7:9]])
    table.transact_write_items(TransactItems=[{"Put": put} for put in (puts[7], puts[0])])
    table.transact_write_items(TransactItems=[{"Put": put} for put in puts[:2]])
    assert watched.flushed == [False, True, True]
    assert [flushing(watched, is_flushed=is_flushed) for is_flushed in (False, True)] == [1, 2]


class FullDisk(Database):
    def flush(self) -> None:
        self.file.with_name(f"{self.file.name}-wal").unlink()
        super().flush()


def test_of_a_mail_whose_claim_may_not_be_on_the_disk_nothing_is_promised(tmp_path: Path) -> None:
    table = SqliteTable(tmp_path / "table.db")
    table.database = FullDisk(tmp_path / "table.db")
    with pytest.raises(ClientError) as silence:
        table.put_item(TableName=NAME, Item={"pk": {"S": "mail#x"}, "sk": {"S": "x"}})
    assert silence.value.response["ResponseMetadata"]["HTTPStatusCode"] == 503


def of_version(file: Path, version: int) -> None:
    """As a program of that version left it, with one item."""
    connection = sqlite3.connect(file, isolation_level=None)
    upgrade(connection, STEPS[:version])
    row = to_row(to_item(event(answers=answers(problem="Ә" * 3000))))
    connection.execute("INSERT INTO items (pk, sk, expires, light, heavy) VALUES (?, ?, ?, ?, ?)", row)
    connection.close()


@pytest.mark.parametrize("version", range(1, len(STEPS) + 1))
def test_a_file_of_every_older_version_becomes_one_of_this_with_all_it_holds(tmp_path: Path, version: int) -> None:
    of_version(tmp_path / "table.db", version)
    table = SqliteTable(tmp_path / "table.db")
    assert EventTable(table, NAME).events(event().number) == (event(answers=answers(problem="Ә" * 3000)),)
    fresh = Database(tmp_path / "fresh.db")
    schemas = [
        each.connection.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall()
        for each in (table.database, fresh)
    ]
    assert schemas[0] == schemas[1]


def test_an_upgrade_that_breaks_off_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    of_version(tmp_path / "table.db", 1)
    connection = sqlite3.connect(tmp_path / "table.db", isolation_level=None)
    with pytest.raises(sqlite3.OperationalError):
        upgrade(connection, (STEPS[0], "CREATE TABLE half (x); CREATE NONSENSE"))
    assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'half'").fetchone() == (0,)
    assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    connection.close()


def test_a_file_of_a_later_version_or_of_another_program_is_left_alone(tmp_path: Path) -> None:
    later, foreign, text = (tmp_path / name for name in ("later.db", "foreign.db", "text.db"))
    text.write_text("not a database " * 100)
    connection = sqlite3.connect(later, isolation_level=None)
    upgrade(connection, (*STEPS, "CREATE TABLE later (x)"))
    connection.close()
    connection = sqlite3.connect(foreign)
    connection.execute("CREATE TABLE items (x)")
    connection.close()
    files = (later, foreign, text)
    before = [file.read_bytes() for file in files]
    for file in files:
        with pytest.raises(WrongFile):
            Database(file).connection  # noqa: B018  # opening is the act
    assert [file.read_bytes() for file in files] == before


def test_many_who_open_a_fresh_file_at_once_make_it_once(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from chalicelib.store.home.sqlite_table import *; "
        "print(SqliteTable(Path(sys.argv[1])).describe_table(TableName=NAME)['Table']['ItemCount'])"
    )
    for number in range(3):
        command = [sys.executable, "-c", program, str(tmp_path / f"{number}.db")]
        started = [
            subprocess.Popen(command, stdout=-1, stderr=-1, text=True, env={**os.environ, "PYTHONPATH": str(FUNCTIONS)})
            for _ in range(4)
        ]
        with ThreadPoolExecutor(8) as pool:
            table = SqliteTable(tmp_path / f"{number}.db")
            counts = list(pool.map(lambda _, table=table: table.describe_table(TableName=NAME), range(8)))
        assert {count["Table"]["ItemCount"] for count in counts} == {0}
        assert {process.communicate() for process in started} == {("0\n", "")}


def test_a_number_of_a_write_grows_and_never_comes_again(tmp_path: Path) -> None:
    table = SqliteTable(tmp_path / "table.db")
    seen = []
    for seq in (1, 2, 3):
        table.put_item(TableName=NAME, Item=to_item(event(seq=seq)))
        seen.append(table.database.connection.execute("SELECT max(written) FROM items").fetchone()[0])
        table.delete_item(TableName=NAME, Key={name: to_item(event(seq=seq))[name] for name in ("pk", "sk")})
    assert seen == sorted(set(seen))


def test_a_file_locked_for_too_long_is_silence_and_what_waits_less_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_MS", 100)
    table, other = SqliteTable(tmp_path / "table.db"), SqliteTable(tmp_path / "table.db")
    with other.database.writing():
        with pytest.raises(OutcomeUnknown):
            EventTable(table, NAME).append(event())
        assert EventTable(table, NAME).events(event().number) == ()
    assert EventTable(table, NAME).append(event()) is None


def test_writers_are_served_in_the_order_in_which_they_came(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # None gives up while this process stands still.
    monkeypatch.setattr(database, "BUSY_MS", 90_000)
    served, table = list[int](), SqliteTable(tmp_path / "table.db")

    def write(number: int) -> None:
        with table.database.writing():
            served.append(number)

    with ThreadPoolExecutor(5) as pool, table.database.writing():
        for number in range(5):
            pool.submit(write, number)
            until_waiting(tmp_path / "table.turn", number + 1)
    assert served == list(range(5))


def until_waiting(file: Path, count: int) -> None:
    """So many stand in the system's own queue for the file's lock."""
    inode = f":{file.stat().st_ino} "
    for _ in range(60_000):
        waiting = [line for line in Path("/proc/locks").read_text().splitlines() if " -> FLOCK " in line]
        if sum(inode in line for line in waiting) == count:
            return
        time.sleep(0.001)
    raise AssertionError(f"{count} do not wait")


def test_whoever_gave_up_waiting_holds_nobody_up_later(tmp_path: Path) -> None:
    file = tmp_path / "table.turn"
    with turn(file, 1), pytest.raises(sqlite3.OperationalError), turn(file, 0.05):
        pass
    with turn(file, 1):
        pass


def test_a_full_disk_is_silence_and_nothing_is_lost_or_half_written(tmp_path: Path) -> None:
    """The system itself refuses the file to grow: in a process of its own, since the limit is a process's."""
    program = """
import resource, sys
from pathlib import Path
from chalicelib.rules.refusals import OutcomeUnknown
from chalicelib.store.event_table import EventTable
from chalicelib.store.home.sqlite_table import NAME, SqliteTable
from tests.building import answers, event
store, told = EventTable(SqliteTable(Path(sys.argv[1])), NAME), []
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))
for n in range(1, 40):
    try:
        assert store.append(event(seq=n, answers=answers(problem="Ә" * 3000))) is None
        told.append(n)
    except OutcomeUnknown:
        break
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
assert 3 < len(told) < 39
assert [each.seq for each in store.events(event().number)] == told
assert store.append(event(seq=len(told) + 1)) is None
"""
    ran = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "table.db")], cwd=ROOT, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": f"{FUNCTIONS}:{ROOT}"},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


def test_a_second_look_at_the_file_lets_go_of_nothing_that_the_first_holds(tmp_path: Path) -> None:
    """Else another process that closes the file takes itself for the last one, and clears the log away under us."""
    file = tmp_path / "table.db"
    table = SqliteTable(file)
    table.put_item(TableName=NAME, Item=to_item(event()))
    SqliteTable(file).get_item(TableName=NAME, Key={name: to_item(event())[name] for name in ("pk", "sk")})
    log = (tmp_path / "table.db-wal").stat().st_ino
    program = (
        "import sys; from pathlib import Path; from chalicelib.store.home.sqlite_table import *; "
        "t = SqliteTable(Path(sys.argv[1])); print(t.describe_table(TableName=NAME)['Table']['ItemCount']); t.close()"
    )
    environment = {**os.environ, "PYTHONPATH": str(FUNCTIONS)}
    ran = subprocess.run([sys.executable, "-c", program, str(file)], capture_output=True, text=True, env=environment)
    assert (ran.stdout.strip(), ran.stderr) == ("1", "")
    assert (tmp_path / "table.db-wal").stat().st_ino == log
    table.put_item(TableName=NAME, Item=to_item(event(seq=2)))
    assert SqliteTable(file).describe_table(TableName=NAME)["Table"]["ItemCount"] == 2


def test_a_child_opens_a_connection_of_its_own(tmp_path: Path) -> None:
    table = SqliteTable(tmp_path / "table.db")
    table.put_item(TableName=NAME, Item=to_item(event()))
    pid = os.fork()
    if not pid:
        table.put_item(TableName=NAME, Item=to_item(event(seq=2)))
        os._exit(0)
    assert os.waitpid(pid, 0)[1] == 0
    assert [each.seq for each in EventTable(table, NAME).events(event().number)] == [1, 2]


def test_what_is_no_request_of_ours_is_refused(tmp_path: Path) -> None:
    table = SqliteTable(tmp_path / "table.db")
    with pytest.raises(ClientError):
        table.query(TableName=NAME, KeyConditionExpression="sk = :x", ExpressionAttributeValues={":x": {"S": "x"}})
    with pytest.raises(AttributeError):
        table.execute_statement()  # type: ignore[attr-defined]
