"""Whose points are waited for, and which of them are in an answer at all."""

from dataclasses import replace

import pytest

from chalicelib.call import Call
from chalicelib.rules.application import DECISIONS, Application
from chalicelib.rules.lifecycle import ACTS, STATUSES
from chalicelib.rules.meeting_agenda import Agenda, in_order
from chalicelib.rules.reviews import (
    PROPOSED,
    Declaration,
    Review,
    Spread,
    awaited_names,
    is_round_closed,
    visible_scores,
)
from chalicelib.selection import interviews
from tests.building import FakeStore
from tests.desk.building import member
from tests.rules.test_guards import application, interviewed
from tests.selection import building
from tests.small_building import HELD, OPEN, small_call

FIRST, SECOND, EXPERT = member("member"), member("member", id="member2", name="Мүше Ерлан"), member("expert")
SECRETARY = member()
PEOPLE = (SECRETARY, FIRST, SECOND, EXPERT)
POINTS, REASONS = ({str(n): 6 for n in range(1, 4)}, {str(n): "Себебі" for n in range(1, 4)})


@pytest.fixture(scope="session")
def call() -> Call:
    return small_call()


def judged(call: Call, *judges: str) -> Application:
    store = FakeStore()
    number = building.scheduled(call, store)
    panel = [SECRETARY.name, FIRST.name, SECOND.name]
    interviews.record(building.desk(call, store), number, HELD, panel, [EXPERT.name], "passed")
    for person in PEOPLE:
        if person.name in judges:
            desk = building.desk(call, store, 1.2, person.actor)
            interviews.score(desk, number, person.name, POINTS, REASONS)
    return Application(store.events(number))


def test_nobody_waits_for_whoever_can_give_no_points(call: Call) -> None:
    found = judged(call, FIRST.name)
    assert awaited_names(found, Review(), PEOPLE) == (SECOND.name, EXPERT.name)
    declared = Review(declarations={EXPERT.id: Declaration("yes", "туыс", OPEN)})
    assert awaited_names(found, declared, PEOPLE) == (SECOND.name,)
    ended = (SECRETARY, FIRST, replace(SECOND, ended_at=OPEN), EXPERT)
    assert (awaited_names(found, declared, ended), is_round_closed(found, declared, ended)) == ((), True)


def test_points_are_there_for_whoever_gave_theirs_and_for_all_when_the_round_is_closed(call: Call) -> None:
    found = judged(call, FIRST.name)
    seen = {person.id: len(visible_scores(found, Review(), PEOPLE, person)) for person in PEOPLE}
    assert seen == {SECRETARY.id: 0, FIRST.id: 1, SECOND.id: 0, EXPERT.id: 0}
    closed = judged(call, FIRST.name, SECOND.name, EXPERT.name)
    assert {len(visible_scores(closed, Review(), PEOPLE, person)) for person in PEOPLE} == {3}


def test_before_an_interview_nobody_is_waited_for_and_no_round_is_closed(call: Call) -> None:
    """An interview that nobody may score is as open as one that nobody has scored."""
    planned = application(status="interview_scheduled")
    assert (awaited_names(planned, Review(), PEOPLE), is_round_closed(planned, Review(), PEOPLE)) == ((), False)
    assert not is_round_closed(interviewed(committee=[SECRETARY.name], experts=[]), Review(), PEOPLE)


def test_a_decision_closes_the_round_whoever_has_not_given_points() -> None:
    open_in = {status for status in STATUSES if not is_round_closed(application(status=status), Review(), PEOPLE)}
    assert open_in == {"draft", "submitted", "interview_scheduled", "interviewed"}


def test_whoever_said_nothing_of_a_conflict_has_none_declared() -> None:
    review = Review(declarations={EXPERT.id: Declaration("yes", "туыс", OPEN)})
    assert [review.conflict(person.id) for person in (EXPERT, FIRST)] == ["yes", ""]


def test_a_meeting_takes_applications_as_agreed_and_the_rest_as_they_stood() -> None:
    agenda = Agenda(("3", "9", "1"), SECRETARY.id, OPEN)
    assert in_order(["1", "2", "3", "0"], agenda) == ["3", "1", "2", "0"]
    assert in_order(["2", "1"], None) == ["2", "1"]


def test_what_is_proposed_is_what_decides_about_whoever_was_interviewed() -> None:
    assert {act for act in DECISIONS if "interviewed" in ACTS[act].sources} == set(PROPOSED)


def test_points_entered_for_somebody_by_another_open_nothing_to_them(call: Call) -> None:
    found = judged(call, FIRST.name)
    namesake = replace(SECOND, name=FIRST.name)
    assert visible_scores(found, Review(), PEOPLE, namesake) == ()


def test_a_spread_is_of_what_was_given() -> None:
    assert [(each.median, each.distance) for each in map(Spread, ([], [7], [4, 7], [4, 7, 9]))] == [
        (None, None), (7, 0), (5.5, 3), (7, 5),
    ]  # fmt: skip
    assert [type(Spread(points).median) for points in ([7], [4, 8], [4, 7])] == [int, int, float]
