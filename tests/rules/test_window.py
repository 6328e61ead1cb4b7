from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.call import Call, current_call
from chalicelib.call.page_phase import PagePhase
from chalicelib.rules.window import OutsideBounds, Phase, is_before, outside, page_phase, phase
from tests import building
from tests.building import MS
from tests.small_building import CLOSES, small_call

OPENS = datetime.fromisoformat("2026-03-31T19:00:00+00:00")


@pytest.fixture(scope="session")
def call() -> Call:
    return small_call()


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        (OPENS - MS, Phase.UPCOMING), (OPENS, Phase.OPEN), (OPENS + MS, Phase.OPEN),
        (CLOSES - MS, Phase.OPEN), (CLOSES, Phase.CLOSED), (CLOSES + MS, Phase.CLOSED),
    ],
)  # fmt: skip
def test_the_boundaries_fall_to_the_millisecond(call: Call, instant: datetime, expected: Phase) -> None:
    assert phase(call, instant) is expected


@pytest.mark.call_of_2021
def test_the_closing_instant_is_eighteen_hours_in_nur_sultan() -> None:
    call = current_call()
    assert call.closes_at == building.CLOSES
    assert call.closes_at.astimezone(ZoneInfo(call.timezone)).isoformat() == "2021-09-30T18:00:00+06:00"


def test_a_late_act_is_told_the_rule_the_instant_and_the_gap(call: Call) -> None:
    assert outside(call, CLOSES) == OutsideBounds("deadline", call.closes_at, 0)
    assert outside(call, CLOSES + 1234 * MS) == OutsideBounds("deadline", call.closes_at, 1234)
    assert outside(call, OPENS - MS) == OutsideBounds("window", call.opens_at, 1)
    assert outside(call, CLOSES - MS) is None


def test_a_naive_instant_is_an_error(call: Call) -> None:
    with pytest.raises(ValueError, match="zone"):
        phase(call, datetime(2026, 4, 8))  # noqa: DTZ001 naive on purpose
    with pytest.raises(ValueError, match="zone"):
        is_before(CLOSES, datetime(2026, 4, 8))  # noqa: DTZ001 naive on purpose


def test_a_page_is_in_its_last_day_from_twenty_four_hours_before_the_end(call: Call) -> None:
    last_day = CLOSES - timedelta(hours=24)
    begins = {PagePhase.OPEN: OPENS, PagePhase.LAST_DAY: last_day, PagePhase.CLOSED: CLOSES}
    assert [page_phase(call, instant) for instant in begins.values()] == list(begins)
    before = [PagePhase.UPCOMING, PagePhase.OPEN, PagePhase.LAST_DAY]
    assert [page_phase(call, instant - MS) for instant in begins.values()] == before


def test_both_offsets_of_the_zone_are_honoured() -> None:
    """Asia/Almaty was +06 until March 2024 and is +05 since: a call of 2025 closes an hour later in UTC."""
    zone = ZoneInfo("Asia/Almaty")
    assert datetime(2021, 9, 30, 18, tzinfo=zone).utcoffset() == timedelta(hours=6)
    assert datetime(2025, 9, 30, 18, tzinfo=zone).utcoffset() == timedelta(hours=5)


# Hypothesis adds the zones itself.
NEW_YEARS = [datetime(year, 1, 1) for year in (2026, 2027)]  # noqa: DTZ001


@given(st.datetimes(timezones=st.timezones(), allow_imaginary=False, min_value=NEW_YEARS[0], max_value=NEW_YEARS[1]))
def test_the_phase_does_not_depend_on_the_zone_the_instant_is_written_in(instant: datetime) -> None:
    call = small_call()
    assert phase(call, instant) is phase(call, instant.astimezone(ZoneInfo(call.timezone)))
    assert (phase(call, instant) is Phase.OPEN) == (OPENS <= instant < CLOSES)
