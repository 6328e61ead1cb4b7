"""A claim of an interview's slot: on which days it lies, and how long it stands."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import Any

import pytest

from chalicelib.rules.application import Application
from chalicelib.rules.appointments import Slot
from chalicelib.rules.slot_claims import GIVEN_UP, MOST_CLAIMS, Claim, DayOfClaims, days_of, holds
from tests.building import MS
from tests.machine_zone import machine_in
from tests.small_building import OPEN, event

SLOT = Slot("2345-DFGJ", OPEN + timedelta(days=20), 30, "Талдықорған", ())
CLAIM = Claim(SLOT, OPEN)


def appointed(**changes: Any) -> Application:
    detail = {"when": SLOT.start.isoformat(), "place": " талдықорған", "format": "offline"}
    planned = {"seq": 2, "act": "schedule_interview", "status": "interview_scheduled", "at": OPEN + MS}
    return Application((event(), event(**planned | {"detail": detail | changes.pop("detail", {})} | changes)))


def test_a_claim_takes_the_place_of_the_same_applications_earlier_one() -> None:
    other = Claim(SLOT._replace(number="7777-7777"), OPEN)
    day = DayOfClaims("2026-04-28", 4, (CLAIM, other))
    later = Claim(SLOT._replace(minutes=60), OPEN + MS)
    assert day.with_claim(later) == DayOfClaims("2026-04-28", 4, (other, later))
    assert day.without([SLOT.number]) == DayOfClaims("2026-04-28", 4, (other,))


def test_of_too_many_claims_the_oldest_give_way() -> None:
    many = tuple(Claim(SLOT._replace(number=str(number)), OPEN) for number in range(MOST_CLAIMS))
    assert DayOfClaims("2026-04-28", 0, many).with_claim(CLAIM).claims == (*many[1:], CLAIM)


def test_a_slot_lies_on_every_day_of_utc_that_it_touches() -> None:
    late = SLOT._replace(start=SLOT.start.astimezone(UTC).replace(hour=23, minute=45))
    with machine_in("Asia/Almaty"):
        assert (days_of(SLOT), days_of(late)) == (("2026-04-28",), ("2026-04-28", "2026-04-29"))


def test_a_claim_without_an_appointment_is_given_up_after_two_minutes() -> None:
    waiting = Application((event(),))
    assert [holds(CLAIM, waiting, OPEN + GIVEN_UP - MS), holds(CLAIM, waiting, OPEN + GIVEN_UP)] == [True, False]


@pytest.mark.parametrize(("changes", "stands"), [
    ({}, True),
    ({"status": "interviewed"}, False),
    ({"detail": {"place": "Қапшағай"}}, False),
    ({"detail": {"when": (SLOT.start + timedelta(hours=1)).isoformat()}}, False),
])  # fmt: skip
def test_a_claim_stands_as_long_as_its_appointment(changes: dict[str, Any], stands: bool) -> None:
    assert holds(CLAIM, appointed(**changes), OPEN + timedelta(days=1)) is stands


def test_an_appointment_from_before_the_claim_does_not_speak_for_it() -> None:
    earlier = appointed(at=OPEN - MS)
    assert [holds(CLAIM, earlier, OPEN), holds(CLAIM, earlier, OPEN + GIVEN_UP)] == [True, False]
