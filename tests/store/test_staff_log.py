"""One suite for the record of who read personal data, whatever engine holds it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from staff.console import staff_log
from staff.console.environment import Place
from staff.console.errors import Failed
from tests.building import OPEN
from tests.store.engines import ENGINES, engine_client, make_table


class Clock:
    now = OPEN

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(params=ENGINES)
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    with engine_client(request) as client:
        yield Place(lambda service: client, make_table(client), lambda: "home/aliya", Clock())


def test_a_reading_is_on_record_with_who_when_what_and_why_and_in_order(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        # Within one millisecond there is no order.
        monkeypatch.setattr(Place, "now", lambda self, later=number: OPEN + timedelta(milliseconds=later))
        staff_log.append(place, f"show {number}", "  тексеру ")
    found = staff_log.entries(place, "2021-09-15")
    assert [entry["command"] for entry in found] == ["show 0", "show 1", "show 2"]
    assert {(entry["who"], entry["why"]) for entry in found} == {("home/aliya", "тексеру")}
    assert [entry["at"] for entry in found] == sorted(entry["at"] for entry in found)
    assert staff_log.entries(place, "2021-09-16") == []


def test_what_cannot_be_recorded_must_not_be_read(place: Place) -> None:
    broken = Place(place.connect, "no-such-table", place.identify, place.clock)
    with pytest.raises(Failed):
        staff_log.append(broken, "show", "тексеру")


def test_readings_of_one_moment_are_all_kept(place: Place, monkeypatch: Any) -> None:
    monkeypatch.setattr(Place, "now", lambda self: OPEN + timedelta(seconds=1))
    for _ in range(5):
        staff_log.append(place, "list", "тексеру")
    assert len(staff_log.entries(place, "2021-09-15")) == 5
