"""The call's numbers as its files say them, read without the product's own loader: the checks share nothing with it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from infra.places import FUNCTIONS

CALLS = FUNCTIONS / "chalicelib" / "call" / "calls"


@dataclass(frozen=True)
class Facts:
    opens_at: datetime
    closes_at: datetime
    zone: ZoneInfo
    supplement_days: int
    rolls_to_working_day: bool
    non_working_days: frozenset[date]
    missed_for_exclusion: int
    explanation_days: int
    documents: tuple[Mapping[str, Any], ...]
    fourth_criterion_stages: tuple[str, ...]
    questions: tuple[Mapping[str, Any], ...]


def read_facts(folder: Path | None = None) -> Facts:
    folder = folder or CALLS / (CALLS / "current.txt").read_text(encoding="utf-8").strip()
    call = tomllib.loads((folder / "call.toml").read_text(encoding="utf-8"))
    form = tomllib.loads((folder / "form.toml").read_text(encoding="utf-8"))
    fourth = next(each for each in call["criterion"] if each["number"] == 4)
    return Facts(
        call["opens_at"], call["closes_at"], ZoneInfo(call["timezone"]), call["supplement_days"],
        call["supplement_rolls_to_working_day"], frozenset(call["non_working_days"]),
        call["missed_tasks_for_exclusion"], call["explanation_days"],
        tuple(form["package"]["document"]), tuple(fourth["applies_when"]["stage"]),
        tuple(question for section in form["section"] for question in section["field"]),
    )  # fmt: skip
