"""One application for every kind of mail, brought there by the verbs; and an outbox and a mailbox of our own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from chalicelib.call import Call
from chalicelib.intake.append_event import Change, append
from chalicelib.intake.change_application import rewrite, withdraw
from chalicelib.intake.save_draft import save_new_draft
from chalicelib.intake.submit_application import submit
from chalicelib.notices import Notice, due, plan
from chalicelib.notices.mail_composition import Mail, compose
from chalicelib.notices.mail_sender import MailSender
from chalicelib.notices.notice import of_link
from chalicelib.rules.application import Application, Event
from chalicelib.rules.confirmed_address import address_mark, address_of
from chalicelib.rules.due_entry import DueEntry
from chalicelib.rules.lost_key_link import KeyLink, LinkRequest
from chalicelib.rules.mail_service import WORKING, MailService
from chalicelib.selection import decisions, interviews, task_acts
from chalicelib.selection.reissue_key import reissue_key
from chalicelib.store.outbox import OutboxItem
from tests.building import CLOSES, OPEN, PEPPER, FakeStore, answers
from tests.selection.building import EXPERT, HELD, MEMBER, admitted, desk, interviewed, submitted

SITE = "https://baiqau.example"
DAY = timedelta(days=1)
WINDOW_END = datetime.fromisoformat("2021-09-21T00:00:00+06:00")


@dataclass
class Told:
    """An application and the one notice about it."""

    application: Application
    notice: Notice


def last_event(call: Call, store: FakeStore, number: str) -> Told:
    application = Application(store.events(number))
    (notice,) = plan(call, application, application.events[-1])
    return Told(application, notice)


def reminder(call: Call, store: FakeStore, number: str, now: datetime) -> Told:
    application = Application(store.events(number))
    (notice,) = due(call, application, now)
    return Told(application, notice)


def draft(call: Call, store: FakeStore, at: datetime = OPEN, **changes: Any) -> str:
    return save_new_draft(call, store, PEPPER, answers(**changes), at)[0].number


def confirmed(call: Call, store: FakeStore, number: str) -> str:
    """The same application after a link that was sent to its address has been used."""
    application = Application(store.events(number))
    mark = address_mark(number, address_of(call, application))
    store.append(application.events[-1]._replace(seq=len(application.events) + 1, act="reissue_key", answers=None,
                         detail={"confirmed": mark}, key_sha256="0" * 64))  # fmt: skip
    return number


def _draft_saved(call: Call, store: FakeStore, **words: Any) -> Told:
    return last_event(call, store, draft(call, store, **words))


def _changed(call: Call, store: FakeStore, **words: Any) -> Told:
    receipt = submit(call, store, PEPPER, answers(**words), OPEN)
    number = receipt.event.number
    rewrite(call, store, number, receipt.key, 1, answers(**words, settlement="Есік"), OPEN + DAY)
    return last_event(call, store, number)


def _supplemented(call: Call, store: FakeStore, **words: Any) -> Told:
    number = interviewed(call, store, **words)
    content = answers(**words, settlement="Есік")
    append(store, Application(store.events(number)), Change("supplement", "applicant", OPEN + 2 * DAY, content))
    return last_event(call, store, number)


def _received(call: Call, store: FakeStore, **words: Any) -> Told:
    return last_event(call, store, submitted(call, store, **words))


def _scheduled(call: Call, store: FakeStore, **words: Any) -> Told:
    number = submitted(call, store, **words)
    at = desk(call, store, 0.5)
    interviews.schedule(at, number, OPEN + DAY, "Талдықорған, Қабанбай батыр к., 26", "offline")
    return last_event(call, store, number)


def _rescheduled(call: Call, store: FakeStore, **words: Any) -> Told:
    number = _scheduled(call, store, **words).notice.number
    interviews.schedule(desk(call, store), number, OPEN + 2 * DAY, "https://meet.example.kz/1", "online")
    return last_event(call, store, number)


def _window_opened(call: Call, store: FakeStore, **words: Any) -> Told:
    return last_event(call, store, interviewed(call, store, **words))


def _interview_recorded(call: Call, store: FakeStore, **words: Any) -> Told:
    return last_event(call, store, interviewed(call, store, "failed", **words))


def _interview_corrected(call: Call, store: FakeStore, **words: Any) -> Told:
    number = interviewed(call, store, "failed", **words)
    interviews.record(desk(call, store, 2), number, HELD, [MEMBER], [EXPERT], "passed", why="Хаттама қате оқылған.")
    return last_event(call, store, number)


def _admitted(call: Call, store: FakeStore, **words: Any) -> Told:
    number = admitted(call, store)
    return _in_language(last_event(call, store, number), **words)


def _declined(call: Call, store: FakeStore, **words: Any) -> Told:
    number = interviewed(call, store, "failed", **words)
    decisions.decline(desk(call, store, 2), number, "interview_failed", "Жоспар айқын емес.")
    return last_event(call, store, number)


def _completed(call: Call, store: FakeStore, **words: Any) -> Told:
    number = admitted(call, store)
    decisions.complete(desk(call, store, 60), number, "Рақмет!")
    return _in_language(last_event(call, store, number), **words)


def _task_assigned(call: Call, store: FakeStore, **words: Any) -> Told:
    number = admitted(call, store)
    task_acts.assign(desk(call, store, 3), number, "Қаржы моделін жіберу", date(2021, 10, 15))
    return _in_language(last_event(call, store, number), **words)


def _task_missed(call: Call, store: FakeStore, **words: Any) -> Told:
    number = _task_assigned(call, store).notice.number
    task_acts.miss(desk(call, store, 40), number, "1", "Жіберілмеді.")
    return _in_language(last_event(call, store, number), **words)


def _excluded(call: Call, store: FakeStore, **words: Any) -> Told:
    number = _task_missed(call, store).notice.number
    task_acts.assign(desk(call, store, 41), number, "Есеп", date(2021, 11, 1))
    task_acts.miss(desk(call, store, 50), number, "2")
    decisions.exclude(desk(call, store, 56), number, "Екі міндет орындалмады.")
    return _in_language(last_event(call, store, number), **words)


def _withdrawn(call: Call, store: FakeStore, **words: Any) -> Told:
    receipt = submit(call, store, PEPPER, answers(**words), OPEN)
    withdraw(call, store, receipt.event.number, receipt.key, OPEN + DAY)
    return last_event(call, store, receipt.event.number)


def _key_reissued(call: Call, store: FakeStore, **words: Any) -> Told:
    number = submitted(call, store, **words)
    reissue_key(desk(call, store, 1), number, bytes(32), "Жеке келді, куәлігі көрілді.")
    return last_event(call, store, number)


def _key_link(call: Call, store: FakeStore, **words: Any) -> Told:
    number = submitted(call, store, **words)
    return Told(Application(store.events(number)), of_link(number, OPEN + DAY, f"/api/keys/{'a' * 43}"))


def infected(store: FakeStore, number: str, verdict: str = "infected", kind: str = "presentation") -> str:
    """The same application after the scanner has answered of a document that waited for it."""
    detail = {"document": "d", "kind": kind, "filename": "менің құпиям.pdf", "size": 9, "sha256": "0" * 64,
              "replaces": "", "checking": True}  # fmt: skip
    for change in (
        Change("receive_document", "applicant", OPEN + DAY, detail=detail),
        Change("check_document", "scanner", OPEN + DAY, detail={"document": "d", "verdict": verdict}),
    ):
        append(store, Application(store.events(number)), change)  # fmt: skip
    return number


def _document_infected(call: Call, store: FakeStore, **words: Any) -> Told:
    return last_event(call, store, infected(store, submitted(call, store, **words)))


def _submit_reopened(call: Call, store: FakeStore, **words: Any) -> Told:
    number = draft(call, store, **words)
    decisions.reopen(desk(call, store, 16), number, "submit", CLOSES + 3 * DAY, "Ауылда жарық болмады.")
    return last_event(call, store, number)


def _supplement_reopened(call: Call, store: FakeStore, **words: Any) -> Told:
    number = interviewed(call, store, **words)
    decisions.reopen(desk(call, store, 7), number, "supplement", OPEN + 9 * DAY, "Көшбасшы ауырып қалды.")
    return last_event(call, store, number)


def _draft_reminder(call: Call, store: FakeStore, **words: Any) -> Told:
    return reminder(call, store, draft(call, store, **words), CLOSES - DAY)


def _draft_closed(call: Call, store: FakeStore, **words: Any) -> Told:
    return reminder(call, store, draft(call, store, **words), CLOSES)


def _window_reminder(call: Call, store: FakeStore, **words: Any) -> Told:
    return reminder(call, store, interviewed(call, store, **words), WINDOW_END - timedelta(hours=3))


def _task_due(call: Call, store: FakeStore, **words: Any) -> Told:
    number = _task_assigned(call, store).notice.number
    told = reminder(call, store, number, datetime.fromisoformat("2021-10-15T00:00:00+06:00"))
    return _in_language(told, **words)


def _in_language(told: Told, **words: Any) -> Told:
    """The builder of admitted applications takes no answers; its content is changed here."""
    first = told.application.events[0]
    changed = first._replace(answers=dict(first.answers or {}) | words)
    return Told(Application((changed, *told.application.events[1:])), told.notice)


MAKERS: dict[str, Callable[..., Told]] = {
    "draft_saved": _draft_saved, "received": _received, "changed": _changed, "supplemented": _supplemented,
    "interview_scheduled": _scheduled, "interview_rescheduled": _rescheduled,
    "window_opened": _window_opened, "interview_recorded": _interview_recorded,
    "interview_corrected": _interview_corrected, "admitted": _admitted, "declined": _declined, "completed": _completed,
    "excluded": _excluded, "withdrawn": _withdrawn, "task_assigned": _task_assigned, "task_missed": _task_missed,
    "key_reissued": _key_reissued, "key_link": _key_link,
    "document_infected": _document_infected,
    "submit_reopened": _submit_reopened, "supplement_reopened": _supplement_reopened,
    "draft_reminder": _draft_reminder, "draft_closed": _draft_closed, "window_reminder": _window_reminder,
    "task_due": _task_due,
}  # fmt: skip


def told(call: Call, kind: str, **words: Any) -> Told:
    """`words` change the applicant's answers."""
    return MAKERS[kind](call, FakeStore(), **words)


def mail(call: Call, kind: str, language: str = "kk", **words: Any) -> Mail:
    found = told(call, kind, application_language=language, **words)
    return compose(call, found.application, found.notice, SITE, found.notice.at)


class FakeOutbox:
    """An outbox in a dictionary, held to the same suite as the table's (test_outbox)."""

    def __init__(self, store: FakeStore | None = None) -> None:
        self.store, self.tokens = store or FakeStore(), iter(range(1, 10**6))
        self.kept: dict[tuple[str, str], tuple[OutboxItem, str]] = {}

    def claim(self, notice: Notice, at: datetime, state: str) -> str:
        place = (notice.number, notice.mark)
        standing = self.kept.get(place)
        if standing and standing[0].state not in ("failed", "deferred"):
            return ""
        token = str(next(self.tokens))
        attempts = 1 + (standing[0].attempts if standing else 0)
        deferred_at = standing[0].deferred_at if standing else None
        posting = OutboxItem(notice.number, notice.mark, notice.kind, state, at, attempts, "", deferred_at)
        self.kept[place] = (posting, token)
        return token

    def settle(self, notice: Notice, token: str, state: str, at: datetime, why: str) -> None:
        posting, held = self.kept[notice.number, notice.mark]
        assert held == token
        if state == "deferred":
            posting = replace(posting, attempts=posting.attempts - 1, deferred_at=posting.deferred_at or at)
        self.kept[notice.number, notice.mark] = (replace(posting, state=state, at=at, why=why), token)

    def defer(self, notice: Notice, at: datetime, why: str) -> bool:
        return self._defer(notice, at, why, None)

    def release(self, notice: Notice, at: datetime, seen: OutboxItem | None) -> bool:
        return self._defer(notice, at, "released", seen)

    def _defer(self, notice: Notice, at: datetime, why: str, seen: OutboxItem | None) -> bool:
        place = (notice.number, notice.mark)
        standing, token = self.kept.get(place, (None, ""))
        if standing != seen:
            return False
        self.kept[place] = (OutboxItem(notice.number, notice.mark, notice.kind, "deferred", at, 0, why, at), token)
        return True

    def postings(self, number: str) -> tuple[OutboxItem, ...]:
        return tuple(posting for (owner, _), (posting, _) in sorted(self.kept.items()) if owner == number)

    def everyone(self) -> Iterator[tuple[tuple[Event, ...], tuple[OutboxItem, ...]]]:
        for number in sorted({owner for owner, _ in self.store.kept}):
            light = tuple(event._replace(answers=None) for event in self.store.events(number))
            yield light, self.postings(number)


@dataclass
class FakeDueList:
    """What is due in a dictionary, held to the same suite as the table's (tests/store/test_due_list.py)."""

    kept: dict[tuple[datetime, str], DueEntry] = field(default_factory=dict)
    set_apart: set[str] = field(default_factory=set)

    def put(self, call: str, entry: DueEntry) -> None:
        self.kept[entry.at, entry.number] = entry

    def drop(self, call: str, entry: DueEntry) -> None:
        self.kept.pop((entry.at, entry.number), None)

    def due(self, call: str, until: datetime, most: int, after: DueEntry | None = None) -> tuple[DueEntry, ...]:
        found = sorted(place for place in self.kept if place[0] <= until and (not after or place > after[:2]))
        return tuple(self.kept[place] for place in found[:most])

    def set_aside(self, call: str, number: str) -> None:
        self.set_apart.add(number)

    def take_back(self, call: str, number: str) -> None:
        self.set_apart.discard(number)

    def aside(self, call: str, most: int, after: str = "") -> tuple[str, ...]:
        return tuple(sorted(number for number in self.set_apart if number > after)[:most])


@dataclass
class FakeAddressCounts:
    """Counts of one day, held to the same suite as the table's (tests/store/test_address_counts.py)."""

    taken: dict[tuple[str, str, str], set[str]] = field(default_factory=dict)

    def take(self, address: str, purpose: str, mail: str, most: int, at: datetime) -> bool:
        local, _, domain = address.lower().partition("@")
        place = (at.strftime("%Y-%m-%d"), purpose, f"{local.split('+')[0]}@{domain}")
        mails = self.taken.setdefault(place, set())
        if len(mails) < most:
            mails.add(mail)
        return mail in mails


@dataclass
class FakeLinks:
    """Links in a dictionary, held to the same suite as the table's (tests/store/test_links.py)."""

    asked: list[LinkRequest] = field(default_factory=list)
    kept: dict[str, KeyLink] = field(default_factory=dict)

    def ask(self, request: LinkRequest) -> None:
        minute = request.at.replace(second=0, microsecond=0)
        if (request.number, minute) not in [(r.number, r.at.replace(second=0, microsecond=0)) for r in self.asked]:
            self.asked.append(request)

    def issue(self, number: str, address_mark: str, until: datetime) -> str:
        token = f"{len(self.kept):0>43}"
        self.kept[token] = KeyLink(number, address_mark, until)
        return token

    def find(self, token: str) -> KeyLink | None:
        return self.kept.get(token)

    def use(self, token: str, link: KeyLink, at: datetime) -> bool:
        if self.kept[token].used_at:
            return False
        self.kept[token] = link._replace(used_at=at)
        return True


@dataclass
class FakeServiceRecord:
    """What senders share, in memory, held to the same suite as the table's (tests/store/test_mail_service.py)."""

    service: MailService = WORKING
    turns: dict[int, int] = field(default_factory=dict)
    written: list[MailService] = field(default_factory=list)

    def read(self) -> MailService:
        return self.service

    def write(self, service: MailService) -> None:
        self.service = service
        self.written.append(service)

    def take_turn(self, second: int, most: int) -> bool:
        if self.turns.get(second, 0) >= most or second < max(self.turns, default=second):
            return False
        self.turns[second] = self.turns.get(second, 0) + 1
        return True


@dataclass
class FakeMailbox:
    """`answers` are given one a mail, then `sent`; an exception among them is raised, the mail accepted or not."""

    answers: list[Any] = field(default_factory=list)
    accepted: list[Mail] = field(default_factory=list)

    def send(self, mail: Mail) -> tuple[str, str]:
        answer = self.answers.pop(0) if self.answers else ("sent", "id")
        if isinstance(answer, BaseException):
            raise answer
        if answer[0] in ("sent", "unclear"):
            self.accepted.append(mail)
        return answer


def office(call: Call, store: FakeStore, outbox: Any, mailbox: Any, record: Any = None) -> MailSender:
    shared, counts, links = record or FakeServiceRecord(), FakeAddressCounts(), FakeLinks()
    return MailSender(call, store.events, outbox, mailbox, shared, counts, links, SITE, lambda: True)
