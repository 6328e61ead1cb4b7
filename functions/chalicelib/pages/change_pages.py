"""Pages of an application being changed without JavaScript: its form, a saved draft, a conflict, a withdrawal.

`view` is the application as the API tells it, with the `key` it was opened with, `now` and `saved_at`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..call import Call, say
from . import display_values
from .answers_as_words import differences
from .application_words import as_written
from .form_purpose import form, work_of
from .printed_answers import answered_sections
from .problem_views import MISSING, summary
from .rendering import closing, render

if TYPE_CHECKING:
    from ..api_types.application import Answers
    from ..api_types.page import PageView
    from ..api_types.problem import ProblemDocument, ProblemView


def draft_page(call: Call, language: str, view: PageView, problems: Sequence[ProblemView]) -> str:
    """A draft was saved: not submitted, how to come back, what is still missing, and the form to go on with."""
    context = form(call, language, view.get("answers") or {}, (), work_of(call, language, view),
                   judged=problems)  # fmt: skip
    questions = [question for _, asked_in_section in context["sections"] for question in asked_in_section]
    # What is simply not answered yet needs no sentence: the list says it.
    shown_problems: list[ProblemView] = [p | {"message": ""} if p.get("code") in MISSING else p for p in problems]
    return render("draft_page.html", call, language, title=say("page", "draft.title", language), view=view,
                  found=summary(call, language, shown_problems, questions), **context)  # fmt: skip


def kept_draft_page(call: Call, language: str, view: PageView) -> str:
    """The form of a saved draft was posted again, too late to be told the key: what was saved, and the way to it.

    `view` holds `key_minutes`, for how long the key was told again.
    """
    return render("kept_draft_page.html", call, language, title=say("page", "draft.title", language), view=view,
                  work=work_of(call, language, view), until=closing(call, language),
                  sections=answered_sections(as_written(call, view), language, view.get("answers") or {}))  # fmt: skip


def work_page(call: Call, language: str, view: PageView, written: Answers | None = None) -> str:
    """The form with the stored answers. `written` are words the applicant had and gave up: shown beside it."""
    work, stored = work_of(call, language, view), view.get("answers") or {}
    title = "status.draft" if work.mode == "draft" else f"work.{work.mode}"
    aside = differences(call, language, written, stored) if written else []
    return render("work_page.html", call, language, title=say("page", title, language),
                  aside=[pair for pair in aside if pair.mine], **form(call, language, stored, (), work))  # fmt: skip


def conflict_page(call: Call, language: str, view: PageView, mine: Answers, problem: ProblemDocument) -> str:
    """Somebody saved meanwhile: what differs, one's own words in the form, and both ways on."""
    work = work_of(call, language, view)
    return render("conflict_page.html", call, language, title=display_values.text(problem.get("title")),
                  differing=differences(call, language, mine, view.get("answers") or {}),
                  **form(call, language, mine, (), work))  # fmt: skip


def withdraw_page(call: Call, language: str, view: PageView) -> str:
    work = work_of(call, language, view)
    room = "abandon" if work.mode == "draft" else "withdraw"
    return render("withdraw_page.html", call, language, title=say("page", f"{room}.title", language), room=room,
                  work=work)  # fmt: skip
