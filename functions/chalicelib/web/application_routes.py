"""Routes of one application, opened by its number and key: look up, rewrite, submit the draft, withdraw,
explain a missed task, answer an offered interview.
"""

from __future__ import annotations

import re
from functools import partial

from ..intake import change_application as change
from ..intake.answer_interview import answer_interview as answer_offer
from ..intake.explain_task import explain
from ..intake.look_up_application import look_up
from ..intake.malware_scan import check_waiting
from ..rules.admission_guards import form_problems
from ..rules.application import Application
from ..rules.form_version import call_to_judge_by
from ..rules.refusals import NotFound
from . import problem_sentences, representations
from .client_limits import opened_by_key
from .interview_representation import appointment_number
from .limit_page import waiting_page
from .parsed_request import ParsedRequest
from .request_service import Arrival, Service, with_answers, with_fields, with_reason, without_answers
from .responses import Reply, json_reply, page_reply


def look_up_application(service: Service, arrival: Arrival, number: str) -> Reply:
    def act() -> Reply:
        with opened_by_key(service, arrival, number):
            application = look_up(service.call, service.store, number, arrival.key)
        return _application_reply(service, arrival, application)

    return without_answers(service, arrival, act)


def look_up_page(service: Service, arrival: Arrival) -> Reply:
    """The same as an HTML page, for a plain form with `number` and `key`."""

    def act(sent: ParsedRequest, language: str) -> Reply:
        from ..pages import result_pages as pages
        from .page_view import page_view

        number, key = (str(sent.answers.get(name, "")) for name in ("number", "key"))
        try:
            with opened_by_key(service, arrival, number):
                application = look_up(service.call, service.store, number, key)
        except NotFound as refused:
            return with_reason(page_reply(404, pages.not_found_page(service.call, language)), refused)
        application = check_waiting(service.store, service.files, service.scanner, application, arrival.at)
        call, view = call_to_judge_by(service.call, application), page_view(service, arrival, application, key)
        return page_reply(200, pages.application_page(call, language, view))

    return with_fields(service, arrival, act, partial(waiting_page, arrival, "/api/applications/look-up"))


def rewrite_application(service: Service, arrival: Arrival, number: str) -> Reply:
    """PUT with `If-Match`: saves a draft, edits or supplements, whichever the status allows."""

    def act(sent: ParsedRequest, language: str) -> Reply:
        with opened_by_key(service, arrival, number, limit=None):
            application = change.rewrite(
                service.call, service.store, number, arrival.key, based_on(arrival), sent.answers, arrival.at
            )
        return _application_reply(service, arrival, application)

    return with_answers(service, arrival, act)


def submit_draft(service: Service, arrival: Arrival, number: str) -> Reply:
    def act() -> Reply:
        with opened_by_key(service, arrival, number, limit=None):
            application = change.submit_draft(service.call, service.store, number, arrival.key, arrival.at)
        submitted = next(event for event in application.events if event.act == "submit")
        return json_reply(
            200,
            representations.submission(service.call, submitted, arrival.key),
            {"ETag": representations.etag(application)},
        )

    return without_answers(service, arrival, act)


def withdraw(service: Service, arrival: Arrival, number: str) -> Reply:
    def act() -> Reply:
        with opened_by_key(service, arrival, number, limit=None):
            application = change.withdraw(service.call, service.store, number, arrival.key, arrival.at)
        return _application_reply(service, arrival, application)

    return without_answers(service, arrival, act)


def explain_task(service: Service, arrival: Arrival, number: str) -> Reply:
    """JSON `{task, text}`: an explanation of a missed task, accepted while the application is admitted."""

    def act(sent: ParsedRequest, language: str) -> Reply:
        task, text = (str(sent.answers.get(name, "")) for name in ("task", "text"))
        with opened_by_key(service, arrival, number, limit=None):
            application = explain(service.call, service.store, number, arrival.key, task, text, arrival.at)
        return _application_reply(service, arrival, application)

    return with_fields(service, arrival, act)


def answer_interview(service: Service, arrival: Arrival, number: str) -> Reply:
    """JSON `{appointment, answer, text}`: an offered time confirmed or declined with a reason."""

    def act(sent: ParsedRequest, language: str) -> Reply:
        appointment, answer, text = (str(sent.answers.get(name, "")) for name in ("appointment", "answer", "text"))
        with opened_by_key(service, arrival, number, limit=None):
            application = answer_offer(
                service.call,
                service.store,
                number,
                arrival.key,
                appointment_number(appointment),
                answer,
                text,
                arrival.at,
            )
        return _application_reply(service, arrival, application)

    return with_fields(service, arrival, act)


def based_on(arrival: Arrival) -> int | None:
    """The content version in `If-Match`. Only a new version makes it stale; acts that change no answers do not."""
    match = re.fullmatch(r'(?:W/)?"([0-9]{1,6})(?:\.[0-9]{1,6})?"', arrival.headers.get("if-match", "").strip())
    return int(match[1]) if match else None


def _application_reply(service: Service, arrival: Arrival, application: Application) -> Reply:
    view: dict[str, object] = dict(representations.application(service.call, application, arrival.at))
    if application.status == "draft":
        language = service.language(arrival, ParsedRequest(dict(application.answers)))
        view["problems"] = problem_sentences.problems_in_words(form_problems(service.call, application), language)
    return json_reply(200, view, {"ETag": representations.etag(application)})
