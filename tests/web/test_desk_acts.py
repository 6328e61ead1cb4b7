"""Every act that the life cycle leaves to the committee can be done at the desk, by forms of its pages alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from chalicelib.call import current_call
from chalicelib.desk.committee import Committee
from chalicelib.intake.append_event import Change, next_event
from chalicelib.intake.number_and_key import key_sha256
from chalicelib.rules.application import Application
from chalicelib.rules.committee_rights import RIGHT_OF_ACT
from chalicelib.rules.lifecycle import ACTS, COMMITTEE
from chalicelib.rules.local_days import local_day
from chalicelib.rules.tasks import last_explanation_end
from chalicelib.selection import decisions, interviews, task_acts
from tests.building import OPEN
from tests.selection import building
from tests.web import test_desk
from tests.web.desk_browser import Browser, Page
from tests.web.test_desk import DAY, EXPERT, FIRST, SECOND, SECRETARY, application, project, signed_in

committee = test_desk.committee
POINTS = {str(n): 6 for n in range(1, 6)}
REASONS = {str(n): "Негіз" for n in range(1, 6)}


@pytest.fixture
def done(committee: Committee) -> Iterator[set[str]]:
    """Acts that somebody with a place at the desk has done; read from the table at the end."""
    acts: set[str] = set()
    yield acts
    members = [event for number in numbers_of(committee) for event in application(committee, number).events
               if event.actor.startswith("member#")]  # fmt: skip
    acts |= {event.act for event in members}
    assert acts == {act for act, row in ACTS.items() if row.by == COMMITTEE} | {"reissue_key"} == set(RIGHT_OF_ACT)


def numbers_of(committee: Committee) -> set[str]:
    statuses = ("submitted", "interview_scheduled", "interviewed", "admitted", "not_admitted", "completed", "excluded")
    return {item.number for status in statuses
            for item in committee.projection.page(committee.call.id, status, 99).items}  # fmt: skip


def agreed(page: Page, at: Any) -> Page:
    """What one person passed on, another confirms."""
    second = signed_in(SECOND, at)
    found = re.search(r"/desk/(orders/[a-z0-9]+)/confirm|/desk/(orders/[a-z0-9]+)", second.get("").body)
    assert found, "nothing waits for a confirmation"
    return second.submit(second.get(found[1] or found[2]), "confirm")


def ordered(browser: Browser, number: str, act: str, at: Any, **values: str) -> Page:
    sent = order(browser, number, act, **values)
    assert sent.status == 303, sent.body
    return agreed(browser.follow(sent), at) if at else browser.follow(sent)


def order(browser: Browser, number: str, act: str, **values: str) -> Page:
    page = browser.get(f"applications/{number}")
    forms = [form for form in page.forms() if form.endswith("/order")]
    assert forms, f"no form for {act}"
    fields = [form for form in test_desk.Forms(page.body).found if form.action.endswith("/order")]
    form = next(field for field in fields if ("act", act) in [*field.fields, *field.buttons])
    pairs = [(name, value) for name, value in form.fields if name not in values and name != "act"]
    return browser.post(form.action, [*pairs, ("act", act), *((k.replace("__", "-"), v) for k, v in values.items())])


def open_to_everybody(committee: Committee, number: str, at: Any) -> None:
    for who in (FIRST, SECOND):
        browser = signed_in(who, at)
        browser.submit(browser.get(f"applications/{number}"), "conflict", button="no")


def test_every_act_of_the_committee_is_reached_from_the_desk(committee: Committee, done: set[str]) -> None:
    number = test_desk.interviewed(committee)
    open_to_everybody(committee, number, OPEN + 1.2 * DAY)
    test_desk.judged(committee, FIRST, number)
    secretary = signed_in(SECRETARY, OPEN + 1.2 * DAY)
    made = ordered(secretary, number, "make_exception", OPEN + 1.2 * DAY, until__day="2021-09-29", until__time="18:00",
                   text="Көшбасшы ауырып қалды")  # fmt: skip
    assert "Жарияланды" in made.body
    building.with_documents(committee.store, number, *building.PACKAGE)  # type: ignore[arg-type]
    later = OPEN + 16 * DAY
    proposer = signed_in(FIRST, later)
    proposer.submit(proposer.get(f"applications/{number}"), "propose", decision="admit", text="Мықты жоба")
    secretary = signed_in(SECRETARY, later)
    agreed(secretary.submit(secretary.get("meeting"), "publish"), later)
    for title in ("Есеп", "Жоспар"):
        secretary.submit(secretary.get(f"applications/{number}"), "task", title=title, due="2021-10-03")
    over = OPEN + 20 * DAY
    secretary = signed_in(SECRETARY, over)
    secretary.submit(secretary.get(f"applications/{number}"), "task-done", note="Келді")
    page = secretary.get(f"applications/{number}")
    form = next(each for each in test_desk.Forms(page.body).found if ("task", "2") in each.fields)
    token = next(value for name, value in form.buttons if name == "_token")
    fields = [pair for pair in form.fields if pair[0] != "_token"]
    missed = form.action.replace("task-done", "task-missed")
    assert secretary.post(missed, [*fields, ("_token", token)]).status == 303
    secretary.submit(secretary.get(f"applications/{number}"), "task-done", task="2", note="Кеш келді")
    assert "Жарияланды" in ordered(secretary, number, "complete", over, text="Рақмет").body
    declined = test_desk.received(committee, settlement="Есік")
    test_desk.appointed(signed_in(SECRETARY), declined)
    test_desk.recorded(signed_in(SECRETARY, OPEN + 1.1 * DAY), declined, outcome="failed")
    open_to_everybody(committee, declined, OPEN + 2 * DAY)
    proposer = signed_in(FIRST, later)
    proposer.submit(proposer.get(f"applications/{declined}"), "propose", decision="decline:interview_failed",
                    text="Жоспар айқын емес")  # fmt: skip
    secretary = signed_in(SECRETARY, later)
    agreed(secretary.submit(secretary.get("meeting"), "publish"), later)
    out = missed_twice(committee, settlement="Шелек")
    project(committee, out)
    heard = OPEN + 70 * DAY
    open_to_everybody(committee, out, heard)
    secretary = signed_in(SECRETARY, heard)
    shown = ordered(secretary, out, "exclude", heard, text="Екі міндет орындалмады").body
    assert "Жарияланды" in shown
    given = ordered(secretary, declined, "reissue_key", heard, text="Жеке келді, куәлігі көрілді")
    key = re.search(r"[2-9A-Z]{4}(?:-[2-9A-Z]{4}){2,}", given.body.rpartition("bq-mono")[2])
    assert key and key_sha256(key[0]) == application(committee, declined).key_sha256
    assert key[0] not in signed_in(SECRETARY, heard).get("journal").body


def test_who_confirms_an_exclusion_reads_what_the_applicant_explained(committee: Committee) -> None:
    number, words = missed_twice(committee), "Ауырып қалдым, анықтама бар"
    explained = Change("explain", "applicant", OPEN + 41 * DAY, detail={"task": "1", "text": words})
    committee.store.append(next_event(application(committee, number), explained))
    project(committee, number)
    open_to_everybody(committee, number, OPEN + 70 * DAY)
    waiting = ordered(signed_in(SECRETARY, OPEN + 70 * DAY), number, "exclude", None, text="Екі міндет орындалмады")
    assert not re.search(r"/desk/orders/[a-z0-9]+/confirm", waiting.body), "whoever ordered cannot confirm"
    second = signed_in(SECOND, OPEN + 70 * DAY)
    found = re.search(r"/desk/(orders/[a-z0-9]+)", second.get("").body)
    page = second.get(found[1] if found else "")
    assert words in page.body and "orders" in page.body and "/confirm" in page.body


def test_an_exclusion_is_not_even_ordered_while_the_applicant_may_explain(committee: Committee) -> None:
    """Nobody passes on what a second person could only find refused; what was written stays in its field."""
    number, why = missed_twice(committee), "Екі міндет орындалмады"
    project(committee, number)
    open_to_everybody(committee, number, OPEN + 41 * DAY)
    secretary = signed_in(SECRETARY, OPEN + 41 * DAY)
    refused = order(secretary, number, "exclude", text=why)
    end = last_explanation_end(current_call(), application(committee, number))
    assert end and refused.status == 409 and why in refused.body and "/orders/" not in secretary.get("").body
    assert f"{local_day(current_call(), end).day} " in refused.body


def missed_twice(committee: Committee, **changes: Any) -> str:
    """The number of an admitted application whose two tasks were missed."""
    number = building.interviewed(current_call(), committee.store, **changes)  # type: ignore[arg-type]
    building.with_documents(committee.store, number, *building.PACKAGE)  # type: ignore[arg-type]
    decisions.admit(building.desk(current_call(), committee.store, 2), number, "Мықты")  # type: ignore[arg-type]
    for task in ("1", "2"):
        building_missed(committee, number, task)
    return number


def building_missed(committee: Committee, number: str, task: str) -> None:
    at = building.desk(current_call(), committee.store, 3)  # type: ignore[arg-type]
    task_acts.assign(at, number, f"Міндет {task}", date(2021, 10, 15))
    late = building.desk(current_call(), committee.store, 40)  # type: ignore[arg-type]
    task_acts.miss(late, number, task)


def test_a_record_is_corrected_at_the_desk_with_a_reason_and_both_stay(committee: Committee) -> None:
    number = test_desk.interviewed(committee)
    secretary = signed_in(SECRETARY, OPEN + 1.3 * DAY)
    page = secretary.get(f"applications/{number}")
    assert "why" in page.form("record").names
    test_desk.recorded(secretary, number, outcome="failed", why="Хаттама қате оқылған")
    found = [event.detail for event in application(committee, number).events if event.act == "record_interview"]
    assert [(each["outcome"], each.get("why", "")) for each in found] == [
        ("passed", ""), ("failed", "Хаттама қате оқылған"),
    ]  # fmt: skip


def test_points_that_somebody_else_entered_from_paper_are_the_persons_own(committee: Committee) -> None:
    number = test_desk.interviewed(committee)
    open_to_everybody(committee, number, OPEN + 1.2 * DAY)
    typist = building.desk(current_call(), committee.store, 1.2)  # type: ignore[arg-type]
    interviews.score(typist, number, FIRST.name, POINTS, REASONS, entered_for=FIRST.actor)
    interviews.score(typist, number, SECOND.name, POINTS, REASONS, entered_for=SECOND.actor)
    project(committee, number)
    browser = signed_in(FIRST, OPEN + 1.3 * DAY)
    page = browser.get(f"applications/{number}")
    assert ("points-1", "6") in page.form("points").fields
    assert f"{SECOND.name}: 6" in page.body, "one's own are given, on paper"
    values = {f"points__{n}": "8" for n in range(1, 6)} | {f"reason__{n}": "Қайта ойландым" for n in range(1, 6)}
    browser.submit(page, "points", button="stay", **values)
    last = Application(committee.store.events(number)).events[-1]
    assert (last.act, last.actor, last.detail["expert"]) == ("score", FIRST.actor, FIRST.name)
    assert EXPERT.actor not in {event.actor for event in application(committee, number).events}
