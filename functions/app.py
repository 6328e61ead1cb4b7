"""The functions' entry: routes, each a line into `chalicelib.web`."""

from collections.abc import Callable
from typing import Any

from chalice.app import Response

from chalicelib.web import my_application, submissions
from chalicelib.web.lambda_door import ANY_TYPE, Api, answer
from chalicelib.web.replies import Reply
from chalicelib.wiring import service, shift_ms

app = Api("baiqau")


def run(act: Callable[..., Reply], *args: Any) -> Response:
    return answer(app.current_request, shift_ms, lambda arrival: act(service(), arrival, *args))


@app.route("/call", methods=["GET"])
def call_status() -> Response:
    return run(submissions.call_status)


@app.route("/applications/check", methods=["POST"], content_types=ANY_TYPE)
def check_answers() -> Response:
    return run(submissions.check_answers)


@app.route("/applications", methods=["POST"], content_types=ANY_TYPE)
def submit_application() -> Response:
    return run(submissions.submit_application)


@app.route("/drafts", methods=["POST"], content_types=ANY_TYPE)
def save_draft() -> Response:
    return run(submissions.save_draft)


@app.route("/applications/look-up", methods=["POST"], content_types=ANY_TYPE)
def look_up_page() -> Response:
    return run(my_application.look_up_page)


@app.route("/applications/{number}", methods=["GET"])
def look_up_application(number: str) -> Response:
    return run(my_application.look_up_application, number)


@app.route("/applications/{number}", methods=["PUT"], content_types=ANY_TYPE)
def rewrite_application(number: str) -> Response:
    return run(my_application.rewrite_application, number)


@app.route("/applications/{number}/submit", methods=["POST"], content_types=ANY_TYPE)
def submit_draft(number: str) -> Response:
    return run(my_application.submit_draft, number)


@app.route("/applications/{number}/withdraw", methods=["POST"], content_types=ANY_TYPE)
def withdraw(number: str) -> Response:
    return run(my_application.withdraw, number)
