"""The published document is the API: its operations are the routes, and real replies are valid against its schemas."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import app as functions
from chalicelib.call import Call
from chalicelib.web.openapi import JSON, openapi_document
from tests.building import CLOSES, OPEN, answers
from tests.web.gateway import as_form, post_form, post_json, send
from tests.web.published_document import check


@pytest.fixture
def document() -> Any:
    return send("GET", "/openapi.json").json


def test_its_operations_are_the_functions_routes(document: Any) -> None:
    told = {(path, method.upper()) for path, methods in document["paths"].items() for method in methods}
    assert told == {(path, method) for path, methods in functions.app.routes.items() for method in methods}


def test_it_names_each_operation_once_and_every_question_of_the_form(document: Any, call: Call) -> None:
    names = [operation["operationId"] for methods in document["paths"].values() for operation in methods.values()]
    assert len(names) == len(set(names))
    views = {route[method].view_function.__name__ for route in functions.app.routes.values() for method in route}
    assert views == {"arrived_by_address", *names} | set() and document == json.loads(
        json.dumps(openapi_document(call))
    )
    assert list(document["components"]["schemas"]["Answers"]["properties"]) == [field.id for field in call.form]
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_real_replies_are_as_it_says(document: Any) -> None:
    one, keyed = "/applications/{number}", {"Content-Type": JSON}
    check(document, "get", "/call", send("GET", "/call"))
    check(document, "post", "/applications/check", post_json("/applications/check", {"summary": "x"}))
    check(document, "post", "/applications/check", post_form("/applications/check", [("summary", "x")]))
    receipt = check(document, "post", "/applications", post_json("/applications", answers())).json
    check(document, "post", "/applications", post_form("/applications", as_form(answers(problem="б"))))
    draft = check(document, "post", "/drafts", post_json("/drafts", {"summary": "x"})).json
    check(document, "post", "/drafts", post_form("/drafts", [("summary", "x")]))
    for told in (receipt, draft):
        path, key = f"/applications/{told['number']}", keyed | {"Authorization": f"Bearer {told['key']}"}
        check(document, "get", one, send("GET", path, headers=key))
        check(document, "put", one, send("PUT", path, b'{"summary": "y"}', headers=key))
        check(document, "put", one, send("PUT", path, b'{"summary": "y"}', headers=key | {"If-Match": '"1"'}))
        check(document, "put", one, send("PUT", path, b'{"summary": "z"}', headers=key | {"If-Match": '"7"'}))
        check(document, "post", f"{one}/submit", send("POST", f"{path}/submit", b"{}", headers=key))
        explanation = json.dumps({"task": "1", "text": "сөз"}).encode()
        check(document, "post", f"{one}/explain", send("POST", f"{path}/explain", explanation, headers=key))
        file = json.dumps({"kind": "leader_id", "filename": "a.exe", "size": 5}).encode()
        check(document, "post", f"{one}/documents", send("POST", f"{path}/documents", file, headers=key))
        shown = post_form(path, [("_act", "show"), ("_key", told["key"])])
        check(document, "post", one, shown)
        check(document, "post", f"{one}/withdraw", send("POST", f"{path}/withdraw", b"{}", headers=key))
    found = post_form("/applications/look-up", [("number", receipt["number"]), ("key", receipt["key"])])
    check(document, "post", "/applications/look-up", found)
    check(document, "post", "/keys", post_json("/keys", {"number": receipt["number"], "email": "a@example.kz"}))
    check(document, "post", "/keys", post_form("/keys", [("number", receipt["number"]), ("email", "a@example.kz")]))


def test_real_refusals_are_as_it_says(document: Any) -> None:
    one = "/applications/{number}"
    for answer in (
        post_json("/applications", {"summary": "x"}), post_json("/applications", answers(), CLOSES),
        post_json("/applications", b"["), post_json("/applications", {"x": "x" * 210_000}),
        send("POST", "/applications", b"x", headers={"Content-Type": "text/plain"}),
        post_json("/applications", answers(), Idempotency_Key="қ"),
        post_form("/applications", [("summary", "x")]), post_form("/applications", as_form(answers()), CLOSES),
    ):  # fmt: skip
        assert answer.status >= 400
        check(document, "post", "/applications", answer)
    check(document, "get", one, send("GET", "/applications/2345-DFGJ", at=OPEN))
    check(document, "post", one, post_form("/applications/2345-DFGJ", [("_act", "show")]))
    check(document, "post", one, post_json("/applications/2345-DFGJ", {}))
    check(document, "post", "/keys", post_json("/keys", {}))
    check(document, "get", "/keys/{token}", send("GET", "/keys/nobodys"))
    check(document, "post", "/keys/{token}", post_json("/keys/nobodys", {}))
