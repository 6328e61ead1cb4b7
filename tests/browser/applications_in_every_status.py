"""Applications in every status, brought there by the verbs themselves, for the page «My application»."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from chalicelib.call import Call
from chalicelib.intake.change_application import withdraw
from chalicelib.intake.save_draft import save_new_draft
from chalicelib.intake.submit_application import submit
from chalicelib.selection import decisions, interviews, task_acts
from tests.building import OPEN, PEPPER, FakeStore, answers
from tests.selection.building import HELD, PACKAGE, desk, with_documents

DAY = timedelta(days=1)
# The statuses of an application, the draft also as the closing left it, the interview also after its window and without
# one, and somebody in the accelerator who may explain a missed task.
STANDINGS = (
    "draft", "draft_late", "submitted", "interview_scheduled", "interviewed", "interviewed_late",
    "interviewed_closed", "admitted", "admitted_missed",
    "not_admitted", "completed", "excluded", "withdrawn",
)  # fmt: skip
FAILED = ("not_admitted", "interviewed_closed")
DAYS = {"draft": 0, "draft_late": 20, "submitted": 0, "interviewed": 2, "excluded": 16}


def standing(call: Call, store: FakeStore, kind: str) -> tuple[str, str, float]:
    """Number, key, and after how many days from OPEN it is looked at."""
    days = DAYS.get(kind, 9)
    if kind.startswith("draft"):
        draft, key = save_new_draft(call, store, PEPPER, {"settlement": "Есік"}, OPEN)
        return draft.number, key, days
    receipt = submit(call, store, PEPPER, answers(), OPEN)
    number, key = receipt.event.number, receipt.key
    if kind == "withdrawn":
        withdraw(call, store, number, key, OPEN)
    elif kind != "submitted":
        _interview(call, store, number, kind)
    return number, key, days


def _interview(call: Call, store: FakeStore, number: str, kind: str) -> None:
    at = desk(call, store, 1)
    interviews.schedule(at, number, OPEN + 12 * DAY, "Талдықорған, Тәуелсіздік көшесі, 38", "offline")
    if kind == "interview_scheduled":
        return
    interviews.record(at, number, HELD, ["А. Б."], ["В. Г."], "failed" if kind in FAILED else "passed")
    if kind == "not_admitted":
        decisions.decline(desk(call, store, 2), number, "interview_failed", "Масштабтау жоспары <b>жоқ</b>.")
    elif not kind.startswith("interviewed"):
        with_documents(store, number, *PACKAGE)
        decisions.admit(desk(call, store, 2), number)
        _accelerate(call, store, number, kind)


def _accelerate(call: Call, store: FakeStore, number: str, kind: str) -> None:
    closing: dict[str, Callable[..., object]] = {"completed": task_acts.finish, "excluded": task_acts.miss,
                                                "admitted_missed": task_acts.miss}  # fmt: skip
    for title in ("Қаржы моделі", "Серіктестер тізімі"):
        task_acts.assign(desk(call, store, 3), number, title, date(2021, 9, 22))
    for task in ("1", "2"):
        if kind in closing:
            closing[kind](desk(call, store, 8), number, task)
    if kind == "completed":
        decisions.complete(desk(call, store, 8.5), number)
    elif kind == "excluded":
        decisions.exclude(desk(call, store, 15), number, "Екі міндет орындалмады.")
