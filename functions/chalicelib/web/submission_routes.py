"""Routes that take answers for the first time: the phase, a check, a submission, a new draft."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..intake.save_draft import save_new_draft
from ..intake.submit_application import submit
from ..rules.admission_guards import form_problems
from ..rules.application import FIRST_FORM, Application
from ..rules.completeness import judge
from ..rules.form_version import call_to_judge_by
from ..rules.lost_key_link import KEY_REPEATED_MINUTES
from ..rules.request_limits import CHECKS, NEW_DRAFTS
from . import problem_sentences, representations
from .client_limits import spend
from .parsed_request import ParsedRequest
from .request_service import Arrival, Service, form_key, with_answers
from .responses import Reply, json_reply, page_reply

if TYPE_CHECKING:
    from ..api_types.page import RepeatedReceipt
    from ..api_types.problem import ProblemView


def call_status(service: Service, arrival: Arrival) -> Reply:
    return json_reply(200, representations.call_status(service.call, arrival.at, service.rehearsal))


def openapi(service: Service, arrival: Arrival) -> Reply:
    from .openapi import openapi_document

    return json_reply(200, openapi_document(service.call))


def check_answers(service: Service, arrival: Arrival) -> Reply:
    """Any phase; nothing is stored. A form gets its page back with every problem beside its field."""

    def act(sent: ParsedRequest, language: str) -> Reply:
        spend(service, arrival, CHECKS)
        judgement = judge(service.call.form, sent.answers)
        problems = problem_sentences.problems_in_words(judgement.problems, language)
        if arrival.is_form:
            from ..pages import result_pages as pages
            from ..pages.form_purpose import FormPurpose

            work = FormPurpose(form_key=form_key(sent, 200))
            return page_reply(200, pages.checked_page(service.call, language, sent.answers, problems, work))
        return json_reply(200, {"complete": judgement.complete, "problems": problems})

    return with_answers(service, arrival, act)


def submit_application(service: Service, arrival: Arrival) -> Reply:
    def act(sent: ParsedRequest, language: str) -> Reply:
        placed = submit(service.call, service.store, service.hash_secret, sent.answers, arrival.at, sent.sender_key)
        receipt = representations.receipt(service.call, placed.event, placed.key)
        if arrival.is_form:
            from ..pages import result_pages as pages

            call = service.call.with_form(placed.event.form or FIRST_FORM)
            view: RepeatedReceipt = {
                **representations.with_documents(service.call, receipt, placed.event),
                "key_minutes": KEY_REPEATED_MINUTES,
            }
            return page_reply(201, pages.receipt_page(call, language, view, dict(placed.event.answers or {})))
        shown = representations.submission(service.call, placed.event, placed.key)
        return json_reply(201, shown, {"Location": receipt["links"]["self"]})

    return with_answers(service, arrival, act)


def save_draft(service: Service, arrival: Arrival) -> Reply:
    """`201` with number, key, until when it may be submitted, and what a submission would still lack."""

    def act(sent: ParsedRequest, language: str) -> Reply:
        spend(service, arrival, NEW_DRAFTS)
        draft, key = save_new_draft(
            service.call, service.store, service.hash_secret, sent.answers, arrival.at, sent.sender_key
        )
        missing = problem_sentences.problems_in_words(form_problems(service.call, draft), language)
        if arrival.is_form:
            return _draft_page(service, arrival, language, draft, key, missing)
        extras = {"problems": missing, "windows": representations.windows(service.call, draft, arrival.at)}
        return json_reply(
            201,
            representations.receipt(service.call, draft.content, key) | extras,
            {"ETag": representations.etag(draft)},
        )

    return with_answers(service, arrival, act)


def _draft_page(
    service: Service, arrival: Arrival, language: str, draft: Application, key: str, missing: Sequence[ProblemView]
) -> Reply:
    """`201`; the same press again finds what has become of the draft, without a `key` only that it was saved."""
    from ..pages.change_pages import draft_page, kept_draft_page
    from ..pages.result_pages import application_page
    from .page_view import page_view

    view = page_view(service, arrival, draft, key)
    call = call_to_judge_by(service.call, draft)
    if not key:
        return page_reply(201, kept_draft_page(call, language, view | {"key_minutes": KEY_REPEATED_MINUTES}))
    if draft.status != "draft":
        return page_reply(201, application_page(call, language, view))
    return page_reply(201, draft_page(call, language, view, missing))
