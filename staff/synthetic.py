"""Invented applications with whole lives, for trials and figures. No real person: every IIN says the 19th century.

The form's choices come from the call's definition; a test holds every submitted one to the same checks as a real one.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

from chalicelib.call import Call, Field
from chalicelib.intake.press import ALPHABET, NUMBER_GROUP
from chalicelib.rules.application import Event
from chalicelib.rules.conditions import holds
from chalicelib.rules.identifiers import check_digit
from chalicelib.rules.lifecycle import ACTS, APPLICANT, NOTHING, status_after
from chalicelib.rules.package import required_documents

Answers = dict[str, Any]
_NUMBERS = len(ALPHABET) ** (2 * NUMBER_GROUP)
# Prime to 18^8: counting in steps of it visits every number once, and neighbours look unrelated.
_STEP = 7_654_321_117
_FATES = [
    "draft",
    "submitted",
    "scheduled",
    "interviewed",
    "admitted",
    "declined",
    "excluded",
    "completed",
    "withdrawn",
]
_SHARES = (14, 34, 10, 20, 9, 7, 1, 3, 2)


def applications(call: Call, count: int, seed: int = 1) -> Iterator[tuple[Event, ...]]:
    """The same for the same arguments; each application's events are in order."""
    for index in range(count):
        yield application(call, Random(f"{seed} {index}"), number_of(index))


def application(call: Call, rng: Random, number: str) -> tuple[Event, ...]:
    fate = rng.choices(_FATES, _SHARES)[0]
    return tuple(_Life(call, rng, number, fate).live())


def number_of(index: int) -> str:
    """No two alike below 18^8."""
    rest, signs = (index + 1) * _STEP % _NUMBERS, ""
    for _ in range(2 * NUMBER_GROUP):
        rest, sign = divmod(rest, len(ALPHABET))
        signs += ALPHABET[sign]
    return f"{signs[:NUMBER_GROUP]}-{signs[NUMBER_GROUP:]}"


class _Life:
    """One application's events, each some time after the one before."""

    def __init__(self, call: Call, rng: Random, number: str, fate: str) -> None:
        self.call, self.rng, self.number, self.fate = call, rng, number, fate
        self.events: list[Event] = []
        self.answers = invent(call, rng)
        self.at = arrival(call, rng)

    def live(self) -> list[Event]:
        if self.fate == "draft":
            self.answers = _unfinished(self.answers, self.rng)
            self._write("save_draft", self.answers)
            return self.events
        self._write("submit", self.answers, consents={}, dropped=[], call=self.call.id)
        if self.fate == "withdrawn":
            self._write("withdraw")
        elif self.fate != "submitted":
            self._select()
        return self.events

    def _select(self) -> None:
        self._documents(0.8)
        when = (self.at + timedelta(days=2)).isoformat()
        self._act("schedule_interview", when=when, place=self._any("places"), format="offline")
        if self.fate == "scheduled":
            return
        self._interview()
        if self.fate == "declined":
            self._act("decline", reason="interview_failed", text=self._any("kk"))
        elif self.fate != "interviewed":
            self._documents(1)
            self._act("admit", text="")
            self._accelerate()

    def _interview(self) -> None:
        outcomes = {"interviewed": self.rng.choice(["passed", "failed", "pending"]), "declined": "failed"}
        held = (self.at + timedelta(days=1)).date().isoformat()
        self._act("record_interview", held=held, committee=[self._any("last_names")], experts=[self._any("last_names")],
                  outcome=outcomes.get(self.fate, "passed"), note="")  # fmt: skip
        if self.rng.random() < 0.2:
            self.answers = self.answers | {"summary": _prose(self.rng, "kk", 300, 900)}
            self._write("supplement", self.answers, consents={}, dropped=[])
        for expert in ("1", "2"):
            scores = {str(c.number): self._points(c) for c in self.call.criteria}
            self._act("score", expert=f"{self._any('last_names')} {expert}", scores=scores)

    def _points(self, criterion: Any) -> int | None:
        if criterion.applies_when and not holds(criterion.applies_when, self.answers):
            return None
        return self.rng.randint(self.call.score_min, self.call.score_max)

    def _accelerate(self) -> None:
        missed = {"excluded": 2, "admitted": self.rng.randint(0, 1)}.get(self.fate, 0)
        for task in range(1, 4):
            due = (self.at + timedelta(days=14)).date().isoformat()
            self._act("assign_task", task=str(task), title=self._any("titles"), due=due)
            if task <= missed:
                self._act("miss_task", task=str(task), note="")
            elif self.fate == "completed":
                self._act("finish_task", task=str(task), note="")
        if self.fate in ("excluded", "completed"):
            self._act("exclude" if self.fate == "excluded" else "complete", text=self._any("kk"))

    def _documents(self, share: float) -> None:
        there = {event.detail["kind"] for event in self.events if event.act == "receive_document"}
        for document in required_documents(self.call.form, self.answers, self.at.date()):
            if document.kind not in there and self.rng.random() < share:
                name = f"{document.kind} {self._any('last_names')}.pdf"
                self._act("receive_document", document=f"{self.number}-{document.kind}", kind=document.kind,
                          filename=name, size=self.rng.randint(20_000, 9_000_000), content_type="application/pdf",
                          sha256=sha256(name.encode()).hexdigest())  # fmt: skip

    def _act(self, act: str, **detail: Any) -> None:
        self.at += timedelta(minutes=self.rng.randint(20, 2000), milliseconds=self.rng.randint(0, 999))
        self._write(act, None, **detail)

    def _write(self, act: str, answers: Answers | None = None, **detail: Any) -> None:
        before = self.events[-1].status if self.events else NOTHING
        version = self.events[-1].version if self.events else 0
        actor = APPLICANT if ACTS[act].by == APPLICANT else "committee/asel"
        self.events.append(Event(
            number=self.number, seq=len(self.events) + 1, at=self.at, act=act, actor=actor, before=before,
            status=status_after(act, before), version=version + (answers is not None), answers=answers,
            answers_sha256=_digest(answers), detail=detail,
        ))  # fmt: skip

    def _any(self, name: str) -> str:
        return self.rng.choice(_samples()[name])


def _digest(answers: Answers | None) -> str:
    """Of the same bytes as RFC 8785 makes of these answers, but many times faster (a test compares)."""
    if answers is None:
        return ""
    return sha256(json.dumps(answers, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def arrival(call: Call, rng: Random) -> datetime:
    """A third of all arrive on the last day, most of those in its last hours."""
    length = call.closes_at - call.opens_at
    if rng.random() < 0.33:
        before = timedelta(days=1) * min(rng.expovariate(5), 0.999)
    else:
        before = timedelta(days=1) + (length - timedelta(days=1)) * rng.random() * 0.999
    at = call.closes_at - timedelta(milliseconds=1) - before
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def invent(call: Call, rng: Random) -> Answers:
    """A complete set of answers to the call's form."""
    language = rng.choice(call.languages)
    choices = {field.id: rng.choice(_allowed(field, {})) for field in call.form if field.kind == "choice"}
    answers = choices | {"application_language": language}
    for field in call.form:
        if field.id in choices and not field.only_with and not field.asked_when:
            continue
        answers.pop(field.id, None)
        if field.asked_when and not holds(field.asked_when, answers):
            continue
        if field.kind == "bool" or _is_wanted(field, answers, rng):
            answers[field.id] = _answer(call, field, rng, answers, language)
    return answers


def _is_wanted(field: Field, answers: Answers, rng: Random) -> bool:
    return field.required or holds(field.required_when, answers) or rng.random() < 0.4


def _answer(call: Call, field: Field, rng: Random, answers: Answers, language: str) -> Any:
    if field.kind == "table":
        return _rows(call, field, rng, answers, language)
    if field.kind == "choice":
        return rng.choice(_allowed(field, answers))
    if field.kind == "multi":
        return sorted(rng.sample(sorted(field.codes), rng.randint(1, 2)), key=[o.code for o in field.options].index)
    if field.kind in ("integer", "number"):
        return round(10 ** rng.uniform(0, min(6.0, len(str(field.max or 10)) - 1))) * 1
    if field.kind == "month":
        return str(answers.get(field.not_before, f"2021-{rng.randint(10, 12)}"))
    return _plain(field, rng, language)


def _plain(field: Field, rng: Random, language: str) -> Any:
    samples = _samples()
    if field.kind in ("accept", "bool"):
        return field.kind == "accept" or rng.random() < 0.8
    if field.kind in _IDENTIFIERS:
        return _IDENTIFIERS[field.kind](rng)
    if field.kind == "textarea":
        return _prose(rng, language, field.min or 40, 110)
    return rng.choice(samples[_NAMED.get(field.id, "titles")])


def _rows(call: Call, field: Field, rng: Random, answers: Answers, language: str) -> list[Answers]:
    least = max(field.min_rows, field.more_rows[1] if field.more_rows else 0, 1)
    rows = []
    for _ in range(rng.randint(least, min(least + 2, field.max_rows))):
        asked = [c for c in field.columns if c.required or holds(c.required_when, answers)]
        rows.append({column.id: _answer(call, column, rng, answers, language) for column in asked})
    if field.adds_up:
        column, to = field.adds_up
        answers[to] = sum(row[column] for row in rows)
    return rows


def _allowed(field: Field, answers: Answers) -> Sequence[str]:
    for only in field.only_with:
        if holds(only.when, answers):
            return only.codes
    return [option.code for option in field.options]


def _unfinished(answers: Answers, rng: Random) -> Answers:
    return {name: value for name, value in answers.items() if rng.random() < 0.7 or name == "application_language"}


def _prose(rng: Random, language: str, least: int, most: int) -> str:
    sentences, text = _samples()[language], ""
    while len(text) < least:
        text += (" " if text else "") + rng.choice(sentences)
    return text[:most].strip()


def iin(rng: Random) -> str:
    """Valid by checksum and of the 19th century: nobody alive has it."""
    born = date(1800, 1, 1) + timedelta(days=rng.randrange(36_500))
    return _checked(lambda: f"{born:%y%m%d}{rng.choice('12')}{rng.randrange(10_000):04d}")


def bin_(rng: Random) -> str:
    return _checked(lambda: f"{rng.randrange(10, 21):02d}{rng.randrange(1, 13):02d}40{rng.randrange(100_000):05d}")


def phone(rng: Random) -> str:
    return f"+7701{rng.randrange(10_000_000):07d}"


def email(rng: Random) -> str:
    return f"{rng.choice('abcdefgh')}{rng.randrange(10**7)}@example.kz"


def _url(rng: Random) -> str:
    return f"https://example.kz/{rng.randrange(10**6)}"


def _checked(first11: Any) -> str:
    while (digit := check_digit(digits := first11())) is None:
        continue
    return f"{digits}{digit}"


_IDENTIFIERS = {"iin": iin, "bin": bin_, "phone": phone, "email": email, "url": _url}
_NAMED = {
    "leader_last_name": "last_names", "leader_first_name": "first_names", "leader_patronymic": "first_names",
    "full_name": "last_names", "settlement": "places",
    "role": "roles", "unit": "units",
}  # fmt: skip


@lru_cache(maxsize=1)
def _samples() -> dict[str, list[str]]:
    return tomllib.loads(Path(__file__).with_name("synthetic.toml").read_text("utf-8"))
