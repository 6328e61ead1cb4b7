"""Calls that are not the current one, served as `make serve CALL=…` and `make home CALL=…` do it, each at an instant
inside its own window: the one that `baiqau form --new` makes, and the second of tests/calls on the template that is
deployed and on a server of one's own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from random import Random
from urllib.parse import urlencode

import pytest

from chalicelib.call import Call
from chalicelib.call.current import VARIABLE
from chalicelib.call.loading import load_call
from staff import synthetic
from staff.new_call import make_folder_of_call
from tests.calls import SECOND
from tests.deployed.cloud import Cloud, start
from tests.deployed.test_mail import eventually, inbox

# A year, not four signs of a hash or of a token.
FIRST_CALLS = re.compile(r"(?<![0-9A-Za-z])2021(?![0-9A-Za-z])|rukhani|Алмат|жаңғыру|кселера|Нур-Султан|Нұр-Сұлтан")
PAGES = ("", "apply/", "rules/", "results/", "faq/")
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def new_call(to: Path) -> tuple[Path, Call]:
    return to / "my-call", make_folder_of_call(to / "my-call", date(2026, 12, 14))


def second_call(to: Path) -> tuple[Path, Call]:
    return SECOND, load_call(SECOND)


@pytest.mark.parametrize(
    ("make", "on"),
    [
        pytest.param(second_call, "serve", marks=pytest.mark.deployed, id="the second on the template"),
        pytest.param(second_call, "home", marks=pytest.mark.home, id="the second at home"),
        pytest.param(new_call, "home", marks=pytest.mark.home, id="a new one at home"),
    ],
)
def test_another_call_is_on_screen_takes_an_application_and_mails_a_receipt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], tuple[Path, Call]], on: str
) -> None:
    folder, call = make(tmp_path)
    monkeypatch.setenv(VARIABLE, str(folder))
    cloud = start(tmp_path / "state", "", on=on)
    try:
        texts = [*pages_of(cloud, call), *applied(cloud, call)]
    finally:
        assert cloud.stop() == 0
    assert [found for text in texts for found in FIRST_CALLS.findall(text)] == []
    if folder == SECOND:
        assert not [text for text in texts if re.search("комитет", text, re.IGNORECASE)]


def pages_of(cloud: Cloud, call: Call) -> list[str]:
    now = cloud.ask("GET", "/api/call").json
    assert (now["id"], now["phase"]) == (call.id, "open")
    assert call.opens_at <= datetime.fromisoformat(now["now"]) < call.closes_at
    texts = []
    for language, base in (("kk", "/"), ("ru", "/ru/")):
        for page in PAGES:
            answer = cloud.ask("GET", base + page)
            texts.append(answer.body.decode())
            assert answer.status == 200 and call.title[language] in texts[-1], base + page
    return texts


def applied(cloud: Cloud, call: Call) -> list[str]:
    """An empty form is told all that is missing; a whole application is received, found by its key and told by mail."""
    answers = synthetic.invent(call, Random(1), "ru")
    language = call.form.role("language")
    assert language
    empty = cloud.ask("POST", "/api/applications", urlencode({language.id: "ru"}).encode(), FORM)
    problems = cloud.post("/api/applications/check", {language.id: "ru"}).json["problems"]
    missing = {problem["field"] for problem in problems}
    assert empty.status == 422 and len(missing) > 3
    assert all(f'"{name}' in empty.body.decode() for name in missing)
    receipt = cloud.post("/api/applications", answers).json
    assert receipt["status"] == "submitted"
    number, key = receipt["number"], receipt["key"]
    own = cloud.ask("GET", f"/api/applications/{number}", headers={"Authorization": f"Bearer {key}"})
    assert own.json["answers"] == receipt["answers"]
    looked_up = urlencode({"number": number, "key": key, "_language": "ru"}).encode()
    page = cloud.ask("POST", "/api/applications/look-up", looked_up, FORM)
    assert page.status == 200 and number in page.body.decode()
    assert eventually(lambda: number in inbox(cloud))
    return [empty.body.decode(), page.body.decode(), inbox(cloud)]
