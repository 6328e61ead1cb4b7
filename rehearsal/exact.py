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
    day = held + timedelta(days=facts.supplement_days)
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


def hash_of(answers: Any) -> str:
    return sha256(rfc8785.dumps(answers)).hexdigest()
