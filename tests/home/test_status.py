"""What an operator is told of a running call: each number against what was done, and nothing about anybody."""

import http.client
import json
import re
import threading
import uuid
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chalicelib.notices.unsent_mails import UNCERTAIN_AFTER
from chalicelib.projection.light_item import BY_TIME, judge_list, judged_list
from chalicelib.rules.instant_format import write_instant
from chalicelib.store.home.home_layout import Layout
from chalicelib.store.home.sqlite_table import NAME, SqliteTable
from infra.home.front_counts import FrontCounts, receiver_at
from infra.home.status import KEPT_S, MEANINGS, Kept, server, text
from infra.home.status_number import Number
from infra.home.status_numbers import StatusPlaces, certificate_days, numbers
from tests.building import COMPLETE
from tests.deployed.conftest import AT
from tests.deployed.test_mail import eventually
from tests.home.front import Front, whole_front

CALL = "a-call"


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(tmp_path / "call").make()


def told(layout: Layout, counts: FrontCounts | None = None) -> dict[str, float]:
    """By name and labels, as they are written."""
    written = text(numbers(StatusPlaces(layout, {}, "localhost"), CALL, counts or FrontCounts()))
    lines = [line.rpartition(" ") for line in written.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in lines}


def put(table: SqliteTable, pk: str, sk: str, **texts: str) -> None:
    item = {"pk": {"S": pk}, "sk": {"S": sk}, **{name: {"S": value} for name, value in texts.items()}}
    table.put_item(TableName=NAME, Item=item)


def test_applications_are_counted_by_list_and_another_calls_are_not(layout: Layout) -> None:
    table = SqliteTable(layout.table)
    for number, status in enumerate(["submitted", "submitted", "admitted"]):
        put(table, f"lights#{CALL}#{status}", f"2021#{number}", light="{}")
    put(table, f"lights#{CALL}-2#submitted", "2021#1", light="{}")
    put(table, f"light#{CALL}", "1", light="{}")
    for other in (judge_list("А. Б."), judged_list("А. Б."), *BY_TIME):
        put(table, f"lights#{CALL}#{other}", "2021#0", light="{}")
    found = {name: value for name, value in told(layout).items() if name.startswith("baiqau_applications")}
    assert found == {'baiqau_applications{list="admitted"}': 1, 'baiqau_applications{list="submitted"}': 2}


def test_a_mail_is_counted_by_its_state_and_one_begun_long_ago_is_uncertain(layout: Layout) -> None:
    table, now = SqliteTable(layout.table), datetime.now(UTC)
    long_ago = now - UNCERTAIN_AFTER - timedelta(seconds=1)
    mails = [("sent", long_ago), ("sending", now), ("sending", long_ago), ("failed", long_ago), ("deferred", now)]
    for mark, (state, at) in enumerate(mails):
        put(table, "mail#2345-DFGJ", str(mark), state=state, at=write_instant(at))
    found, late = told(layout), (datetime.now(UTC) - now).total_seconds()
    states = {name[20:-2]: value for name, value in found.items() if name.startswith("baiqau_mails")}
    assert states == {"sent": 1, "sending": 1, "uncertain": 1, "failed": 1, "deferred": 1}
    oldest = found['baiqau_oldest_mail_seconds{state="failed"}'] - UNCERTAIN_AFTER.total_seconds()
    assert 0.9 < oldest < 1.1 + late
    assert 'baiqau_oldest_mail_seconds{state="sent"}' not in found
    assert found["baiqau_worker_behind"] == len(mails)


def test_without_a_table_without_a_backup_that_alone_is_told(layout: Layout) -> None:
    found = told(layout)
    assert found["baiqau_table_up"] == 0 and found["baiqau_disk_free_bytes"] > 0
    assert "baiqau_backup_age_seconds" not in found and "baiqau_certificate_days" not in found
    SqliteTable(layout.table).put_item(TableName=NAME, Item={"pk": {"S": "a"}, "sk": {"S": "b"}})
    now = datetime.now(UTC)
    layout.last_backup.write_text(json.dumps({"at": (now - timedelta(minutes=7)).isoformat()}))
    found, late = told(layout), (datetime.now(UTC) - now).total_seconds()
    assert found["baiqau_table_up"] == 1 and 419.9 < found["baiqau_backup_age_seconds"] < 420.1 + late
    for damaged in ("{}", "", '{"at": 5}', "[]"):
        layout.last_backup.write_text(damaged)
        assert "baiqau_backup_age_seconds" not in told(layout)


def test_a_part_that_is_away_is_told_as_down(tmp_path: Path, layout: Layout) -> None:
    parts = {"functions": tmp_path / "nobody.sock"}
    found = text(numbers(StatusPlaces(layout, parts, "localhost"), CALL, FrontCounts()))
    assert 'baiqau_up{part="functions"} 0.0\n' in found


def test_requests_are_counted_by_act_and_outcome_and_any_other_datagram_is_not(tmp_path: Path) -> None:
    counts = FrontCounts()
    for line in (b"<190>Nov 26 03:37:46 front: submit 201", b"<190>Nov  6 03:37:46 front: submit 422", b"submit 429",
                 b"<190>Nov 26 03:37:46 front: other 503", b"<190>Nov 26 front: submit 201 more", b"", b"\xff" * 99,
                 b"front: hack 200"):  # fmt: skip
        counts.note(line)
    assert counts.counted == {("submit", "accepted"): 1, ("submit", "refused"): 1, ("submit", "limited"): 1,
                              ("other", "failed"): 1}  # fmt: skip


def test_every_number_has_its_meaning_and_labels_are_escaped() -> None:
    written = text([Number("baiqau_up", 1.0, {"part": 'a"\\\n'}), Number("baiqau_disk_bytes", None)])
    assert written == (
        f"# HELP baiqau_up {MEANINGS['baiqau_up'][1]}\n# TYPE baiqau_up gauge\n" + 'baiqau_up{part="a\\"\\\\\\n"} 1.0\n'
    )


def test_however_often_it_is_asked_the_table_is_counted_once_in_a_while() -> None:
    asked, now = [], [0.0]
    kept = Kept(lambda: asked.append(1) or str(len(asked)), lambda: now[0])  # type: ignore[func-returns-value]
    assert [kept(), kept()] == ["1", "1"]
    now[0] = KEPT_S
    assert kept() == "2"


def test_it_is_served_to_this_machine_alone() -> None:
    running = server(lambda: "a 1\n", 0)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    with closing(http.client.HTTPConnection("127.0.0.1", running.server_address[1], timeout=90)) as line:
        line.request("GET", "/status")
        answer = line.getresponse()
        assert (answer.status, answer.read(), answer.getheader("Server", "").strip()) == (200, b"a 1\n", "status")
        line.request("GET", "/")
        assert line.getresponse().status == 404
    assert running.server_address[0] == "127.0.0.1"
    running.shutdown()
    running.server_close()
    assert certificate_days("nobody.example.kz") is None


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Front, FrontCounts]]:
    folder, counts = tmp_path_factory.mktemp("counted"), FrontCounts()
    receiver = receiver_at(folder / "counts.sock")
    counts.listen(receiver)
    with whole_front(folder, AT) as front:
        yield front, counts


@pytest.mark.front
@pytest.mark.home
def test_a_running_call_tells_what_was_accepted_and_refused_and_nothing_of_whom(
    counted: tuple[Front, FrontCounts],
) -> None:
    front, counts = counted
    data, key = {"Content-Type": "application/json"}, {"Idempotency-Key": uuid.uuid4().hex}
    mine = json.loads(front.ask("POST", "/api/applications", json.dumps(COMPLETE).encode(), data | key).body)
    front.ask("POST", "/api/applications", b"{}", data | {"Idempotency-Key": uuid.uuid4().hex})
    front.ask("GET", f"/api/applications/{mine['number']}", headers={"Authorization": f"Bearer {mine['key']}"})
    assert eventually(lambda: counts.counted["submit", "accepted"] + counts.counted["submit", "refused"] >= 2)
    assert (counts.counted["submit", "accepted"], counts.counted["submit", "refused"]) == (1, 1)
    parts = {part: front.folder / f"{part}.sock" for part in ("functions", "documents")}
    places = StatusPlaces(Layout(front.folder / "call"), parts, "localhost")

    def all_up() -> str:
        """What is told, once no part is too busy to answer."""
        written = text(numbers(places, CALL, counts))
        return written if all(f'baiqau_up{{part="{part}"}} 1.0' in written for part in parts) else ""

    written = eventually(all_up)
    assert written
    assert mine["number"] not in written and mine["key"] not in written
    assert not re.search(r"[Ѐ-ӿ@]|127\.0\.0\.1", written)


def test_what_the_front_may_count_stands_in_its_configuration_too() -> None:
    acts = set(re.findall(r'" (\w+);|default (\w+);', configured_acts()))
    assert {one or other for one, other in acts} == {"submit", "change", "draft", "document", "desk", "other"}


def configured_acts() -> str:
    from infra.home.front_server import configuration

    whole = Path(configuration.__file__).with_name("nginx.conf.j2").read_text("utf-8")
    return whole.partition("$act {")[2].partition("}\n  log_format")[0]
