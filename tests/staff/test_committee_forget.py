"""`data` and `forget`: everything about one person in one file; afterwards not a byte of it, on any engine."""

import gzip
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from botocore.client import BaseClient

from chalicelib.call import Call
from chalicelib.intake.append_event import Change, append
from chalicelib.intake.look_up_application import look_up
from chalicelib.intake.submit_application import submit
from chalicelib.notices.mail_composition import Mail
from chalicelib.notices.notice import Notice
from chalicelib.projection.projection_upkeep import rebuild, refresh
from chalicelib.rules.application import Application
from chalicelib.rules.due_entry import DueEntry
from chalicelib.rules.forgetting import forget_event, is_forgotten
from chalicelib.rules.lost_key_link import LinkRequest
from chalicelib.rules.refusals import NotFound
from chalicelib.rules.reviews import Declaration, Order, Proposal, ReviewLine
from chalicelib.store.due_list import TableDueList
from chalicelib.store.event_table import EventTable
from chalicelib.store.home.home_layout import Layout
from chalicelib.store.home.mail_inbox import FolderMailbox
from chalicelib.store.home.sqlite_table import NAME, SqliteTable
from chalicelib.store.lost_key_links import TableLinks
from chalicelib.store.outbox import TableOutbox
from chalicelib.store.projection import TableProjection
from chalicelib.store.reviews import TableReviews
from infra.home.security_headers import template
from staff.applications.holdings import texts_of
from staff.main import main
from tests.building import OPEN, PEPPER, answers
from tests.staff.conftest import Tool, rehearsal_clock

HOUR = timedelta(hours=1)
WHY = "Қол қойылған өтініш бойынша"
# Of this person alone; the bystander's are others.
MINE = {
    "leader_last_name": "Құсайынова", "leader_first_name": "Зәуреш", "leader_iin": "880101200400",
    "leader_phone": "+77019998877", "leader_email": "zauresh.k@example.kz", "leader_bio": "Он екі жыл дәрігер болдым.",
    "project_title": "Дала телемедицинасы", "summary": "Алыс ауылға дәрігердің қашықтан кеңесі. " * 5,
    "team_members": [{"full_name": "Байжанов Ерлан", "role": "Фельдшер-инженер", "experience": "Төрт жоба"}],
}  # fmt: skip
FILENAME, NOTE, DECLINED = "Құсайынова куәлік.pdf", "Құсайынованы танимын", "Құсайынованың құжаты жоқ"
SECRETS = ("Құсайынова", "Құсайынованы", "Зәуреш", "880101200400", "77019998877", "zauresh.k", "дәрігер",
           "телемедицина", "Байжанов", "Фельдшер", "куәлік", "танимын", "PDF of the person")  # fmt: skip


class World:
    """One engine with its documents, exports and the tool on it: `said` is every answer of the tool."""

    def __init__(self, client: Any, table: str, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
        self.client, self.table, self.words, self.capsys = client, table, words, capsys
        self.store = EventTable(client, table)

    def run(self, *words: str, code: int = 0) -> Any:
        self.capsys.readouterr()
        assert main([*words, *self.words, "--json", "--lang", "ru"]) == code
        return json.loads(self.capsys.readouterr().out)

    def put(self, name: str, content: bytes) -> None:
        raise NotImplementedError

    def everything(self) -> dict[str, bytes]:
        """Every byte kept, by where; compressed files as they are and unpacked."""
        raise NotImplementedError

    def found(self) -> list[tuple[str, str]]:
        """Where which of the person's words still are, as UTF-8 or escaped as JSON may have it."""
        return self.found_of(SECRETS)

    def found_of(self, secrets: Iterable[str]) -> list[tuple[str, str]]:
        return [
            (where, secret) for where, content in self.everything().items() for secret in secrets
            if secret.encode() in content or json.dumps(secret)[1:-1].encode() in content
        ]  # fmt: skip


class Home(World):
    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.layout = Layout(folder).make()
        super().__init__(SqliteTable(self.layout.table), NAME, ("--home", str(folder)), capsys)

    def put(self, name: str, content: bytes) -> None:
        file = self.layout.documents / (name if name.startswith("arriving") else f"kept/{name}")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)

    def clock(self, at: datetime) -> rehearsal_clock:
        return rehearsal_clock(None, at.isoformat(timespec="milliseconds"), self.layout.folder / "trial.json")

    def mailed(self, number: str) -> None:
        mail = Mail("zauresh.k@example.kz", number, "Құсайынова Зәуреш", "<p>Құсайынова Зәуреш</p>")
        assert FolderMailbox(self.layout.mail).send(mail)[0] == "sent"

    def everything(self) -> dict[str, bytes]:
        files = {str(file): file.read_bytes() for file in self.layout.folder.rglob("*") if file.is_file()}
        names = {f"name of {name}": name.encode() for name in files}
        packed = {f"in {name}": gzip.decompress(held) for name, held in files.items() if name.endswith(".gz")}
        return files | names | packed


class Cloud(World):
    def __init__(self, tool: Tool, capsys: pytest.CaptureFixture[str]) -> None:
        file = Path(os.environ["BAIQAU_STATE"]) / "cloud.json"
        known = json.loads(file.read_text("utf-8"))
        known |= {"endpoint": None, "buckets": {"documents": "documents", "exports": "exports"}}
        file.write_text(json.dumps(known), "utf-8")
        super().__init__(tool.store._client, known["table"], ("--local",), capsys)
        self.s3 = tool.place.connect("s3")
        for bucket in ("documents", "exports"):
            self.s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
            self.s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})

    def put(self, name: str, content: bytes) -> None:
        for body in (content + b" an older version", content):
            self.s3.put_object(Bucket="documents", Key=name, Body=body)
        if name.startswith("arriving/"):
            self.s3.delete_object(Bucket="documents", Key=name)

    def clock(self, at: datetime) -> rehearsal_clock:
        return rehearsal_clock(None, at.isoformat(timespec="milliseconds"))

    def mailed(self, number: str) -> None:
        """Mail is sent, and lies in nothing of ours."""

    def everything(self) -> dict[str, bytes]:
        items = self.client.scan(TableName=self.table)["Items"]
        kept = {f"{item['pk']['S']} {item['sk']['S']}": repr(item).encode() for item in items}
        for bucket in ("documents", "exports"):
            for Version in self.s3.list_object_versions(Bucket=bucket).get("Versions", ()):
                body = self.s3.get_object(Bucket=bucket, Key=Version["Key"], VersionId=Version["VersionId"])[
                    "Body"
                ].read()
                kept[f"{bucket}/{Version['Key']} {Version['VersionId']}"] = body
                kept[f"unpacked {Version['Key']}"] = gzip.decompress(body) if Version["Key"].endswith(".gz") else b""
        return kept


@pytest.fixture(params=["home", "cloud"])
def world(request: pytest.FixtureRequest, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Any]:
    if request.param == "home":
        yield Home(tmp_path / "at home", capsys)
        return
    tool = request.getfixturevalue("tool")
    made = Cloud(tool, capsys)
    with rehearsal_clock(tool, "2021-10-16T10:00:00.000+06:00"):
        yield made


@pytest.fixture
def person(call: Call, world: Any) -> tuple[str, str]:
    return somebody(call, world)


def somebody(call: Call, world: Any) -> tuple[str, str]:
    """Somebody of whom every part of the product has kept something; and their key."""
    receipt = submit(call, world.store, PEPPER, answers(**MINE), OPEN)
    number, store = receipt.event.number, world.store
    content = b"PDF of the person"
    detail = {"document": "aaaa1111", "kind": "leader_id", "filename": FILENAME, "size": len(content), "replaces": "",
              "content_type": "application/pdf", "sha256": sha256(content).hexdigest()}  # fmt: skip
    append(
        store, Application(store.events(number)), Change("receive_document", "applicant", OPEN + HOUR, detail=detail)
    )
    world.put(f"{number}/aaaa1111", content)
    world.put(f"arriving/{number}/bbbb2222", b'{"filename":"' + FILENAME.encode() + b'"}\n' + content)
    changed = answers(**MINE | {"leader_bio": "Он үш жыл дәрігер болдым."})
    append(store, Application(store.events(number)), Change("edit", "applicant", OPEN + HOUR, answers=changed))
    append(store, Application(store.events(number)),
           Change("reissue_key", "committee/asel", OPEN + 2 * HOUR, detail={"why": NOTE},
                  key_sha256=sha256(b"a new key").hexdigest()))  # fmt: skip
    refresh(call, store.events, TableProjection(world.client, world.table), number)
    reviews = TableReviews(world.client, world.table)
    reviews.assign(call.id, number, "m1", assigned=True)
    reviews.declare(call.id, number, "m1", Declaration("yes", NOTE, OPEN))
    reviews.note(call.id, number, "m1", NOTE)
    reviews.propose(call.id, number, Proposal("decline", "documents", DECLINED, "m1", OPEN, 4), None)
    lines = (ReviewLine(number, "decline", 4, {"reason": "documents", "text": DECLINED}),
             ReviewLine("2DFG-7JNR", "decline", 1, {"reason": "documents", "text": "басқа"}))  # fmt: skip
    reviews.give_order(call.id, Order("o1", lines, "m1", OPEN))
    notice = Notice(number, "submitted", "1", 1, OPEN)
    outbox = TableOutbox(world.client, world.table)
    outbox.settle(notice, outbox.claim(notice, OPEN, "sending"), "sent", OPEN, "message-id")
    due = TableDueList(world.client, world.table)
    due.put(call.id, DueEntry(OPEN, number))
    due.set_aside(call.id, number)
    links = TableLinks(world.client, world.table)
    links.ask(LinkRequest(number, "0" * 64, OPEN))
    links.issue(number, "0" * 64, OPEN + HOUR)
    world.mailed(number)
    return number, receipt.key


@pytest.fixture
def bystander(call: Call, world: Any) -> str:
    number = submit(call, world.store, PEPPER, answers(), OPEN).event.number
    world.put(f"{number}/cccc3333", b"another's")
    refresh(call, world.store.events, TableProjection(world.client, world.table), number)
    return number


def test_a_person_gets_one_file_of_everything_that_is_held_and_it_is_on_record(
    world: Any, person: Any, bystander: str, tmp_path: Path
) -> None:
    number, _ = person
    file = tmp_path / "everything.zip"
    told = world.run("data", number, "--to", str(file), "--why", WHY)
    with zipfile.ZipFile(file) as held:
        texts = b"".join(held.read(name) for name in held.namelist())
        data = json.loads(held.read("data.json"))
        documents = [name for name in held.namelist() if name.startswith("documents/")]
    assert [secret for secret in SECRETS if secret.encode() not in texts] == []
    assert all(data["held"][kind] for kind in ("event", "key", "mail", "link_request", "link", "review", "assignment",
                                               "light", "list", "order", "staff"))  # fmt: skip
    assert (len(documents), file.stat().st_mode & 0o777) == (2, 0o600)
    assert "Қазақ" not in data["answers"] and "880101200400" in json.dumps(data["answers"])
    assert bystander.encode() not in texts and "басқа".encode() not in texts and b"2DFG-7JNR" not in texts
    assert told["documents"] == 2
    assert [item["why"] for item in data["held"]["staff"] if item["command"] == f"data {number}"] == [WHY]


def test_afterwards_no_byte_of_theirs_is_anywhere_and_the_tombstone_stands(
    world: Any, person: Any, bystander: str
) -> None:
    number, _ = person
    before = world.store.events(number)
    world.run("export", "--scan")
    world.run("show", bystander, "--with-personal", "--why", "Құсайынова Зәуреш телефон соқты")
    assert {secret for _, secret in world.found()} == set(SECRETS)
    others = {where: held for where, held in world.everything().items() if bystander in where}

    dry = world.run("forget", number, "--why", WHY, "--dry-run")
    assert (dry["erased"], dry["items"]["event"], dry["documents"]) == (False, 4, 2)
    assert world.store.events(number) == before

    assert world.run("forget", number, "--why", WHY)["erased"]
    assert world.found() == []
    stays = world.store.stored_events(number)
    assert [(event.seq, event.act, event.at, event.answers_sha256) for event in stays[:-1]] == [
        (event.seq, event.act, event.at, event.answers_sha256) for event in before
    ]
    assert (stays[-1].act, stays[-1].status, stays[-1].detail) == ("forget", "forgotten", {"why": WHY})
    assert stays[1].detail == {"sha256": before[1].detail["sha256"]}
    assert stays[0].detail["key_sha256"] == before[0].key_sha256
    if isinstance(world, Cloud):
        kept = world.everything()
        assert {where: kept[where] for where in others if "exports" not in where} == others
    assert world.store.events(bystander)


def test_it_is_unknown_everywhere_but_in_the_list_of_those_forgotten(
    call: Call, world: Any, person: Any, bystander: str
) -> None:
    number, key = person
    world.run("forget", number, "--why", WHY)
    with pytest.raises(NotFound):
        look_up(call, world.store, number, key)
    assert world.run("show", number, code=4)["error"] == "not_found"
    assert world.run("history", number, code=4)["error"] == "not_found"
    listed = world.run("list")
    assert [application["number"] for application in listed["applications"]] == [bystander]
    ((told),) = listed["forgotten"]
    assert (told["number"], told["acts"]) == (number, ["submit", "receive_document", "edit", "reissue_key", "forget"])
    world.run("export", "--scan")
    asked = world.run("query", "SELECT number FROM applications")
    assert bystander in json.dumps(asked) and number not in json.dumps(asked)
    assert next(iter(TableOutbox(world.client, world.table).everyone()))[0][0].number == bystander


def test_the_lists_name_it_at_once_before_any_worker_has_come_to_it(world: Any, person: Any, bystander: str) -> None:
    number, _ = person
    world.run("projection", "rebuild")
    world.run("forget", number, "--why", WHY)
    assert [told["number"] for told in world.run("list")["forgotten"]] == [number]


def test_nobody_comes_after_it_and_the_same_press_is_a_new_application(call: Call, world: Any, person: Any) -> None:
    number, _ = person
    seen = Application(world.store.events(number))
    world.run("forget", number, "--why", WHY)
    with pytest.raises(NotFound):
        append(world.store, seen, Change("edit", "applicant", OPEN + HOUR, answers=answers(**MINE)))
    again = submit(call, world.store, PEPPER, answers(**MINE), OPEN + HOUR).event.number
    assert again != number and world.store.events(number) == ()


def test_a_worker_that_read_it_before_puts_nothing_back(call: Call, world: Any, person: Any) -> None:
    number, _ = person
    projection, before = TableProjection(world.client, world.table), world.store.events(number)
    for late in (before, before[:1]):
        world.run("forget", number, "--why", WHY)
        refresh(call, lambda _, late=late: late, projection, number)  # type: ignore[misc]
        assert (world.found(), dict(projection.find(call.id, [number]))) == ([], {})
        assert rebuild(call, lambda _, late=late: late, projection, [number]) == 0  # type: ignore[misc]
        assert world.found() == []


def test_a_call_is_closed_when_its_consent_has_ended_and_nobody_is_left(call: Call, world: Any, person: Any) -> None:
    number, key = person
    others = [submit(call, world.store, PEPPER, answers(leader_email=f"o{n}@example.kz"), OPEN).event.number
              for n in range(3)]  # fmt: skip
    for other in others:
        world.put(f"{other}/cccc3333", b"another's document")
        refresh(call, world.store.events, TableProjection(world.client, world.table), other)
    world.run("show", others[0], "--with-personal", "--why", "Құсайынова Зәуреш телефон соқты")
    world.run("forget", others[2], "--why", WHY)
    world.run("export", "--scan")
    before = {each: world.store.stored_events(each) for each in (number, *others)}
    values = texts_of(call, [event for events in before.values() for event in events])
    assert {value for _, value in world.found_of(values)} == values and len(values) > 40

    ends = call.consent.valid_until
    with world.clock(ends - timedelta(minutes=1)):
        assert world.run("close", "--why", WHY, "--applications", "4", code=3)["error"] == "refused"
    TableProjection(world.client, world.table).mark_whole(call.id)
    with world.clock(ends):
        dry = world.run("close", "--why", WHY, "--dry-run")
        assert (dry["closed"], dry["applications"], dry["documents"] >= 4) == (False, 4, True)
        assert world.run("close", "--why", WHY, code=2)["error"] == "usage"
        assert world.run("close", "--why", WHY, "--applications", "3", code=2)["error"] == "usage"
        assert {each: world.store.stored_events(each) for each in before} == before
        assert world.run("close", "--why", WHY, "--applications", "4")["closed"]
        assert world.found() == [] and world.found_of(values) == []
        for each, events in before.items():
            stays = world.store.stored_events(each)
            assert [(e.seq, e.act, e.at, e.answers_sha256) for e in stays[: len(events)]] == [
                (e.seq, e.act, e.at, e.answers_sha256) for e in events
            ]
            assert is_forgotten(stays)
        assert {told["number"] for told in world.run("list")["forgotten"]} == before.keys()
        again = {each: world.store.stored_events(each) for each in before}
        assert world.run("close", "--why", WHY, "--applications", "4")["documents"] == 0
        assert {each: world.store.stored_events(each) for each in before} == again
    with pytest.raises(NotFound):
        look_up(call, world.store, number, key)


@pytest.mark.parametrize("world", ["cloud"], indirect=True)
def test_the_template_s_right_to_erase_is_just_what_erasing_asks_of_a_cloud(
    call: Call, world: Any, person: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.run("export", "--scan")
    world.run("show", person[0], "--with-personal", "--why", "Құсайынова Зәуреш телефон соқты")
    asked, ask = set[tuple[str, str]](), BaseClient._make_api_call

    def noting(client: Any, operation: str, wish: Any) -> Any:
        asked.update((operation, place) for place in places_of(wish))
        return ask(client, operation, wish)

    with monkeypatch.context() as patch, world.clock(call.consent.valid_until):
        patch.setattr(BaseClient, "_make_api_call", noting)
        world.run("close", "--why", WHY, "--applications", "1")
    number, _ = somebody(call, world)
    with monkeypatch.context() as patch, world.clock(call.consent.valid_until):
        patch.setattr(BaseClient, "_make_api_call", noting)
        world.run("forget", number, "--why", WHY)
    assert {(ACTIONS.get(operation, f"dynamodb:{operation}"), place) for operation, place in asked} == rights()


def places_of(wish: dict[str, Any]) -> set[str]:
    """The beginnings of the keys that a request names, as a condition of IAM has them; S3's are no such keys."""
    batches = [request for requests in wish.get("RequestItems", {}).values() for request in requests]
    requests = [next(iter(batch.values())) for batch in batches] or [wish]
    keys = [request.get("Key") or request.get("Item") or {} for request in requests]
    told = [key["pk"]["S"] for key in keys if isinstance(key, dict) and key]
    told += [wish["ExpressionAttributeValues"][":pk"]["S"]] if "KeyConditionExpression" in wish else []
    return {f"{pk.partition('#')[0]}#*" for pk in told} or {""}


# Where IAM names a right otherwise than the request is named.
ACTIONS = {"ListObjectVersions": "s3:ListBucketVersions", "DeleteObject": "s3:DeleteObjectVersion"}


def rights() -> set[tuple[str, str]]:
    statements = template()["Resources"]["Erasing"]["Properties"]["PolicyDocument"]["Statement"]
    conditions = [statement.get("Condition", {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": [""]}})
                  for statement in statements]  # fmt: skip
    return {(action, place) for each, condition in zip(statements, conditions, strict=True) for action in each["Action"]
            for place in condition["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]}  # fmt: skip


def test_twice_is_once_and_one_broken_off_is_ended(world: Any, person: Any) -> None:
    number, _ = person
    events = world.store.events(number)
    world.store.append(forget_event(events, "committee/asel", OPEN + 3 * HOUR, WHY))
    assert world.store.events(number) == ()
    world.run("forget", number, "--why", WHY)
    assert world.found() == []
    once = world.store.stored_events(number)
    world.run("forget", number, "--why", WHY)
    assert world.store.stored_events(number) == once and once[-1].at == OPEN + 3 * HOUR


def test_another_application_of_theirs_is_named(call: Call, world: Any, person: Any) -> None:
    other = submit(call, world.store, PEPPER, answers(leader_email=MINE["leader_email"]), OPEN).event.number
    assert world.run("forget", person[0], "--why", WHY, "--dry-run")["others"] == [other]


def test_without_a_reason_or_an_application_nothing_happens(world: Any, person: Any) -> None:
    number, _ = person
    before = world.store.events(number)
    world.run("forget", number, "--why", " ", code=2)
    world.run("forget", "2DFG-7JNR", "--why", WHY, code=4)
    assert world.store.events(number) == before
