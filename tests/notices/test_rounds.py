"""A round of mails: what it reads, page by page, by whom and in which order it sends, and what it leaves alone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.call import Call
from chalicelib.intake.append_event import Change, append
from chalicelib.notices.mail_composition import Mail
from chalicelib.notices.mail_sender import MailSender
from chalicelib.notices.mail_sweep import MOST_ENTRIES
from chalicelib.notices.notice import Notice
from chalicelib.rules.application import Application, Event
from chalicelib.rules.due_entry import DueEntry
from chalicelib.rules.mail_service import WORKING, MailService
from tests.building import CLOSES, MS, OPEN, FakeStore, answers, event
from tests.notices.building import (
    DAY,
    WINDOW_END,
    FakeDueList,
    FakeMailbox,
    FakeOutbox,
    FakeServiceRecord,
    draft,
    interviewed,
    office,
    submitted,
)

SWEPT = OPEN + timedelta(minutes=20)
ROUND = timedelta(minutes=15)
RESTING = MailService(0, 1, OPEN, OPEN + DAY, "Throttling")
IN_DOUBT = MailService(1, 0, OPEN, None, "Throttling")


@dataclass
class Pages(FakeDueList):
    """What of the list was asked for: how many at most, and behind which entry."""

    asked: list[tuple[int, DueEntry | None]] = field(default_factory=list)

    def due(self, call: str, until: datetime, most: int, after: DueEntry | None = None) -> tuple[DueEntry, ...]:
        self.asked.append((most, after))
        return super().due(call, until, most, after)


class Unknown:
    """A store that knows no application, and notes of which it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def events(self, number: str) -> tuple[Event, ...]:
        self.asked.append(number)
        return ()


def listed(call: Call, count: int) -> tuple[Pages, list[DueEntry]]:
    entries = [DueEntry(OPEN + n * MS, f"2222-{n:04}") for n in range(count)]
    pages = Pages()
    for entry in entries:
        pages.put(call.id, entry)
    return pages, entries


def senders_of(call: Call, store: Any) -> MailSender:
    return office(call, store, FakeOutbox(), FakeMailbox())


def test_a_long_list_is_read_page_by_page_and_what_nobody_knows_goes_from_it(call: Call) -> None:
    pages, entries = listed(call, 2 * MOST_ENTRIES + 1)
    store = Unknown()
    assert senders_of(call, store).sweep(SWEPT, due_list=pages) == {}
    ends = (None, entries[MOST_ENTRIES - 1], entries[2 * MOST_ENTRIES - 1])
    assert pages.asked == [(MOST_ENTRIES, end) for end in ends]
    assert store.asked == [entry.number for entry in entries]
    assert (pages.kept, pages.set_apart) == ({}, set())


def test_a_page_that_is_not_full_is_the_last_one(call: Call) -> None:
    pages, _ = listed(call, MOST_ENTRIES - 1)
    senders_of(call, Unknown()).sweep(SWEPT, due_list=pages)
    assert pages.asked == [(MOST_ENTRIES, None)]


def test_a_round_that_is_out_of_time_reads_no_further_page_and_looks_at_nothing(call: Call) -> None:
    pages, entries = listed(call, MOST_ENTRIES + 1)
    store = Unknown()
    assert senders_of(call, store).sweep(SWEPT, lambda: False, due_list=pages) == {}
    assert (pages.asked, store.asked, len(pages.kept)) == ([(MOST_ENTRIES, None)], [], len(entries))


def test_an_application_is_looked_at_once_in_a_round_however_many_entries_it_has(call: Call) -> None:
    """Of those on one page all go; one on a later page is for the next round."""
    pages, entries = listed(call, 2 * MOST_ENTRIES)
    [first, second] = [entry.number for entry in entries[:2]]
    last = DueEntry(OPEN + DAY / 1000, first)
    for entry in (DueEntry(OPEN + MS / 2, second), last):
        pages.put(call.id, entry)
    store = Unknown()
    senders_of(call, store).sweep(SWEPT, due_list=pages)
    assert store.asked == [entry.number for entry in entries]
    assert list(pages.kept.values()) == [last]


@pytest.mark.parametrize(("remain", "is_for_staff"), [("nothing", False), ("a later act alone", True)])
def test_of_what_is_not_whole_a_person_is_told_and_of_nothing_nobody_is(
    call: Call, remain: str, is_for_staff: bool
) -> None:
    """An application that was forgotten has no events; one without its first event was torn by somebody."""
    store, pages = FakeStore(), FakeDueList()
    later = event(seq=2, act="withdraw", status="withdrawn")
    if remain != "nothing":
        store.kept[later.number, 2] = later
    pages.put(call.id, DueEntry(OPEN, later.number))
    pages.set_aside(call.id, later.number)
    assert senders_of(call, store).sweep(SWEPT, due_list=pages) == {}
    assert (pages.kept, bool(pages.set_apart)) == ({}, is_for_staff)


@pytest.mark.parametrize("is_listed", [False, True])
def test_a_round_mails_nothing_of_another_call(call: Call, is_listed: bool) -> None:
    store, mailbox, due_list = FakeStore(), FakeMailbox(), FakeDueList()
    store.append(event(call="another-call", detail={"call": "another-call"}))
    due_list.put(call.id, DueEntry(OPEN, event().number))
    made = office(call, store, FakeOutbox(store), mailbox)
    assert made.sweep(SWEPT, due_list=due_list if is_listed else None) == {}
    assert (mailbox.accepted, due_list.set_apart) == ([], set())


class OfCalls(FakeDueList):
    """What was done to the list, and to which call's."""

    def __init__(self) -> None:
        super().__init__()
        self.done: list[tuple[str, str]] = []

    def put(self, call: str, entry: DueEntry) -> None:
        self.done.append(("put", call))
        super().put(call, entry)

    def drop(self, call: str, entry: DueEntry) -> None:
        self.done.append(("drop", call))
        super().drop(call, entry)

    def set_aside(self, call: str, number: str) -> None:
        self.done.append(("set aside", call))
        super().set_aside(call, number)

    def take_back(self, call: str, number: str) -> None:
        self.done.append(("take back", call))
        super().take_back(call, number)


def test_what_follows_is_on_the_list_of_this_call_before_what_was_due_goes_from_it(call: Call) -> None:
    """A round that is stopped between the two leaves an entry too many, never one too few."""
    store, due_list = FakeStore(), OfCalls()
    number = submitted(call, store)
    refusing = office(call, store, FakeOutbox(store), FakeMailbox([("failed", "x")] * 3))
    due_list.put(call.id, DueEntry(OPEN + MS, number))
    done = {1: ["put", "take back", "drop"], 2: ["put", "take back"], 3: ["set aside", "drop"]}
    for turn, verbs in done.items():
        due_list.done.clear()
        assert refusing.sweep(SWEPT + turn * MS, due_list=due_list) == {"failed": 1}
        assert due_list.done == [(verb, call.id) for verb in verbs]
    assert (due_list.kept, due_list.set_apart) == ({}, {number})


class Threads(FakeMailbox):
    """Which thread sent each mail."""

    def __init__(self) -> None:
        super().__init__()
        self.used: list[int] = []

    def send(self, mail: Mail) -> tuple[str, str]:
        self.used.append(threading.get_ident())
        return super().send(mail)


@pytest.mark.parametrize(("senders", "service", "mails", "is_by_threads"), [
    (2, WORKING, 2, True), (1, WORKING, 2, False), (2, WORKING, 1, False), (2, IN_DOUBT, 2, False),
])  # fmt: skip
def test_several_send_at_a_time_where_they_may_and_a_service_in_doubt_is_asked_by_one(
    call: Call, senders: int, service: MailService, mails: int, is_by_threads: bool
) -> None:
    store, mailbox = FakeStore(), Threads()
    for place in ("Есік", "Түрген")[:mails]:
        submitted(call, store, settlement=place)
    made = office(call, store, FakeOutbox(store), mailbox, FakeServiceRecord(service))
    assert replace(made, senders=senders).sweep(SWEPT) == {"sent": mails}
    assert (threading.get_ident() not in mailbox.used) == is_by_threads


class Pairs(Threads):
    """Each mail waits for one other, so that no sender has done with its own before another began."""

    def __init__(self) -> None:
        super().__init__()
        self._pair = threading.Barrier(2)

    def send(self, mail: Mail) -> tuple[str, str]:
        self._pair.wait(timeout=60)
        return super().send(mail)


def test_no_more_mails_are_on_their_way_than_there_are_senders(call: Call) -> None:
    store, mailbox = FakeStore(), Pairs()
    for place in ("Есік", "Түрген", "Шелек", "Қаскелең", "Талғар", "Текелі"):
        submitted(call, store, settlement=place)
    made = replace(office(call, store, FakeOutbox(store), mailbox), senders=2)
    assert made.sweep(SWEPT) == {"sent": 6}
    assert len(set(mailbox.used)) == 2


class Deferring(FakeOutbox):
    """Which mails it was told to note as deferred."""

    def __init__(self, store: FakeStore) -> None:
        super().__init__(store)
        self.told: list[str] = []

    def defer(self, notice: Notice, at: datetime, why: str) -> bool:
        self.told.append(notice.number)
        return super().defer(notice, at, why)


def test_while_the_service_rests_each_mail_is_noted_once_and_no_application_is_read(call: Call) -> None:
    store, reads = FakeStore(), list[str]()
    numbers = [submitted(call, store, settlement=place) for place in ("Есік", "Түрген")]
    outbox = Deferring(store)
    made = office(call, store, outbox, FakeMailbox(), FakeServiceRecord(RESTING))
    made = replace(made, read=lambda number: reads.append(number) or store.events(number))
    assert [made.sweep(SWEPT + turn * ROUND) for turn in range(3)] == [{"deferred": 2}, {}, {}]
    assert (sorted(outbox.told), reads) == (sorted(numbers), [])
    noted = [(posting.state, posting.at, posting.why) for posting, _ in outbox.kept.values()]
    assert noted == [("deferred", SWEPT, "Throttling")] * 2


class Meanwhile(FakeOutbox):
    """An act comes between the look at everyone and the sending."""

    def __init__(self, store: FakeStore, act: Event) -> None:
        super().__init__(store)
        self._act = act

    def everyone(self) -> Iterator[Any]:
        seen = list(super().everyone())
        self.store.append(self._act)
        return iter(seen)


@pytest.mark.parametrize(("act", "became"), [("submit", {}), ("save_draft", {"sent": 1})])
def test_who_does_meanwhile_what_a_reminder_would_ask_for_is_not_reminded(
    call: Call, act: str, became: dict[str, int]
) -> None:
    store, mailbox = FakeStore(), FakeMailbox()
    number, now = draft(call, store), CLOSES - DAY
    status = {"submit": "submitted", "save_draft": "draft"}[act]
    meanwhile = event(number=number, seq=2, at=now, act=act, status=status, version=2)
    assert office(call, store, Meanwhile(store, meanwhile), mailbox).sweep(now) == became
    assert len(mailbox.accepted) == sum(became.values())


class AnyOrder(FakeOutbox):
    """As a table is scanned: in no order."""

    def everyone(self) -> Iterator[Any]:
        return reversed(list(super().everyone()))


def test_mails_go_by_their_age_and_those_of_one_instant_by_their_numbers(call: Call) -> None:
    store, mailbox = FakeStore(), FakeMailbox()
    sent_at = {"2222-222F": OPEN + MS, "2222-222G": OPEN, "2222-222J": OPEN, "2222-222D": OPEN + 2 * MS}
    for number, at in sent_at.items():
        store.append(event(number=number, at=at))
    office(call, store, AnyOrder(store), mailbox).sweep(SWEPT)
    numbers = [mail.subject.rpartition(" ")[2] for mail in mailbox.accepted]
    assert numbers == ["2222-222G", "2222-222J", "2222-222F", "2222-222D"]


@pytest.mark.parametrize("is_listed", [False, True])
def test_of_one_application_too_the_older_mail_goes_first(call: Call, is_listed: bool) -> None:
    """What was supplemented after the reminder of the window had come due, both while no sender ran."""
    store, mailbox, pages = FakeStore(), FakeMailbox(), FakeDueList()
    number = interviewed(call, store)
    reminded = WINDOW_END - timedelta(hours=3)
    change = Change("supplement", "applicant", reminded + timedelta(minutes=1), answers(settlement="Есік"))
    append(store, Application(store.events(number)), change)
    pages.put(call.id, DueEntry(reminded, number))
    outbox = FakeOutbox(store)
    made = office(call, store, outbox, mailbox)
    assert made.sweep(reminded + timedelta(minutes=10), due_list=pages if is_listed else None) == {"sent": 2}
    assert [posting.kind for posting, _ in outbox.kept.values()] == ["window_reminder", "supplemented"]


def test_who_has_other_work_is_told_the_events_of_everyone_in_the_same_reading(call: Call) -> None:
    store, told = FakeStore(), []
    numbers = {submitted(call, store, settlement=place) for place in ("Есік", "Түрген")}

    def note(events: tuple[Event, ...]) -> None:
        told.append(events[0].number)
        if len(told) == 1:
            raise LookupError

    made = office(call, store, FakeOutbox(store), FakeMailbox())
    assert made.sweep(SWEPT, note=note) == {"unnoted": 1, "sent": 1}
    assert (set(told), len(told)) == (numbers, 2)
