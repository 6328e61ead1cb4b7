"""What one sender has noted of a mail no other notes again: it is told that the mail is taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.call import Call
from chalicelib.notices import plan
from chalicelib.rules.application import Application
from chalicelib.rules.mail_service import WORKING, MailService, after_refusal
from chalicelib.selection import decisions
from tests.building import CLOSES, MS, OPEN, PEPPER, FakeStore
from tests.notices.building import (
    DAY,
    MAKERS,
    FakeAddressCounts,
    FakeMailbox,
    FakeOutbox,
    FakeServiceRecord,
    confirmed,
    office,
    told,
)
from tests.selection.building import desk

NOW = OPEN + timedelta(minutes=1)
ONE_REFUSAL = MailService(1, 0, OPEN, None, "Throttling")
RESTING = MailService(0, 1, OPEN, OPEN + DAY, "Throttling")


class NoMore(FakeAddressCounts):
    def take(self, address: str, purpose: str, mail: str, most: int, at: Any) -> bool:
        return False


def without_an_address(call: Call) -> Application:
    """A place for somebody let in late, who has not yet written a word."""
    place, _ = decisions.let_in(desk(call, FakeStore(), 0), PEPPER, CLOSES + DAY, "Ауылда жарық болмады.", "press")
    return place


@pytest.mark.parametrize("state", ["no_address", "deferred", "limited"])
def test_whoever_comes_second_is_told_that_the_mail_is_taken(call: Call, state: str) -> None:
    application = without_an_address(call) if state == "no_address" else told(call, "received").application
    [notice] = plan(call, application, application.events[0])
    outbox, record = FakeOutbox(), FakeServiceRecord(RESTING) if state == "deferred" else None
    senders = office(call, FakeStore(), outbox, FakeMailbox(), record)
    senders = replace(senders, counts=NoMore()) if state == "limited" else senders
    assert [senders.deliver(application, notice, NOW + turn * MS) for turn in (0, 1)] == [state, "taken"]
    [posting] = outbox.postings(notice.number)
    assert (posting.state, posting.at, posting.why) == (state, NOW, "Throttling" if state == "deferred" else "")


def test_what_became_of_a_mail_is_noted_with_its_instant_and_the_service_s_own_word(call: Call) -> None:
    received, outbox = told(call, "received"), FakeOutbox()
    senders = office(call, FakeStore(), outbox, FakeMailbox([("failed", "MessageRejected")]))
    assert senders.deliver(received.application, received.notice, NOW) == "failed"
    [posting] = outbox.postings(received.notice.number)
    assert (posting.state, posting.at, posting.why) == ("failed", NOW, "MessageRejected")


class Counted(FakeAddressCounts):
    """Each purpose that was counted, with its bound."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, int]] = []

    def take(self, address: str, purpose: str, mail: str, most: int, at: Any) -> bool:
        self.asked.append((purpose, most))
        return True


@pytest.mark.parametrize(("kind", "unconfirmed", "confirmed_since"), [
    ("received", [("others", 10)], []), ("changed", [("changes", 10)], []),
    ("key_link", [("links", 5)], [("links", 5)]), ("declined", [], []),
])  # fmt: skip
def test_each_purpose_is_bounded_apart_and_links_also_to_an_address_that_is_confirmed(
    call: Call, kind: str, unconfirmed: list[tuple[str, int]], confirmed_since: list[tuple[str, int]]
) -> None:
    for asked, is_known in ((unconfirmed, False), (confirmed_since, True)):
        store, counted = FakeStore(), Counted()
        of = MAKERS[kind](call, store)
        number = confirmed(call, store, of.notice.number) if is_known else of.notice.number
        senders = replace(office(call, store, FakeOutbox(store), FakeMailbox()), counts=counted)
        assert senders.deliver(Application(store.events(number)), of.notice, of.notice.at) == "sent"
        assert counted.asked == asked


@pytest.mark.parametrize(("answer", "after"), [
    (("sent", "id"), WORKING), (("failed", "MessageRejected"), WORKING),
    (("deferred", "Throttling"), after_refusal(ONE_REFUSAL, "Throttling", NOW)),
    (("unclear", "timeout"), after_refusal(ONE_REFUSAL, "timeout", NOW, at_once=True)),
])  # fmt: skip
def test_every_sender_learns_from_one_mail_whether_the_service_works(
    call: Call, answer: tuple[str, str], after: MailService
) -> None:
    received, record = told(call, "received"), FakeServiceRecord(ONE_REFUSAL)
    senders = office(call, FakeStore(), FakeOutbox(), FakeMailbox([answer]), record)
    assert senders.deliver(received.application, received.notice, NOW) == answer[0]
    assert record.service == after


def test_of_a_service_that_works_nothing_is_written(call: Call) -> None:
    """Each mail would cost one more request to the table."""
    received, record = told(call, "received"), FakeServiceRecord()
    senders = office(call, FakeStore(), FakeOutbox(), FakeMailbox(), record)
    assert (senders.deliver(received.application, received.notice, NOW), record.written) == ("sent", [])


def test_an_act_of_another_call_is_mailed_by_none_of_ours(call: Call) -> None:
    store, mailbox = FakeStore(), FakeMailbox()
    received = told(call, "received").application.events[0]
    senders = office(call, store, FakeOutbox(store), mailbox)
    others = received._replace(call="another-call", detail={**received.detail, "call": "another-call"})
    assert (senders.tell(others, NOW), mailbox.accepted) == ([], [])
    assert senders.tell(received, NOW) == ["sent"]
