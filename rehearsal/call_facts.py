"""The call's numbers as its files say them, read without the product's own loader: the checks share nothing with it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.call.current import call_folder

Table = Mapping[str, Any]


@dataclass(frozen=True)
class CallFacts:
    """`closes_at` is the closing in force, after every amendment. `criteria` are conditions by number, `roles` ids of
    questions by what they are for. A number of a part that the call lacks is 0; `rules` tell which parts it has.
    """

    opens_at: datetime
    closes_at: datetime
    zone: ZoneInfo
    supplement_days: int
    rolls_to_working_day: bool
    non_working_days: frozenset[date]
    missed_for_exclusion: int
    explanation_days: int
    scale: tuple[int, int]
    documents: tuple[Table, ...]
    criteria: Mapping[str, Table]
    questions: tuple[Table, ...]
    roles: Mapping[str, tuple[str, ...]]
    rules: frozenset[str]

    @property
    def has_interview(self) -> bool:
        return "interview" in self.rules

    @property
    def has_supplement(self) -> bool:
        return "supplement" in self.rules

    @property
    def has_tasks(self) -> bool:
        return "exclusion" in self.rules

    def answer_of(self, role: str, answers: Table | None) -> object:
        """The answer to the question that plays the role; to the first of several."""
        return next(((answers or {}).get(name) for name in self.roles.get(role, ())), None)


def read_facts(folder: Path | None = None) -> CallFacts:
    folder = folder or call_folder()
    call = tomllib.loads((folder / "call.toml").read_text(encoding="utf-8"))
    form = tomllib.loads((folder / "form.toml").read_text(encoding="utf-8"))
    questions = tuple(question for section in form["section"] for question in section["field"])
    return CallFacts(
        call["opens_at"], _closing(call), ZoneInfo(call["timezone"]), call.get("supplement_days", 0),
        call.get("supplement_rolls_to_working_day", False), frozenset(call.get("non_working_days", ())),
        call.get("missed_tasks_for_exclusion", 0), call.get("explanation_days", 0),
        (call.get("score_min", 0), call.get("score_max", 0)),
        tuple(form.get("package", {}).get("document", ())),
        {str(criterion["number"]): criterion.get("applies_when", {}) for criterion in call.get("criterion", ())},
        questions, _roles(questions), frozenset(rule["id"] for rule in call["rule"]),
    )  # fmt: skip


def _closing(call: Table) -> datetime:
    """What the last amendment that moves the closing made of it."""
    closings: list[datetime] = [call["closes_at"]]
    closings += [amendment["closes_at"] for amendment in call.get("amendment", ()) if "closes_at" in amendment]
    return closings[-1]


def _roles(questions: Sequence[Table]) -> Mapping[str, tuple[str, ...]]:
    names = dict.fromkeys(str(question["role"]) for question in questions if "role" in question)
    return {name: tuple(q["id"] for q in questions if q.get("role") == name) for name in names}
