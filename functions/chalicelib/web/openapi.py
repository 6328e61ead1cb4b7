"""The API as an OpenAPI 3.1 document, made of one table of operations and the call's own form; served at /openapi.json.

A test holds the table to app.py's routes, and real replies to the schemas.
"""

from __future__ import annotations

from typing import NamedTuple

from ..call import Call
from ..call.schema import form_schema
from ..rules.lifecycle import has_act
from .openapi_schemas import KEY, REFUSALS, Schema, schemas
from .parsed_request import MOST_KEY
from .request_parsing import FORM, JSON

BASE = "/api"
HTML, PROBLEM = "text/html", "application/problem+json"
# Refusals that any route may give: nonsense in the request, too much of it, a store that does not answer.
_ALWAYS = (400, 413, 415, 422, 429, 500, 503)


class Operation(NamedTuple):
    """`reply` and `body` name schemas, empty for none; `pages` are statuses answered with a page alone. Without `act`
    among a call's acts the operation is only ever refused, and its document does not speak of it.
    """

    method: str
    path: str
    name: str
    status: int = 200
    reply: str = ""
    body: str = ""
    needs_key: bool = False
    pages: tuple[int, ...] = ()
    refusals: tuple[int, ...] = ()
    act: str = ""


ONE = "/applications/{number}"
DOCUMENT = f"{ONE}/documents/{{document}}"
_OWN = (404, 409)
_WRITES = (403, 404, 409, 412, 428)
OPERATIONS = (
    Operation("get", "/call", "call_status", 200, "Status"),
    Operation("get", "/openapi.json", "openapi_document", 200, "Document"),
    Operation("post", "/applications/check", "check_answers", 200, "Check", "Answers", pages=(200,)),
    Operation("post", "/applications", "submit_application", 201, "Submission", "Answers", pages=(201,),
              refusals=(403, 409)),
    Operation("post", "/drafts", "save_draft", 201, "Draft", "Answers", pages=(201,), refusals=(403, 409)),
    Operation("post", "/applications/look-up", "look_up_page", 200, "", "NumberAndKey", pages=(200, 404)),
    Operation("get", ONE, "look_up_application", 200, "Application", needs_key=True, refusals=_OWN),
    Operation("put", ONE, "rewrite_application", 200, "Application", "Answers", True, refusals=_WRITES),
    Operation("post", ONE, "act_by_form", 200, "", "Act", pages=(200, 201), refusals=_WRITES),
    Operation("post", f"{ONE}/submit", "submit_draft", 200, "Submission", "", True, refusals=_WRITES),
    Operation("post", f"{ONE}/withdraw", "withdraw", 200, "Application", "", True, refusals=_OWN),
    Operation("post", f"{ONE}/explain", "explain_task", 200, "Application", "Explanation", True, refusals=_OWN,
              act="explain"),
    Operation("post", f"{ONE}/interview", "answer_interview", 200, "Application", "InterviewAnswer", True,
              refusals=_OWN, act="answer_interview"),
    Operation("post", f"{ONE}/documents", "announce_document", 201, "Upload", "File", True, (200,), _WRITES),
    Operation("get", DOCUMENT, "look_up_document", 200, "Address", "", True, refusals=_OWN),
    Operation("post", DOCUMENT, "fetch_document", 303, "", "Key", pages=(303,), refusals=_OWN),
    Operation("post", f"{DOCUMENT}/received", "receive_document", 200, "Document", "", True, refusals=_WRITES),
    Operation("get", "/applications/arrived", "arrived_by_address", 200, pages=(200, 404), refusals=_WRITES),
    Operation("post", "/applications/arrived", "arrived_by_form", 200, "", "Pass", pages=(200, 404), refusals=_WRITES),
    Operation("post", "/keys", "ask_for_key", 202, "Words", "NumberAndAddress", pages=(202,)),
    Operation("get", "/keys/{token}", "open_key_link", 200, pages=(200, 410), refusals=(410,)),
    Operation("post", "/keys/{token}", "use_key_link", 200, "NumberAndKey", "Nothing", pages=(200,), refusals=(410,)),
)  # fmt: skip


def openapi_document(call: Call) -> Schema:
    paths: dict[str, Schema] = {}
    for operation in OPERATIONS:
        if operation.act and not has_act(call, operation.act):
            continue
        paths.setdefault(operation.path, {})[operation.method] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {"title": " / ".join(dict.fromkeys(call.form.title.values())), "version": call.id},
        "servers": [{"url": BASE}],
        "paths": paths,
        "components": {"schemas": schemas(call) | {"Answers": _answers(call)}, "securitySchemes": {"key": KEY}},
    }


def _answers(call: Call) -> Schema:
    """A draft's: any of them may be missing. What a complete submission is, /form.schema.json says."""
    properties = {name: {"title": of["title"], "type": of.get("type", "string")}
                  for name, of in form_schema(call)["properties"].items()}  # fmt: skip
    return {"type": "object", "properties": properties, "externalDocs": {"url": "/form.schema.json"}}


def _operation(operation: Operation) -> Schema:
    described: Schema = {
        "operationId": operation.name,
        "parameters": [*_path_parameters(operation), *_headers(operation)],
        "responses": _responses(operation),
    }
    if operation.body:
        content = {"schema": _ref(operation.body)}
        types = (FORM,) if operation.name in ("act_by_form", "look_up_page") else (JSON, FORM)
        described["requestBody"] = {"required": True, "content": dict.fromkeys(types, content)}
    return described | ({"security": [{"key": []}]} if operation.needs_key else {})


def _path_parameters(operation: Operation) -> list[Schema]:
    names = [part[1:-1] for part in operation.path.split("/") if part.startswith("{")]
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]


def _headers(operation: Operation) -> list[Schema]:
    named: dict[str, Schema] = {"Accept-Language": {"type": "string"}}
    if operation.method == "put":
        named["If-Match"] = {"type": "string"}
    if operation.name in ("submit_application", "save_draft"):
        named["Idempotency-Key"] = {"type": "string", "maxLength": MOST_KEY}
    return [{"name": name, "in": "header", "schema": schema} for name, schema in named.items()]


def _responses(operation: Operation) -> Schema:
    responses: Schema = {}
    for status in sorted({operation.status, *operation.pages, *operation.refusals, *_ALWAYS}):
        content: Schema = {}
        if status == operation.status and operation.reply:
            content[JSON] = {"schema": _ref(operation.reply)}
        if status in (*operation.refusals, *_ALWAYS):
            content |= {PROBLEM: {"schema": _ref("Problem")}, HTML: {"schema": {"type": "string"}}}
        if status in operation.pages and status != 303:
            content[HTML] = {"schema": {"type": "string"}}
        responses[str(status)] = {"description": REFUSALS.get(status, operation.name)} | (
            {"content": content} if content else {}
        )
    return responses


def _ref(name: str) -> object:
    return {"$ref": f"#/components/schemas/{name}"}
