"""One suite for every store: the fake in the tests, moto, and Amazon's own engine (DynamoDB Local)."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.intake.store_port import Store
from chalicelib.rules.application import Event
from chalicelib.rules.refusals import OutcomeUnknown
from chalicelib.store.event_items import from_item, to_item
from chalicelib.store.event_table import EventTable
from tests.building import FakeStore, answers, event
from tests.store.engines import ENGINES, engine_client, make_table


@pytest.fixture(params=["fake", *ENGINES])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    if request.param == "fake":
        yield FakeStore()
        return
    with engine_client(request) as client:
        yield EventTable(client, make_table(client))


def test_what_is_appended_is_read_back_exactly(store: Store) -> None:
    written = event(answers=answers(problem="«Ә Ғ Қ Ң Ө Ұ Ү Һ І» \u202e \U0001f9d2\n", indicators=[{"baseline": 0.1}]))
    assert store.append(written) is None
    assert store.first(written.number) == written
    assert store.events(written.number) == (written,)


def test_a_taken_place_is_not_written_and_what_stands_there_is_answered(store: Store) -> None:
    first, second = event(), event(press="another")
    store.append(first)
    assert store.append(second) == first
    assert store.events(first.number) == (first,)


def test_events_come_in_order_and_only_their_own(store: Store) -> None:
    mine = [event(seq=seq, act=f"act {seq}") for seq in (1, 2, 10, 11)]
    for each in [*reversed(mine), event(number="9999-9999")]:
        store.append(each)
    assert store.events(mine[0].number) == tuple(mine)


def test_an_unknown_number_has_no_events(store: Store) -> None:
    assert (store.events("2222-2222"), store.first("2222-2222")) == ((), None)


def test_the_key_in_force_is_the_last_one_issued_and_an_unknown_number_has_none(store: Store) -> None:
    assert store.key_sha256("2222-2222") == ""
    for seq, key in enumerate(["first", "", "second", ""], start=1):
        assert store.append(event(seq=seq, key_sha256=key)) is None
        assert store.key_sha256(event().number) == ("first" if seq < 3 else "second")
    assert [each.key_sha256 for each in store.events(event().number)] == ["first", "", "second", ""]


def test_a_new_key_whose_place_is_taken_changes_nothing(store: Store) -> None:
    standing = event(seq=2, act="withdraw", key_sha256="")
    for each in (event(key_sha256="first"), standing):
        store.append(each)
    assert store.append(event(seq=2, act="reissue_key", key_sha256="second")) == standing
    assert (store.key_sha256(standing.number), len(store.events(standing.number))) == ("first", 2)


def test_of_twenty_new_keys_at_once_the_one_in_the_history_opens(store: Store) -> None:
    store.append(event(key_sha256="first"))
    rivals = [event(seq=2, act="reissue_key", key_sha256=f"key {n}") for n in range(20)]
    with ThreadPoolExecutor(20) as pool:
        standing = list(pool.map(_outcome(store), rivals))
    (winner,) = store.events(rivals[0].number)[1:]
    assert store.key_sha256(winner.number) == winner.key_sha256
    assert [found for found in standing if isinstance(found, Event) and found != winner] == []


def _outcome(store: Store) -> Callable[[Event], Event | str | None]:
    """Two transactions at once: the engine may call one off without having looked at its condition."""

    def append(rival: Event) -> Event | str | None:
        try:
            return store.append(rival)
        except OutcomeUnknown:
            return "unknown"

    return append


def test_of_twenty_writers_one_wins_and_the_others_are_told_who(store: Store) -> None:
    rivals = [event(press=f"writer {n}") for n in range(20)]
    with ThreadPoolExecutor(20) as pool:
        standing = list(pool.map(store.append, rivals))
    winners = [rival for rival, found in zip(rivals, standing, strict=True) if found is None]
    assert len(winners) == 1
    assert [found for found in standing if found] == winners * 19
    assert store.events(winners[0].number) == tuple(winners)


def test_an_item_of_an_older_or_newer_version_still_reads() -> None:
    item = to_item(event())
    del item["detail"], item["press"]
    assert from_item(item | {"colour": {"S": "later"}}) == event()._replace(detail={}, press="")
