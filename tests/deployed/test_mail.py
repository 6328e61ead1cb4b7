"""From the table's stream to a mailbox, through the template's own functions; staff see that nothing is owed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from infra.places import ROOT
from tests.building import COMPLETE
from tests.deployed.cloud import Cloud

pytestmark = pytest.mark.deployed
PATIENCE_S = 60


def submitted(cloud: Cloud, **changes: Any) -> Any:
    # An address of its own: an unconfirmed one gets a bounded number of mails a day.
    address = f"{uuid.uuid4().hex}@example.kz"
    answers = {**COMPLETE, "leader_email": address, **changes}
    return cloud.post("/api/applications", answers, {"Idempotency-Key": uuid.uuid4().hex}).json


def eventually(found: Callable[[], Any]) -> Any:
    """Deliveries are somebody else's turn: ask until there is one, or until patience ends."""
    until = time.monotonic() + PATIENCE_S
    while not (answer := found()) and time.monotonic() < until:
        time.sleep(0.3)
    return answer


def inbox(cloud: Cloud) -> str:
    return cloud.ask("GET", "/_local/mail").body.decode()


def owed(cloud: Cloud) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "staff", "mail", "list", "--local", "--json"]
    environment = {**os.environ, "BAIQAU_STATE": str(cloud.state), "PYTHONPATH": f"{ROOT / 'functions'}:{ROOT}"}
    said = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=True)
    return json.loads(said.stdout)["mails"]


@pytest.mark.parametrize(("language", "subject"), [("kk", "Өтінім қабылданды"), ("ru", "Заявка принята")])
def test_a_receipt_comes_by_mail_once_in_its_language_without_the_key(
    cloud: Cloud, language: str, subject: str
) -> None:
    mine = submitted(cloud, application_language=language, project_title=f"Хат сынағы {uuid.uuid4().hex}")
    assert eventually(lambda: f"{subject}: {mine['number']}" in inbox(cloud))
    assert eventually(lambda: mine["number"] not in {mail["number"] for mail in owed(cloud)})
    page = inbox(cloud)
    assert page.count(f"{subject}: {mine['number']}</h2>") == 1
    assert mine["key"] not in page
    assert mine["answers_sha256"] in page
