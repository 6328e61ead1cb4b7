"""What staff ask of the running local cloud, whose DynamoDB has no export of its own: the whole way, by the command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

import pytest

from infra.paths import ROOT
from staff.export.export_opening import open_export
from staff.export.export_verification import verify
from tests.building import COMPLETE
from tests.deployed.cloud import Cloud

pytestmark = pytest.mark.deployed


def staff(cloud: Cloud, *words: str) -> Any:
    environment = {**os.environ, "PYTHONPATH": "functions:.", "BAIQAU_STATE": str(cloud.state)}
    command = [sys.executable, "-m", "staff", *words, *cloud.for_staff, "--json"]
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran
    return json.loads(ran.stdout)


def test_the_table_is_exported_to_the_stacks_own_bucket_and_asked_there(cloud: Cloud) -> None:
    title = f"Жоба {uuid.uuid4().hex[:8]}"
    number = cloud.post("/api/applications", {**COMPLETE, "project_title": title}).json["number"]
    told = staff(cloud, "export")
    assert told["method"] == "scan" and told["place"].startswith("s3://")
    asked = f"SELECT number, project_title, leader_iin FROM applications WHERE number = '{number}'"
    for _ in ("from the files", "from the Parquet beside them"):
        assert staff(cloud, "query", asked) == [
            {"number": number, "project_title": title, "leader_iin": f"•••{COMPLETE['leader_iin'][-2:]}"}
        ]


def test_a_folder_gets_the_same_layout(cloud: Cloud, tmp_path: Path) -> None:
    cloud.post("/api/applications", {**COMPLETE, "project_title": uuid.uuid4().hex})
    place = staff(cloud, "export", "--to", str(tmp_path))["place"]
    export = open_export(str(tmp_path), lambda service: None)
    verify(export)
    assert place == f"{tmp_path}/{export.full.folder}" and export.items > 0
    assert staff(cloud, "query", "SELECT count(*) AS n FROM applications", "--from", str(tmp_path))[0]["n"] > 0
