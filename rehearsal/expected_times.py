"""The rulebook's arithmetic a second time, written from spec 2 and not from the rules' code."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

import rfc8785

from .call_facts import CallFacts

SATURDAY = 5


def end_of_supplement(facts: CallFacts, held: date) -> datetime:
    """24:00 of the n-th day after the interview, of the next working day when that is none; exclusive."""
    return _end_after(facts, held, facts.supplement_days)


def end_of_explanation(facts: CallFacts, missed_on: date) -> datetime:
    """The same of the days to explain a task that was marked as missed on this day."""
    return _end_after(facts, missed_on, facts.explanation_days)


def _end_after(facts: CallFacts, start: date, days: int) -> datetime:
    day = start + timedelta(days=days)
    while facts.rolls_to_working_day and (day.weekday() >= SATURDAY or day in facts.non_working_days):
        day += timedelta(days=1)
    return datetime.combine(day + timedelta(days=1), time(), facts.zone)


def required_kinds(facts: CallFacts, answers: Mapping[str, object], on: date) -> set[str]:
    """Documents that these answers ask for; ages are counted on the day of submission."""
    return {
        document["kind"] for document in facts.documents
        if document.get("required") or _holds(document.get("required_when", {}), answers, on)
    }  # fmt: skip


def unanswered_questions(facts: CallFacts, answers: Mapping[str, object]) -> set[str]:
    """Required questions that these answers leave open."""
    return {
        str(question["id"]) for question in facts.questions
        if _is_required(question, answers) and _is_open(question, answers.get(question["id"]))
    }  # fmt: skip


def criterion_applies(facts: CallFacts, number: str, answers: Mapping[str, object]) -> bool:
    condition = facts.criteria[number]
    return not condition or _holds(condition, answers)


def _is_open(question: Mapping[str, object], answer: object) -> bool:
    """A zero is an answer, and so is "no"; but not to what has to be accepted."""
    if question["kind"] == "accept":
        return answer is not True
    return answer is None or answer in ("", [])


def _is_required(question: Mapping[str, Any], answers: Mapping[str, Any]) -> bool:
    if "asked_when" in question and not _holds(question["asked_when"], answers):
        return False
    return bool(question.get("required")) or _holds(question.get("required_when", {}), answers)


def _holds(condition: Mapping[str, object], answers: Mapping[str, object], on: date | None = None) -> bool:
    """`{field: [codes]}`, `{field: {above: number}}` or `{field: {younger_than: years}}`, all of them; never none."""
    return bool(condition) and all(_clause(answers.get(name), wanted, on) for name, wanted in condition.items())


def _clause(answer: Any, wanted: Any, on: date | None) -> bool:
    if isinstance(wanted, list):
        return answer in wanted
    if "above" in wanted:
        return isinstance(answer, int | float) and answer > wanted["above"]
    return on is not None and isinstance(answer, str) and _age(answer, on) < wanted["younger_than"]


def _age(iin: str, on: date) -> int:
    """Whole years on that day; the seventh digit of an IIN tells the century of birth."""
    century = 1800 + (int(iin[6]) - 1) // 2 * 100
    born = (century + int(iin[:2]), int(iin[2:4]), int(iin[4:6]))
    return on.year - born[0] - ((on.month, on.day) < born[1:])


def hash_of(answers: Any) -> str:
    return sha256(rfc8785.dumps(answers)).hexdigest()
