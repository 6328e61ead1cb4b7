"""The JSON view of an application in words: labels for codes, instants of the call's zone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..call import Call, say, words
from . import shown
from .rendering import deadline, instant

View = Mapping[str, Any]
WINDOWS = ("edit_until", "supplement_until")


def application_view(call: Call, language: str, view: View) -> dict[str, Any]:
    """What application_page prints. A code without words is shown as it is rather than hidden."""
    windows, package, decision = (view.get(key) or {} for key in ("windows", "package", "decision"))
    return {
        "number": shown.text(view.get("number")), "version": shown.text(view.get("version")),
        "status": said(language, "status", view.get("status")), "exception": bool(view.get("exception")),
        "received": instant(call, language, view.get("received_at")), "hash": shown.text(view.get("answers_sha256")),
        "windows": [say("page", f"my.{name}", language, until=deadline(call, language, windows[name]))
                    for name in WINDOWS if windows.get(name)],
        "package": said(language, "package_state", package.get("state")),
        "missing": _documents(call, language, package.get("missing") or ()),
        "documents": [(_documents(call, language, [each.get("kind")])[0], shown.text(each.get("filename")))
                      for each in view.get("documents") or ()],
        "interview": list(_interview(call, language, view.get("interview") or {})),
        "decision": (said(language, "act", decision.get("act")), shown.text(decision.get("text"))) if decision else (),
        "tasks": [_task(call, language, each) for each in view.get("tasks") or ()],
        "history": [(instant(call, language, each.get("at")), said(language, "act", each.get("act")))
                    for each in view.get("history") or ()],
    }  # fmt: skip


def said(language: str, room: str, code: object) -> str:
    text = words("page").get(f"{room}.{code}")
    return text[language] if text else shown.text(code)


def _documents(call: Call, language: str, kinds: Iterable[object]) -> list[str]:
    labels = {document.kind: document.label[language] for document in call.form.package.documents}
    return [labels.get(str(kind), shown.text(kind)) for kind in kinds]


def _interview(call: Call, language: str, interview: View) -> Iterable[tuple[str, str]]:
    formats = call.form.by_id.get("interview_format")
    for key in ("when", "place", "format", "held", "outcome"):
        value = interview.get(key)
        if not value:
            continue
        text = said(language, "outcome", value) if key == "outcome" else instant(call, language, value)
        if key == "format" and formats:
            text = formats.label_of(text, language)
        yield say("page", f"interview.{key}", language), text


def _task(call: Call, language: str, task: View) -> str:
    due, state = instant(call, language, task.get("due")), said(language, "task_state", task.get("state"))
    return say("page", "my.task", language, title=shown.text(task.get("title")), due=due, state=state)
