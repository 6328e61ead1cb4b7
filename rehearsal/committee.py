"""The committee at its desk: every act is a form of `/desk/`, sent by somebody who is signed in there."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.call import Call
from chalicelib.selection import decisions
from chalicelib.selection.committee_act import CommitteeAct
from chalicelib.store.event_table import EventTable

from .applicant import Applicant
from .cloud import Cloud
from .desk_decisions import DeskDecisions, local
from .desk_people import DeskPeople, words
from .desk_person import DeskPerson, Values
from .desk_points import DeskPoints
from .html_forms import HtmlForm
from .notes import Log, NotedDecision

# Who acts where the desk shows nothing: a draft is its applicant's alone, and whoever is let in late has not even one.
OPERATOR = "rehearsal/operator"
# Interviews of one day follow each other in a room, from its first hour on.
SLOT, IN_A_ROOM = timedelta(minutes=5), 72


class PlayedCommittee:
    """`conflicted` are the numbers about which one of the experts has a conflict of interest."""

    def __init__(self, cloud: Cloud, call: Call, log: Log) -> None:
        self.cloud, self.call, self.log = cloud, call, log
        self.people = DeskPeople(cloud, call, log)
        self.grave, self.points = DeskDecisions(self.people, log), DeskPoints(self.people, call, log)
        self.conflicted: set[str] = set()
        self._appointed: dict[str, Values] = {}
        self._slots: Counter[datetime] = Counter()
        self._turn = threading.Lock()

    # ------------------------------------------------------------------ interviews

    def schedule(self, person: Applicant, day: datetime) -> None:
        """In the next free slot from `day` on; in the first room the panel is named."""
        when, room = self._slot(day)
        preferred = person.answer_of("interview_format")
        form = str(preferred[0] if isinstance(preferred, list) else preferred or words()["format"])
        values: Values = {**local(when, "when"), "place": f"{self.words_for('place', person)}, {room + 1}",
                          "format": form, "minutes": str(SLOT.seconds // 60)}  # fmt: skip
        self._appointed[person.number] = values | ({} if room else self._panel())
        self._schedule(person, self._appointed[person.number])

    def schedule_over(self, person: Applicant, other: Applicant) -> None:
        """By the second secretary, at the very time and place of another: one place is not given twice."""
        self._schedule(person, self._appointed[other.number], by=self.people.of("secretary")[1], must_fail=True)

    def _schedule(self, person: Applicant, values: Values, **how: Any) -> None:
        """Whoever moves an appointment says why."""
        self._do("schedule_interview", person, "schedule", {**values, "why": self.words_for("moved", person)}, **how)

    def _slot(self, day: datetime) -> tuple[datetime, int]:
        """The moment of the next slot, and the number of its room."""
        first = day.astimezone(ZoneInfo(self.call.timezone)).replace(second=0, microsecond=0)
        with self._turn:
            room, place = divmod(self._slots[first], IN_A_ROOM)
            self._slots[first] += 1
        return first + place * SLOT, room

    def _panel(self, number: str = "") -> Values:
        experts = self.people.of("expert")[: 1 if number in self.conflicted else None]
        members = self.people.of("member")
        return {"committee": [person.id for person in members], "expert": [person.id for person in experts]}

    def record(self, person: Applicant, held: date, outcome: str, *, must_fail: bool = False) -> None:
        """Everybody of the panel is ticked, but whoever has a conflict of interest; no correction says why."""
        values = {"held": held.isoformat(), "outcome": outcome, "why": "", **self._panel(person.number)}
        self._do("record_interview", person, "record", values, must_fail=must_fail)

    def score(self, person: Applicant) -> None:
        if self.call.criteria:
            self.points.give(person, is_conflicted=person.number in self.conflicted)

    # ------------------------------------------------------------------ decisions, each of two people

    def admit(self, people: Sequence[Applicant], *, must_fail: bool = False) -> None:
        self.grave.publish(people, "admit", "", [""] * len(people), must_fail=must_fail)

    def decline(self, people: Sequence[Applicant], reason: str, *, must_fail: bool = False) -> None:
        reasons = [self.words_for(reason, person) for person in people]
        self.grave.publish(people, "decline", reason, reasons, must_fail=must_fail)

    def two_at_once(self, person: Applicant) -> None:
        self.grave.two_at_once(person, self.words_for("criteria", person))

    def decline_too_late(self, person: Applicant, reason: str) -> None:
        self.grave.publish_what_changed(person, reason, self.words_for(reason, person), person.withdraw)

    def reopen(self, person: Applicant, window: str, until: datetime) -> None:
        why = self.words_for("exception", person)
        if window == "submit":
            self._by_operator(person, lambda desk: decisions.reopen(desk, person.number, window, until, why))
            return
        until = until.astimezone(ZoneInfo(self.call.timezone))
        self.grave.do(person, "make_exception", {"window": window, "text": why, **local(until, "until")})

    def let_in(self, person: Applicant, until: datetime) -> None:
        """A place for a late applicant without a draft, and its key handed over."""
        why, press = self.words_for("exception", person), str(person.answer_of("title"))

        def handed_over(desk: CommitteeAct) -> None:
            place, key = decisions.let_in(desk, self.cloud.hash_secret, until, why, press)
            person.number, person.key, person.version = place.number, key, place.version

        self._by_operator(person, handed_over)

    def _by_operator(self, person: Applicant, act: Any) -> None:
        store = EventTable(self.cloud.client("dynamodb"), self.cloud.table)
        desk = CommitteeAct(self.call, store, OPERATOR, self.cloud.now())
        act(desk)
        self.log.decision(NotedDecision("make_exception", person.number, desk.author, desk.at, desk.at))

    # ------------------------------------------------------------------ tasks

    def assign(self, person: Applicant, titles: int, due: date) -> None:
        known = words()["tasks"].get(person.language, words()["tasks"]["kk"])
        for index in range(titles):
            values: Values = {"title": known[index % len(known)], "due": due.isoformat()}
            self._do("assign_task", person, "task", values)

    def finish(self, person: Applicant, task: int, *, noted: bool = False) -> None:
        note = self.words_for("accepted", person) if noted else ""
        self._do("finish_task", person, "task-done", {"task": str(task), "note": note})

    def miss(self, person: Applicant, task: int, *, must_fail: bool = False) -> None:
        """The same form as for a task done, with another button."""
        path, by = f"applications/{person.number}", self.people.of("secretary")[0]
        form = by.get(path).form(f"{path}/task-done")
        values: Values = {"task": str(task), "note": "", **dict(form.buttons if form else ())}
        sent = HtmlForm(f"{by.base}{path}/task-missed", form.fields if form else [])
        self._note("miss_task", person, by, by.send(sent, values), must_fail=must_fail)

    def exclude(self, person: Applicant, *, must_fail: bool = False) -> None:
        self.grave.do(person, "exclude", {"text": self.words_for("exclusion", person)}, must_fail=must_fail)

    def complete(self, person: Applicant, *, must_fail: bool = False) -> None:
        self.grave.do(person, "complete", {"text": self.words_for("completion", person)}, must_fail=must_fail)

    def _do(
        self, act: str, person: Applicant, ending: str, values: Values, *, by: DeskPerson | None = None,
        must_fail: bool = False,
    ) -> None:  # fmt: skip
        by, path = by or self.people.of("secretary")[0], f"applications/{person.number}"
        self._note(act, person, by, by.press(path, f"{path}/{ending}", values), must_fail=must_fail)

    def _note(self, act: str, person: Applicant, by: DeskPerson, page: Any, *, must_fail: bool) -> None:
        decision = NotedDecision(act, person.number, by.actor, page.sent, page.answered, page.refusal, must_fail)
        self.log.decision(decision)

    def words_for(self, key: str, person: Applicant) -> str:
        spoken = words()[key]
        return str(spoken.get(person.language, spoken["kk"]))
