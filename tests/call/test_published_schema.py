"""What the published schema says of each thing that a form may say, to the letter: programs are made from it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.call.form_definition import Field, OnlyWith, Option, Section
from chalicelib.call.form_definition import Test as Clause
from chalicelib.call.schema import form_schema
from tests.call.small_form import small_call

LABEL = {"kk": "Сұрақ", "ru": "Вопрос"}
TITLED = {"title": "Сұрақ / Вопрос", "x-title": LABEL}
TEXT = {"type": "string"}
OPTIONS = (Option("b", {"kk": "Бір", "ru": "Раз"}), Option("a", {"kk": "Екі", "ru": "Два"}))
SHOWN = {"x-options": {"b": {"kk": "Бір", "ru": "Раз"}, "a": {"kk": "Екі", "ru": "Два"}}}


def schema_of(*fields: Field) -> dict[str, Any]:
    call = small_call()
    form = replace(call.form, sections=(Section("all", LABEL, fields),))
    return form_schema(replace(call, form=form))


def test_a_form_is_an_object_of_its_questions_and_of_nothing_else() -> None:
    call, fields = small_call(), (Field("a", "text", LABEL, required=True), Field("b", "text", {"kk": "х", "ru": "х"}))
    first, second = Section("one", LABEL, fields[:1]), Section("two", {"kk": "Екі", "ru": "Два"}, fields[1:])
    form = replace(call.form, title={"kk": "Өтінім", "ru": "Заявка"}, sections=(first, second))
    assert form_schema(replace(call, form=form)) == {
        "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "urn:baiqau:call:small-call:form",
        "title": "Өтінім / Заявка", "x-title": {"kk": "Өтінім", "ru": "Заявка"},
        "type": "object", "additionalProperties": False,
        "properties": {
            "a": {**TITLED, **TEXT, "minLength": 1},
            "b": {"title": "х", "x-title": {"kk": "х", "ru": "х"}, **TEXT},
        },
        "required": ["a"],
        "x-sections": [
            {"id": "one", "title": LABEL, "fields": ["a"]},
            {"id": "two", "title": {"kk": "Екі", "ru": "Два"}, "fields": ["b"]},
        ],
    }  # fmt: skip


COLUMNS = (Field("c", "text", LABEL, required=True, max=9), Field("d", "integer", LABEL, min=0))
ROW = {
    "type": "object", "additionalProperties": False, "required": ["c"],
    "properties": {"c": {**TITLED, **TEXT, "maxLength": 9, "minLength": 1},
                   "d": {**TITLED, "type": "integer", "minimum": 0}},
}  # fmt: skip
IDENTIFIER = {**TEXT, "pattern": "^[0-9]{12}$", "x-checksum": True}
SAID: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "a text": ({"kind": "text"}, TEXT),
    "the limits of a text": ({"kind": "textarea", "min": 5, "max": 9}, {**TEXT, "minLength": 5, "maxLength": 9}),
    "a text that is required": ({"kind": "text", "required": True, "max": 9}, {**TEXT, "minLength": 1, "maxLength": 9}),
    "so much of a text that is required": ({"kind": "text", "required": True, "min": 5}, {**TEXT, "minLength": 5}),
    "an identifier": ({"kind": "iin"}, IDENTIFIER),
    "an identifier that is required": ({"kind": "bin", "required": True}, {**IDENTIFIER, "minLength": 1}),
    "an address to write to": ({"kind": "email"}, {**TEXT, "format": "email"}),
    "an address of a page": ({"kind": "url", "max": 500}, {**TEXT, "format": "uri", "maxLength": 500}),
    "a phone": ({"kind": "phone"}, {**TEXT, "pattern": "^\\+7[67][0-9]{9}$"}),
    "a month": ({"kind": "month"}, {**TEXT, "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"}),
    "a whole number from nought": (
        {"kind": "integer", "required": True, "min": 0, "max": 9}, {"type": "integer", "minimum": 0, "maximum": 9}),
    "a number": ({"kind": "number", "min": -1.5}, {"type": "number", "minimum": -1.5}),
    "a choice": ({"kind": "choice", "options": OPTIONS}, {**TEXT, "enum": ["b", "a"], **SHOWN}),
    "a choice that is required": (
        {"kind": "choice", "options": OPTIONS, "required": True}, {**TEXT, "enum": ["b", "a"], **SHOWN}),
    "several of a list": (
        {"kind": "multi", "options": OPTIONS},
        {"type": "array", "items": {"enum": ["b", "a"]}, "uniqueItems": True, **SHOWN}),
    "one at least of a list": (
        {"kind": "multi", "options": OPTIONS, "required": True},
        {"type": "array", "items": {"enum": ["b", "a"]}, "uniqueItems": True, "minItems": 1, **SHOWN}),
    "a yes": ({"kind": "accept", "required": True}, {"type": "boolean", "const": True}),
    "a yes that may be kept back": ({"kind": "accept"}, {"type": "boolean"}),
    "a yes or a no": ({"kind": "bool", "required": True}, {"type": "boolean"}),
    "a table": (
        {"kind": "table", "columns": COLUMNS, "min_rows": 2, "max_rows": 3, "required": True},
        {"type": "array", "items": ROW, "minItems": 2, "maxItems": 3}),
    "a hint": ({"kind": "text", "hint": {"kk": "Мысалы", "ru": "Например"}},
               {**TEXT, "description": "Мысалы / Например", "x-hint": {"kk": "Мысалы", "ru": "Например"}}),
    "what it is judged by": ({"kind": "text", "criteria": (1, 3)}, {**TEXT, "x-criteria": [1, 3]}),
    "an order": ({"kind": "integer", "not_before": "x"}, {"type": "integer", "x-not-before": "x"}),
    "a sum": (
        {"kind": "table", "columns": COLUMNS, "max_rows": 3, "adds_up": ("d", "x")},
        {"type": "array", "items": ROW, "minItems": 0, "maxItems": 3, "x-adds-up": {"column": "d", "to": "x"}}),
}  # fmt: skip


@pytest.mark.parametrize("name", SAID)
def test_what_a_question_says_is_in_the_schema_and_nothing_more(name: str) -> None:
    asked, said = SAID[name]
    assert schema_of(Field(id="a", label=LABEL, **asked))["properties"] == {"a": {**TITLED, **said}}


CODES, ABOVE, OTHER = Clause("x", frozenset(["n", "m"])), Clause("x", above=0), Clause("y", frozenset(["k"]))
IF_CODES = {"required": ["x"], "properties": {"x": {"enum": ["m", "n"]}}}
IF_ABOVE = {"required": ["x"], "properties": {"x": {"exclusiveMinimum": 0}}}
IF_BOTH = {"required": ["x", "y"], "properties": {"x": {"enum": ["m", "n"]}, "y": {"enum": ["k"]}}}
IF_TWICE = {"required": ["x"], "properties": {"x": {"allOf": [{"enum": ["m", "n"]}, {"exclusiveMinimum": 0}]}}}
NEEDED = {"required": ["a"], "properties": {"a": {"minLength": 1}}}
TABLE: dict[str, Any] = {"kind": "table", "max_rows": 3}
UNDER: dict[str, tuple[dict[str, Any], list[dict[str, Any]]]] = {
    "required where it is asked": (
        {"required": True, "asked_when": (CODES,)}, [{"if": IF_CODES, "then": {"required": ["a"]}}]),
    "required under a condition": ({"required_when": (ABOVE,)}, [{"if": IF_ABOVE, "then": NEEDED}]),
    "required under a condition where it is asked": (
        {"required_when": (CODES,), "asked_when": (OTHER,)}, [{"if": IF_BOTH, "then": NEEDED}]),
    "two conditions on one answer": ({"required_when": (CODES, ABOVE)}, [{"if": IF_TWICE, "then": NEEDED}]),
    "a column required under a condition": (
        {**TABLE, "columns": (COLUMNS[0], Field("e", "text", LABEL, required_when=(CODES,)))},
        [{"if": IF_CODES, "then": {"properties": {
            "a": {"items": {"required": ["e"], "properties": {"e": {"minLength": 1}}}}}}}]),
    "more rows under a condition": (
        {**TABLE, "columns": COLUMNS, "more_rows": ((CODES, OTHER), 2)},
        [{"if": IF_BOTH, "then": {"properties": {"a": {"minItems": 2}}}}]),
    "fewer options under conditions": (
        {"kind": "choice", "options": OPTIONS,
         "only_with": (OnlyWith((CODES,), ("a",)), OnlyWith((ABOVE,), ("b", "a")))},
        [{"if": IF_CODES, "then": {"properties": {"a": {"enum": ["a"]}}}},
         {"if": IF_ABOVE, "then": {"properties": {"a": {"enum": ["b", "a"]}}}}]),
}  # fmt: skip


@pytest.mark.parametrize("name", UNDER)
def test_what_holds_under_a_condition_is_a_rule_of_the_schema(name: str) -> None:
    asked, rules = UNDER[name]
    schema = schema_of(Field(id="a", label=LABEL, **({"kind": "text"} | asked)), Field("z", "text", LABEL))
    assert sorted(schema) == sorted([*schema_of(Field("z", "text", LABEL)), "allOf"])
    assert (schema["allOf"], schema["required"]) == (rules, [])
