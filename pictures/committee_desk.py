"""The committee's desk for a picture: an invented secretary, member and expert, and a day of interviews."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import urllib.request
from datetime import timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from chalicelib.call import current_call
from infra.paths import ROOT

PEOPLE = (("Сейітова Сәуле", "secretary"), ("Әлі Болат", "member"), ("Нұр Гүлнар", "expert"))
WAIT_S = 60


def add_people(state: Path) -> list[str]:
    """Addresses, the secretary's first. By the tool, as an operator does it."""
    return [_added(state, name, role) for name, role in PEOPLE]


def _added(state: Path, name: str, role: str) -> str:
    address = f"{role}@example.kz"
    environment = {**os.environ, "PYTHONPATH": "functions:.", "BAIQAU_STATE": str(state)}
    command = [sys.executable, "-m", "staff", "member", "add", name, "--email", address, "--role", role, "--local"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    return address


def sign_in(browser: Browser, address: str, mail: str, base: str, size: Any) -> Page:
    """By the link in the mail, with the button that it leads to."""
    page = browser.new_context(viewport=size).new_page()
    page.goto(f"{address}{base}sign-in")
    page.fill("[name=email]", mail)
    page.click("form.bq-form button")
    page.goto(_link(address, mail, base))
    page.click("form.bq-form button")
    return page


def _link(address: str, mail: str, base: str) -> str:
    for _ in range(WAIT_S):
        with urllib.request.urlopen(f"{address}/_local/mail") as answer:
            inbox = answer.read().decode()
        if link := re.search(r"/desk/sign-in/([A-Za-z0-9_-]{43})", inbox.partition(mail)[2]):
            return f"{address}{base}sign-in/{link[1]}"
        time.sleep(1)
    raise SystemExit("no mail came that signs the secretary in")


def fill_a_day(page: Page, address: str, base: str) -> None:
    """A morning two days later, by the desk's own forms: everybody there, whoever has waited longest first."""
    day = (current_call().closes_at + timedelta(days=2)).date().isoformat()
    for _ in range(WAIT_S):
        page.goto(f"{address}{base}interviews")
        page.fill("[name=when-day]", day)
        page.fill("[name=when-time]", "10:00")
        page.fill("[name=place]", "205")
        page.fill("[name=count]", "4")
        for ticked in page.locator("[name=committee], [name=expert]").all():
            ticked.check()
        if page.locator("[name=format][type=radio]").count():
            page.locator("[name=format]").first.check()
        elif page.locator("[name=format]").count():
            page.fill("[name=format]", "205")
        page.click("form[action$='interviews/plan'] button[type=submit]")
        if page.locator("select").count():
            break
        time.sleep(1)
    page.click("form[action$='interviews/appoint'] button[type=submit]")
    page.goto(f"{address}{base}interviews?day={day}")
