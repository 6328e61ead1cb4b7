"""Whose points are waited for, and which of them are in an answer at all."""

from dataclasses import replace

import pytest

from chalicelib.call import Call
from chalicelib.rules.application import Application
from chalicelib.rules.reviews import Declaration, Review, Spread, awaited_names, is_round_closed, visible_scores
from chalicelib.selection import interviews
from tests.building import FakeStore
from tests.desk.building import member
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
    application = judged(call, FIRST.name)
    assert awaited_names(application, Review(), PEOPLE) == (SECOND.name, EXPERT.name)
    declared = Review(declarations={EXPERT.id: Declaration("yes", "туыс", OPEN)})
    assert awaited_names(application, declared, PEOPLE) == (SECOND.name,)
    ended = (SECRETARY, FIRST, replace(SECOND, ended_at=OPEN), EXPERT)
    assert (awaited_names(application, declared, ended), is_round_closed(application, declared, ended)) == ((), True)


def test_points_are_there_for_whoever_gave_theirs_and_for_all_when_the_round_is_closed(call: Call) -> None:
    application = judged(call, FIRST.name)
    seen = {person.id: len(visible_scores(application, Review(), PEOPLE, person)) for person in PEOPLE}
    assert seen == {SECRETARY.id: 0, FIRST.id: 1, SECOND.id: 0, EXPERT.id: 0}
    closed = judged(call, FIRST.name, SECOND.name, EXPERT.name)
    assert {len(visible_scores(closed, Review(), PEOPLE, person)) for person in PEOPLE} == {3}


def test_points_entered_for_somebody_by_another_open_nothing_to_them(call: Call) -> None:
    application = judged(call, FIRST.name)
    namesake = replace(SECOND, name=FIRST.name)
    assert visible_scores(application, Review(), PEOPLE, namesake) == ()


def test_a_spread_is_of_what_was_given() -> None:
    assert [(each.median, each.distance) for each in map(Spread, ([], [7], [4, 7], [4, 7, 9]))] == [
        (None, None), (7, 0), (5.5, 3), (7, 5),
    ]  # fmt: skip
