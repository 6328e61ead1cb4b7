"""A secretary's day: slots filled, offered, moved, printed, taken along, held and recorded, without one typed name."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.call import current_call
from chalicelib.desk.appointments import Wish, appoint
from chalicelib.desk.committee import AtDesk, Committee
from chalicelib.desk.slot_claims import claim_slot
from chalicelib.intake.answer_interview import answer_interview
from chalicelib.intake.number_and_key import key_sha256
from chalicelib.rules.appointments import Slot
from chalicelib.rules.refusals import NotAgreed
from chalicelib.rules.reviews import Declaration
from chalicelib.rules.slot_claims import GIVEN_UP
from tests.building import MS, OPEN
from tests.desk.building import CALL
from tests.selection import building
from tests.web.desk_browser import Browser, Page
from tests.web.test_desk import (
    DAY,
    EXPERT,
    FIRST,
    SECRETARY,
    application,
    committee,
    project,
    received,
    recorded,
    signed_in,
)

__all__ = ["committee"]
WHEN: dict[str, Any] = {"when__day": "2021-09-16", "when__time": "10:00", "minutes": "30", "place": "Талдықорған",
                        "format": "offline", "committee": ["member1"], "expert": ["expert1"]}  # fmt: skip


def planned(secretary: Browser, slots: int, **changes: Any) -> Page:
    return secretary.submit(secretary.get("interviews"), "interviews/plan", **(WHEN | {"count": str(slots)} | changes))


def several(committee: Committee, count: int) -> list[str]:
    return [received(committee, settlement=f"Ауыл {n}") for n in range(count)]


def test_a_day_of_ten_interviews_is_filled_held_and_recorded_without_one_typed_name(committee: Committee) -> None:
    numbers = several(committee, 11)
    secretary = signed_in(SECRETARY)
    plan = planned(secretary, 10)
    assert (plan.status, plan.body.count("бос</li>")) == (200, 10)
    assert application(committee, numbers[0]).status == "submitted"
    done = secretary.submit(plan, "interviews/appoint")
    assert (done.status, done.body.count("<p>тағайындалды</p>")) == (200, 10)
    statuses = [application(committee, number).status for number in numbers]
    assert statuses.count("interview_scheduled") == 10
    agenda = secretary.get("interviews?day=2021-09-16").body
    assert ("10.00–10.30" in agenda, "14.30–15.00" in agenda, FIRST.name in agenda) == (True, True, True)
    evening = signed_in(SECRETARY, OPEN + 1.4 * DAY)
    page = evening.get(_first_link(evening.get("")))
    for _ in range(10):
        typed = {name for name in page.form("record").names if name}
        assert {"held", "outcome"} <= typed
        page = evening.submit(page, "record", button="next", outcome="passed")
        assert page.status == 200
    records = [application(committee, number).events[-1] for number in numbers]
    details = [event.detail for event in records if event.act == "record_interview"]
    held = [(detail["committee"], detail["experts"]) for detail in details]
    assert held == [([FIRST.name], [EXPERT.name])] * 10


def _first_link(page: Page) -> str:
    return "applications/" + page.body.partition("/desk/applications/")[2][:9]


def test_an_expert_who_will_be_there_is_asked_to_read_it(committee: Committee) -> None:
    (number,) = several(committee, 1)
    secretary = signed_in(SECRETARY)
    secretary.submit(planned(secretary, 1), "interviews/appoint")
    assert committee.reviews.review(CALL, number).assigned == frozenset({EXPERT.id})
    for who in (EXPERT, FIRST):
        assert "Сұхбатқа қатысу" in signed_in(who).get("").body


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"when__time": "10:29", "place": " талдықорған", "committee": [], "expert": []}, "Орын бұл уақытта бос емес"),
        ({"when__time": "09:45", "place": "Қапшағай", "expert": []}, f"{FIRST.name} бұл уақытта басқа"),
        ({"when__day": "2021-09-14"}, "өтіп кеткен"),
        ({"when__time": "15:00", "minutes": "3"}, "кемінде 5"),
        ({"when__time": "15:00", "place": " "}, "орны немесе сілтемесі жазылмаған"),
    ],
)
def test_a_place_or_a_person_twice_at_once_and_times_that_are_past_are_refused_with_every_word_kept(
    committee: Committee, changes: Any, words: str
) -> None:
    first, second = several(committee, 2)
    secretary = signed_in(SECRETARY)
    assert secretary.submit(secretary.get(f"applications/{first}"), "schedule", button="stay", **WHEN).status == 200
    page = secretary.get(f"applications/{second}")
    refused = secretary.submit(page, "schedule", button="stay", **(WHEN | changes))
    assert (refused.status in (409, 422), words in refused.body) == (True, True), refused.body
    assert [form.rpartition("/")[2] for form in refused.forms()] == ["schedule", "sign-out"]
    assert application(committee, second).status == "submitted"
    following = WHEN | {"when__time": "10:30"}
    assert secretary.submit(page, "schedule", button="stay", **following).status == 200


def test_a_day_of_slots_tells_what_is_taken_and_leaves_what_became_stale(committee: Committee) -> None:
    first, _, third = several(committee, 3)
    secretary = signed_in(SECRETARY)
    secretary.submit(secretary.get(f"applications/{first}"), "schedule", button="stay", **WHEN)
    plan = planned(secretary, 3)
    assert (plan.body.count("бос</li>"), first in plan.body.partition("<select")[0]) == (2, True)
    other = WHEN | {"when__time": "16:00"}
    assert secretary.submit(secretary.get(f"applications/{third}"), "schedule", button="stay", **other).status == 200
    done = secretary.submit(plan, "interviews/appoint")
    assert (done.body.count("<p>тағайындалды</p>"), done.body.count("<strong>тағайындалған жоқ</strong>")) == (1, 1)
    assert len(application(committee, third).events) == 2


def test_two_applications_are_not_put_into_one_slot(committee: Committee) -> None:
    first, second = several(committee, 2)
    secretary = signed_in(SECRETARY)
    plan = planned(secretary, 2)
    done = secretary.submit(plan, "interviews/appoint", **{f"slot__{number}": "1" for number in (first, second)})
    assert sorted(application(committee, number).status for number in (first, second)) == [
        "interview_scheduled", "submitted",
    ]  # fmt: skip
    assert "Орын бұл уақытта бос емес" in done.body


@pytest.mark.parametrize(
    "changes", [{"count": "0"}, {"count": "17"}, {"pause": "-1"}, {"minutes": "x"}, {"pause": "999"}]
)
def test_a_day_that_makes_no_sense_is_refused(committee: Committee, changes: dict[str, str]) -> None:
    assert planned(signed_in(SECRETARY), 3, **changes).status == 422


def test_nobody_with_a_conflict_of_interest_is_put_on_an_interview(committee: Committee) -> None:
    (number,) = several(committee, 1)
    committee.reviews.declare(CALL, number, FIRST.id, Declaration("yes", "туыс", OPEN))
    secretary = signed_in(SECRETARY)
    refused = secretary.submit(secretary.get(f"applications/{number}"), "schedule", button="stay", **WHEN)
    assert (refused.status, f"{FIRST.name} бұл өтінім бойынша мүдделер қақтығысы" in refused.body) == (422, True)


def test_a_time_that_does_not_suit_comes_first_and_moves_with_a_reason_that_the_applicant_reads(
    committee: Committee, mails: Any
) -> None:
    number = received(committee)
    secretary = signed_in(SECRETARY)
    secretary.submit(secretary.get(f"applications/{number}"), "schedule", button="stay", offered="yes", **WHEN)
    _declines(committee, number)
    assert "Басқа уақыт табу" in secretary.get("").body
    page = secretary.get(f"applications/{number}")
    assert ("Жолдамын" in page.body, "өтініш берушіге келмейді" in page.body) == (True, True)
    moved = WHEN | {"when__time": "12:00", "why": "Сіздің өтінішіңіз бойынша"}
    assert secretary.submit(page, "schedule", button="stay", offered="yes", **moved).status == 200
    assert "Басқа уақыт табу" not in secretary.get("").body
    text = mails(number)
    assert ("Сіздің өтінішіңіз бойынша" in text, "12.00" in text, "растаңыз" in text) == (True, True, True)


@pytest.fixture
def mails(committee: Committee) -> Iterator[Any]:
    from chalicelib.notices.mail_composition import compose
    from chalicelib.notices.mail_plan import plan

    def last(number: str) -> str:
        found = application(committee, number)
        (notice,) = plan(committee.call, found, found.events[-1])
        return compose(committee.call, found, notice, "https://example.kz", OPEN).text

    return last


def _declines(committee: Committee, number: str) -> None:
    """By the applicant, whose key the builder gave away; a known one stands in for it."""
    from chalicelib.intake.append_event import Change, append

    key = "22222222-22222222-22222222"
    given = append(committee.store, application(committee, number),
                   Change("reissue_key", SECRETARY.actor, OPEN, key_sha256=key_sha256(key)))  # fmt: skip
    seen = next(event.seq for event in reversed(given.events) if event.act == "schedule_interview")
    answer_interview(committee.call, committee.store, number, key, seen, "declined", "Жолдамын", OPEN)
    project(committee, number)


def test_the_day_goes_into_a_calendar_with_its_people_and_its_length(committee: Committee) -> None:
    number = received(committee)
    secretary = signed_in(SECRETARY)
    secretary.submit(secretary.get(f"applications/{number}"), "schedule", button="stay", **WHEN)
    file = secretary.get("interviews.ics?day=2021-09-16")
    assert file.headers["Content-Type"].startswith("text/calendar")
    lines = file.body.replace("\r\n ", "").split("\r\n")
    assert [line for line in lines if line.startswith(("DTSTART", "DURATION", "LOCATION"))] == [
        "DTSTART:20210916T040000Z", "DURATION:PT30M", "LOCATION:Талдықорған",
    ]  # fmt: skip
    assert any(FIRST.name in line for line in lines)
    assert "VEVENT" not in secretary.get("interviews.ics?day=2021-09-17").body
    assert "interviews 2021-09-16" in secretary.get("journal").body


def test_what_clashes_all_the_same_is_marked_on_both(committee: Committee) -> None:
    """The operator's tool looks at no list and claims no slot."""
    for settlement in ("Есік", "Талғар"):
        number = building.scheduled(current_call(), committee.store, settlement=settlement)  # type: ignore[arg-type]
        project(committee, number)
    day = f"{OPEN + DAY:%Y-%m-%d}"
    assert signed_in(SECRETARY).get(f"interviews?day={day}").body.count("Орын бос емес") == 2


def test_a_recorded_interview_is_corrected_with_the_panel_that_sat(committee: Committee) -> None:
    number = received(committee)
    secretary = signed_in(SECRETARY)
    secretary.submit(secretary.get(f"applications/{number}"), "schedule", button="stay", **WHEN)
    evening = signed_in(SECRETARY, OPEN + 1.4 * DAY)
    recorded(evening, number, outcome="failed")
    page = evening.get(f"applications/{number}")
    assert evening.submit(page, "record", button="stay", held="2021-09-16", outcome="passed", why="Қате").status == 200
    assert application(committee, number).events[-1].detail["outcome"] == "passed"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1000-06-01"])
def test_a_day_at_the_end_of_the_calendar_is_answered_like_any_other(committee: Committee, day: str) -> None:
    (number,) = several(committee, 1)
    secretary = signed_in(SECRETARY)
    late = {"when__day": day, "when__time": "23:59", "minutes": "480"}
    assert planned(secretary, 3, pause="240", **late).status in (200, 422)
    page = secretary.get(f"applications/{number}")
    assert secretary.submit(page, "schedule", button="stay", **(WHEN | late)).status in (409, 422)
    assert (secretary.get(f"interviews?day={day}").status, secretary.get(f"interviews.ics?day={day}").status) == (
        200,
        200,
    )


def test_two_secretaries_who_see_the_same_lists_do_not_give_one_place_at_one_time(committee: Committee) -> None:
    """The lists of both are from before the other's appointment: what is claimed in that instant decides."""
    first, second = several(committee, 2)
    at, wish = AtDesk(committee, SECRETARY, OPEN), Wish(OPEN + DAY, "Талдықорған", "offline", 30)
    appoint(at, first, wish, 1, taken=[])
    with pytest.raises(NotAgreed) as refused:
        appoint(at, second, wish.at(OPEN + DAY + timedelta(minutes=29)), 1, taken=[])
    assert (refused.value.why, refused.value.params["number"]) == ("taken_place", first)
    appoint(at, second, wish.at(OPEN + DAY + timedelta(minutes=30)), 1, taken=[])


def test_many_who_ask_for_one_slot_at_one_instant_leave_it_to_one(committee: Committee) -> None:
    numbers = several(committee, 4)
    at, wish = AtDesk(committee, SECRETARY, OPEN), Wish(OPEN + DAY, "Талдықорған", "offline", 30)
    assert at.people  # Read once, before anybody asks.

    def asked(number: str) -> bool:
        try:
            return bool(appoint(at, number, wish, 1, taken=[]))
        except NotAgreed:
            return False

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(asked, numbers)) == [False, False, False, True]


def test_a_claim_that_came_to_nothing_is_in_nobodys_way_two_minutes_later(committee: Committee) -> None:
    """Its process was killed between the claim and the appointment; or the appointment has moved on since."""
    first, second, third = several(committee, 3)
    wish, place = Wish(OPEN + DAY, "Талдықорған", "offline", 30), Slot(first, OPEN + DAY, 30, "Талдықорған", ())
    assert claim_slot(AtDesk(committee, SECRETARY, OPEN), place) is None
    with pytest.raises(NotAgreed):
        appoint(AtDesk(committee, SECRETARY, OPEN + GIVEN_UP - MS), second, wish, 1, taken=[])
    later = AtDesk(committee, SECRETARY, OPEN + GIVEN_UP)
    appoint(later, second, wish, 1, taken=[])
    moved = replace(wish, when=OPEN + 1.5 * DAY, why="Өтініш берушінің өтінуімен")
    appoint(AtDesk(committee, SECRETARY, OPEN + GIVEN_UP + MS), second, moved, 2, taken=[])
    appoint(AtDesk(committee, SECRETARY, OPEN + GIVEN_UP + 2 * MS), third, wish, 1, taken=[])
