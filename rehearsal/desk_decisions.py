"""Grave acts at the desk: proposed by one member, passed on by a secretary, confirmed by another member."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from html import unescape

from chalicelib.call import say

from .applicant import Applicant
from .cloud import NoCloud
from .desk_people import DeskPeople
from .desk_person import DeskPage, DeskPerson, Values
from .notes import Log, NotedDecision

_NUMBER, _RESULT = re.compile(r'class="bq-mono">([^<]+)</span>'), re.compile(r'<p class="bq-status">([^<]*)</p>')


class DeskDecisions:
    """Every proposal and order is tried through its forms; what became of each line is read from the order's page."""

    def __init__(self, people: DeskPeople, log: Log) -> None:
        self.people, self.log = people, log

    def propose(self, person: Applicant, act: str, reason: str, text: str, *, by: DeskPerson) -> str:
        """The line of a publication: the number at the instant of the proposal. Empty where that was refused."""
        read_without_conflict(by, person)
        path, decision = f"applications/{person.number}", f"{act}:{reason}" if reason else act
        done = by.press(path, f"{path}/propose", {"decision": decision, "text": text})
        form = by.get(path).form(f"{path}/propose")
        instant = dict(form.fields).get("_proposal", "") if form else ""
        if not done.refusal and not instant:
            raise NoCloud(f"a proposal of {decision} was accepted and is not there: {done.status}")
        return "" if done.refusal else f"{person.number}@{instant}"

    def pass_on(self, lines: Sequence[str], *, by: DeskPerson) -> str:
        """The address of the order to publish these."""
        page = by.press_grave("meeting", "meeting/publish", {"line": list(lines)})
        return _order_of(page, by)

    def confirm(
        self, order: str, people: Sequence[Applicant], act: str, *, by: DeskPerson, ordered: DeskPerson,
        must_fail: bool = False,
    ) -> None:  # fmt: skip
        """By somebody who has read every line of it; each line's outcome is noted under who ordered it."""
        for person in people:
            read_without_conflict(by, person)
        done = by.press_grave(order, f"{order}/confirm", {})
        results = _results(by.get(order).body)
        for person in people:
            result = results.get(person.number, "")
            refused = "unknown" if not result else "" if result == say("desk", "result.done", by.language) else result
            self._note(act, person, ordered, done.sent, refused, must_fail=must_fail)

    def _note(
        self, act: str, person: Applicant, by: DeskPerson, sent: datetime, refused: str, *, must_fail: bool
    ) -> None:  # fmt: skip
        """Everything since `sent` may be the instant: it is answered by now."""
        now = self.people.cloud.now()
        self.log.decision(NotedDecision(act, person.number, by.actor, sent, now, refused, must_fail))

    def publish(
        self, people: Sequence[Applicant], act: str, reason: str, text: Sequence[str], *, must_fail: bool = False
    ) -> None:
        """One publication of many decisions; `text` stands beside `people`."""
        secretary, (proposing, confirming) = self.people.of("secretary")[0], self.people.of("member")
        lines: dict[str, str] = {}
        for person, statement in zip(people, text, strict=True):
            sent = self.people.cloud.now()
            line = self.propose(person, act, reason, statement, by=proposing)
            lines |= {person.number: line} if line else {}
            if not line:
                self._note(act, person, proposing, sent, "proposal", must_fail=must_fail)
        if lines:
            order = self.pass_on([*lines.values()], by=secretary)
            chosen = [person for person in people if person.number in lines]
            self.confirm(order, chosen, act, by=confirming, ordered=secretary, must_fail=must_fail)

    def publish_what_changed(self, person: Applicant, reason: str, text: str, change: Callable[[], object]) -> None:
        """Between the order and its confirmation the application changes: it is told and left."""
        secretary, (proposing, confirming) = self.people.of("secretary")[0], self.people.of("member")
        order = self.pass_on([self.propose(person, "decline", reason, text, by=proposing)], by=secretary)
        change()
        self.confirm(order, [person], "decline", by=confirming, ordered=secretary, must_fail=True)

    def do(self, person: Applicant, act: str, values: Values, *, must_fail: bool = False) -> None:
        """One grave act about one application, of two people."""
        secretary, confirming = self.people.of("secretary")[0], self.people.of("member")[1]
        path = f"applications/{person.number}"
        page = secretary.press_grave(path, f"{path}/order", {**values, "act": act})
        if must_fail and page.status != 303:
            # What the guards refuse is not ordered at all.
            self._note(act, person, secretary, page.sent, page.refusal, must_fail=True)
            return
        order = _order_of(page, secretary)
        self.confirm(order, [person], act, by=confirming, ordered=secretary, must_fail=must_fail)

    def two_at_once(self, person: Applicant, criteria: str) -> None:
        """Two secretaries pass on two decisions about one application, two members confirm both at one moment: one is
        published, the other is told.
        """
        secretaries, members = self.people.of("secretary"), self.people.of("member")
        first = self.pass_on([self.propose(person, "admit", "", "", by=members[0])], by=secretaries[0])
        second = self.pass_on([self.propose(person, "decline", "criteria", criteria, by=members[1])], by=secretaries[1])
        for member in members:
            read_without_conflict(member, person)
        with ThreadPoolExecutor(2) as pool:
            pool.submit(self.confirm, first, [person], "admit", by=members[0], ordered=secretaries[0])
            pool.submit(self.confirm, second, [person], "decline", by=members[1], ordered=secretaries[1])


def read_without_conflict(by: DeskPerson, person: Applicant) -> None:
    """Before the text is shown everybody but a secretary says whether there is a conflict of interest."""
    if by.role == "secretary" or person.number in by.cleared:
        return
    path = f"applications/{person.number}"
    if form := by.get(path).form(f"{path}/conflict"):
        by.send(form, {}, button="no")
    by.cleared.add(person.number)


def _order_of(page: DeskPage, by: DeskPerson) -> str:
    if page.status != 303:
        raise NoCloud(f"{by.role} cannot pass an order on: {page.status} {page.refusal}")
    return page.place.removeprefix(by.base)


def _results(page: str) -> dict[str, str]:
    """What the order's page says became of each line; nothing for a line that nothing was done about yet."""
    results = {}
    for section in page.split("<section")[1:]:
        number, result = _NUMBER.search(section), _RESULT.search(section)
        if number and result:
            results[number[1]] = unescape(result[1])
    return results


def local(instant: datetime, name: str) -> Values:
    """A day and a time as two inputs of a form send them."""
    return {f"{name}-day": f"{instant:%Y-%m-%d}", f"{name}-time": f"{instant:%H:%M}"}
