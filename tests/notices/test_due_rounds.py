"""Rounds that read what is due and nothing else send what rounds over the whole table send, at any instant."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.call import Call
from chalicelib.notices.mail_composition import Mail
from chalicelib.notices.mail_sender import MailSender
from chalicelib.notices.next_due import after_acts
from chalicelib.rules.application import Application, Event
from chalicelib.rules.due_entry import DueEntry
from chalicelib.rules.mail_service import MailService
from chalicelib.selection import decisions, task_acts
from chalicelib.store.due_list import TableDueList
from chalicelib.store.home.item_pages import Pages
from chalicelib.store.projection import TableProjection
from tests.building import CLOSES, MS, OPEN, FakeStore, event
from tests.notices.building import (
    DAY,
    FakeDueList,
    FakeMailbox,
    FakeOutbox,
    FakeServiceRecord,
    admitted,
    desk,
    draft,
    interviewed,
    office,
    submitted,
)
from tests.store.engines import make_table, sqlite_client

ROUND = timedelta(minutes=15)


@dataclass
class Stream:
    """A store whose every event brings the look that follows from it, as the stream's function does."""

    call: Call
    store: FakeStore = field(default_factory=FakeStore)
    due_list: FakeDueList = field(default_factory=FakeDueList)
    _seen: dict[str, int] = field(default_factory=dict)

    def follow(self, number: str, *, one_by_one: bool = False) -> None:
        events = self.store.events(number)
        for end in range(self._seen.get(number, 0) + 1, len(events) + 1) if one_by_one else [len(events)]:
            if entry := after_acts(self.call, Application(events[:end]), self._seen.get(number, 0)):
                self.due_list.put(self.call.id, entry)
            self._seen[number] = end


def life(call: Call, store: FakeStore) -> list[str]:
    """One application of every kind that a round has something to do for."""
    late = draft(call, store, settlement="Есік")
    decisions.reopen(desk(call, store, 16), late, "submit", CLOSES + 5 * DAY, "Ауылда жарық болмады.")
    tasks = admitted(call, store)
    task_acts.assign(desk(call, store, 3), tasks, "Есеп", date(2021, 10, 15))
    return [draft(call, store), late, tasks, submitted(call, store, settlement="Түрген"),
            interviewed(call, store, settlement="Шелек")]  # fmt: skip


@pytest.mark.parametrize("one_by_one", [False, True])
def test_the_same_mails_go_in_the_same_rounds(call: Call, one_by_one: bool) -> None:
    sent: list[list[tuple[datetime, str]]] = []
    whole = FakeStore()
    every = [event for number in life(call, whole) for event in whole.events(number)]
    for is_listed in (False, True):
        stream, mailbox = Stream(call), FakeMailbox()
        senders, now, went = office(call, stream.store, FakeOutbox(stream.store), mailbox), OPEN, []
        while now < CLOSES + 20 * DAY:
            fresh = [event for event in every if now - 7 * ROUND < event.at <= now]
            for each in fresh:
                stream.store.append(each)
            for number in dict.fromkeys(each.number for each in fresh):
                stream.follow(number, one_by_one=one_by_one)
            before = len(mailbox.accepted)
            senders.sweep(now, due_list=stream.due_list if is_listed else None)
            went += sorted((now, mail.subject) for mail in mailbox.accepted[before:])
            now += 7 * ROUND
        sent.append(went)
    assert sent[0] == sent[1]
    assert len(sent[0]) > 15
    assert stream.due_list.due(call.id, now, 9) == ()


def test_an_act_that_mails_is_looked_at_once_the_stream_has_had_its_time(call: Call) -> None:
    stream, mailbox = Stream(call), FakeMailbox()
    number = submitted(call, stream.store)
    stream.follow(number)
    senders = office(call, stream.store, FakeOutbox(stream.store), mailbox)
    assert stream.due_list.due(call.id, OPEN + DAY, 9) == (DueEntry(OPEN + timedelta(minutes=5), number),)
    assert senders.sweep(OPEN + timedelta(minutes=5), due_list=stream.due_list) == {}
    assert senders.sweep(OPEN + timedelta(minutes=5) + MS, due_list=stream.due_list) == {"sent": 1}
    assert (stream.due_list.kept, stream.due_list.set_apart) == ({}, set())


def test_what_only_a_person_may_release_lies_aside_and_no_round_reads_it_again(call: Call) -> None:
    stream = Stream(call)
    number = submitted(call, stream.store)
    stream.follow(number)
    outbox = FakeOutbox(stream.store)
    senders = office(call, stream.store, outbox, FakeMailbox([("failed", "x")] * 3))
    for n in range(1, 4):
        assert senders.sweep(OPEN + n * ROUND, due_list=stream.due_list) == {"failed": 1}
    assert (stream.due_list.kept, stream.due_list.set_apart) == ({}, {number})
    # A person releases it, as the tool does.
    (posting,) = outbox.postings(number)
    outbox.release(posting, OPEN + DAY, posting)
    stream.due_list.put(call.id, DueEntry(OPEN + DAY, number))
    assert senders.sweep(OPEN + DAY, due_list=stream.due_list) == {"sent": 1}
    assert (stream.due_list.kept, stream.due_list.set_apart) == ({}, set())


def test_a_mail_that_may_be_on_its_way_is_looked_at_when_it_has_become_uncertain(call: Call) -> None:
    stream = Stream(call)
    number = submitted(call, stream.store)
    stream.follow(number)
    outbox = FakeOutbox(stream.store)
    senders = office(call, stream.store, outbox, FakeMailbox([KeyboardInterrupt()]))
    with pytest.raises(KeyboardInterrupt):
        senders.sweep(OPEN + ROUND, due_list=stream.due_list)
    senders.sweep(OPEN + ROUND + MS, due_list=stream.due_list)
    assert stream.due_list.due(call.id, OPEN + DAY, 9) == (DueEntry(OPEN + 2 * ROUND, number),)
    assert senders.sweep(OPEN + 2 * ROUND, due_list=stream.due_list) == {}
    assert (stream.due_list.kept, stream.due_list.set_apart) == ({}, {number})


def test_while_the_service_rests_what_waits_for_it_is_not_read_again_and_goes_by_age_after_it(call: Call) -> None:
    stream, mailbox = Stream(call), FakeMailbox()
    reads: list[str] = []
    events: dict[str, tuple[Event, ...]] = {}
    for n, sign in enumerate("WVUSR"):
        mine = event(number=f"2222-222{sign}", at=OPEN + n * timedelta(seconds=3))
        events[mine.number] = (mine,)
        stream.due_list.put(call.id, DueEntry(mine.at + timedelta(minutes=5), mine.number))
    record = FakeServiceRecord(MailService(0, 9, OPEN, OPEN + DAY, "LimitExceededException"))
    made = office(call, stream.store, FakeOutbox(stream.store), mailbox, record)

    def read(number: str) -> tuple[Event, ...]:
        reads.append(number)
        return events[number]

    made = replace(made, read=read)
    assert made.sweep(OPEN + ROUND, due_list=stream.due_list) == {"deferred": 5}
    reads.clear()
    assert made.sweep(OPEN + 2 * ROUND, due_list=stream.due_list) == {}
    assert reads == []
    assert made.sweep(OPEN + DAY, due_list=stream.due_list) == {"sent": 5}
    assert [mail.subject.rpartition(" ")[2] for mail in mailbox.accepted] == list(events)
    assert stream.due_list.kept == {}


def test_one_applications_trouble_is_not_the_others(call: Call) -> None:
    stream, mailbox = Stream(call), FakeMailbox()
    number = submitted(call, stream.store)
    stream.follow(number)
    stream.due_list.put(call.id, DueEntry(OPEN, "9999-9999"))
    made = office(call, stream.store, FakeOutbox(stream.store), mailbox)
    trouble = {"9999-9999": LookupError("x")}

    def read(number: str) -> tuple[Event, ...]:
        if number in trouble:
            raise trouble[number]
        return stream.store.events(number)

    assert replace(made, read=read).sweep(OPEN + ROUND, due_list=stream.due_list) == {"unnoted": 1, "sent": 1}
    assert list(stream.due_list.kept) == [(OPEN, "9999-9999")]


class SlowMailbox:
    """Counts how many mails are on their way at once."""

    def __init__(self) -> None:
        self.lock, self.meeting, self.most, self.sent = threading.Lock(), threading.Barrier(4, timeout=60), 0, 0

    def send(self, mail: Mail) -> tuple[str, str]:
        self.meeting.wait()
        with self.lock:
            self.sent += 1
        return "sent", "id"


@pytest.mark.parametrize("is_listed", [False, True])
def test_mails_of_a_backlog_go_several_at_a_time(call: Call, is_listed: bool) -> None:
    stream, mailbox = Stream(call), SlowMailbox()
    for place in ("Есік", "Түрген", "Шелек", "Қаскелең", "Талғар", "Текелі", "Үштөбе", "Жаркент"):
        stream.follow(submitted(call, stream.store, settlement=place, leader_email=f"a{len(stream._seen)}@example.kz"))
    made = replace(office(call, stream.store, FakeOutbox(stream.store), mailbox), senders=4)
    assert made.sweep(OPEN + ROUND, due_list=stream.due_list if is_listed else None) == {"sent": 8}
    assert mailbox.sent == 8


class Counting:
    """A client that counts what is asked of it, and the items that were read for it."""

    def __init__(self, client: Any) -> None:
        self._client, self.requests, self.items = client, 0, 0

    def get_paginator(self, operation: str) -> Pages:
        return Pages(getattr(self, operation))

    def __getattr__(self, name: str) -> Any:
        act = getattr(self._client, name)
        if not callable(act):
            return act

        def counted(**wish: Any) -> Any:
            self.requests += 1
            answer = act(**wish)
            self.items += answer.get("ScannedCount", len(answer.get("Items", ()))) if isinstance(answer, dict) else 0
            return answer

        return counted


def test_a_round_with_nothing_due_asks_five_times_at_most_however_many_there_are(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chalicelib import deployment, mail_wiring
    from chalicelib.store.event_table import EventTable
    from chalicelib.store.mail_service_state import TableServiceRecord
    from chalicelib.store.outbox import TableOutbox

    class Enough:
        def get_remaining_time_in_millis(self) -> int:
            return 600_000

    with sqlite_client() as client:
        table = make_table(client)
        projection, due_list = TableProjection(client, table), TableDueList(client, table)
        store = EventTable(client, table)
        projection.mark_whole(call.id)
        for n in range(300):
            mine = event(number=f"{n:04}-2222".replace("0", "D").replace("1", "F"), act="save_draft", status="draft")
            store.append(mine)
            entry = after_acts(call, Application((mine,)), 0)
            assert entry and entry.at > OPEN + DAY
            due_list.put(call.id, entry)
        counting = Counting(client)
        monkeypatch.setattr(deployment, "table_client", lambda: counting)
        monkeypatch.setenv("TABLE_NAME", table)
        record = TableServiceRecord(counting, table)
        made = replace(
            office(call, FakeStore(), TableOutbox(counting, table), FakeMailbox(), record),
            read=EventTable(counting, table).events,
        )
        monkeypatch.setattr(mail_wiring, "post_office", lambda: made)
        mail_wiring.mail_that_is_due((OPEN + DAY).isoformat(), Enough())
        assert (counting.requests <= 5, counting.items) == (True, 0)
        # When one has come due, it is looked at alone: its entry and its event.
        due_list.put(call.id, DueEntry(OPEN, mine.number))
        counting.requests = 0
        mail_wiring.mail_that_is_due((OPEN + DAY).isoformat(), Enough())
        assert (counting.requests <= 12, counting.items) == (True, 2)


def test_only_an_office_of_the_product_has_several_senders(call: Call) -> None:
    assert MailSender.__dataclass_fields__["senders"].default == 1
