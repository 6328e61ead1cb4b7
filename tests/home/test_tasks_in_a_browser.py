"""After the decision, in a browser and on one server whose clock moves on: tasks are given, missed and explained, and
two people exclude, the second having read the explanation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from infra.home.trial import set_clock
from tests.deployed.cloud import Cloud, start
from tests.deployed.conftest import AT
from tests.deployed.test_desk import OnCloud, signed_in, submitted, tool, with_documents
from tests.deployed.test_desk_in_a_browser import Screen, look_up
from tests.deployed.test_mail import eventually, inbox

pytestmark = [pytest.mark.home, pytest.mark.browser, pytest.mark.slow]
ROLES = ("secretary", "member", "member", "expert")
TITLES, WORDS = ("Қаржы моделі", "Бизнес-жоспар"), "Ауырып қалдым, анықтамасы бар"
REASON = "Екі міндет орындалмады"
PHONE = 390


@pytest.fixture
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    """One of its own: whose clock moves, nobody else uses."""
    running = start(tmp_path_factory.mktemp("home"), AT, on="home")
    yield running
    assert running.stop() == 0


class Person(Screen):
    """Whoever signs in again, days later, by the code of the latest mail."""

    def sign_in(self, member: Any) -> None:
        known = self._codes(member)
        self.open("/desk/sign-in")
        self.fill(email=member["email"])
        self.press("form[action$='/sign-in'] button")
        (code,) = eventually(lambda: self._codes(member) - known)
        self.fill(code=code)
        self.press("form[action$='/code'] button")

    def _codes(self, member: Any) -> set[str]:
        """Each stands behind its address."""
        mails = inbox(self.cloud).split(member["email"])[1:]
        return {found[0] for mail in mails if (found := re.search(r"\b\d{3} \d{3}\b", mail))}


def admitted(cloud: Cloud, people: list[Any]) -> Any:
    """By forms without a browser, and the decision by the tool: what is played here comes after it."""
    mine, secretary = submitted(cloud), people[0]
    with_documents(cloud, mine)
    desk, page = signed_in(cloud, secretary), f"applications/{mine['number']}"
    assert eventually(lambda: OnCloud(cookie=desk.cookie, cloud=cloud).get(page).status == 200)
    place = desk.submit(desk.get(page), "schedule", when__day="2021-09-20", when__time="10:00", place="Талдықорған",
                        format="offline")  # fmt: skip
    panel = {"committee": [people[1]["member"]], "expert": [people[3]["member"]]}
    assert desk.submit(place, "record", held="2021-09-15", outcome="passed", **panel).status == 200
    tool(cloud, "admit", mine["number"], "--text", "Мықты жоба")
    return mine


def move(cloud: Cloud, at: str) -> None:
    set_clock(datetime.fromisoformat(at), cloud.state / "clock")


def test_tasks_are_missed_explained_and_two_people_exclude_when_the_time_to_explain_is_over(
    cloud: Cloud, chromium: Any
) -> None:
    people = [tool(cloud, "member", "add", f"Адам {n}", "--email", f"{role}{n}@example.kz", "--role", role)
              for n, role in enumerate(ROLES)]  # fmt: skip
    mine = admitted(cloud, people)
    # Whoever asks twice within a minute gets one mail.
    move(cloud, "2021-09-15T10:10:00+06:00")
    path = f"/desk/applications/{mine['number']}"
    secretary, second = (Person(chromium, cloud, PHONE) for _ in range(2))
    applicant = Screen(chromium, cloud, PHONE)
    secretary.sign_in(people[0])
    _give(secretary, path)

    move(cloud, "2021-09-21T10:00:00+06:00")
    secretary.sign_in(people[0])
    _miss(secretary, path)
    _explain(applicant, mine)

    move(cloud, "2021-09-25T10:00:00+06:00")
    secretary.sign_in(people[0])
    second.sign_in(people[2])
    _exclude(secretary, second, path)
    elsewhere = Screen(chromium, cloud, PHONE)
    look_up(elsewhere, mine)
    elsewhere.page.get_by_text(REASON).first.wait_for()
    elsewhere.fits()
    for screen in (secretary, second, applicant, elsewhere):
        screen.page.context.close()


def _give(secretary: Screen, path: str) -> None:
    for title in TITLES:
        secretary.open(path)
        secretary.fill(task_title=title, task_due="2021-09-20")
        secretary.press("form[action$='/task'] button")
    assert all(title in secretary.page.inner_text("main") for title in TITLES)


def _miss(secretary: Screen, path: str) -> None:
    for task in ("1", "2"):
        secretary.open(path)
        secretary.press(f"form:has([name=task][value='{task}']) [formaction$='/task-missed']")
    assert secretary.page.locator("[formaction$='/task-missed']").count() == 0


def _explain(applicant: Screen, mine: Any) -> None:
    look_up(applicant, mine)
    applicant.page.fill("#explain-1", WORDS)
    applicant.page.click("form:has(#explain-1) [value=explain]")
    applicant.page.locator("p.bq-words", has_text=WORDS).first.wait_for()
    applicant.fits()


def _order(secretary: Screen, path: str) -> None:
    secretary.open(path)
    assert WORDS in secretary.page.inner_text("main")
    order = "form[action$='/order']:has([value=exclude])"
    secretary.page.fill(f"{order} [name=text]", REASON)
    secretary.press(f"{order} [value=exclude]")


def _exclude(secretary: Screen, second: Screen, path: str) -> None:
    _order(secretary, path)
    waiting = secretary.page.url.removeprefix(secretary.home)
    assert secretary.page.locator("form[action$='/confirm']").count() == 0
    second.open(path)
    second.press("button[value=no]")
    second.open(waiting)
    assert WORDS in second.page.inner_text("main")
    second.press("form[action$='/confirm'] [type=submit]")
    assert "Жарияланды" in second.page.inner_text("main")
