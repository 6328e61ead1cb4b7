"""Where an application stands and what is to be done now, in one voice: everything a page says of it follows from here.

A stage is the status, told apart where the same status means different things to the applicant.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..call import Call, say, words
from ..call.inflection import days_not_later_than
from . import display_values
from .form_purpose import MODES, window_end

if TYPE_CHECKING:
    from ..api_types.application import TaskView
    from ..api_types.documents import PackageState
    from ..api_types.page import PageView

# Stages in which documents do not matter any more.
_WITHOUT_PACKAGE = ("draft_late", "withdrawn", "abandoned", "interviewed_closed")


def stage_of(view: PageView) -> str:
    """The status, with a stage of its own for an expired window and for a draft that was given up."""
    status = display_values.text(view.get("status"))
    if status == "withdrawn" and not view.get("received_at"):
        return "abandoned"
    if status not in ("draft", "interviewed") or window_end(view):
        return status
    if status == "draft":
        return "draft_late"
    interview = view.get("interview")
    never_opened = not interview or interview.get("supplement_until") is None
    return "interviewed_closed" if never_opened else "interviewed_late"


def standing(call: Call, language: str, view: PageView) -> dict[str, str]:
    """`status`, `stands` and `next`, the last one empty where nothing is to be done or waited for."""
    stage = stage_of(view)
    variants = [f"{stage}_{_variant(call, stage, view)}", stage, display_values.text(view.get("status"))]
    return {
        "status": _first(language, "status", variants, display_values.text(view.get("status"))),
        "stands": _first(language, "stands", variants, display_values.text(view.get("status"))),
        "next": _first(language, "next", variants[:2], "", limit=days_not_later_than(call.supplement_days, language)),
    }  # fmt: skip


def _variant(call: Call, stage: str, view: PageView) -> str:
    """What else changes what is to be done: complete, past, missed or over; empty in the usual case."""
    if stage == "interviewed" and not missing_kinds(view):
        return "complete"
    if stage == "interview_scheduled" and view.get("is_appointment_over"):
        return "past"
    if stage == "admitted" and any(_is_unexplained(task) for task in view.get("tasks") or ()):
        return "missed"
    return "over" if stage in ("withdrawn", "abandoned") and not view.get("is_call_open", True) else ""


def _is_unexplained(task: TaskView) -> bool:
    return task.get("state") == "missed" and not task.get("explanations")


def package_of(view: PageView) -> PackageState | None:
    """The package, as far as it still matters; after a decision its state is `final`.

    None where it does not matter any more.
    """
    status = view.get("status")
    if stage_of(view) in _WITHOUT_PACKAGE:
        return None
    return view.get("package") if status in MODES or not view.get("decision") else {"state": "final", "missing": []}


def missing_kinds(view: PageView) -> Sequence[str]:
    """Kinds of the documents that are missing and that it still matters to send."""
    package = package_of(view)
    return (package.get("missing") or ()) if package else ()


def missing_note(call: Call, language: str, view: PageView) -> str:
    """Beside the missing documents: that one may still send them, will be able to, or can no more."""
    if not missing_kinds(view):
        return ""
    key = "missing_note" if window_end(view) else "missing_later" if _is_later(call, view) else "missing_late"
    return say("page", f"my.{key}", language, limit=days_not_later_than(call.supplement_days, language))


def package_state(call: Call, view: PageView) -> object:
    """A code of the words `package_state`; documents that one can send no more are not asked for."""
    package = package_of(view)
    state = package.get("state") if package else None
    is_late = not window_end(view) and not _is_later(call, view)
    return "incomplete" if state == "to_be_supplemented" and is_late else state


def _is_later(call: Call, view: PageView) -> bool:
    """Whether a window for documents is still to open."""
    return call.has("supplement") and view.get("status") in ("submitted", "interview_scheduled")


def is_unchangeable(view: PageView) -> bool:
    """Whether the page has to say that the application cannot be changed now."""
    return view.get("status") in MODES and view.get("status") != "draft" and not window_end(view)


def _first(language: str, room: str, variants: list[str], otherwise: str, **params: object) -> str:
    keys = [f"{room}.{variant}" for variant in variants]
    known = next((key for key in keys if key in words("page")), "")
    return say("page", known, language, **params) if known else otherwise
