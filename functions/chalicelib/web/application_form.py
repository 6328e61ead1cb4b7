"""One application by plain forms: POST on its own address, hidden fields say which act on which version.

`_act` is show, open (the form with the stored answers), check (stores nothing), save, edit, supplement, submit,
withdraw (asks first), withdraw_sure, explain (a missed task), confirm_interview or decline_interview. All that write
are the acts of the JSON routes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

from ..intake import change_application as change
from ..pages import change_pages
from ..pages import result_pages as pages
from ..pages.form_purpose import work_of
from ..rules.admission_guards import form_problems
from ..rules.application import Application
from ..rules.completeness import judge
from ..rules.lifecycle import allows
from ..rules.refusals import Incomplete, NotAllowed, NotFound
from ..rules.request_limits import LOOK_UPS
from . import problem_documents, problem_sentences, representations
from .client_limits import opened_by_key
from .explanation_form import explain_by_form, refused_explanation_page
from .interview_answer_form import ANSWER_OF, answer_by_form, refused_answer_page
from .limit_page import waiting_page
from .parsed_request import ParsedRequest, Unreadable
from .posted_form import HIDDEN, PostedForm
from .request_service import Arrival, Service, with_answers
from .responses import Reply, page_reply

if TYPE_CHECKING:
    from ..api_types.problem import ProblemDocument


def act_by_form(service: Service, arrival: Arrival, number: str) -> Reply:
    def act(sent: ParsedRequest, language: str) -> Reply:
        if not arrival.is_form:
            raise Unreadable("wrong_media_type")
        limit = None if sent.answers.get("_act") in _WRITING else LOOK_UPS
        with opened_by_key(service, arrival, number, limit):
            form = PostedForm.of(service, arrival, number, sent, language)
            return _ACTS.get(form.hidden["_act"], _show)(form)

    return with_answers(service, arrival, act, partial(_refusal_page, arrival, number))


def _show(form: PostedForm) -> Reply:
    application = form.application()
    return page_reply(200, pages.application_page(form.call(application), form.language, form.view(application)))


def _open(form: PostedForm) -> Reply:
    """The form with the stored answers; without an open window, the page of the application."""
    application = form.application()
    call, view = form.call(application), form.view(application)
    if not any(view["windows"].values()):
        return page_reply(200, pages.application_page(call, form.language, view))
    return page_reply(200, change_pages.work_page(call, form.language, view, form.answers))


def _check(form: PostedForm) -> Reply:
    """The posted answers with what is wrong with them. Stores nothing."""
    application = form.application()
    call = form.call(application)
    missing = problem_sentences.problems_in_words(judge(call.form, form.answers).problems, form.language)
    work = work_of(call, form.language, form.view(application))
    return page_reply(200, pages.checked_page(call, form.language, form.answers, missing, work))


def _write(form: PostedForm) -> Reply:
    application = form.save()
    return _draft(form, application) if application.status == "draft" else _receipt(form, application)


def _submit(form: PostedForm) -> Reply:
    """Saves the answers, then submits. Where something is missing, the draft is saved all the same."""
    saved = form.save()
    try:
        application = change.submit_draft(form.service.call, form.service.store, form.number, form.key, form.arrival.at)
    except Incomplete as refused:
        document = problem_documents.of_refusal(form.service.call, refused, form.language, form.arrival.at)
        return _page(form, document, saved)
    return _receipt(form, application)


def _withdraw(form: PostedForm) -> Reply:
    application = form.application()
    if not allows(form.call(application), "withdraw", application.status):
        raise NotAllowed.by_status("withdraw", application.status)
    return page_reply(200, change_pages.withdraw_page(form.call(application), form.language, form.view(application)))


def _withdraw_sure(form: PostedForm) -> Reply:
    application = change.withdraw(form.service.call, form.service.store, form.number, form.key, form.arrival.at)
    return page_reply(200, pages.application_page(form.call(application), form.language, form.view(application)))


_ACTS: Mapping[str, Callable[[PostedForm], Reply]] = {
    "show": _show, "open": _open, "check": _check, "save": _write, "edit": _write, "supplement": _write,
    "submit": _submit, "withdraw": _withdraw, "withdraw_sure": _withdraw_sure, "explain": explain_by_form,
    **dict.fromkeys(ANSWER_OF, answer_by_form),
}  # fmt: skip
# No limit by client applies: how much one application may write is limited elsewhere (version_limits.py).
_WRITING = ("save", "edit", "supplement", "submit", "withdraw_sure", "explain", *ANSWER_OF)


def _draft(form: PostedForm, application: Application) -> Reply:
    missing = problem_sentences.problems_in_words(form_problems(form.service.call, application), form.language)
    page = change_pages.draft_page(form.call(application), form.language, form.view(application), missing)
    return page_reply(200, page)


def _receipt(form: PostedForm, application: Application) -> Reply:
    event = application.content
    receipt = representations.with_documents(
        form.service.call, representations.receipt(form.service.call, event, form.key), event
    )
    title = event.act if event.act in ("edit", "supplement") else "title"
    page = pages.receipt_page(form.call(application), form.language, receipt, dict(event.answers or {}), title)
    return page_reply(200, page)


def _refusal_page(
    arrival: Arrival, number: str, service: Service, document: ProblemDocument, sent: ParsedRequest, language: str
) -> Reply:
    """The page of a refusal: the posted words in their fields again, with the application if the key opens it."""
    if document["status"] == 429:
        return waiting_page(arrival, f"/api/applications/{quote(number)}", service, document, sent, language)
    try:
        if document["status"] == 404:
            # This key has just opened nothing: the store is not asked a second time.
            raise NotFound
        form = PostedForm.of(service, arrival, number, sent, language)
        application = form.application()
    except NotFound:
        words = {name: value for name, value in sent.answers.items() if name not in HIDDEN}
        return page_reply(document["status"], pages.page_for_problem(service.call, language, document, words))
    handed_back = _HANDED_BACK.get(form.hidden["_act"], _page)
    return handed_back(form, document, application)


def _page(form: PostedForm, document: ProblemDocument, application: Application) -> Reply:
    call, view, language = form.call(application), form.view(application), form.language
    if document["status"] in (412, 428):
        page = change_pages.conflict_page(call, language, view, form.answers, document)
    else:
        page = pages.page_for_problem(call, language, document, form.answers, work_of(call, language, view))
    return page_reply(document["status"], page)


# Words about one thing go back to the field they were written in, on the application's own page.
_HANDED_BACK: Mapping[str, Callable[[PostedForm, ProblemDocument, Application], Reply]] = {
    "explain": refused_explanation_page, **dict.fromkeys(ANSWER_OF, refused_answer_page),
}  # fmt: skip
