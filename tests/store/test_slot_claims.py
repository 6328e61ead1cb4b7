"""One suite for the claims of interview slots: of two who write over the same day one is first."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from chalicelib.rules.appointments import Slot
from chalicelib.rules.slot_claims import MOST_CLAIMS, Claim, DayOfClaims, days_of
from chalicelib.store.slot_claims import TableSlotClaims
from tests.building import OPEN
from tests.desk.building import CALL
from tests.store.engines import ENGINES, engine_client, make_table

SLOT = Slot("2DFG-7JNR", OPEN, 30, "Талдықорған", ("Мүше Болат",))
CLAIM = Claim(SLOT, OPEN)
DAY = days_of(SLOT)[0]


@pytest.fixture(params=ENGINES)
def claims(request: pytest.FixtureRequest) -> Iterator[TableSlotClaims]:
    with engine_client(request) as client:
        yield TableSlotClaims(client, make_table(client))


def test_a_day_is_what_was_written_over_what_was_read(claims: TableSlotClaims) -> None:
    empty = claims.day(CALL, DAY)
    assert empty == DayOfClaims(DAY)
    assert claims.keep(CALL, [empty.with_claim(CLAIM)])
    assert claims.day(CALL, DAY) == DayOfClaims(DAY, 1, (CLAIM,))
    assert not claims.keep(CALL, [empty.with_claim(CLAIM)])
    other = Claim(SLOT._replace(number="3DFG-7JNR"), OPEN)
    assert claims.keep(CALL, [claims.day(CALL, DAY).with_claim(other)])
    assert claims.day(CALL, DAY) == DayOfClaims(DAY, 2, (CLAIM, other))
    assert claims.keep(CALL, [claims.day(CALL, DAY).without([SLOT.number])])
    assert (claims.day(CALL, DAY).claims, claims.day("another", DAY)) == ((other,), DayOfClaims(DAY))


def test_two_days_are_written_together_or_not_at_all(claims: TableSlotClaims) -> None:
    days = days_of(SLOT._replace(start=OPEN.replace(hour=23, minute=50)))
    read = [claims.day(CALL, day) for day in days]
    assert len(days) == 2 and claims.keep(CALL, [read[1].with_claim(CLAIM)])
    assert not claims.keep(CALL, [day.with_claim(CLAIM) for day in read])
    assert claims.day(CALL, days[0]) == DayOfClaims(days[0])
    assert claims.keep(CALL, [claims.day(CALL, day).with_claim(CLAIM) for day in days])


def test_of_many_at_once_one_is_first(claims: TableSlotClaims) -> None:
    read = claims.day(CALL, DAY)
    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(lambda _: claims.keep(CALL, [read.with_claim(CLAIM)]), range(8)))
    assert kept.count(True) == 1


def test_a_claim_takes_the_place_of_the_applications_earlier_one_and_a_day_holds_so_many() -> None:
    moved = Claim(SLOT._replace(start=OPEN + timedelta(hours=1)), OPEN)
    assert DayOfClaims(DAY).with_claim(CLAIM).with_claim(moved).claims == (moved,)
    full = DayOfClaims(DAY)
    for number in range(MOST_CLAIMS + 5):
        full = full.with_claim(Claim(SLOT._replace(number=str(number)), OPEN))
    assert (len(full.claims), full.claims[0].slot.number) == (MOST_CLAIMS, "5")
