"""The committee: the selection's own verbs on the cloud's table, by a named member, at the cloud's time."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from chalicelib.call import Call
from chalicelib.rules.application import Application
from chalicelib.rules.interview_guards import applies
from chalicelib.rules.refusals import NotAllowed, Refused
from chalicelib.selection import acceleration, decisions, interviews
from chalicelib.selection.committee_act import CommitteeAct
from chalicelib.store.event_table import EventTable

from .applicant import Applicant
from .cloud import Cloud
from .notes import Decision, Log

MEMBERS = ("rehearsal/asel", "rehearsal/marat")


@lru_cache(maxsize=1)
def words() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))


class PlayedCommittee:
    def __init__(self, cloud: Cloud, call: Call, log: Log) -> None:
        self.cloud, self.call, self.log = cloud, call, log
        self.store = EventTable(cloud.client("dynamodb"), cloud.table)

    def desk(self, author: str = MEMBERS[0]) -> CommitteeAct:
        return CommitteeAct(self.call, self.store, author, self.cloud.now())

    def schedule(self, person: Applicant, when: datetime) -> None:
        preferred = person.answer_of("interview_format")
        form = str(preferred[0] if isinstance(preferred, list) else preferred or words()["format"])
        self._do("schedule_interview", person, interviews.schedule, when, self._say("place", person), form)

    def record(self, person: Applicant, held: date, outcome: str, *, must_fail: bool = False) -> None:
        panel = words()["panel"]
        self._do("record_interview", person, interviews.record, held, panel["committee"], panel["experts"], outcome,
                 must_fail=must_fail)  # fmt: skip

    def score(self, person: Applicant) -> None:
        for expert in words()["panel"]["experts"] if self.call.criteria else ():
            points = {
                str(criterion.number): person.rng.randint(self.call.score_min, self.call.score_max)
                if applies(criterion, person.answers) else None for criterion in self.call.criteria
            }  # fmt: skip
            reasons = {
                number: self._say("score_reason", person) for number, given in points.items() if given is not None
            }
            self._do("score", person, interviews.score, expert, points, reasons)

    def admit(self, person: Applicant, *, must_fail: bool = False) -> None:
        self._do("admit", person, decisions.admit, must_fail=must_fail)

    def decline(self, person: Applicant, reason: str, *, must_fail: bool = False) -> None:
        self._do("decline", person, decisions.decline, reason, self._say(reason, person), must_fail=must_fail)

    def reopen(self, person: Applicant, window: str, until: datetime) -> None:
        self._do("make_exception", person, decisions.reopen, window, until, self._say("exception", person))

    def let_in(self, person: Applicant, until: datetime) -> None:
        """A place for a late applicant without a draft, and its key handed over."""
        desk, why = self.desk(), self._say("exception", person)
        place, key = decisions.let_in(desk, self.cloud.hash_secret, until, why, str(person.answer_of("title")))
        person.number, person.key, person.version = place.number, key, place.version
        self.log.decision(Decision("make_exception", place.number, desk.author, desk.at))

    def assign(self, person: Applicant, titles: int, due: date) -> None:
        known = self._say("tasks", person)
        for index in range(titles):
            self._do("assign_task", person, acceleration.assign, known[index % len(known)], due)

    def finish(self, person: Applicant, task: int, *, noted: bool = False) -> None:
        note = self._say("accepted", person) if noted else ""
        self._do("finish_task", person, acceleration.finish, str(task), note)

    def miss(self, person: Applicant, task: int, *, must_fail: bool = False) -> None:
        self._do("miss_task", person, acceleration.miss, str(task), must_fail=must_fail)

    def exclude(self, person: Applicant, *, must_fail: bool = False) -> None:
        self._do("exclude", person, decisions.exclude, self._say("exclusion", person), must_fail=must_fail)

    def complete(self, person: Applicant, *, must_fail: bool = False) -> None:
        self._do("complete", person, decisions.complete, must_fail=must_fail)

    def two_at_once(self, person: Applicant) -> None:
        """One member admits and the other declines what both have just read: one wins, the other is told."""
        seen = len(self.desk().open(person.number).events)
        admit = partial(decisions.admit, seen=seen)
        decline = partial(decisions.decline, seen=seen)
        with ThreadPoolExecutor(2) as pool:
            pool.submit(self._do, "admit", person, admit, author=MEMBERS[0])
            pool.submit(self._do, "decline", person, decline, "criteria", self._say("criteria", person),
                        author=MEMBERS[1])  # fmt: skip

    def _do(
        self, act: str, person: Applicant, verb: Callable[..., Application], *words: Any,
        author: str = MEMBERS[0], must_fail: bool = False,
    ) -> None:  # fmt: skip
        desk, refused = self.desk(author), ""
        try:
            verb(desk, person.number, *words)
        except NotAllowed as no:
            refused = no.why
        except Refused as no:
            refused = type(no).__name__
        self.log.decision(Decision(act, person.number, author, desk.at, refused, must_fail))

    def words_for(self, key: str, person: Applicant) -> str:
        return str(self._say(key, person))

    def _say(self, key: str, person: Applicant) -> Any:
        spoken = words()[key]
        return spoken.get(person.language, spoken["kk"])
