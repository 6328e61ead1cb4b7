"""One application after another, each from its draft to wherever its fate takes it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from random import Random
from typing import Any

from chalicelib.call import Call
from chalicelib.call.definition import Criterion
from chalicelib.call.roles import role_value
from chalicelib.rules.application import Event
from chalicelib.rules.document_package import required_documents
from chalicelib.rules.field_conditions import holds
from chalicelib.rules.lifecycle import ACTS, APPLICANT, NOTHING, status_after
from chalicelib.rules.local_days import day_end, local_day
from chalicelib.rules.supplement import FAILED, supplement_until
from chalicelib.rules.tasks import explanation_until

from .answers import Answers, invent, reworded, unfinished
from .arrivals import arrival
from .numbering import number_of
from .phrases import prose
from .sample_words import samples

# Of a hundred applications.
_FATES = {"draft": 14, "submitted": 34, "scheduled": 10, "interviewed": 20, "admitted": 9, "declined": 7, "excluded": 1,
          "completed": 3, "withdrawn": 2}  # fmt: skip

ADMITTED = ("admitted", "excluded", "completed")


def applications(call: Call, count: int, seed: int = 1) -> Iterator[tuple[Event, ...]]:
    """The same for the same arguments; each application's events are in order."""
    for index in range(count):
        yield application(call, Random(f"{seed} {index}"), number_of(index))


def application(call: Call, rng: Random, number: str) -> tuple[Event, ...]:
    fates = {fate: share for fate, share in _FATES.items() if _is_possible(call, fate)}
    fate = rng.choices([*fates], [*fates.values()])[0]
    return tuple(_Life(call, rng, number, fate).live())


def _is_possible(call: Call, fate: str) -> bool:
    """Whether the call has what this fate needs: interviews, tasks."""
    ends = ("excluded", "completed")
    return (call.has("interview") or fate not in ("scheduled", "interviewed")) and (
        call.has("exclusion") or fate not in ends
    )


class _Life:
    """One application's events, each some time after the one before."""

    def __init__(self, call: Call, rng: Random, number: str, fate: str) -> None:
        self.call, self.rng, self.number, self.fate = call, rng, number, fate
        self.events: list[Event] = []
        self.answers = invent(call, rng)
        self.language = str(role_value(call.form, "language", self.answers) or call.languages[0])
        self.at = arrival(call, rng)

    def live(self) -> list[Event]:
        if self.fate == "draft":
            self.answers = unfinished(self.call, self.answers, self.rng)
            self._write("save_draft", self.answers)
            return self.events
        self._write("submit", self.answers, consents={}, dropped=[], call=self.call.id)
        if self.fate == "withdrawn":
            self._write("withdraw")
        elif self.fate != "submitted":
            self._select()
        return self.events

    def _select(self) -> None:
        # Where nothing can be supplemented later, whoever is admitted sent everything in time.
        in_time = self.fate in ADMITTED and not self.call.has("supplement")
        self._documents(1 if in_time else 0.8)
        if self.call.has("interview"):
            when = (self.at + timedelta(days=2)).isoformat()
            self._act("schedule_interview", when=when, place=self._any("places"), format=self._format())
        if self.fate != "scheduled":
            self._judge()

    def _judge(self) -> None:
        if self.call.has("interview"):
            self._interview()
        else:
            # Nobody is decided upon while they may still edit.
            self.at = max(self.at, self.call.closes_at)
        if self.fate == "declined":
            reason = "interview_failed" if self.call.has("interview") else "ineligible"
            self._act("decline", reason=reason, text=self._any("sentences"))
        elif self.fate != "interviewed":
            self._admit()

    def _admit(self) -> None:
        self._documents(1)
        self._act("admit", text="")
        if self.call.has("exclusion"):
            self._accelerate()

    def _format(self) -> str:
        """What the applicant prefers, where they are asked; else the first that comes to mind."""
        preferred = role_value(self.call.form, "interview_format", self.answers)
        return str(preferred[0] if isinstance(preferred, list) else preferred or "offline")

    def _interview(self) -> None:
        """Recorded on the day it was held, by a panel that then scores."""
        outcomes = {"interviewed": self.rng.choice(["passed", "failed", "pending"]), "declined": "failed"}
        outcome, experts = outcomes.get(self.fate, "passed"), [f"{self._any('last_names')} {n}" for n in "12"]
        self._wait()
        held = local_day(self.call, self.at)
        can_supplement = outcome != FAILED and self.call.has("supplement")
        promised = {} if not can_supplement else {"until": supplement_until(self.call, held).isoformat()}
        panel = {"committee": [self._any("last_names")], "experts": experts}
        self._write("record_interview", None, held=held.isoformat(), outcome=outcome, note="", **panel, **promised)
        if can_supplement and self.rng.random() < 0.2:
            self.answers = reworded(self.call, self.answers, prose(self.rng, self.language, 100, 300))
            self._write("supplement", self.answers, consents={}, dropped=[])
        for expert in experts:
            scores = {str(c.number): self._points(c) for c in self.call.criteria}
            reasons = {number: self._any("sentences") for number, points in scores.items() if points is not None}
            if scores:
                self._act("score", expert=expert, scores=scores, reasons=reasons)

    def _points(self, criterion: Criterion) -> int | None:
        if criterion.applies_when and not holds(criterion.applies_when, self.answers):
            return None
        return self.rng.randint(self.call.score_min, self.call.score_max)

    def _accelerate(self) -> None:
        enough = self.call.missed_tasks_for_exclusion
        missed = {"excluded": enough, "admitted": self.rng.randint(0, 1)}.get(self.fate, 0)
        due = local_day(self.call, self.at + timedelta(days=14))
        tasks = [str(number) for number in range(1, max(3, enough) + 1)]
        for task in tasks:
            self._act("assign_task", task=task, title=self._any("titles"), due=due.isoformat())
        if missed:
            self.at = day_end(self.call, due)
        for task in tasks:
            if int(task) <= missed:
                self._miss(task)
            elif self.fate == "completed":
                self._act("finish_task", task=task, note="")
        if self.fate == "excluded":
            self.at = explanation_until(self.call, local_day(self.call, self.at))
        if self.fate in ("excluded", "completed"):
            self._act("exclude" if self.fate == "excluded" else "complete", text=self._any("sentences"))

    def _miss(self, task: str) -> None:
        """Half of those who miss a task explain it."""
        self._wait()
        until = explanation_until(self.call, local_day(self.call, self.at))
        self._write("miss_task", task=task, note="", until=until.isoformat())
        if self.rng.random() < 0.5:
            self._act("explain", task=task, text=self._any("sentences"))

    def _documents(self, share: float) -> None:
        there = {event.detail["kind"] for event in self.events if event.act == "receive_document"}
        for document in required_documents(self.call.form, self.answers, self.at.date()):
            if document.kind not in there and self.rng.random() < share:
                name = f"{document.kind} {self._any('last_names')}.pdf"
                self._act("receive_document", document=f"{self.number}-{document.kind}", kind=document.kind,
                          filename=name, size=self.rng.randint(20_000, 9_000_000), content_type="application/pdf",
                          sha256=sha256(name.encode()).hexdigest(), replaces="")  # fmt: skip

    def _act(self, act: str, **detail: Any) -> None:
        self._wait()
        self._write(act, **detail)

    def _wait(self) -> None:
        self.at += timedelta(minutes=self.rng.randint(20, 2000), milliseconds=self.rng.randint(0, 999))

    def _write(self, act: str, answers: Answers | None = None, **detail: object) -> None:
        before = self.events[-1].status if self.events else NOTHING
        version = self.events[-1].version if self.events else 0
        actor = APPLICANT if ACTS[act].by == APPLICANT else "committee/asel"
        self.events.append(Event(
            number=self.number, seq=len(self.events) + 1, at=self.at, act=act, actor=actor, before=before,
            status=status_after(act, before), version=version + (answers is not None), answers=answers,
            answers_sha256=_digest(answers), detail=detail,
            call="" if answers is None else self.call.id, form=0 if answers is None else self.call.form.version,
        ))  # fmt: skip

    def _any(self, name: str) -> str:
        return self.rng.choice(samples(self.language)[name])


def _digest(answers: Answers | None) -> str:
    """Of the same bytes as RFC 8785 makes of these answers, but many times faster (a test compares)."""
    if answers is None:
        return ""
    return sha256(json.dumps(answers, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
