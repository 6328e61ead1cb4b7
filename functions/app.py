"""The functions' entry: routes, each a line or two into `chalicelib`."""

from chalice.app import Response

from chalicelib.web.lambda_door import ANY_TYPE, Api, answer
from chalicelib.wiring import service, shift_ms

app = Api("baiqau")


@app.route("/call", methods=["GET"])
def call_status() -> Response:
    return answer(app.current_request, shift_ms, lambda arrival: service().status(arrival))


@app.route("/applications/check", methods=["POST"], content_types=ANY_TYPE)
def check() -> Response:
    return answer(app.current_request, shift_ms, lambda arrival: service().check(arrival))


@app.route("/applications", methods=["POST"], content_types=ANY_TYPE)
def submit() -> Response:
    return answer(app.current_request, shift_ms, lambda arrival: service().submit(arrival))


@app.route("/applications/look-up", methods=["POST"], content_types=ANY_TYPE)
def look_up_page() -> Response:
    return answer(app.current_request, shift_ms, lambda arrival: service().look_up_page(arrival))


@app.route("/applications/{number}", methods=["GET"])
def look_up(number: str) -> Response:
    return answer(app.current_request, shift_ms, lambda arrival: service().look_up(arrival, number))
