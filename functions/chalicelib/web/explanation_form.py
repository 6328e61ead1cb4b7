"""The plain form under a missed task: its explanation, and the words handed back when they are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..intake.explain_task import explain
from ..pages import result_pages as pages
from ..rules.application import Application
from .posted_form import PostedForm
from .responses import Reply, page_reply

if TYPE_CHECKING:
    from ..api_types.page import RefusedExplanation
    from ..api_types.problem import ProblemDocument

# What an explanation is written in; no question of a form has a name that begins so.
EXPLANATION = "_explanation"


def explain_by_form(form: PostedForm) -> Reply:
    text = str(form.answers.get(EXPLANATION, ""))
    application = explain(form.service.call, form.service.store, form.number, form.key, form.hidden["_task"], text,
                    form.arrival.at)  # fmt: skip
    return page_reply(200, pages.application_page(form.call(application), form.language, form.view(application)))


def refused_explanation_page(form: PostedForm, document: ProblemDocument, application: Application) -> Reply:
    """The page of the application, with the refusal at the top and the typed explanation back in its field."""
    written: RefusedExplanation = {"task": form.hidden["_task"], "text": str(form.answers.get(EXPLANATION, ""))}
    view = form.view(application) | {"problem": document, "written": written}
    return page_reply(document["status"], pages.application_page(form.call(application), form.language, view))
