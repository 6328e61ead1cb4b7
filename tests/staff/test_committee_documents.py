"""`baiqau document`: the files themselves, once it is on record who opens them and why."""

from __future__ import annotations

import json
import os
import socketserver
import stat
import threading
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, ClassVar

import pytest

from chalicelib.call import current_call, say
from chalicelib.intake.append_event import Change, append
from chalicelib.intake.submit_application import submit
from chalicelib.rules.application import Application
from staff.console import staff_log
from tests import files_building as made
from tests.building import OPEN, PEPPER, answers
from tests.staff.conftest import NEXT_DAY, Tool, rehearsal_clock

WHY = "сұхбатқа дайындық"


@pytest.fixture
def bucket(tool: Tool) -> Iterator[Any]:
    """Known to the tool as the local cloud tells it."""
    state = Path(os.environ["BAIQAU_STATE"]) / "cloud.json"
    known = json.loads(state.read_text("utf-8")) | {"buckets": {"documents": "documents"}}
    # moto knows S3 by its own address only.
    known["endpoint"] = None
    state.write_text(json.dumps(known), encoding="utf-8")
    s3 = tool.place.connect("s3")
    s3.create_bucket(Bucket="documents", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    with rehearsal_clock(tool, "2021-09-16T10:00:00.000+06:00"):
        yield s3


@pytest.fixture
def number(tool: Tool, bucket: Any) -> str:
    """Two documents in force, of one name, and one that was replaced."""
    receipt = submit(current_call(), tool.store, PEPPER, answers(), OPEN)
    number = receipt.event.number
    for document, kind, name, replaces in [
        ("aaaa1111", "leader_id", "../Әйгерім 900101100014.pdf", ""), ("bbbb2222", "leader_id", "image.pdf", ""),
        ("cccc3333", "leader_id", "image.pdf", "bbbb2222"), ("dddd4444", "other", ".bashrc$(reboot).pdf", ""),
    ]:  # fmt: skip
        arrived(tool, bucket, number, document, kind, name, replaces)
    return number


def arrived(
    tool: Tool, bucket: Any, number: str, document: str, kind: str, name: str, replaces: str, **more: Any
) -> None:
    content = made.another_pdf(document)
    detail = {"document": document, "kind": kind, "filename": name, "size": len(content), "replaces": replaces,
              "content_type": "application/pdf", "sha256": sha256(content).hexdigest()} | more  # fmt: skip
    there = Application(tool.store.events(number))
    append(tool.store, there, Change("receive_document", "applicant", OPEN, detail=detail))
    bucket.put_object(Bucket="documents", Key=f"{number}/{document}", Body=content)


def test_without_a_folder_the_documents_in_force_are_listed_and_nothing_is_opened(tool: Tool, number: str) -> None:
    told = tool.json("document", number)["documents"]
    assert [(each["document"], each["state"]) for each in told] == [
        ("aaaa1111", "in_force"),
        ("cccc3333", "in_force"),
        ("dddd4444", "in_force"),
    ]
    assert "900101100014" not in told[0]["filename"]
    assert staff_log.entries(tool.place, "2021-09-16") == []
    assert [document["document"] for document in tool.json("document", number, "--older")["documents"]] == [
        "aaaa1111", "bbbb2222", "cccc3333", "dddd4444",
    ]  # fmt: skip


def test_all_are_fetched_to_a_folder_of_one_s_own_and_put_on_record(tool: Tool, number: str, tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "out"
    told = tool.json("document", number, "--to", str(folder), "--why", WHY)["documents"]
    assert [Path(each["file"]).read_bytes() for each in told] == [made.another_pdf(each["document"]) for each in told]
    assert {file.name for file in folder.iterdir()} == {Path(each["file"]).name for each in told}
    assert all(file.parent == folder and file.suffix == ".pdf" and "$" not in file.name for file in folder.iterdir())
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    assert [stat.S_IMODE(each.stat().st_mode) for each in (folder, folder.parent)] == [0o700, 0o700]
    [entry] = staff_log.entries(tool.place, "2021-09-16")
    assert (entry["command"], entry["why"]) == (f"document {number}", WHY)


def test_one_is_fetched_by_the_beginning_of_its_id_a_replaced_one_too(tool: Tool, number: str, tmp_path: Path) -> None:
    told = tool.json("document", number, "bbbb", "--to", str(tmp_path / "out"), "--why", WHY)["documents"]
    assert [(each["document"], each["state"]) for each in told] == [("bbbb2222", "replaced")]


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_nothing_is_opened_without_a_reason_a_folder_or_a_known_document(
    tool: Tool, number: str, tmp_path: Path, language: str
) -> None:
    out = str(tmp_path / "out")
    for words, code, key in [
        (["--to", out], 2, "usage.why_personal"),
        (["aaaa"], 2, "document.no_folder"),
        (["eeee", "--to", out, "--why", WHY], 4, "document.unknown"),
    ]:
        ran = tool("document", number, *words, "--lang", language)
        assert (ran.code, say("staff", key, language, number=number, document="eeee") in ran.err) == (code, True), ran
    assert not Path(out).exists()


def test_what_is_not_what_was_received_is_not_handed_over(tool: Tool, number: str, bucket: Any, tmp_path: Path) -> None:
    bucket.put_object(Bucket="documents", Key=f"{number}/aaaa1111", Body=made.EXE)
    bucket.delete_object(Bucket="documents", Key=f"{number}/cccc3333")
    for document in ("aaaa1111", "cccc3333"):
        ran = tool("document", number, document, "--to", str(tmp_path / "out"), "--why", WHY)
        assert (ran.code, say("staff", "document.not_the_same", "kk", document=document) in ran.err) == (5, True)
    assert not (tmp_path / "out").exists()


class Clamd(socketserver.StreamRequestHandler):
    """Answers each file in turn with the next of `says`; hangs up when there is nothing left."""

    says: ClassVar[list[bytes]] = []

    def handle(self) -> None:
        self.rfile.read(len(b"zINSTREAM\0"))
        while size := int.from_bytes(self.rfile.read(4), "big"):
            self.rfile.read(size)
        if self.says:
            self.wfile.write(self.says.pop(0))


@pytest.fixture
def scanner(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bytes]]:
    with socketserver.TCPServer(("127.0.0.1", 0), Clamd) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("DOCUMENT_SCANNER", f"tcp:127.0.0.1:{server.server_address[1]}")
        Clamd.says = []
        yield Clamd.says
        server.shutdown()


@pytest.fixture
def waiting(tool: Tool, number: str, bucket: Any) -> str:
    """Two more documents, which wait for the scanner."""
    for document in ("eeee5555", "ffff6666"):
        arrived(tool, bucket, number, document, "other", f"{document}.pdf", "", checking=True)
    return number


CLEAN, INFECTED = b"stream: OK\0", b"stream: Win.Test FOUND\0"


def test_the_scanner_is_asked_again_and_what_it_says_is_on_record(
    tool: Tool, waiting: str, scanner: list[bytes]
) -> None:
    scanner += [CLEAN, INFECTED]
    told = tool.json("document", waiting, "--check", "--why", WHY)["documents"]
    assert [(each["document"], each["state"]) for each in told[-3:]] == [
        ("dddd4444", "in_force"),
        ("eeee5555", "in_force"),
        ("ffff6666", "infected"),
    ]
    [entry] = staff_log.entries(tool.place, "2021-09-16")
    assert (entry["command"], entry["why"]) == (f"document {waiting} --check", WHY)
    checks = [(e.actor, e.detail) for e in tool.store.events(waiting) if e.act == "check_document"]
    assert checks == [
        ("scanner", {"document": "eeee5555", "verdict": "clean"}),
        ("scanner", {"document": "ffff6666", "verdict": "infected"}),
    ]
    assert [document["document"] for document in tool.json("document", waiting)["documents"]][-1] == "eeee5555"


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_silent_scanner_is_told_and_what_it_said_before_stays(
    tool: Tool, waiting: str, scanner: list[bytes], language: str
) -> None:
    scanner += [CLEAN]
    ran = tool("document", waiting, "--check", "--lang", language)
    assert (ran.code, ran.err.split()) == (5, say("staff", "document.scanner_silent", language, count=1).split())
    assert [document["state"] for document in tool.json("document", waiting)["documents"]][-2:] == [
        "in_force",
        "checking",
    ]


def test_a_file_that_is_gone_holds_up_no_other(tool: Tool, waiting: str, scanner: list[bytes], bucket: Any) -> None:
    bucket.delete_object(Bucket="documents", Key=f"{waiting}/eeee5555")
    scanner += [CLEAN]
    assert tool("document", waiting, "--check").code == 5
    assert [document["state"] for document in tool.json("document", waiting)["documents"]][-2:] == [
        "checking",
        "in_force",
    ]


@pytest.mark.parametrize("address", ["", "clamd"])
def test_without_a_scanner_nobody_is_asked_and_nothing_recorded(
    tool: Tool, waiting: str, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("DOCUMENT_SCANNER", address)
    ran = tool("document", waiting, "--check", "--lang", "ru")
    assert (ran.code, ran.err.split()) == (2, say("staff", "document.no_scanner", "ru").split())
    assert staff_log.entries(tool.place, "2021-09-16") == []


def test_what_the_scanner_has_not_passed_is_not_handed_over(
    tool: Tool, waiting: str, scanner: list[bytes], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    ran = tool("document", waiting, "eeee", "--to", str(out), "--why", WHY)
    assert (ran.code, say("staff", "document.not_checked", "kk", document="eeee5555") in " ".join(ran.err.split())) == (
        5, True,
    )  # fmt: skip
    scanner += [CLEAN, INFECTED]
    tool.json("document", waiting, "--check")
    told = tool.json("document", waiting, "--older", "--to", str(out), "--why", WHY)["documents"]
    assert [each["document"] for each in told if "file" not in each] == ["ffff6666"]
    assert len(list(out.iterdir())) == 5
    ran = tool("document", waiting, "--older", "--to", str(out), "--why", WHY, "--lang", "ru")
    assert (ran.code, ran.out.count("Записано: "), "ffff6666 не открывается" in " ".join(ran.out.split())) == (
        0, 5, True,
    )  # fmt: skip


def test_what_cannot_be_recorded_is_not_read(tool: Tool, number: str, tmp_path: Path) -> None:
    tool.place.client.delete_table(TableName=tool.place.table)
    ran = tool("document", number, "--to", str(tmp_path / "out"), "--why", WHY, at=None)
    assert ran.code == 5
    assert not (tmp_path / "out").exists()


def test_a_person_reads_what_was_written_where(tool: Tool, number: str, tmp_path: Path) -> None:
    ran = tool("document", number, "--to", str(tmp_path / "out"), "--why", WHY, "--lang", "ru", at=NEXT_DAY)
    assert ran.code == 0
    assert ran.out.count("Записано: ") == 3
    assert "Копия удостоверения личности лидера" in ran.out
