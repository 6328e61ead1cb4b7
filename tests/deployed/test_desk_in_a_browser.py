"""One application from received to admitted in a browser with its scripts: a secretary, two experts, two members and
the applicant, on a phone and on a wide screen; nothing is wider than either.
"""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest

from tests.deployed.cloud import Cloud
from tests.deployed.test_desk import submitted, tool, with_documents
from tests.deployed.test_mail import eventually, inbox

pytestmark = [pytest.mark.browser, pytest.mark.deployed, pytest.mark.slow]
ROLES = ("secretary", "member", "member", "expert", "expert")
WIDTHS = (390, 1280)


class Screen:
    """Somebody at a screen of that width; every page they come to fits it and says nothing on the console."""

    def __init__(self, chromium: Any, cloud: Cloud, width: int) -> None:
        self.cloud, self.width, self.home = cloud, width, f"http://127.0.0.1:{cloud.port}"
        self.page = chromium.new_context(viewport={"width": width, "height": 800}).new_page()
        self.refused: list[str] = []
        self.page.on("console", lambda line: self.refused.append(line.text) if line.type == "error" else None)

    def open(self, path: str) -> None:
        self.page.goto(self.home + path)
        self.fits()

    def open_with(self, path: str, selector: str) -> None:
        """A page of a list, which follows the stream: opened until it has that."""

        def is_there() -> bool:
            self.open(path)
            return bool(self.page.locator(selector).count())

        assert eventually(is_there), f"{selector} came on no {path}"

    def press(self, selector: str) -> None:
        """Sends a form and waits for the page that answers it."""
        with self.page.expect_navigation():
            self.page.click(selector)
        self.fits()

    def fill(self, **values: str) -> None:
        for name, value in values.items():
            self.page.fill(f"#{name.replace('_', '-')}", value)

    def tick(self, form: str, *values: str) -> None:
        for value in values:
            self.page.check(f"form[action$='/{form}'] [value='{value}']")

    def fits(self) -> None:
        assert self.page.evaluate("document.documentElement.scrollWidth") <= self.width, self.page.url
        assert self.refused == [], self.page.url

    def sign_in(self, member: Any) -> None:
        self.open("/desk/sign-in")
        self.fill(email=member["email"])
        self.press("form[action$='/sign-in'] button")
        mail = eventually(lambda: inbox(self.cloud).partition(member["email"])[2])
        code = re.search(r"\b(\d{3} \d{3})\b", mail)
        assert code
        self.fill(code=code[1])
        self.press("form[action$='/code'] button")


def let_in(cloud: Cloud) -> list[Any]:
    mark = uuid.uuid4().hex[:6]
    return [tool(cloud, "member", "add", f"Адам {n} {mark}", "--email", f"{role}{n}-{mark}@example.kz", "--role", role)
            for n, role in enumerate(ROLES)]  # fmt: skip


@pytest.mark.parametrize("width", WIDTHS)
def test_an_application_goes_from_received_to_admitted_on_a_screen(cloud: Cloud, chromium: Any, width: int) -> None:
    people, mine = let_in(cloud), submitted(cloud)
    with_documents(cloud, mine)
    path, ids = f"/desk/applications/{mine['number']}", [person["member"] for person in people]
    secretary, first, second, *experts = (Screen(chromium, cloud, width) for _ in people)
    for screen, person in zip((secretary, first, second, *experts), people, strict=True):
        screen.sign_in(person)
    applicant = Screen(chromium, cloud, width)

    _invite(secretary, path, ids, room=f"Талдықорған {mine['number']}")
    _confirm_time(applicant, mine)
    _record(secretary, path, ids)
    for expert in experts:
        _judge(expert, path)
    _publish(secretary, path, mine["number"], first, second)

    elsewhere = Screen(chromium, cloud, width)
    look_up(elsewhere, mine)
    elsewhere.page.get_by_text("Мықты жоба").first.wait_for()
    elsewhere.fits()
    for screen in (secretary, first, second, *experts, applicant, elsewhere):
        screen.page.context.close()


def _invite(secretary: Screen, path: str, ids: list[str], room: str) -> None:
    secretary.open(path)
    secretary.fill(when_day="2021-09-20", when_time="10:00", place=room)
    secretary.tick("schedule", "offline", *ids[1:])
    secretary.press("form[action$='/schedule'] [value=stay]")
    assert room in secretary.page.inner_text("main")


def look_up(applicant: Screen, mine: Any) -> None:
    applicant.open("/my/")
    applicant.fill(number=mine["number"], key=mine["key"])
    applicant.page.click("#look-up [type=submit]")


def _confirm_time(applicant: Screen, mine: Any) -> None:
    look_up(applicant, mine)
    applicant.page.click("[value=confirm_interview]")
    told = {"Authorization": f"Bearer {mine['key']}"}
    number = mine["number"]
    assert eventually(
        lambda: (
            "answer_interview" in applicant.cloud.ask("GET", f"/api/applications/{number}", None, told).body.decode()
        )
    )


def _record(secretary: Screen, path: str, ids: list[str]) -> None:
    """The panel that was named is ticked already."""
    secretary.open(path)
    secretary.fill(held="2021-09-15")
    assert secretary.page.locator("form[action$='/record'] [type=checkbox]:checked").count() == len(ids) - 1
    secretary.page.check("form[action$='/record'] [name=outcome][value=passed]")
    secretary.press("form[action$='/record'] [value=stay]")


def _judge(expert: Screen, path: str) -> None:
    expert.open_with("/desk/", f"a[href^='{path}']")
    expert.press(f"a[href^='{path}']")
    expert.press("button[value=no]")
    for criterion in range(1, 6):
        if expert.page.locator(f"[name=points-{criterion}]").count():
            expert.page.check(f"[name=points-{criterion}][value='8']")
            expert.page.fill(f"#reason-{criterion}", "Есептер тексерілді")
    expert.press("form[action$='/points'] [value=next]")


def _publish(secretary: Screen, path: str, number: str, first: Screen, second: Screen) -> None:
    """One member proposes, the secretary passes it on, the other member reads the mail and confirms."""
    for member in (first, second):
        member.open(path)
        member.press("button[value=no]")
    first.page.check("[name=decision][value=admit]")
    first.fill(decision_text="Мықты жоба")
    first.press("form[action$='/propose'] [type=submit]")
    secretary.open_with("/desk/meeting", f"[name=line][value^='{number}']")
    for line in secretary.page.locator("[name=line]").all():
        if not (line.get_attribute("value") or "").startswith(number):
            line.uncheck()
    secretary.press("form[action$='/meeting/publish'] [type=submit]")
    second.open(secretary.page.url.removeprefix(secretary.home))
    second.page.click("details summary")
    assert "Мықты жоба" in second.page.inner_text("main")
    second.press("form[action$='/confirm'] [type=submit]")
    assert "Жарияланды" in second.page.inner_text("main")
