"""One suite for every outbox: the fake in the tests, moto, and Amazon's own engine (DynamoDB Local)."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest

from chalicelib.notices.notice import of_event
from chalicelib.store.event_items import to_item
from chalicelib.store.event_table import EventTable
from chalicelib.store.outbox import TableOutbox
from tests.building import MS, OPEN, FakeStore, event
from tests.notices.building import FakeOutbox
from tests.store.engines import ENGINES, engine_client, make_table, moto_client

NOTICE = of_event("2345-DFGJ", "received", 1, OPEN)
OTHER = of_event("2345-DFGJ", "withdrawn", 2, OPEN)


@dataclass
class Pair:
    outbox: Any
    store: Any


@pytest.fixture(params=["fake", *ENGINES])
def pair(request: pytest.FixtureRequest) -> Iterator[Pair]:
    if request.param == "fake":
        store = FakeStore()
        yield Pair(FakeOutbox(store), store)
        return
    with engine_client(request) as client:
        table = make_table(client)
        yield Pair(TableOutbox(client, table), EventTable(client, table))


def states(pair: Pair) -> list[tuple[str, str, int, str]]:
    return [
        (posting.mark, posting.state, posting.attempts, posting.why) for posting in pair.outbox.postings(NOTICE.number)
    ]


def test_the_first_claim_wins_and_every_later_one_is_told_no(pair: Pair) -> None:
    assert pair.outbox.claim(NOTICE, OPEN, "sending")
    assert pair.outbox.claim(NOTICE, OPEN, "sending") == ""
    assert states(pair) == [("000001#received", "sending", 1, "")]


def test_of_twenty_senders_one_may_send(pair: Pair) -> None:
    with ThreadPoolExecutor(20) as pool:
        tokens = list(pool.map(lambda _: pair.outbox.claim(NOTICE, OPEN, "sending"), range(20)))
    assert len([token for token in tokens if token]) == 1


def test_a_failed_mail_may_be_claimed_again_a_sent_one_never(pair: Pair) -> None:
    pair.outbox.settle(NOTICE, pair.outbox.claim(NOTICE, OPEN, "sending"), "failed", OPEN, "TooManyRequestsException")
    assert states(pair) == [("000001#received", "failed", 1, "TooManyRequestsException")]
    pair.outbox.settle(NOTICE, pair.outbox.claim(NOTICE, OPEN + MS, "sending"), "sent", OPEN + MS, "message-id")
    assert states(pair) == [("000001#received", "sent", 2, "message-id")]
    assert pair.outbox.claim(NOTICE, OPEN, "sending") == ""
    assert pair.outbox.postings(NOTICE.number)[0].at == OPEN + MS


def test_a_mail_without_an_address_is_noted_once(pair: Pair) -> None:
    assert pair.outbox.claim(NOTICE, OPEN, "no_address")
    assert pair.outbox.claim(NOTICE, OPEN, "no_address") == ""


def test_everyone_has_their_own_events_without_answers_and_their_own_mails(pair: Pair) -> None:
    mine = (
        event(),
        event(seq=2, act="withdraw", status="withdrawn", before="submitted", answers=None, detail={"a": 1}),
    )
    theirs = event(number="9999-9999")
    for each in (*mine, theirs):
        pair.store.append(each)
    pair.outbox.claim(NOTICE, OPEN, "sending")
    pair.outbox.claim(OTHER, OPEN, "no_address")
    found = {events[0].number: (events, [posting.mark for posting in kept]) for events, kept in pair.outbox.everyone()}
    light = {"answers": None, "answers_sha256": "", "press": "", "key_sha256": ""}
    seen = {number: (tuple(e._replace(**light) for e in events), marks) for number, (events, marks) in found.items()}
    assert seen == {
        "2345-DFGJ": (tuple(e._replace(**light) for e in mine), ["000001#received", "000002#withdrawn"]),
        "9999-9999": ((theirs._replace(**light),), []),
    }
    assert all(e.answers is None for events, _ in found.values() for e in events)


@pytest.mark.parametrize("attribute", ["detail", "at", "seq"])
def test_an_item_nobody_can_read_leaves_the_others_their_mails(attribute: str) -> None:
    with moto_client() as client:
        table = make_table(client)
        store, outbox, named = EventTable(client, table), TableOutbox(client, table), []
        for each in (event(), event(number="9999-9999")):
            store.append(each)
        item = to_item(event(seq=2, act="withdraw", status="withdrawn", answers=None)) | {attribute: {"S": "{"}}
        client.put_item(TableName=table, Item=item)
        found = [[each.number for each in events] for events, _ in outbox.everyone(named.append)]
        assert [(item["pk"]["S"], item["sk"]["S"]) for item in named] == [("application#2345-DFGJ", "event#000002")]
        assert found == [[], ["9999-9999"]]


def test_mails_are_no_events(pair: Pair) -> None:
    pair.outbox.claim(NOTICE, OPEN, "sending")
    assert pair.store.events(NOTICE.number) == ()
    assert list(pair.outbox.everyone()) == []


class LosingAnswers:
    """A client whose next update is written and answered by silence, then tried again, as botocore does."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def update_item(self, **wanted: Any) -> Any:
        self._client.update_item(**wanted)
        return self._client.update_item(**wanted)


def test_a_claim_whose_answer_was_lost_is_known_for_our_own() -> None:
    with moto_client() as client:
        outbox = TableOutbox(LosingAnswers(client), make_table(client))
        assert outbox.claim(NOTICE, OPEN, "sending")


def test_a_deferral_whose_answer_was_lost_takes_one_try_back_and_not_two() -> None:
    with moto_client() as client:
        table = make_table(client)
        token = TableOutbox(client, table).claim(NOTICE, OPEN, "sending")
        outbox = TableOutbox(LosingAnswers(client), table)
        outbox.settle(NOTICE, token, "deferred", OPEN, "TooManyRequestsException")
        assert [(posting.state, posting.attempts) for posting in outbox.postings(NOTICE.number)] == [("deferred", 0)]


def test_a_deferred_mail_has_cost_no_try_and_may_be_claimed_again(pair: Pair) -> None:
    for n in range(3):
        token = pair.outbox.claim(NOTICE, OPEN + n * MS, "sending")
        pair.outbox.settle(NOTICE, token, "deferred", OPEN + n * MS, "TooManyRequestsException")
    assert states(pair) == [("000001#received", "deferred", 0, "TooManyRequestsException")]
    (posting,) = pair.outbox.postings(NOTICE.number)
    assert (posting.at, posting.deferred_at) == (OPEN + 2 * MS, OPEN)
    assert pair.outbox.claim(NOTICE, OPEN, "sending")


def test_only_what_nobody_has_tried_is_noted_as_deferred(pair: Pair) -> None:
    assert pair.outbox.defer(NOTICE, OPEN, "TooManyRequestsException")
    assert not pair.outbox.defer(NOTICE, OPEN + MS, "other")
    assert states(pair) == [("000001#received", "deferred", 0, "TooManyRequestsException")]
    assert pair.outbox.claim(NOTICE, OPEN, "sending")
    assert not pair.outbox.defer(NOTICE, OPEN, "other")


def test_a_person_releases_what_they_saw_and_nothing_that_changed_since(pair: Pair) -> None:
    token = pair.outbox.claim(NOTICE, OPEN, "sending")
    (seen,) = pair.outbox.postings(NOTICE.number)
    pair.outbox.settle(NOTICE, token, "failed", OPEN, "MessageRejected")
    assert not pair.outbox.release(NOTICE, OPEN, seen)
    assert not pair.outbox.release(NOTICE, OPEN, None)
    (seen,) = pair.outbox.postings(NOTICE.number)
    assert pair.outbox.release(NOTICE, OPEN + MS, seen)
    assert states(pair) == [("000001#received", "deferred", 0, "released")]
    assert pair.outbox.claim(NOTICE, OPEN, "sending")
    assert not pair.outbox.release(NOTICE, OPEN, seen)


def test_a_mail_the_outbox_never_had_can_be_released(pair: Pair) -> None:
    assert pair.outbox.release(NOTICE, OPEN, None)
    assert states(pair) == [("000001#received", "deferred", 0, "released")]


def test_an_item_of_the_days_when_every_refusal_cost_a_try_is_read_and_released() -> None:
    """Ten tries spent by a service that refused: what main wrote before deferrals were known."""
    with moto_client() as client:
        table = make_table(client)
        texts = {"pk": "mail#2345-DFGJ", "sk": "000001#received", "number": "2345-DFGJ", "kind": "received",
                 "state": "failed", "at": "2021-09-15T04:00:00.000Z", "why": "TooManyRequestsException",
                 "token": "0123456789abcdef"}  # fmt: skip
        item = {name: {"S": value} for name, value in texts.items()} | {"attempts": {"N": "10"}}
        client.put_item(TableName=table, Item=item)
        outbox = TableOutbox(client, table)
        (seen,) = outbox.postings("2345-DFGJ")
        assert (seen.state, seen.attempts, seen.deferred_at) == ("failed", 10, None)
        assert outbox.release(NOTICE, OPEN, seen)
        assert [(posting.state, posting.attempts) for posting in outbox.postings("2345-DFGJ")] == [("deferred", 0)]
