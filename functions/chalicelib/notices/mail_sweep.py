"""A round of mails: what is due at an instant and what the stream left, by age and several at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from ..rules.application import Application, Event
from ..rules.due_entry import DueEntry
from ..rules.form_version import belongs_to
from ..rules.mail_service import WORKING
from .next_due import NextLook, after_look
from .notice import Notice
from .reminders import due
from .unsent_mails import DEFERRED, RELEASED, UNNOTED, WAITING, Posting, UnsentMail, is_for_sweep, is_whole, owed_mails

if TYPE_CHECKING:
    from .mail_sender import MailSender
    from .ports import DueList

Note = Callable[[tuple[Event, ...]], None]
Work = TypeVar("Work")
Result = TypeVar("Result")
# Entries of the list of what is due that are read at once.
MOST_ENTRIES = 200


@dataclass(frozen=True)
class Sweep:
    """`now` is the round's instant; `enough_time` says whether one more mail fits before the function is stopped."""

    office: MailSender
    now: datetime
    enough_time: Callable[[], bool]

    def of_everyone(self, note: Note) -> Iterator[str]:
        """By a look at the whole table; empty for a mail that was left alone."""
        mails: list[UnsentMail] = []
        for events, postings in self.office.outbox.everyone():
            try:
                note(events)
                mails += self._ours(self._owed_mails(events, postings))
            except Exception:  # One application's trouble is not the others'; its mail stays owed, and staff see it.
                yield UNNOTED
        by_age = sorted(mails, key=lambda mail: (mail.notice.at, mail.notice.number, mail.notice.seq))
        yield from self._several(self._send, by_age)

    def of_due_list(self, due_list: DueList) -> Iterator[str]:
        """By what has come due, a page at a time. An entry goes once the one that follows from the look is there."""
        last, looked = None, set[str]()
        call = self.office.call.id
        while entries := due_list.due(call, self.now, MOST_ENTRIES, last):
            last, rests = entries[-1], self.office.service.read().rests_at(self.now)
            groups: dict[str, list[DueEntry]] = {}
            for entry in entries:
                if entry.number not in looked and not (rests and entry.is_deferred):
                    groups.setdefault(entry.number, []).append(entry)
            looked |= groups.keys()
            for verdicts in self._several(lambda group: self._look(due_list, group), list(groups.values())):
                yield from verdicts
            if len(entries) < MOST_ENTRIES or not self.enough_time():
                return

    def _several(self, act: Callable[[Work], Result], works: Sequence[Work]) -> Iterator[Result]:
        """Begun in order. A service in doubt is asked by one at a time: it may refuse them all."""
        senders = min(self.office.senders, len(works))
        if senders < 2 or self.office.service.read() != WORKING:
            yield from map(act, works)
            return
        with ThreadPoolExecutor(senders) as pool:
            yield from pool.map(act, works)

    def _look(self, due_list: DueList, entries: Sequence[DueEntry]) -> list[str]:
        number = entries[0].number
        if not self.enough_time():
            return []
        try:
            look, mails = self._look_at(number)
            verdicts = [self._send(mail) for mail in sorted(mails, key=lambda mail: (mail.notice.at, mail.notice.seq))]
            self._settle(due_list, entries, self._look_at(number)[0] if mails else look)
        except Exception:  # As above.
            return [UNNOTED]
        return verdicts

    def _settle(self, due_list: DueList, entries: Sequence[DueEntry], look: NextLook) -> None:
        """What follows first: whoever is stopped between the two leaves an entry too many, never one too few."""
        call, number, following = self.office.call.id, entries[0].number, look.entry
        if following:
            due_list.put(call, following)
        (due_list.set_aside if look.is_for_staff else due_list.take_back)(call, number)
        for entry in entries:
            if following is None or (entry.at, number) != (following.at, number):
                due_list.drop(call, entry)

    def _look_at(self, number: str) -> tuple[NextLook, list[UnsentMail]]:
        """What an application asks for now, and its mails that are to be sent."""
        events = self.office.read(number)
        if not is_whole(events):
            return NextLook(None, is_for_staff=bool(events)), []
        mails = self._owed_mails(events, self.office.outbox.postings(number))
        return after_look(self.office.call, Application(events), mails, self.now), self._ours(mails)

    def _owed_mails(self, events: tuple[Event, ...], postings: tuple[Posting, ...]) -> list[UnsentMail]:
        if not events:
            raise LookupError("an item of the application could not be read")
        if not is_whole(events) or not belongs_to(self.office.call, Application(events)):
            return []
        return owed_mails(self.office.call, Application(events), postings, self.now)

    def _ours(self, mails: Iterable[UnsentMail]) -> list[UnsentMail]:
        return [mail for mail in mails if is_for_sweep(mail, self.now)]

    def _send(self, mail: UnsentMail) -> str:
        """Empty when it is left alone."""
        office = self.office
        if not self.enough_time():
            return ""
        try:
            service = office.service.read()
            if service.rests_at(self.now):
                # Noted without a look at the application: a thousand mails wait, and none of them is tried.
                is_news = mail.state == WAITING and office.outbox.defer(mail.notice, self.now, service.why)
                return DEFERRED if is_news else ""
            current = Application(office.read(mail.notice.number))
            if not self._is_still_due(current, mail.notice):
                return ""
            return office.deliver(current, mail.notice, self.now, is_released=mail.why == RELEASED)
        except Exception:  # As above.
            return UNNOTED

    def _is_still_due(self, current: Application, notice: Notice) -> bool:
        """An act between the look and now may have ended what a reminder is about."""
        return bool(notice.seq) or notice.mark in [other.mark for other in due(self.office.call, current, self.now)]
