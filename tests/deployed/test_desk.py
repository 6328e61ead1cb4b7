"""The committee's desk on the local cloud: mail, link and cookie, an application from received to admitted by forms.

A browser without scripts keeps the cookie, and axe finds nothing at 320 px.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from infra.paths import ROOT
from tests import files_building as made
from tests.building import COMPLETE
from tests.deployed.cloud import Cloud
from tests.deployed.test_documents import asked, posted, received
from tests.deployed.test_mail import eventually, inbox
from tests.web.desk_browser import Browser, Page

pytestmark = pytest.mark.deployed
PEOPLE = {"Сейітова Сәуле": "secretary", "Әлі Болат": "member", "Ким Ерлан": "member", "Нұр Гүлнар": "expert"}
PACKAGE = ("leader_id", "registration", "presentation", "team_cv")
PAGES = ("", "progress?status=interviewed", "interviews", "meeting", "tasks", "people", "journal", "help")


@dataclass
class OnCloud(Browser):
    cloud: Cloud | None = None

    def send(self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> Page:
        assert self.cloud is not None
        own = {"Cookie": f"__Host-desk={self.cookie}"} if self.cookie else {}
        typed = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        answer = self.cloud.ask(method, path, body, own | typed | (headers or {}))
        named = {"location": "Location", "set-cookie": "Set-Cookie"}
        page = Page(answer.status, answer.body.decode(), {named.get(n, n): v for n, v in answer.headers.items()})
        if given := page.headers.get("Set-Cookie"):
            self.cookie = given.partition("=")[2].partition(";")[0]
        return page


def tool(cloud: Cloud, *words: str) -> Any:
    environment = {**os.environ, "PYTHONPATH": "functions:.", "BAIQAU_STATE": str(cloud.state)}
    where = ["--local"] if (cloud.state / "cloud.json").exists() else ["--home", str(cloud.state)]
    command = [sys.executable, "-m", "staff", *words, *where, "--json"]
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return json.loads(ran.stdout)


def committee(cloud: Cloud) -> dict[str, Any]:
    """Every role's people with addresses of their own, by name."""
    marked = uuid.uuid4().hex[:6]

    def added(n: int, name: str, role: str) -> Any:
        address = f"{role}{n}-{marked}@example.kz"
        return tool(cloud, "member", "add", f"{name} {marked}", "--email", address, "--role", role)

    return {name: added(n, name, role) for n, (name, role) in enumerate(PEOPLE.items())}


def link(cloud: Cloud, member: Any, base: str = "/desk/") -> str:
    browser = OnCloud(cloud=cloud, base=base)
    assert browser.submit(browser.get("sign-in"), "sign-in", email=member["email"]).status == 202
    mail = eventually(lambda: inbox(cloud).partition(member["email"])[2])
    match = re.search(r"/desk/sign-in/([A-Za-z0-9_-]{43})", mail)
    assert match
    return match[1]


def signed_in(cloud: Cloud, member: Any) -> OnCloud:
    browser, secret = OnCloud(cloud=cloud), link(cloud, member)
    assert browser.submit(browser.get(f"sign-in/{secret}"), secret).status == 200
    return browser


def submitted(cloud: Cloud) -> Any:
    changes = {"leader_email": f"{uuid.uuid4().hex}@example.kz", "settlement": uuid.uuid4().hex[:8]}
    return cloud.post("/api/applications", {**COMPLETE, **changes}, {"Idempotency-Key": uuid.uuid4().hex}).json


def with_documents(cloud: Cloud, mine: Any) -> None:
    for kind in PACKAGE:
        wish = {"kind": kind, "filename": f"{kind}.pdf", "size": len(made.PDF)}
        told = asked(cloud, mine, "POST", "", wish).json
        assert posted(cloud, told["upload"], made.PDF) == 204
        assert received(cloud, mine, told["document_id"]).status == 200


def test_one_application_goes_from_received_to_admitted_by_forms(cloud: Cloud) -> None:
    people, mine = committee(cloud), submitted(cloud)
    secretary, first, second, expert = people.values()
    number, page_of = mine["number"], f"applications/{mine['number']}"
    with_documents(cloud, mine)
    desk = signed_in(cloud, secretary)
    assert eventually(lambda: number in desk.get("progress?status=submitted").body), "the lists follow the stream"
    today = desk.get("journal").body
    assert re.search(r"\d{4}-\d\d-\d\d", today)
    place = desk.submit(desk.get(page_of), "schedule", when__day="2021-09-20", when__time="10:00", place="Талдықорған",
                        format="offline")  # fmt: skip
    panel = {"committee": [first["member"], second["member"]], "expert": [expert["member"]]}
    held = desk.submit(place, "record", held="2021-09-15", outcome="passed", **panel)
    assert desk.submit(held, "assign", member=[expert["member"]]).status == 200
    at_work = [signed_in(cloud, person) for person in (first, second, expert)]
    for judging in at_work:
        page = judging.submit(judging.get(page_of), "conflict", button="no")
        values = {f"points__{n}": "8" for n in range(1, 6)} | {f"reason__{n}": "Себебі" for n in range(1, 6)}
        assert judging.submit(page, "points", button="next", **values).status == 200
    document = re.search(r"/documents/[A-Za-z0-9_-]+", desk.get(page_of).body)
    assert document
    answer = desk.send("GET", f"/desk/{page_of}{document[0]}")
    assert (answer.status, cloud.ask("GET", answer.headers["Location"]).body) == (303, made.PDF)
    assert desk.submit(desk.get(page_of), "propose", decision="admit", text="Мықты жоба").status == 200
    line = eventually(lambda: _line(desk.get("meeting"), number))
    assert line, "the meeting's list follows the stream"
    order = desk.submit(desk.get("meeting"), "publish", line=line)
    assert order.status == 200
    confirming = at_work[1]
    waiting = re.findall(r"/desk/(orders/[2-9a-z]+)", confirming.get("").body)
    mine_to_confirm = next(page for path in waiting if number in (page := confirming.get(path)).body)
    done = confirming.submit(mine_to_confirm, "confirm")
    assert (done.status, "Жарияланды" in done.body) == (200, True)
    told = cloud.ask("GET", f"/api/applications/{number}", headers={"Authorization": f"Bearer {mine['key']}"}).json
    assert (told["status"], told["decision"]["text"]) == ("admitted", "Мықты жоба")
    assert {event["actor"] for event in told["history"]} == {"applicant", "committee"}


def _line(meeting: Page, number: str) -> str:
    """Empty before the application stands there."""
    match = re.search(rf'value="({number}@[^"]+)"', meeting.body)
    return match[1] if match else ""


def test_no_address_of_the_api_leads_to_the_desk_and_a_code_of_the_mail_signs_in(cloud: Cloud) -> None:
    secretary = committee(cloud)["Сейітова Сәуле"]
    # On the local cloud the desk refuses whoever comes by the API's own word; at home nothing lies there at all.
    assert {cloud.ask("GET", path).status for path in ("/api/desk", "/api/desk/people")} <= {403, 404}
    link(cloud, secretary)
    mail = inbox(cloud).partition(secretary["email"])[2]
    code = re.search(r"\b(\d{3} \d{3})\b", mail)
    assert code
    browser = OnCloud(cloud=cloud)
    page = browser.post("code", [("email", secretary["email"]), ("code", code[1])])
    assert (page.status, browser.get("people").status) == (303, 200)


@pytest.mark.parametrize("base", ["/desk/", "/ru/desk/"])
def test_a_browser_without_scripts_keeps_the_cookie_and_axe_finds_nothing(
    cloud: Cloud, chromium: Any, base: str
) -> None:
    secretary, address = committee(cloud)["Сейітова Сәуле"], f"http://127.0.0.1:{cloud.port}"
    mine = submitted(cloud)
    plain = chromium.new_context(java_script_enabled=False, viewport={"width": 320, "height": 800})
    page = plain.new_page()
    page.goto(f"{address}{base}sign-in/{link(cloud, secretary, base)}")
    page.click("form.bq-form button")
    assert (page.url, [cookie["name"] for cookie in plain.cookies(address)]) == (f"{address}{base}", ["__Host-desk"])
    watched = chromium.new_context(storage_state=plain.storage_state(), viewport={"width": 320, "height": 800})
    looking = watched.new_page()
    for path in (*PAGES, f"applications/{mine['number']}"):
        looking.goto(f"{address}{base}{path}")
        assert looking.evaluate("document.documentElement.scrollWidth") <= 320, path
        assert Axe().run(looking).response["violations"] == [], path
    plain.close()
    watched.close()
