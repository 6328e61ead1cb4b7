"""Appointments that meet, and what an applicant may answer about one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.rules.appointments import Clash, Slot, clash, length_objection
from chalicelib.rules.objection import Objection
from tests.small_building import OPEN

MINUTE = timedelta(minutes=1)
HELD = Slot("2222-2222", OPEN, 30, "Талдықорған", ("Мүше Болат", "Сарапшы Гүлнар"))


def wanted(minutes: float, place: str = "Қапшағай", *people: str, lasts: int = 30) -> Slot:
    return Slot("3333-3333", OPEN + minutes * MINUTE, lasts, place, people)


@pytest.mark.parametrize(
    ("minutes", "meets"), [(-31, False), (-30, False), (-29, True), (0, True), (29, True), (30, False)]
)
def test_a_place_is_taken_from_the_beginning_to_the_end_of_an_interview(minutes: float, meets: bool) -> None:
    expected = Clash("place", "2222-2222") if meets else None
    assert clash(wanted(minutes, " талдықорған "), [HELD]) == expected


def test_nobody_sits_at_two_interviews_at_once() -> None:
    assert clash(wanted(10, "Қапшағай", "мүше  болат"), [HELD]) == Clash("person", "2222-2222", "мүше  болат")
    assert clash(wanted(10, "Қапшағай", "Мүше Ерлан"), [HELD]) is None
    assert clash(wanted(30, "Қапшағай", "Мүше Болат"), [HELD]) is None


def test_an_appointment_of_unsaid_length_meets_what_begins_or_goes_on_then() -> None:
    place = "Талдықорған"
    unsaid = HELD._replace(minutes=0)
    asked = ((0, 0), (-10, 30), (1, 30))
    met = [clash(wanted(at, place, lasts=lasts), [unsaid]) is not None for at, lasts in asked]
    assert met == [True, True, False]
    assert clash(wanted(10, place, lasts=0), [HELD]) == Clash("place", "2222-2222")


def test_an_appointment_does_not_clash_with_the_one_it_replaces() -> None:
    assert clash(HELD._replace(start=OPEN + 5 * MINUTE), [HELD]) is None


@pytest.mark.parametrize(
    ("minutes", "right"), [(0, True), (4, False), (5, True), (480, True), (481, False), (-5, False)]
)
def test_an_interview_lasts_from_five_minutes_to_eight_hours(minutes: int, right: bool) -> None:
    refused = Objection("interview", "interview_length", {"min": 5, "max": 480})
    assert length_objection(minutes) == (None if right else refused)


def test_an_appointment_is_held_against_every_other_of_the_day() -> None:
    """One that does not meet it, and the one it replaces, hide nothing that comes after them."""
    earlier = HELD._replace(number="4444-4444", start=OPEN - 60 * MINUTE)
    own = HELD._replace(number="3333-3333")
    assert clash(wanted(10, "Талдықорған"), [earlier, own, HELD]) == Clash("place", "2222-2222")
