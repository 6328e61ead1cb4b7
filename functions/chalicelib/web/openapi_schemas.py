"""What goes in and out of the API, as JSON Schema 2020-12 (OpenAPI 3.1's own dialect)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from http import HTTPStatus
from typing import Any

from ..call import Call

Schema = dict[str, Any]

KEY: Schema = {"type": "http", "scheme": "bearer"}
REFUSALS: Mapping[int, str] = {status.value: status.phrase for status in HTTPStatus if status >= 400}
TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}
TRUTH: Schema = {"type": "boolean"}
INSTANT: Schema = {"type": "string", "format": "date-time"}
MAYBE_INSTANT: Schema = {"type": ["string", "null"], "format": "date-time"}
HASH: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
NUMBER: Schema = {"type": "string", "pattern": "^[2-9DFGJNRSUVW]{4}-[2-9DFGJNRSUVW]{4}$"}
ANY: Schema = {"type": "object"}
# What is said of a part of a call, by the rule that the part is of.
OF_PARTS: Mapping[str, str] = {
    "supplement_days": "supplement", "supplement_until": "supplement", "interview": "interview",
    "_appointment": "interview", "InterviewAnswer": "interview", "tasks": "exclusion", "_task": "exclusion",
    "Explanation": "exclusion",
}  # fmt: skip


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
_FATE: dict[str, Schema] = {"replaces": TEXT, "checking": TRUTH, "refused": TEXT}
FILE = record(_FATE, **_FILE)
TASK = record(task=TEXT, title=TEXT, due={"type": "string", "format": "date"}, state=TEXT,
              explain_until=MAYBE_INSTANT, explanations=many(record(at=INSTANT, text=TEXT)))  # fmt: skip
LINE = record(at=INSTANT, act=TEXT, actor=TEXT, to=TEXT, version=WHOLE, **{"from": {"type": ["string", "null"]}})
EXCEPTION = record(window=TEXT, until=INSTANT, why=TEXT, code=TEXT)
# Null until it is made, and until one is scheduled.
DECISION = record(act=TEXT, reason=TEXT, text=TEXT) | {"type": ["object", "null"]}
_HELD: dict[str, Schema] = {"held": {"type": "string", "format": "date"}, "outcome": TEXT,
                            "supplement_until": MAYBE_INSTANT}  # fmt: skip
_OFFER: dict[str, Schema] = {"minutes": WHOLE, "appointment": WHOLE, "answer": TEXT, "reason": TEXT}
INTERVIEW = record(_HELD | _OFFER, when=INSTANT, place=TEXT, format=TEXT) | {"type": ["object", "null"]}
_RECEIPT: dict[str, Schema] = {
    "number": NUMBER, "key": TEXT, "status": TEXT, "version": WHOLE, "received_at": INSTANT, "answers_sha256": HASH,
    "dropped": many(TEXT), "links": LINKS,
}  # fmt: skip

SCHEMAS: dict[str, Schema] = {
    "Status": record(id=TEXT, phase={"enum": ["upcoming", "open", "closed"]}, now=INSTANT, opens_at=INSTANT,
                     closes_at=INSTANT, seconds_to_close=WHOLE, supplement_days=WHOLE, rehearsal=TRUTH),
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
    "Document": record(_FATE, **_FILE, package=PACKAGE),
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


def schemas(call: Call) -> dict[str, Schema]:
    """Of this call's answers and requests: what speaks of a part that it does not have is in none of them."""
    absent = {name for name, rule in OF_PARTS.items() if not call.has(rule)}
    return {name: _without(absent, schema) for name, schema in SCHEMAS.items() if name not in absent}


def _without(absent: Collection[str], schema: Schema) -> Schema:
    """The schema, and every schema in it, without the properties of these names."""
    reduced: Schema = {name: _without(absent, inner) if isinstance(inner, dict) else inner
                    for name, inner in schema.items() if name not in ("properties", "required")}  # fmt: skip
    if "properties" in schema:
        kept = {name: inner for name, inner in schema["properties"].items() if name not in absent}
        reduced["properties"] = {name: _without(absent, inner) for name, inner in kept.items()}
    if "required" in schema:
        reduced["required"] = [name for name in schema["required"] if name not in absent]
    return reduced
