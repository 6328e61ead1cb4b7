"""The rulebook's arithmetic a second time, written from spec 2 and not from the rules' code."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

import rfc8785

from .facts import Facts

SATURDAY = 5


def end_of_supplement(facts: Facts, held: date) -> datetime:
    """24:00 of the n-th day after the interview, of the next working day when that is none; exclusive."""
    return _end_after(facts, held, facts.supplement_days)


def end_of_explanation(facts: Facts, missed_on: date) -> datetime:
    """The same of the days to explain a task that was marked as missed on this day."""
    return _end_after(facts, missed_on, facts.explanation_days)


def _end_after(facts: Facts, start: date, days: int) -> datetime:
    day = start + timedelta(days=days)
    while facts.rolls_to_working_day and (day.weekday() >= SATURDAY or day in facts.non_working_days):
        day += timedelta(days=1)
    return datetime.combine(day + timedelta(days=1), time(), facts.zone)


def required_kinds(facts: Facts, answers: Mapping[str, Any]) -> set[str]:
    """Documents that these answers ask for. Invented leaders are all of age, so no condition about age holds."""
    return {document["kind"] for document in facts.documents if document.get("required") or _asked(document, answers)}


def _asked(document: Mapping[str, Any], answers: Mapping[str, Any]) -> bool:
    wanted = document.get("required_when", {})
    return bool(wanted) and all(
        isinstance(codes, list) and answers.get(name) in codes for name, codes in wanted.items()
    )


def unanswered(facts: Facts, answers: Mapping[str, Any]) -> set[str]:
    """Required questions that these answers leave open."""
    return {
        str(question["id"]) for question in facts.questions
        if _is_required(question, answers) and answers.get(question["id"]) in (None, "", [], False)
    }  # fmt: skip


def _is_required(question: Mapping[str, Any], answers: Mapping[str, Any]) -> bool:
    if "asked_when" in question and not _holds(question["asked_when"], answers):
        return False
    return bool(question.get("required")) or (
        "required_when" in question and _holds(question["required_when"], answers)
    )


def _holds(condition: Mapping[str, Any], answers: Mapping[str, Any]) -> bool:
    """`{field: [codes]}` or `{field: {above: number}}`."""
    return all(
        answers.get(name) in wanted if isinstance(wanted, list) else answers.get(name, 0) > wanted["above"]
        for name, wanted in condition.items()
    )


def hash_of(answers: Any) -> str:
    return sha256(rfc8785.dumps(answers)).hexdigest()
