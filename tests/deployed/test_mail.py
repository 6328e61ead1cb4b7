"""From the table's stream to a mailbox, through the template's own functions; staff see that nothing is owed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from infra.paths import ROOT
from tests.building import COMPLETE
from tests.deployed.cloud import Cloud

pytestmark = pytest.mark.deployed
PATIENCE_S = 90


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
    command = [sys.executable, "-m", "staff", "mail", "list", *cloud.for_staff, "--json"]
    environment = {**os.environ, "BAIQAU_STATE": str(cloud.state), "PYTHONPATH": f"{ROOT / 'functions'}:{ROOT}"}
    said = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=True)
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


def test_a_lost_key_is_replaced_by_a_link_from_the_inbox_and_the_mail_says_so(cloud: Cloud) -> None:
    address = f"{uuid.uuid4().hex}@example.kz"
    mine = submitted(cloud, leader_email=address)
    assert eventually(lambda: f"Өтінім қабылданды: {mine['number']}" in inbox(cloud))
    asked = [cloud.post("/api/keys", {"number": mine["number"], "email": email}) for email in (address, "x@example.kz")]
    assert [(answer.status, answer.body) for answer in asked] == [(202, asked[0].body)] * 2

    subject = f"Жаңа кілт алу сілтемесі: {mine['number']}"
    assert eventually(lambda: subject in inbox(cloud))
    link = eventually(lambda: re.search(rf"{subject}.*?(/api/keys/[A-Za-z0-9_-]{{43}})\?lang=kk", inbox(cloud), re.S))[
        1
    ]
    assert inbox(cloud).count(f"{subject}</h2>") == 1
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert b"<form" in cloud.ask("GET", f"{link}?lang=ru").body
    page = cloud.ask("POST", link, b"_language=kk", form)
    key = re.search(r"(?:[2-9DFGJNRSUVW]{4}-){5}[2-9DFGJNRSUVW]{4}", page.body.decode())
    assert page.status == 200 and key

    found = [cloud.ask("GET", f"/api/applications/{mine['number']}", None, {"Authorization": f"Bearer {each}"}).status
             for each in (key[0], mine["key"])]  # fmt: skip
    assert found == [200, 404]
    assert eventually(lambda: f"Өтінімге жаңа кілт берілді: {mine['number']}" in inbox(cloud))
    assert key[0] not in inbox(cloud)
