"""The sender ends, or loses an answer, at every single call: no mail goes twice, and none is forgotten unseen."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from chalicelib.call import Call
from chalicelib.notices import owed_mails
from chalicelib.notices.stream_records import on_stream
from chalicelib.rules.application import Application
from chalicelib.rules.refusals import OutcomeUnknown
from chalicelib.store.event_items import from_item
from tests.building import OPEN, FakeStore
from tests.faults.breaking import Breaking, Fault, Killed
from tests.notices.building import FakeMailbox, FakeOutbox, office, submitted
from tests.notices.test_sending import record

SOON, SWEPT = OPEN + timedelta(seconds=2), OPEN + timedelta(hours=1)
CALLS = 5  # the service's state, a turn, claim, send, settle
FAULTS = list(product(range(1, CALLS + 1), (False, True), (Killed, OutcomeUnknown)))


@pytest.mark.parametrize(("at", "after", "error"), FAULTS)
def test_a_mail_goes_once_or_is_seen_to_be_owed(call: Call, at: int, after: bool, error: type[BaseException]) -> None:
    store = FakeStore()
    outbox, mailbox, number = FakeOutbox(store), FakeMailbox(), submitted(call, store)
    fault = Fault(at, after, error)
    healthy = office(call, store, outbox, mailbox)
    shared = Breaking(healthy.service, fault)
    breaking = replace(healthy, outbox=Breaking(outbox, fault), mailbox=Breaking(mailbox, fault), service=shared,
                       wait_for_turn=lambda: shared.take_turn(1, 100))  # fmt: skip
    records = [record(store.events(number)[0], 0)]

    with pytest.raises(Killed) if error is Killed else nullcontext():
        on_stream(breaking, records, from_item, SOON)
    assert fault.seen == at, "the fault was not met"
    for now in (SOON, SWEPT, SWEPT):
        on_stream(breaking, records, from_item, now)
        breaking.sweep(now)

    gone = len(mailbox.accepted)
    seen = owed_mails(call, Application(store.events(number)), outbox.postings(number), SWEPT)
    assert gone <= 1
    assert gone == 1 or seen, "a mail was neither sent nor shown to be owed"
