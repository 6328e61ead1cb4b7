"""A call made by `baiqau form --new`, served by `make serve CALL=…` at an instant inside its own window."""

from __future__ import annotations

import json
import re
import urllib.request
from datetime import date, datetime
from pathlib import Path
from random import Random

import pytest

from chalicelib.call.current import VARIABLE
from infra.cloud_process import launch, ready
from staff import synthetic
from staff.new_call import make_folder_of_call

FIRST_CALLS = re.compile(r"2021|Алмат|жаңғыру|кселера|Нур-Султан|Нұр-Сұлтан")


@pytest.mark.deployed
def test_a_new_call_is_on_screen_takes_an_application_and_mails_a_receipt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = make_folder_of_call(tmp_path / "my-call", date(2026, 12, 14))
    monkeypatch.setenv(VARIABLE, str(tmp_path / "my-call"))
    cloud = launch(tmp_path / "state", "")
    try:
        address = f"http://127.0.0.1:{ready(cloud)[0]}"
        now = json.loads(fetched(f"{address}/api/call"))
        pages = [
            fetched(f"{address}{path}") for path in ("/", "/ru/", "/apply/", "/ru/apply/", "/rules/", "/ru/rules/")
        ]
        answers = synthetic.invent(call, Random(1), "ru")
        sent = urllib.request.Request(f"{address}/api/applications", json.dumps(answers).encode(),
                                      {"Content-Type": "application/json"})  # fmt: skip
        receipt = json.loads(fetched(sent))
    finally:
        cloud.terminate()
        cloud.communicate()
    assert (now["id"], now["phase"], receipt["status"]) == ("my-call", "open", "submitted")
    assert call.opens_at <= datetime.fromisoformat(now["now"]) < call.closes_at
    for number, page in enumerate(pages):
        assert call.title[("kk", "ru")[number % 2]] in page and not FIRST_CALLS.search(page)


def fetched(asked: str | urllib.request.Request) -> str:
    with urllib.request.urlopen(asked, timeout=60) as answer:
        said: bytes = answer.read()
    return said.decode()
