"""The functions' entry: routes, each a line into `chalicelib.web`."""

from collections.abc import Callable
from typing import Any, cast

from chalice.app import CloudWatchEvent, Rate, Request, Response

from chalicelib import import_pause
from chalicelib.web import application_routes, document_routes, key_routes, submission_routes
from chalicelib.web.lambda_handler import ANY_TYPE, Api, answer
from chalicelib.web.responses import Reply
from chalicelib.wiring import origin_secret, service, shift_ms

app = Api("baiqau", origin_secret)


def by_form(*args: Any) -> Reply:
    # Its pages are loaded by those who need one; a JSON submission never waits for them.
    from chalicelib.web.application_form import act_by_form

    return act_by_form(*args)


def run(act: Callable[..., Reply], *args: object) -> Response:
    return answer(request(), shift_ms, lambda arrival: act(service(), arrival, *args))


def request() -> Request:
    """Chalice has none only outside a route."""
    return cast(Request, app.current_request)


@app.route("/call", methods=["GET"])
def call_status() -> Response:
    return run(submission_routes.call_status)


@app.route("/openapi.json", methods=["GET"])
def openapi_document() -> Response:
    return run(submission_routes.openapi)


@app.route("/applications/check", methods=["POST"], content_types=ANY_TYPE)
def check_answers() -> Response:
    return run(submission_routes.check_answers)


@app.route("/applications", methods=["POST"], content_types=ANY_TYPE)
def submit_application() -> Response:
    return run(submission_routes.submit_application)


@app.route("/drafts", methods=["POST"], content_types=ANY_TYPE)
def save_draft() -> Response:
    return run(submission_routes.save_draft)


@app.route("/applications/look-up", methods=["POST"], content_types=ANY_TYPE)
def look_up_page() -> Response:
    return run(application_routes.look_up_page)


@app.route("/applications/{number}", methods=["GET"])
def look_up_application(number: str) -> Response:
    return run(application_routes.look_up_application, number)


@app.route("/applications/{number}", methods=["PUT"], content_types=ANY_TYPE)
def rewrite_application(number: str) -> Response:
    return run(application_routes.rewrite_application, number)


@app.route("/applications/{number}", methods=["POST"], content_types=ANY_TYPE)
def act_by_form(number: str) -> Response:
    return run(by_form, number)


@app.route("/applications/{number}/submit", methods=["POST"], content_types=ANY_TYPE)
def submit_draft(number: str) -> Response:
    return run(application_routes.submit_draft, number)


@app.route("/applications/{number}/withdraw", methods=["POST"], content_types=ANY_TYPE)
def withdraw(number: str) -> Response:
    return run(application_routes.withdraw, number)


@app.route("/applications/{number}/explain", methods=["POST"], content_types=ANY_TYPE)
def explain_task(number: str) -> Response:
    return run(application_routes.explain_task, number)


@app.route("/applications/{number}/interview", methods=["POST"], content_types=ANY_TYPE)
def answer_interview(number: str) -> Response:
    return run(application_routes.answer_interview, number)


@app.route("/applications/{number}/documents", methods=["POST"], content_types=ANY_TYPE)
def announce_document(number: str) -> Response:
    return run(document_routes.announce_document, number)


@app.route("/applications/{number}/documents/{document}", methods=["GET"])
def look_up_document(number: str, document: str) -> Response:
    return run(document_routes.look_up_document, number, document)


@app.route("/applications/{number}/documents/{document}", methods=["POST"], content_types=ANY_TYPE)
def fetch_document(number: str, document: str) -> Response:
    return run(document_routes.fetch_document, number, document)


@app.route("/applications/{number}/documents/{document}/received", methods=["POST"], content_types=ANY_TYPE)
def receive_document(number: str, document: str) -> Response:
    return run(document_routes.receive_document, number, document)


@app.route("/applications/arrived", methods=["GET"])
def arrived_by_address() -> Response:
    return run(document_routes.arrived_by_address, dict(request().query_params or {}))


@app.route("/applications/arrived", methods=["POST"], content_types=ANY_TYPE)
def arrived_by_form() -> Response:
    return run(document_routes.arrived_by_form)


@app.route("/keys", methods=["POST"], content_types=ANY_TYPE)
def ask_for_key() -> Response:
    return run(key_routes.ask)


@app.route("/keys/{token}", methods=["GET"])
def open_key_link(token: str) -> Response:
    return run(key_routes.open_page, token, dict(request().query_params or {}))


@app.route("/keys/{token}", methods=["POST"], content_types=ANY_TYPE)
def use_key_link(token: str) -> Response:
    return run(key_routes.use, token)


@app.lambda_function(name="desk")
def desk(event: dict[str, object], context: object) -> dict[str, object]:
    """The committee's desk; its addresses and its own role stand in infra/resources.yaml."""
    from chalicelib.desk_wiring import answer_desk

    return answer_desk(event)


@app.lambda_function(name="projection")
def projection(event: dict[str, Any], context: object) -> dict[str, object]:
    """The table's stream once more: the light items that the desk's lists are read from."""
    from chalicelib.desk_wiring import project_stream

    return project_stream(event["Records"])


@app.lambda_function(name="mail")
def mail(event: dict[str, Any], context: object) -> dict[str, object]:
    """The table's stream; its mapping stands in infra/resources.yaml, where the table's ARN can be named."""
    from chalicelib.mail_wiring import mail_of_stream

    return mail_of_stream(event["Records"], context)


@app.schedule(Rate(15, unit=Rate.MINUTES), name="reminders")
def reminders(event: CloudWatchEvent) -> None:
    from chalicelib.mail_wiring import mail_that_is_due

    mail_that_is_due(event.time, event.context)


import_pause.end()
