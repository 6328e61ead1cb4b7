"""A day of refusals with a thousand mails owed: none is lost, none goes twice, and an hour after it all are sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import cycle, product

import pytest

from chalicelib.call import Call
from chalicelib.notices import owed_mails
from chalicelib.notices.mail_composition import Mail
from chalicelib.notices.mail_sender import MailSender
from chalicelib.notices.sending_pace import Pace
from chalicelib.notices.stream_records import on_stream
from chalicelib.rules.application import Application, Event
from chalicelib.rules.mail_service import MailService
from chalicelib.store.event_items import from_item
from chalicelib.store.outbox import OutboxItem
from tests.building import OPEN, answers, event
from tests.notices.building import SITE, FakeAddressCounts, FakeLinks, FakeOutbox, FakeServiceRecord
from tests.notices.test_sending import record

ROUND = timedelta(minutes=15)
BACK = OPEN + timedelta(days=1)
MAILS_PER_SECOND = 5
REFUSALS = {
    "throttle": ("deferred", "TooManyRequestsException"),
    "quota": ("deferred", "LimitExceededException"),
    "sandbox": ("deferred", "AddressNotVerified"),
    "paused": ("deferred", "SendingPausedException"),
    "error": ("deferred", "InternalFailure"),
    "unreachable": ("deferred", "ConnectTimeoutError"),
}
LOST = ("unclear", "ReadTimeoutError")


@dataclass
class Day:
    """A clock, a mail service that refuses until BACK, a thousand applications, and the functions' own rounds."""

    call: Call
    refusals: Iterator[tuple[str, str]]
    now: datetime = OPEN
    accepted: list[tuple[datetime, str]] = field(default_factory=list)
    tries: int = 0
    record: FakeServiceRecord = field(default_factory=FakeServiceRecord)

    def __post_init__(self) -> None:
        self.events: dict[str, tuple[Event, ...]] = {}
        self.outbox = FakeOutbox()
        self.outbox.everyone = self._everyone  # type: ignore[method-assign]  # the fake's own reads are too slow here
        pace = Pace(MAILS_PER_SECOND, self.record.take_turn, lambda: self.now.timestamp(), self._pause)
        read, counts = self.events.__getitem__, FakeAddressCounts()
        self.office = MailSender(self.call, read, self.outbox, self, self.record, counts, FakeLinks(), SITE, pace.wait)

    def send(self, mail: Mail) -> tuple[str, str]:
        self.tries += 1
        if self.now < BACK:
            verdict = next(self.refusals)
            if verdict != LOST:
                return verdict
        self.accepted.append((self.now, mail.subject.rpartition(" ")[2]))
        return verdict if self.now < BACK else ("sent", "id")

    def _pause(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def _everyone(self) -> Iterator[tuple[tuple[Event, ...], tuple[OutboxItem, ...]]]:
        kept: dict[str, list[OutboxItem]] = {}
        for (number, _), (posting, _) in self.outbox.kept.items():
            kept.setdefault(number, []).append(posting)
        return iter([(events, tuple(kept.get(number, ()))) for number, events in self.events.items()])

    def submit(self, number: str) -> None:
        mine = event(number=number, at=self.now, answers=answers(leader_email=f"{number.lower()}@example.kz"))
        self.events[number] = (mine,)
        answer, _ = on_stream(self.office, [record(mine, 1)], from_item, self.now)
        assert answer == {"batchItemFailures": []}, "the stream must not be held up"

    def rounds(self, until: datetime) -> None:
        while self.now < until:
            start = self.now
            self.office.sweep(self.now)
            self.now = max(self.now, start + ROUND)

    def states(self) -> Counter[str]:
        return Counter(
            mail.state for number, events in self.events.items()
            for mail in owed_mails(self.call, Application(events), self.outbox.postings(number), self.now)
        )  # fmt: skip


def numbers(count: int) -> list[str]:
    """In an order that is not the order of the letters."""
    signs = "WVUSRNJGFD98765432"
    return [f"{''.join(four)}-DFGJ" for four, _ in zip(product(signs, repeat=4), range(count), strict=False)]


def day(call: Call, refusals: list[tuple[str, str]], count: int) -> Day:
    made = Day(call, cycle(refusals))
    for number in numbers(count):
        made.submit(number)
        made.now += timedelta(seconds=3)
    return made


CASES = [*((name, [refusal], 60) for name, refusal in REFUSALS.items()), ("mixed", list(REFUSALS.values()), 1000)]


@pytest.mark.parametrize(("refusals", "count"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_day_of_refusals_costs_no_mail(call: Call, refusals: list[tuple[str, str]], count: int) -> None:
    made = day(call, refusals, count)
    made.rounds(BACK)
    assert (made.accepted, made.states()) == ([], Counter(deferred=count))
    assert made.tries < 400, "a service that refuses is left alone"
    made.now = BACK
    made.rounds(BACK + timedelta(hours=1))
    assert [number for _, number in made.accepted] == numbers(count), "by age, each once"
    assert made.accepted[-1][0] - BACK < timedelta(hours=1)
    assert max(Counter(int(at.timestamp()) for at, _ in made.accepted).values()) <= MAILS_PER_SECOND
    assert made.states() == Counter()
    assert {posting.attempts for posting, _ in made.outbox.kept.values()} == {1}


def test_what_was_in_doubt_stays_in_doubt_and_everything_else_is_sent_once(call: Call) -> None:
    made = day(call, [LOST], 200)
    made.rounds(BACK)
    doubted = {number for _, number in made.accepted}
    assert len(doubted) == len(made.accepted) == made.tries < 110
    made.now = BACK
    made.rounds(BACK + timedelta(hours=1))
    assert sorted(number for _, number in made.accepted) == sorted(numbers(200))
    assert made.states() == Counter(uncertain=len(doubted))


def test_an_outage_longer_than_three_days_costs_nothing_either(call: Call) -> None:
    made = day(call, [REFUSALS["quota"]], 20)
    made.now = OPEN + timedelta(days=9)
    made.office.sweep(made.now)
    made.rounds(made.now + timedelta(minutes=30))
    assert [number for _, number in made.accepted] == numbers(20)


def test_one_mail_the_service_chokes_on_does_not_stand_before_all_others(call: Call) -> None:
    made = day(call, [REFUSALS["error"]], 20)
    healthy: Callable[[Mail], tuple[str, str]] = made.send
    made.send = lambda mail: REFUSALS["error"] if numbers(1)[0] in mail.subject else healthy(mail)  # type: ignore[method-assign]
    made.now = BACK
    made.office.sweep(made.now)
    assert [number for _, number in made.accepted] == numbers(20)[1:]
    assert made.states() == Counter(deferred=1)


def test_a_reminder_whose_moment_passed_in_the_outage_is_not_sent_after_it(call: Call) -> None:
    made = Day(call, cycle([REFUSALS["quota"]]))
    made.now = call.closes_at - timedelta(hours=49)
    draft = event(act="save_draft", status="draft", at=made.now, answers=answers())
    made.events[draft.number] = (draft,)
    made.record.service = MailService(0, 9, made.now, call.closes_at, "LimitExceededException")
    made.rounds(call.closes_at)
    assert made.accepted == []
    made.rounds(call.closes_at + timedelta(hours=1))
    kinds = [posting.kind for posting, _ in made.outbox.kept.values() if posting.state == "sent"]
    assert kinds == ["draft_closed"]
    assert made.states() == Counter()
