"""At most once, whatever fails and wherever the function ends; and what was not sent is there to be seen."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.call import Call
from chalicelib.notices import owed_mails
from chalicelib.notices.stream_records import on_stream
from chalicelib.rules.application import Application, Event
from chalicelib.rules.refusals import OutcomeUnknown
from chalicelib.store.event_items import from_item, to_item
from tests.building import CLOSES, MS, OPEN, FakeStore, event
from tests.notices.building import FakeMailbox, FakeOutbox, draft, interviewed, office, submitted

SOON = OPEN + timedelta(seconds=2)
SWEPT = OPEN + timedelta(minutes=20)


class Killed(BaseException):
    """The function ends: nothing catches this, as nothing catches kill -9."""


class Scene:
    """One application, submitted, and everything that mails it."""

    def __init__(self, call: Call, **mailbox: Any) -> None:
        self.call, self.store = call, FakeStore()
        self.outbox, self.mailbox = FakeOutbox(self.store), FakeMailbox(**mailbox)
        self.number = submitted(call, self.store)
        self.office = office(call, self.store, self.outbox, self.mailbox)

    def stream(self, now: datetime = SOON) -> dict[str, Any]:
        records = [record(event, seq) for seq, event in enumerate(self.store.events(self.number))]
        return on_stream(self.office, records, from_item, now)[0]

    def owed(self, now: datetime) -> list[tuple[str, str]]:
        application = Application(self.store.events(self.number))
        found = owed_mails(self.call, application, self.outbox.postings(self.number), now)
        return [(each.notice.kind, each.state) for each in found]


def record(event: Any, sequence: int) -> Mapping[str, Any]:
    return {"eventName": "INSERT", "dynamodb": {"NewImage": to_item(event), "SequenceNumber": str(sequence)}}


@pytest.fixture
def scene(call: Call) -> Scene:
    return Scene(call)


def test_a_submission_is_mailed_and_then_owed_nothing(scene: Scene) -> None:
    assert scene.owed(SOON) == [("received", "waiting")]
    assert scene.stream() == {"batchItemFailures": []}
    assert [mail.to for mail in scene.mailbox.accepted] == ["aigerim@example.kz"]
    assert scene.owed(SOON) == []


def test_however_often_the_stream_and_the_schedule_come_there_is_one_mail(scene: Scene) -> None:
    for now in (SOON, SOON, SWEPT, SWEPT):
        scene.stream(now)
        scene.office.sweep(now)
    assert len(scene.mailbox.accepted) == 1


@pytest.mark.parametrize("verdict", ["failed", "deferred"])
def test_what_was_refused_does_not_come_again_by_the_stream_and_goes_once_by_the_sweep(
    call: Call, verdict: str
) -> None:
    scene = Scene(call, answers=[(verdict, "SomeCode")])
    assert scene.stream() == {"batchItemFailures": []}
    assert (len(scene.mailbox.accepted), scene.owed(SOON)) == (0, [("received", verdict)])
    assert scene.office.sweep(SWEPT) == {"sent": 1}
    assert scene.owed(SWEPT) == []


def test_an_event_the_stream_never_brought_is_left_to_it_for_a_while_and_then_mailed(scene: Scene) -> None:
    assert scene.office.sweep(OPEN + timedelta(minutes=5)) == {}
    assert scene.office.sweep(OPEN + timedelta(minutes=5) + MS) == {"sent": 1}


def test_an_application_that_cannot_be_read_is_counted_and_the_others_get_their_mail(scene: Scene) -> None:
    readable = list(scene.outbox.everyone())
    scene.outbox.everyone = lambda: [((), ()), *readable]  # type: ignore[method-assign]
    assert scene.office.sweep(SWEPT) == {"unnoted": 1, "sent": 1}


def test_what_nobody_tried_for_three_days_waits_for_a_persons_decision(scene: Scene) -> None:
    three_days = timedelta(days=3)
    assert scene.owed(OPEN + three_days - MS) == [("received", "waiting")]
    assert scene.office.sweep(OPEN + three_days) == {}
    assert scene.owed(OPEN + three_days) == [("received", "overdue")]
    assert scene.office.sweep(OPEN + three_days - MS) == {"sent": 1}


def test_a_mail_refused_for_ever_is_given_up_and_stays_to_be_seen(call: Call) -> None:
    scene = Scene(call, answers=[("failed", "MessageRejected")] * 99)
    for n in range(50):
        scene.office.sweep(SWEPT + n * timedelta(minutes=15))
    assert len(scene.mailbox.answers) == 99 - 3
    assert scene.owed(SWEPT) == [("received", "failed")]


def test_a_mail_refused_once_is_not_tried_again_after_three_days(call: Call) -> None:
    scene = Scene(call, answers=[("failed", "MessageRejected")])
    scene.stream()
    assert scene.office.sweep(OPEN + timedelta(days=3)) == {}
    assert scene.office.sweep(OPEN + timedelta(days=3) - MS) == {"sent": 1}


def test_an_answer_that_was_lost_is_never_sent_again_and_is_shown(call: Call) -> None:
    scene = Scene(call, answers=[("unclear", "ReadTimeoutError")])
    for now in (SOON, SWEPT, SWEPT + timedelta(hours=1)):
        assert scene.stream(now) == {"batchItemFailures": []}
        scene.office.sweep(now)
    assert len(scene.mailbox.accepted) == 1
    assert scene.owed(SOON) == [("received", "sending")]
    assert scene.owed(SOON + timedelta(minutes=15) - MS) == [("received", "sending")]
    assert scene.owed(SOON + timedelta(minutes=15)) == [("received", "uncertain")]


class Faulty:
    """An outbox or mailbox that ends the function, or the table's answer, before or after one of its verbs."""

    def __init__(self, inner: Any, verb: str, after: bool, fault: BaseException) -> None:
        self._inner, self._verb, self._after, self._fault = inner, verb, after, fault

    def __getattr__(self, name: str) -> Any:
        act = getattr(self._inner, name)
        return self._with_fault(act) if name == self._verb else act

    def _with_fault(self, act: Any) -> Any:
        def faulty(*args: Any) -> Any:
            self._verb = ""
            if self._after:
                act(*args)
            raise self._fault

        return faulty


PLACES = [("claim", False), ("claim", True), ("send", False), ("send", True), ("settle", False), ("settle", True)]
# Nothing was claimed or all was noted: nobody is left in doubt. Between the two only staff can tell.
CERTAIN = {("claim", False): [], ("settle", True): []}


@pytest.mark.parametrize("fault", [Killed(), OutcomeUnknown(), RuntimeError()], ids=["killed", "no answer", "a bug"])
@pytest.mark.parametrize(("verb", "after"), PLACES)
def test_wherever_it_ends_nobody_gets_two_mails_and_nothing_is_forgotten(
    call: Call, verb: str, after: bool, fault: BaseException
) -> None:
    scene = Scene(call)
    healthy = scene.office
    scene.office = replace(healthy, outbox=Faulty(scene.outbox, verb, after, fault),
                           mailbox=Faulty(scene.mailbox, verb, after, fault))  # fmt: skip
    with suppress(Killed):
        scene.stream()
    scene.office = healthy
    for now in (SOON, SOON, SWEPT, SWEPT + timedelta(hours=1)):
        scene.stream(now)
        scene.office.sweep(now)
    assert len(scene.mailbox.accepted) <= 1
    assert scene.owed(SWEPT) == CERTAIN.get((verb, after), [("received", "uncertain")])
    if scene.owed(SWEPT) == []:
        assert len(scene.mailbox.accepted) == 1


def test_one_failing_mail_does_not_keep_the_batch_back(call: Call) -> None:
    store = FakeStore()
    outbox, mailbox = FakeOutbox(store), FakeMailbox([("sent", "1"), ("failed", "x"), ("sent", "2")])
    numbers = [submitted(call, store, settlement=name) for name in ("Есік", "Талғар", "Текелі")]
    records = [record(store.events(number)[0], n) for n, number in enumerate(numbers)]
    records.insert(0, {"dynamodb": {"NewImage": {"not": {"S": "an event"}}, "SequenceNumber": "strange"}})
    answer, became = on_stream(office(call, store, outbox, mailbox), records, from_item, SOON)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "strange"}]}
    assert (became, len(mailbox.accepted)) == ({"unnoted": 1, "failed": 1, "sent": 2}, 2)


def test_a_function_about_to_be_stopped_begins_no_mail(call: Call) -> None:
    scene = Scene(call)
    records = [record(scene.store.events(scene.number)[0], 0)]
    answer, _ = on_stream(scene.office, records, from_item, SOON, lambda: False)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "0"}]}
    assert scene.office.sweep(SWEPT, lambda: False) == {}
    assert (scene.mailbox.accepted, scene.outbox.kept) == ([], {})


def test_an_application_without_an_address_is_noted_and_never_sent(call: Call) -> None:
    store, mailbox = FakeStore(), FakeMailbox()
    outbox = FakeOutbox(store)
    number = draft(call, store, leader_email="жоқ")
    posting = office(call, store, outbox, mailbox)
    assert posting.sweep(CLOSES - timedelta(hours=3)) == {"no_address": 1}
    assert posting.sweep(CLOSES - timedelta(hours=3)) == {}
    (found,) = owed_mails(call, Application(store.events(number)), outbox.postings(number), CLOSES - timedelta(hours=3))
    assert (found.notice.kind, found.state, mailbox.accepted) == ("draft_reminder", "no_address", [])


def test_a_reminder_goes_once_in_a_night_of_rounds(call: Call) -> None:
    store, mailbox = FakeStore(), FakeMailbox()
    draft(call, store)
    posting = office(call, store, FakeOutbox(store), mailbox)
    for n in range(4 * 60):
        posting.sweep(CLOSES - timedelta(hours=50) + n * timedelta(minutes=15))
    assert [mail.subject.split(":")[0] for mail in mailbox.accepted] == [
        "Қаралама әлі жіберілген жоқ", "Қаралама әлі жіберілген жоқ", "Қаралама әлі жіберілген жоқ",
        "Қабылдау аяқталды, қаралама жіберілмей қалды",
    ]  # fmt: skip
    lefts = [re.search(r"Қалған уақыт: (.*)\.", mail.text) for mail in mailbox.accepted]
    assert [found and found[1] for found in lefts] == ["2\u00a0күн", "1\u00a0күн", "3\u00a0сағат", None]


def test_one_applications_trouble_is_not_the_others(call: Call) -> None:
    store, mailbox = FakeStore(), FakeMailbox()
    draft(call, store)
    draft(call, store, settlement="Есік")
    troubled = iter([OutcomeUnknown()])

    def read(number: str) -> Any:
        for trouble in troubled:
            raise trouble
        return store.events(number)

    posting = replace(office(call, store, FakeOutbox(store), mailbox), read=read)
    assert posting.sweep(CLOSES) == {"unnoted": 1, "sent": 1}
    assert posting.sweep(CLOSES) == {"sent": 1}


def test_a_scan_that_came_in_the_middle_of_writes_is_not_judged(call: Call) -> None:
    scene = Scene(call)
    first = scene.store.events(scene.number)[0]
    torn = (first._replace(seq=2, act="edit"),)
    outbox = FakeOutbox(scene.store)
    outbox.everyone = lambda: iter([(torn, ())])  # type: ignore[method-assign]  # a scan of our making
    assert replace(scene.office, outbox=outbox).sweep(SWEPT) == {}


@pytest.mark.parametrize(("changes", "reads", "became"), [
    ({}, [], ["sent"]), ({"answers": None}, ["2345-DFGJ"], []),
    ({"seq": 2, "act": "withdraw", "answers": None}, ["2345-DFGJ"], []),
    ({"seq": 2, "act": "edit"}, ["2345-DFGJ"], []),
    ({"seq": 2, "act": "announce_document", "answers": None}, [], []),
])  # fmt: skip
def test_a_submission_is_mailed_without_a_look_at_the_table_and_of_what_is_not_there_any_more_nothing_is(
    call: Call, changes: dict[str, Any], reads: list[str], became: list[str]
) -> None:
    """What comes without its answers is read, where it may send a mail; of whoever was forgotten nothing is found."""
    asked: list[str] = []

    def read(number: str) -> tuple[Event, ...]:
        asked.append(number)
        return ()

    senders = replace(office(call, FakeStore(), FakeOutbox(), FakeMailbox()), read=read)
    assert senders.tell(event(number="2345-DFGJ", **changes), SOON) == became
    assert asked == reads


def test_which_mail_an_act_sends_follows_from_what_went_before_it(call: Call) -> None:
    store = FakeStore()
    outbox, number = FakeOutbox(store), interviewed(call, store)
    senders = office(call, store, outbox, FakeMailbox())
    record = store.events(number)[-1]
    assert senders.tell(record, record.at) == ["sent"]
    assert [posting.kind for posting in outbox.postings(number)] == ["window_opened"]


def test_a_mail_nobody_tried_is_owed_since_its_event(scene: Scene) -> None:
    application = Application(scene.store.events(scene.number))
    assert [mail.since for mail in owed_mails(scene.call, application, [], SOON)] == [OPEN]
