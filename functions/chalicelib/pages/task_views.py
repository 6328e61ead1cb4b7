"""One task of the accelerator on «My application»: its state, what was explained, and where to explain it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..call import Call, say, words
from . import display_values
from .rendering import deadline, instant

if TYPE_CHECKING:
    from ..api_types.application import TaskView
    from ..api_types.page import PageView

MISSED = "missed"


def task_part(call: Call, language: str, view: PageView, task: TaskView) -> dict[str, object]:
    """`asks` says whether the applicant may explain here: the task is missed and the application was opened by its key.

    `written` are words that were refused, to stand in their field again.
    """
    number = display_values.text(task.get("task"))
    written: Mapping[str, object] = view.get("written") or {}
    may_explain = _may_explain(view, task)
    end = task.get("explain_until")
    return {
        "id": number, "line": _line(call, language, task), "title": display_values.text(task.get("title")),
        "until": deadline(call, language, end) if end and may_explain else "", "asks": may_explain,
        "limit": view.get("explanation_limit", ""), "rule": call.rule("exclusion"),
        "written": display_values.text(written.get("text")) if written.get("task") == number else "",
        "explanations": [(instant(call, language, explanation.get("at")), display_values.text(explanation.get("text")))
                         for explanation in task.get("explanations") or ()],
    }  # fmt: skip


def returned_words(view: PageView) -> str:
    """Words that were refused and have no field to stand in, because the task cannot be explained any more."""
    written: Mapping[str, object] = view.get("written") or {}
    asking = {display_values.text(task.get("task")) for task in view.get("tasks") or () if _may_explain(view, task)}
    return "" if written.get("task") in asking else display_values.text(written.get("text"))


def _may_explain(view: PageView, task: TaskView) -> bool:
    return task.get("state") == MISSED and view.get("status") == "admitted" and bool(view.get("key"))


def _line(call: Call, language: str, task: TaskView) -> str:
    state = f"task_state.{task.get('state')}"
    state_in_words = (
        words("page")[state][language] if state in words("page") else display_values.text(task.get("state"))
    )
    due = instant(call, language, task.get("due"))
    return say("page", "my.task", language, title=display_values.text(task.get("title")), due=due, state=state_in_words)
