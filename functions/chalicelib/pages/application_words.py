"""The JSON view of an application in words: labels for codes, instants of the call's zone."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ..call import Call, say, words
from ..call.definition import Rule
from ..call.wording import duration
from . import display_values
from .answers_as_words import as_text
from .documents_part import documents_part
from .form_purpose import MODES, time_left, window_end, work_of
from .interview_offer import offer_part
from .rendering import deadline, instant, minute
from .status_and_next_step import is_unchangeable, missing_kinds, missing_note, package_state, stage_of, standing
from .task_views import returned_words, task_part

if TYPE_CHECKING:
    from ..api_types.application import ExceptionView, HistoryLine
    from ..api_types.page import PageView
    from ..api_types.problem import ProblemDocument

_WEB = re.compile(r"(https?://[^\s<>\"'«»]*[^\s<>\"'«».,;:!?)])", re.I)
# Acts that write a new version of the answers.
WRITING = ("save_draft", "submit", "edit", "supplement")
# Decisions whose rule is named and not quoted: it tells whom one turns away.
GOOD_NEWS = ("admit", "complete")


def application_view(call: Call, language: str, view: PageView) -> dict[str, object]:
    """What application_page prints. A code without words is shown as it is rather than hidden.

    Beside what the API tells, `view` may hold `key` (for the forms), `now`, `calendar` (an .ics file's text),
    `decision_rule`, `explanation_limit`, `is_call_open`, `is_appointment_over`, `may_answer` (an offered interview is
    still ahead), and a `problem` with the `written` words it refused, or the `reason` for declining an interview;
    without them what needs them is left out.
    """
    stage = stage_of(view)
    return {
        "number": display_values.text(view.get("number")), "version": display_values.text(view.get("version")),
        **standing(call, language, view), "exception": bool(view.get("exception")),
        "windows": list(open_windows(call, language, view)), "unchangeable": is_unchangeable(view),
        "work": work_of(call, language, view), "acts": list(_acts(language, view)) if view.get("key") else [],
        "received": instant(call, language, view.get("received_at")),
        "hash": display_values.text(view.get("answers_sha256")),
        **_package_part(call, language, view), "documents": _documents_part(call, language, view),
        "interview": list(_interview(call, language, view)),
        "offer": offer_part(call, language, view),
        "calendar": _file("text/calendar", view["calendar"]) if view.get("calendar") else "",
        "decision": _decision(call, language, view), "contact": stage in ("draft_late", "not_admitted", "excluded"),
        "download": _saved_words(call, language, view) if stage in ("draft_late", "abandoned") else "",
        "tasks": [task_part(call, language, view, task) for task in view.get("tasks") or ()],
        "problem": _problem(call, view.get("problem")), "returned": returned_words(view),
        "exceptions": [_exception(call, language, exception) for exception in view.get("exceptions") or ()],
        "history": [(minute(call, language, line.get("at")), _act(language, line))
                    for line in view.get("history") or ()],
    }  # fmt: skip


def _saved_words(call: Call, language: str, view: PageView) -> str:
    """The answers as a text file, for a draft that can no longer be sent."""
    return _file("text/plain", "\ufeff" + as_text(as_written(call, view), language, view.get("answers") or {}))


def as_written(call: Call, view: PageView) -> Call:
    """With the form that the answers in the view were written for."""
    version = view.get("form_version")
    return call.with_form(version) if isinstance(version, int) else call


def code_words(language: str, room: str, code: object, file: str = "page") -> str:
    text = words(file).get(f"{room}.{code}")
    return text[language] if text else display_values.text(code)


def open_windows(call: Call, language: str, view: PageView) -> Iterable[tuple[str, str, Rule]]:
    """The open window: until when, how long that is, and its rule."""
    for name, end in _windows(view):
        if not end:
            continue
        sentence = "draft_until" if view.get("status") == "draft" else name
        rule = call.rule("supplement" if name == "supplement_until" else "deadline")
        yield (
            say("page", f"my.{sentence}", language, until=deadline(call, language, end)),
            time_left(view, language),
            rule,
        )


def _windows(view: PageView) -> Iterable[tuple[str, str | None]]:
    windows = view.get("windows")
    return (
        (("edit_until", windows.get("edit_until")), ("supplement_until", windows.get("supplement_until")))
        if windows
        else ()
    )


def _acts(language: str, view: PageView) -> Iterable[tuple[str, str]]:
    status = display_values.text(view.get("status"))
    if window_end(view):
        mode = MODES.get(status, "edit")
        yield "open", say("page", f"my.{'continue' if mode == 'draft' else mode}", language)
    if status == "draft" and window_end(view):
        yield "withdraw", say("page", "my.abandon", language)
    elif status in MODES and status != "draft":
        yield "withdraw", say("page", "my.withdraw", language)


def _package_part(call: Call, language: str, view: PageView) -> dict[str, object]:
    return {
        "package": code_words(language, "package_state", package_state(call, view)),
        "missing": document_labels(call, language, missing_kinds(view)),
        "missing_note": missing_note(call, language, view),
    }


def _documents_part(call: Call, language: str, view: PageView) -> str:
    """Nothing where no document may be sent and none was."""
    useful = view.get("key") and (window_end(view) or view.get("documents"))
    return documents_part(call, language, view, view["key"]) if useful else ""


def document_labels(call: Call, language: str, kinds: Iterable[object]) -> list[str]:
    labels = {document.kind: document.label[language] for document in call.form.package.documents}
    return [labels.get(str(kind), display_values.text(kind)) for kind in kinds]


def _interview(call: Call, language: str, view: PageView) -> Iterable[tuple[str, list[tuple[str, str]]]]:
    """A label with its words, each with the address it leads to; no outcome is told to be open beside a decision."""
    formats = call.form.role("interview_format")
    interview: Mapping[str, object] = view.get("interview") or {}
    for key in ("when", "minutes", "place", "format", "held", "outcome"):
        value = interview.get(key)
        if not value or (value == "pending" and key == "outcome" and view.get("decision")):
            continue
        text = code_words(language, "outcome", value) if key == "outcome" else instant(call, language, value)
        text = duration(value * 60_000, language) if key == "minutes" and isinstance(value, int) else text
        if key == "format" and formats:
            text = formats.label_of(text, language)
        yield say("page", f"interview.{key}", language), with_links(text) if key == "place" else [(text, "")]


def _decision(call: Call, language: str, view: PageView) -> dict[str, object]:
    decision = view.get("decision") or {}
    if not decision:
        return {}
    rule = view.get("decision_rule")
    return {"act": code_words(language, "act", decision.get("act")), "text": display_values.text(decision.get("text")),
            "reason": code_words(language, "reason", decision.get("reason"), "mail"),
            "rule": call.rule(rule) if rule else None, "is_good": decision.get("act") in GOOD_NEWS}  # fmt: skip


def _exception(call: Call, language: str, exception: ExceptionView) -> str:
    why = display_values.text(exception.get("why")) or code_words(language, "exception", exception.get("code"))
    window, until = (
        code_words(language, "window", exception.get("window")),
        deadline(call, language, exception.get("until")),
    )
    return say("page", "my.exception_line", language, window=window, until=until, why=why)


def _problem(call: Call, problem: ProblemDocument | None) -> dict[str, object]:
    """A refusal that is told on this page, with its rule; empty when there is none."""
    if not problem:
        return {}
    texts = {key: display_values.text(problem.get(key)) for key in ("title", "detail", "next")}
    return texts | {"rule": next((rule for rule in call.rules if rule.id == problem.get("rule")), None)}


def _act(language: str, line: HistoryLine) -> str:
    act = code_words(language, "act", line.get("act"))
    if line.get("act") not in WRITING or "version" not in line:
        return act
    return say("page", "my.versioned", language, act=act, version=line["version"])


def with_links(text: str) -> list[tuple[str, str]]:
    """A text in pieces, a web address in it with where it leads; a full stop or comma behind one is no part of it."""
    pieces = _WEB.split(text)
    return [(piece, piece if index % 2 else "") for index, piece in enumerate(pieces) if piece]


def _file(content_type: str, text: str) -> str:
    """A file inside the page itself: no address that would need the key."""
    body = b64encode(text.encode("utf-8", "replace")).decode()
    return f"data:{content_type};charset=utf-8;base64,{body}"
