"""What a form is for: a new application, a draft, an edit of a submission, or a supplement to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypedDict

from ..call import Call, wording
from . import display_values
from .form_renderer import FormRenderer
from .problem_views import by_place
from .question_views import QuestionView
from .rendering import closing, deadline
from .section_states import State, states
from .unknown_answers import leftovers

if TYPE_CHECKING:
    from ..api_types.page import PageView
    from ..api_types.problem import ProblemView

MINUTE = timedelta(minutes=1)
# The mode of the form by status: before the interview it edits, after it it supplements.
MODES = {"draft": "draft", "submitted": "edit", "interview_scheduled": "edit", "interviewed": "supplement"}


@dataclass(frozen=True)
class FormPurpose:
    """`mode` is new, draft, edit, supplement, or closed where nothing may be changed any more.

    `until` and `left` are words, empty when the window is not open. A new application has no number yet; its form
    carries `form_key`, a random name for its press, empty where the same page is given to everybody.
    """

    mode: str = "new"
    number: str = ""
    key: str = ""
    version: str = ""
    until: str = ""
    left: str = ""
    form_key: str = ""


NEW = FormPurpose()


def work_of(call: Call, language: str, view: PageView) -> FormPurpose:
    """From an application's view with the `key` it was opened with and the instant `now`."""
    end = window_end(view)
    return FormPurpose(
        MODES.get(str(view.get("status")), "closed"),
        display_values.text(view.get("number")),
        display_values.text(view.get("key")),
        display_values.text(view.get("version")),
        deadline(call, language, end) if end else "",
        time_left(view, language),
    )


def window_end(view: PageView) -> str:
    """The end of the window that is open now, in ISO 8601; empty when none is."""
    windows = view.get("windows") or {}
    return windows.get("edit_until") or windows.get("supplement_until") or ""


def time_left(view: PageView, language: str) -> str:
    """How long the open window lasts by the server's clock, in whole minutes."""
    end, now = window_end(view), view.get("now")
    if not end or not now:
        return ""
    minutes = max(1, (datetime.fromisoformat(end) - datetime.fromisoformat(now)) // MINUTE)
    return wording.duration(minutes * 60_000, language)


class FormContext(TypedDict):
    """What templates/form.html and leftovers.html are given; `until` is in words, `states` by section id."""

    sections: list[tuple[object, list[QuestionView]]]
    until: str
    work: FormPurpose
    start: None
    states: dict[str, State]
    leftovers: list[tuple[str, str]]


def form(
    call: Call, language: str, answers: Mapping[str, object], problems: Sequence[ProblemView] = (),
    work: FormPurpose = NEW, judged: Sequence[ProblemView] | None = None,
) -> FormContext:  # fmt: skip
    """What templates/form.html and leftovers.html need. `problems` stand beside their questions; `judged` are all that
    were found, None where nobody looked.
    """
    asking = FormRenderer(call, language, answers, by_place(problems))
    return {"sections": list(asking.sections()), "until": closing(call, language), "work": work, "start": None,
            "states": states(call, answers, judged), "leftovers": leftovers(call, language, answers)}  # fmt: skip
