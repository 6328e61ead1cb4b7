"""A kind of field is one record and a few pieces of code: what a new kind lacks is named here, one failure a thing.

To add a kind: write its record into call/field_kinds.KINDS, run this file, mend what it names until it is quiet.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import jsonschema
import pytest

from chalicelib.call import Call, Field, words
from chalicelib.call.answer_words import answer_words
from chalicelib.call.field_kinds import KINDS, LISTS, MASKED, TICKS, kinds_asked_by, kinds_with_key
from chalicelib.call.form_definition import Option, Section
from chalicelib.call.roles import ROLES
from chalicelib.call.schema import form_schema
from chalicelib.pages.site_fragments import application_form
from chalicelib.rules.completeness import judge
from chalicelib.rules.field_parsers import PARSERS
from chalicelib.rules.masking import mask
from staff import synthetic
from staff.form_sheets.columns import meaning
from staff.query.field_columns import from_answers, masked_column, sql_type
from tests.rules.typed_cases import typed_cases

ROOT = Path(__file__).parents[2]
LABEL = {"kk": "Сұрақ", "ru": "Вопрос"}
SINGLE = sorted(name for name, kind in KINDS.items() if kind.shape != "rows")
OPTIONS = (Option("a", LABEL), Option("b", LABEL))
FORM_SCRIPTS = ROOT / "docs" / "assets" / "form"


def question(kind: str) -> Field:
    """A required question of the kind, with what its record says that it needs."""
    of = KINDS[kind]
    return Field(
        "asked", kind, LABEL, required=True, options=OPTIONS if of.needs == "options" else (),
        example=LABEL if of.needs_example else None, max_rows=3 if of.shape == "rows" else 0,
        row=LABEL if of.shape == "rows" else None,
        columns=(Field("cell", "text", LABEL, required=True, max=9),) if of.shape == "rows" else (),
    )  # fmt: skip


def call_asking(call: Call, kind: str) -> Call:
    """The questions that every form needs, and one of the kind."""
    needed = tuple(
        replace(field, asked_when=(), required_when=(), only_with=())
        for field in call.form
        if field.role in ROLES and ROLES[field.role].is_needed
    )
    package = call.form.package._replace(documents=())
    section = Section("all", LABEL, (*needed, question(kind)))
    return replace(call, form=replace(call.form, sections=(section,), package=package), other_forms=())


def invented(call: Call, kind: str) -> dict[str, Any]:
    return synthetic.invent(call_asking(call, kind), Random(4))


@pytest.mark.parametrize("kind", SINGLE)
def test_a_kind_has_a_parser(kind: str) -> None:
    assert kind in PARSERS


@pytest.mark.parametrize("kind", SINGLE)
def test_a_kind_has_cases_that_the_rules_and_the_browser_read_alike(kind: str) -> None:
    """Written in tests/rules/cases; tests/rules/test_typed.py and tests/site/test_reading.py read them."""
    stored = [case for case in typed_cases() if case.field.kind == kind and case.outcome[0] == "stored"]
    assert stored
    assert KINDS[kind].is_tick or KINDS[kind].needs == "options" or any(case.by_script for case in stored)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_kind_says_what_to_do_where_an_answer_is_missing(call: Call, kind: str) -> None:
    """But for a yes or no, where nothing sent is a no."""
    judgement = judge(call_asking(call, kind).form, {})
    sentences = [problem.fault.sentence for problem in judgement.problems if problem.field == "asked"]
    assert len(sentences) == (0 if judgement.answers.get("asked") is False else 1)
    assert set(sentences) <= set(words("problems"))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_an_answer_of_a_kind_is_invented_and_valid(call: Call, kind: str) -> None:
    answers = invented(call, kind)
    judgement = judge(call_asking(call, kind).form, answers)
    assert (judgement.problems, judgement.answers) == ((), answers)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_an_answer_of_a_kind_is_valid_against_the_published_schema(call: Call, kind: str) -> None:
    answer, schema = invented(call, kind)["asked"], form_schema(call_asking(call, kind))["properties"]["asked"]
    jsonschema.validate(answer, schema)
    for wrong in ({"no": "answer"}, [[]]):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, schema)


def test_the_browsers_types_name_every_kind_and_no_other() -> None:
    types = (ROOT / "infra" / "browser_code" / "form.d.ts").read_text("utf-8")
    told = [name for list_ in re.findall(r"\bkind: ([^;]+);", types) for name in re.findall(r'"(\w+)"', list_)]
    assert sorted(told) == sorted(KINDS)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_question_of_a_kind_stands_in_the_form(call: Call, kind: str) -> None:
    html = application_form(call_asking(call, kind), "kk")
    assert re.search(r'<(input|select|textarea)[^>]* name="asked(-0-cell)?"', html)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_an_answer_of_a_kind_keeps_its_value_in_the_column_of_an_export(call: Call, kind: str) -> None:
    answer, of = invented(call, kind)["asked"], question(kind)
    with duckdb.connect() as connection:
        row = connection.execute(
            f"SELECT {masked_column(of, 'value', True)}, typeof(value) FROM"
            f" (SELECT {from_answers(of, 'answers')} AS value FROM (SELECT ? AS answers, 1 AS form))",
            [json.dumps({"asked": answer})],
        ).fetchone()
    assert row == (answer, sql_type(of).replace('"', ""))


@pytest.mark.parametrize("kind", sorted(MASKED))
def test_a_masked_kind_is_masked_alike_by_the_rules_and_in_the_export(call: Call, kind: str) -> None:
    answer, of = invented(call, kind)["asked"], question(kind)
    with duckdb.connect() as connection:
        row = connection.execute(
            f"SELECT {masked_column(of, 'value', False)} FROM (SELECT ? AS value)", [answer]
        ).fetchone()
    assert row == (mask(kind, answer),) != (answer,)


@pytest.mark.parametrize("kind", SINGLE)
def test_a_kind_is_written_for_people_in_every_language(call: Call, kind: str) -> None:
    answer = invented(call, kind)["asked"]
    assert all(answer_words(kind, answer, language) for language in call.languages)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_kind_can_be_named_in_a_table_of_questions_and_in_the_template_of_a_form(kind: str) -> None:
    names = tomllib.loads((ROOT / "staff/form_sheets/columns.toml").read_text("utf-8"))["kinds"].get(kind, ())
    assert len(names) >= 2 and {meaning("kinds", name) for name in names} == {kind}
    template = (ROOT / "staff/new_call/template/form.toml").read_text("utf-8").splitlines()
    assert kind in next(line for line in template if line.startswith("#   kind ")).replace(",", "").split()


NUMBERS, LENGTHS = ("integer", "number"), ("text", "textarea")
IDENTIFIERS, CHOICES = ("iin", "bin"), ("choice", "multi")


@pytest.mark.parametrize(
    ("key", "kinds"),
    [
        ("min", (*LENGTHS, *NUMBERS)), ("max", (*LENGTHS, "email", "url", *NUMBERS)),
        ("autocomplete", (*LENGTHS, "email", "url", "phone", *IDENTIFIERS, "month", *NUMBERS, "choice")),
        ("not_before", ("month", *NUMBERS)), ("example", ("month",)), ("options", CHOICES), ("only_with", ("choice",)),
        ("consent", ("accept", "bool")), ("label", ()),
        *((key, ("table",)) for key in ("column", "row", "min_rows", "max_rows", "more_rows", "adds_up")),
    ],
)  # fmt: skip
def test_a_key_belongs_to_these_kinds(key: str, kinds: tuple[str, ...]) -> None:
    assert kinds_with_key(key) == kinds


@pytest.mark.parametrize(
    ("clause", "kinds"), [("codes", ("choice",)), ("above", NUMBERS), ("younger_than", ("iin",)), ("after", ())]
)
def test_a_condition_may_ask_these_kinds(clause: str, kinds: tuple[str, ...]) -> None:
    assert kinds_asked_by(clause) == kinds


@pytest.mark.parametrize(
    ("asked", "kinds"),
    [
        ({"shape": "list"}, {"multi"}), ({"shape": "rows"}, {"table"}), ({"needs": "options"}, {*CHOICES}),
        ({"needs": "column"}, {"table"}), ({"needs_example": True}, {"month"}), ({"limits": "value"}, {*NUMBERS}),
        ({"limits_are_whole": True}, {*LENGTHS, "email", "url", "integer"}), ({"comparable_as": "month"}, {"month"}),
        ({"comparable_as": "number"}, {*NUMBERS}), ({"has_digits": True}, {*IDENTIFIERS}),
        ({"may_say_none": True}, {"email", "url", "phone", *IDENTIFIERS, "month"}),
        ({"is_masked": True}, {"email", "phone", "iin"}), ({"is_tick": True}, {"accept", "bool"}),
        ({"input_mode": "numeric"}, {*IDENTIFIERS, "integer"}), ({"input_mode": "decimal"}, {"number"}),
        ({"input_mode": "email"}, {"email"}), ({"sql": "BIGINT"}, {"integer"}), ({"sql": "DOUBLE"}, {"number"}),
        ({"sql": "BOOLEAN"}, {"accept", "bool"}),
    ],
)  # fmt: skip
def test_these_kinds_alone_are_so(asked: dict[str, object], kinds: set[str]) -> None:
    ((name, value),) = asked.items()
    assert {kind for kind, of in KINDS.items() if getattr(of, name) == value} == kinds


def test_kinds_of_more_than_one_value_are_known_together() -> None:
    assert sorted(LISTS) == ["multi", "table"]


def of_browser(name: str) -> set[str]:
    """The kinds in a list of the form's scripts."""
    scripts = "".join(path.read_text("utf-8") for path in sorted(FORM_SCRIPTS.rglob("*.js")))
    (listed,) = re.findall(rf"const {name} = \[([^\]]*)\]", scripts)
    return set(json.loads(f"[{listed}]"))


def test_the_browser_knows_which_kinds_are_ticks_and_which_may_say_none() -> None:
    assert of_browser("TICKS") == TICKS
    assert of_browser("NAMING") == {name for name, kind in KINDS.items() if kind.may_say_none}
