"""The call that the paths are explored under: the real rules and words, dates near each other, a form of six questions.

A Friday to the next Friday; the Monday after is a holiday, so that a window rolls over a weekend and a day off.
"""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from chalicelib.call import Call
from chalicelib.call.current import CALLS
from chalicelib.call.loading import build_call

HERE = Path(__file__).parent
HOLIDAY = date(2021, 9, 20)
PINNED: dict[str, Any] = {
    "id": "small-2021",
    "timezone": "Asia/Almaty",
    "opens_at": datetime.fromisoformat("2021-09-10T00:00:00+06:00"),
    "closes_at": datetime.fromisoformat("2021-09-17T18:00:00+06:00"),
    "supplement_days": 3,
    "supplement_rolls_to_working_day": True,
    "missed_tasks_for_exclusion": 2,
    "explanation_days": 3,
    "score_min": 0,
    "score_max": 10,
    "window_reminder_hours": [24, 3],
    "draft_reminder_hours": [24, 3],
    "non_working_days": [HOLIDAY],
    "amendment": [],
}
EXTENSION: dict[str, Any] = {
    "at": datetime.fromisoformat("2021-09-16T10:00:00+06:00"),
    "closes_at": datetime.fromisoformat("2021-09-22T18:00:00+06:00"),
    "what": {"kk": "Мерзім ұзартылды.", "ru": "Срок продлён."},
    "why": {"kk": "Сұраныс бойынша.", "ru": "По просьбам."},
}


@cache
def small_call(*, extended: bool = False) -> Call:
    """`extended`: the same call once its closing was moved by an amendment."""
    form = tomllib.loads((HERE / "form.toml").read_text("utf-8"))
    return build_call(small_call_tables() | {"amendment": [EXTENSION] if extended else []}, form)


def small_call_tables() -> dict[str, Any]:
    """The small call's `call.toml`, as read."""
    folder = CALLS / (CALLS / "current.txt").read_text("utf-8").strip()
    table = tomllib.loads((folder / "call.toml").read_text("utf-8"))
    return table | {name: value for name, value in PINNED.items() if name in table or name == "amendment"}
