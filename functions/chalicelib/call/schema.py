"""The form as JSON Schema 2020-12, derived from nothing but its definition; published as /form.schema.json.

Checksums, sums and the order of months are beyond JSON Schema: they appear as `x-` keywords, for people.
"""

from __future__ import annotations

from typing import Any

from .definition import Call
from .field_kinds import KINDS
from .form_definition import Condition, Field, Test

Schema = dict[str, Any]

_BOUNDS = {"string": ("minLength", "maxLength"), "integer": ("minimum", "maximum"), "number": ("minimum", "maximum")}


def form_schema(call: Call) -> Schema:
    """A complete submission is valid against it; a valid one may still fail the checks it cannot express."""
    fields = list(call.form)
    conditions = [rule for field in fields for rule in _conditional(field)]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:baiqau:call:{call.id}:form",
        "title": _both(call.form.title), "x-title": dict(call.form.title),
        "type": "object", "additionalProperties": False,
        "properties": {field.id: _field(field) for field in fields},
        "required": [field.id for field in fields if field.required and not field.asked_when],
        # A schema may not have an empty one.
        **({"allOf": conditions} if conditions else {}),
        "x-sections": [{"id": s.id, "title": dict(s.label), "fields": [f.id for f in s.fields]}
                       for s in call.form.sections],
    }  # fmt: skip


def _field(field: Field) -> Schema:
    schema: Schema = {"title": _both(field.label), "x-title": dict(field.label)} | _kind(field)
    if field.hint:
        schema |= {"description": _both(field.hint), "x-hint": dict(field.hint)}
    if field.options:
        schema["x-options"] = {option.code: dict(option.label) for option in field.options}
    if field.criteria:
        schema["x-criteria"] = list(field.criteria)
    if field.not_before:
        schema["x-not-before"] = field.not_before
    if field.adds_up:
        schema["x-adds-up"] = {"column": field.adds_up[0], "to": field.adds_up[1]}
    return schema


def _kind(field: Field) -> Schema:
    codes = [option.code for option in field.options]
    kind = KINDS[field.kind]
    schema = dict(kind.json)
    if kind.shape == "rows":
        return schema | {"items": _row(field), "minItems": field.min_rows, "maxItems": field.max_rows}
    if kind.shape == "list":
        return schema | {"items": {"enum": codes}, "uniqueItems": True} | _least(field)
    if kind.needs == "options":
        return schema | {"enum": codes}
    bounds = zip(_BOUNDS.get(schema["type"], ()), (field.min, field.max), strict=False)
    schema |= {key: bound for key, bound in bounds if bound is not None}
    if field.required and schema["type"] == "string":
        schema |= {"minLength": max(1, field.min or 0)}
    return schema | ({"const": True} if field.kind == "accept" and field.required else {})


def _least(field: Field) -> Schema:
    return {"minItems": 1} if field.required else {}


def _row(field: Field) -> Schema:
    return {
        "type": "object", "additionalProperties": False,
        "properties": {column.id: _field(column) for column in field.columns},
        "required": [column.id for column in field.columns if column.required],
    }  # fmt: skip


def _conditional(field: Field) -> list[Schema]:
    """What holds of the field under a condition on other answers."""
    rules = []
    if field.required and field.asked_when:
        rules.append(_rule(field.asked_when, {"required": [field.id]}))
    if field.required_when:
        # Of a question that is not asked nothing is required.
        when = (*field.required_when, *field.asked_when)
        rules.append(_rule(when, {"required": [field.id], "properties": {field.id: {"minLength": 1}}}))
    for column in field.columns:
        if column.required_when:
            rows = {"items": {"required": [column.id], "properties": {column.id: {"minLength": 1}}}}
            rules.append(_rule(column.required_when, {"properties": {field.id: rows}}))
    if field.more_rows:
        rules.append(_rule(field.more_rows[0], {"properties": {field.id: {"minItems": field.more_rows[1]}}}))
    for only in field.only_with:
        rules.append(_rule(only.when, {"properties": {field.id: {"enum": list(only.codes)}}}))
    return rules


def _rule(condition: Condition, then: Schema) -> Schema:
    tests: dict[str, list[Schema]] = {}
    for test in condition:
        tests.setdefault(test.field, []).append(_test(test))
    asked = {name: schemas[0] if len(schemas) == 1 else {"allOf": schemas} for name, schemas in tests.items()}
    return {"if": {"required": list(asked), "properties": asked}, "then": then}


def _test(test: Test) -> Schema:
    return {"enum": sorted(test.codes)} if test.codes else {"exclusiveMinimum": test.above}


def _both(text: Any) -> str:
    """One title that serves readers of either language."""
    return " / ".join(dict.fromkeys(text.values()))
