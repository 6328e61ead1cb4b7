"""The committee's tool on the folder of a server: every kind of question, an act, a document, an export, who it was."""

import json
import os
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

import pytest

from chalicelib.store.home.home_layout import Layout
from chalicelib.store.home.sqlite_table import NAME, SqliteTable
from infra.paths import ROOT
from tests import files_building as made
from tests.building import COMPLETE
from tests.deployed.cloud import Cloud
from tests.deployed.test_documents import announced, posted, received
from tests.deployed.test_mail import eventually
from tests.deployed.test_staff_export import (  # noqa: F401  # the same, on a server without any cloud
    staff,
    test_a_folder_gets_the_same_layout,
)

pytestmark = pytest.mark.home


@pytest.fixture
def mine(cloud: Cloud) -> Any:
    address = f"{uuid.uuid4().hex}@example.kz"
    return cloud.post("/api/applications", {**COMPLETE, "leader_email": address}, {"Idempotency-Key": address}).json


def refused(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "PYTHONPATH": "functions:."}
    command = [sys.executable, "-m", "staff", *words, "--home", str(folder), "--lang", "ru"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)


def test_an_application_is_listed_shown_and_acted_on_by_the_systems_own_user(cloud: Cloud, mine: Any) -> None:
    number = mine["number"]
    # The lists follow the table.
    assert eventually(lambda: number in json.dumps(staff(cloud, "queue")))
    assert eventually(lambda: number in json.dumps(staff(cloud, "list")))
    assert staff(cloud, "show", number)["number"] == number
    staff(cloud, "interview", "schedule", number, "--when", "2021-09-16T10:00+06:00", "--place", "Талғар",
          "--format", "offline", "--seen", "1")  # fmt: skip
    acts = staff(cloud, "history", number)
    assert "home/root" in json.dumps(acts) if os.getuid() == 0 else "home/" in json.dumps(acts)


def test_a_document_is_fetched_once_it_is_on_record_who_reads_it(cloud: Cloud, mine: Any, tmp_path: Path) -> None:
    told = announced(cloud, mine)
    assert posted(cloud, told["upload"], made.PDF) == 204
    assert received(cloud, mine, told["document_id"]).status == 200
    fetched = staff(cloud, "document", mine["number"], "--to", str(tmp_path), "--why", "тексеру")
    (row,) = fetched["documents"]
    assert Path(row["file"]).read_bytes() == made.PDF
    table = SqliteTable(Layout(cloud.state).table)
    records = [item for item in table.scan(TableName=NAME)["Items"] if item["pk"]["S"].startswith("staff#")]
    assert [record["why"]["S"] for record in records if mine["number"] in record["command"]["S"]] == ["тексеру"]


def test_the_table_is_exported_into_the_servers_own_folder_and_asked_there(cloud: Cloud, mine: Any) -> None:
    told = staff(cloud, "export")
    assert told["method"] == "scan" and told["place"].startswith(str(Layout(cloud.state).exports))
    rows = staff(cloud, "query", "SELECT number FROM applications")
    assert mine["number"] in json.dumps(rows)


def test_a_folder_without_a_call_and_a_file_of_another_program_are_said_so(tmp_path: Path) -> None:
    assert "нет таблицы конкурса" in refused(tmp_path, "list").stderr
    (tmp_path / "table.db").write_bytes(b"not a database of ours" * 100)
    ran = refused(tmp_path, "list")
    assert (ran.returncode, "Файл не изменён" in ran.stderr) == (5, True)


def test_addresses_of_a_cloud_are_refused(cloud: Cloud) -> None:
    ran = refused(cloud.state, "export", "--to", "s3://bucket")
    assert (ran.returncode, "укажите папку" in ran.stderr) == (2, True)
