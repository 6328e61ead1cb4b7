"""Role × route × state at the desk: what the table does not grant answers 403 or 404 without a word of content."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from chalicelib import desk_wiring
from chalicelib.call import current_call
from chalicelib.intake import save_draft
from chalicelib.intake.append_event import Change, append
from chalicelib.projection.projection_upkeep import refresh
from chalicelib.rules.application import Application
from chalicelib.rules.committee_rights import ROLES, grant
from chalicelib.rules.reviews import Declaration
from chalicelib.rules.sign_in import Session, form_token
from chalicelib.web.desk.routes import NUMBER, PUBLIC, ROUTES, DeskRoute
from tests.building import OPEN, PEPPER, answers
from tests.desk.building import CALL, member
from tests.selection import building
from tests.web.desk_browser import Browser, Page
from tests.web.test_desk import DAY

PEOPLE = {role: member(role) for role in ROLES}
# Of what an applicant writes: enough to notice any of it in an answer.
WORDS = [answers()[name][:20] for name in ("summary", "problem", "leader_iin", "leader_email", "leader_bio")]
TITLE = answers()["project_title"]
STATES = ("draft", "submitted", "interview_scheduled", "interviewed", "admitted", "withdrawn")
BY_NUMBER = [route for route in ROUTES if NUMBER in route.pattern]
OTHERS = [
    route for route in ROUTES if NUMBER not in route.pattern and route.right != PUBLIC and "(" not in route.pattern
]


@pytest.fixture
def numbers(table: Any) -> Iterator[dict[str, str]]:
    """An application in each state, and who works here signed in."""
    desk_wiring.desk_service.cache_clear()
    committee = desk_wiring.desk_service().committee
    for person in PEOPLE.values():
        committee.people.add(CALL, person)
    call, store = current_call(), committee.store
    made = {
        "draft": save_draft.save_new_draft(call, store, PEPPER, answers(), OPEN)[0].number,
        "submitted": building.submitted(call, store, settlement="1"),  # type: ignore[arg-type]
        "interview_scheduled": building.scheduled(call, store, settlement="2"),  # type: ignore[arg-type]
        "interviewed": building.interviewed(call, store, settlement="3"),  # type: ignore[arg-type]
        "admitted": building.admitted(call, store),  # type: ignore[arg-type]
        "withdrawn": building.submitted(call, store, settlement="5"),  # type: ignore[arg-type]
    }
    append(store, Application(store.events(made["withdrawn"])), Change("withdraw", "applicant", OPEN))
    for number in made.values():
        refresh(call, store.events, committee.projection, number)
    yield made
    desk_wiring.desk_service.cache_clear()


def asked(role: str, route: DeskRoute, number: str = "") -> Page:
    path = route.pattern.replace(NUMBER, number).replace("[.]", ".")
    path = path.partition("/documents/")[0] + "/documents/registration" if "/documents/" in path else path
    at = OPEN + 1.5 * DAY
    session = Session(CALL, PEOPLE[role].id, at, at + DAY / 2)
    browser = Browser(at, desk_wiring.desk_service().sign_ins.open_session(session))
    if route.method == "GET":
        return browser.get(path)
    return browser.post(path, [("_token", form_token(browser.cookie, path)), ("_seen", "1")])


def has_content(page: Page) -> bool:
    return any(words in page.body for words in WORDS)


@pytest.mark.parametrize("role", ROLES)
def test_what_the_table_does_not_grant_is_refused_for_every_route_and_state(role: str, numbers: dict[str, str]) -> None:
    for route in BY_NUMBER:
        for state in STATES:
            if not grant(role, route.right):
                page = asked(role, route, numbers[state])
                told = (route.pattern, state, page.status, has_content(page), TITLE in page.body)
                assert told == (route.pattern, state, 403, False, False)
    for route in OTHERS:
        if route.right and not grant(role, route.right):
            page = asked(role, route)
            assert (route.pattern, page.status, has_content(page)) == (route.pattern, 403, False)


def test_before_assignment_and_before_the_conflict_is_settled_nothing_is_read_and_nothing_done(
    numbers: dict[str, str],
) -> None:
    for state, (role, expected) in product(STATES, (("expert", {404}), ("member", {403, 404}))):
        for route in BY_NUMBER:
            if not grant(role, route.right):
                continue
            page = asked(role, route, numbers[state])
            is_teaser = role == "member" and state != "draft" and route.pattern == f"applications/{NUMBER}"
            is_answer = role == "member" and state != "draft" and route.pattern.endswith("/conflict")
            allowed = {200} if is_teaser else {422} if is_answer else expected
            assert (route.pattern, page.status in allowed, has_content(page)) == (route.pattern, True, False)


def test_a_declared_conflict_takes_text_documents_and_every_act_away(numbers: dict[str, str]) -> None:
    committee = desk_wiring.desk_service().committee
    for state, role in product(STATES[1:], ("member", "expert")):
        number = numbers[state]
        committee.reviews.assign(CALL, number, "expert1", assigned=True)
        committee.reviews.declare(CALL, number, f"{role}1", Declaration("yes", "туыс", OPEN))
        for route in BY_NUMBER:
            if grant(role, route.right) and not route.pattern.endswith("/conflict"):
                page = asked(role, route, number)
                allowed = {200} if route.pattern == f"applications/{NUMBER}" else {403}
                assert (route.pattern, page.status in allowed, has_content(page)) == (route.pattern, True, False)


def test_an_observer_sees_a_status_and_no_word_of_an_applicant(numbers: dict[str, str]) -> None:
    for state in STATES:
        page = asked("observer", BY_NUMBER[0], numbers[state])
        assert (page.status, has_content(page), TITLE in page.body) == (404 if state == "draft" else 200, False, False)
    progress = asked("observer", next(route for route in OTHERS if route.pattern == "progress"))
    assert (progress.status, TITLE in progress.body, numbers["submitted"] in progress.body) == (200, False, True)


def test_the_secretary_reads_all_but_drafts(numbers: dict[str, str]) -> None:
    for state in STATES:
        page = asked("secretary", BY_NUMBER[0], numbers[state])
        assert (state, page.status, has_content(page)) == (
            (state, 404, False) if state == "draft" else (state, 200, True)
        )


def test_nobody_reads_anything_without_a_session(numbers: dict[str, str]) -> None:
    for route in (*BY_NUMBER, *OTHERS):
        path = route.pattern.replace(NUMBER, numbers["interviewed"]).replace("[.]", ".").partition("/documents/")[0]
        page = Browser().send(route.method, f"/desk/{path}", b"_seen=1" if route.method == "POST" else b"")
        assert (route.pattern, page.status, has_content(page), TITLE in page.body) == (route.pattern, 401, False, False)


def test_another_calls_application_is_not_there(numbers: dict[str, str]) -> None:
    store = desk_wiring.desk_service().committee.store
    from tests.building import event

    store.append(event(number="2345-DFGJ", call="another-call", detail={"call": "another-call"}))
    assert asked("secretary", BY_NUMBER[0], "2345-DFGJ").status == 404
    assert asked("secretary", BY_NUMBER[0], "9999-9999").status == 404


def test_an_application_s_page_is_small_enough_for_a_cheap_phone(numbers: dict[str, str]) -> None:
    assert len(asked("secretary", BY_NUMBER[0], numbers["interviewed"]).body.encode()) < 50_000
