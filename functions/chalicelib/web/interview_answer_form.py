"""The plain form under an offered interview: confirm the time or say why not; refused words are handed back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..intake.answer_interview import answer_interview
from ..pages import result_pages as pages
from ..rules.application import Application
from ..rules.appointments import CONFIRMED, DECLINED
from .interview_representation import appointment_number
from .posted_form import PostedForm
from .responses import Reply, page_reply

if TYPE_CHECKING:
    from ..api_types.problem import ProblemDocument

# What the reason is written in; no question of a form has a name that begins so.
REASON = "_reason"
ANSWER_OF: Mapping[str, str] = {"confirm_interview": CONFIRMED, "decline_interview": DECLINED}


def answer_by_form(form: PostedForm) -> Reply:
    """The reason is stored with a refusal of the time only; beside a confirmation it is dropped."""
    answer = ANSWER_OF[form.hidden["_act"]]
    text = _reason(form) if answer == DECLINED else ""
    number = appointment_number(form.hidden["_appointment"])
    application = answer_interview(
        form.service.call, form.service.store, form.number, form.key, number, answer, text, form.arrival.at
    )  # fmt: skip
    return page_reply(200, pages.application_page(form.call(application), form.language, form.view(application)))


def refused_answer_page(form: PostedForm, document: ProblemDocument, application: Application) -> Reply:
    """The page of the application, with the refusal at the top and the typed reason back in its field."""
    view = form.view(application) | {"problem": document, "reason": _reason(form)}
    return page_reply(document["status"], pages.application_page(form.call(application), form.language, view))


def _reason(form: PostedForm) -> str:
    return str(form.answers.get(REASON, ""))
