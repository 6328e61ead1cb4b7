"""What goes in and out of the API, as JSON Schema 2020-12 (OpenAPI 3.1's own dialect)."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

Schema = dict[str, Any]

KEY: Schema = {"type": "http", "scheme": "bearer"}
REFUSALS: Mapping[int, str] = {status.value: status.phrase for status in HTTPStatus if status >= 400}
TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}
TRUTH: Schema = {"type": "boolean"}
INSTANT: Schema = {"type": "string", "format": "date-time"}
MAYBE_WHOLE: Schema = {"type": ["integer", "null"]}
MAYBE_INSTANT: Schema = {"type": ["string", "null"], "format": "date-time"}
HASH: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
NUMBER: Schema = {"type": "string", "pattern": "^[2-9DFGJNRSUVW]{4}-[2-9DFGJNRSUVW]{4}$"}
ANY: Schema = {"type": "object"}


def record(optional: Mapping[str, Schema] | None = None, /, **required: Schema) -> Schema:
    """An object with all of these properties, perhaps the optional ones, and no others."""
    return {"type": "object", "properties": required | dict(optional or {}), "required": list(required),
            "additionalProperties": False}  # fmt: skip


def many(items: Schema) -> Schema:
    return {"type": "array", "items": items}


PROBLEMS = many(record(field=TEXT, code=TEXT, message=TEXT))
LINKS = record(self=TEXT, my=TEXT)
WINDOWS = record(edit_until=MAYBE_INSTANT, supplement_until=MAYBE_INSTANT)
PACKAGE = record(state={"enum": ["complete", "being_checked", "to_be_supplemented"]}, missing=many(TEXT))
_FILE: dict[str, Schema] = {"document": TEXT, "kind": TEXT, "filename": TEXT, "size": WHOLE, "content_type": TEXT,
                            "sha256": HASH, "received_at": INSTANT, "in_force": TRUTH}  # fmt: skip
FILE = {"type": "object", "properties": _FILE | {"replaces": TEXT}, "required": list(_FILE)}
TASK = record(task=TEXT, title=TEXT, due={"type": "string", "format": "date"}, state=TEXT,
              explain_until=MAYBE_INSTANT, explanations=many(record(at=INSTANT, text=TEXT)))  # fmt: skip
LINE = record(at=INSTANT, act=TEXT, actor=TEXT, to=TEXT, version=WHOLE, **{"from": {"type": ["string", "null"]}})
EXCEPTION = record(window=TEXT, until=INSTANT, why=TEXT, code=TEXT)
DECISION = {"type": ["object", "null"], "properties": {"act": TEXT, "reason": TEXT, "text": TEXT}}
INTERVIEW = {"type": ["object", "null"], "properties": {"when": INSTANT, "place": TEXT, "format": TEXT, "held": TEXT,
             "outcome": TEXT, "supplement_until": MAYBE_INSTANT, "minutes": WHOLE, "appointment": WHOLE, "answer": TEXT,
             "reason": TEXT}}  # fmt: skip
_RECEIPT: dict[str, Schema] = {
    "number": NUMBER, "key": TEXT, "status": TEXT, "version": WHOLE, "received_at": INSTANT, "answers_sha256": HASH,
    "dropped": many(TEXT), "links": LINKS,
}  # fmt: skip

SCHEMAS: dict[str, Schema] = {
    "Status": record(id=TEXT, phase={"enum": ["upcoming", "open", "closed"]}, now=INSTANT, opens_at=INSTANT,
                     closes_at=INSTANT, seconds_to_close=WHOLE, supplement_days=MAYBE_WHOLE, rehearsal=TRUTH),
    "Check": record(complete=TRUTH, problems=PROBLEMS),
    "Submission": record(**_RECEIPT, answers=ANY, required_documents=many(TEXT)),
    "Draft": record(**_RECEIPT, problems=PROBLEMS, windows=WINDOWS),
    "Application": record(
        {"problems": PROBLEMS}, number=NUMBER, status=TEXT, version=WHOLE, received_at=MAYBE_INSTANT,
        form_version=WHOLE, answers=ANY, answers_sha256=HASH, windows=WINDOWS, package=PACKAGE, documents=many(FILE),
        interview=INTERVIEW, exception=TRUTH, exceptions=many(EXCEPTION), decision=DECISION, tasks=many(TASK),
        history=many(LINE), links=LINKS,
    ),
    "Upload": record(document_id=TEXT, upload=record(url=TEXT, fields={"type": "object"})),
    "Document": ANY,
    "Address": record(url=TEXT),
    "Words": record(title=TEXT, detail=TEXT),
    "Problem": {
        "type": "object", "required": ["type", "title", "status", "detail"],
        "properties": {"type": TEXT, "title": TEXT, "status": WHOLE, "detail": TEXT, "next": TEXT, "rule": TEXT,
                       "answers": ANY, "problems": PROBLEMS, "received_at": INSTANT, "version": WHOLE,
                       "status_now": TEXT, "late_by_ms": WHOLE, "early_by_ms": WHOLE},
    },
    "NumberAndKey": {"type": "object", "properties": {"number": TEXT, "key": TEXT}, "required": ["number", "key"]},
    "NumberAndAddress": {"type": "object", "properties": {"number": TEXT, "email": TEXT}},
    "Key": {"type": "object", "properties": {"key": TEXT}},
    "Act": {"type": "object", "properties": {"_act": TEXT, "_key": TEXT, "_version": TEXT, "_task": TEXT,
                                             "_appointment": TEXT}},
    "Explanation": {"type": "object", "properties": {"task": TEXT, "text": TEXT}},
    "InterviewAnswer": {"type": "object", "properties": {"appointment": WHOLE, "answer": TEXT, "text": TEXT}},
    "File": {"type": "object", "properties": {"kind": TEXT, "filename": TEXT, "size": WHOLE, "content_type": TEXT,
                                              "replaces": TEXT}},
    "Pass": {"type": "object", "properties": {"number": TEXT, "document": TEXT}},
    "Nothing": ANY,
}  # fmt: skip
