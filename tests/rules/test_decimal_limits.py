"""A limit that is no whole number: server, schema, hint and stored value agree on it, and so does a condition."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from chalicelib.call import Call, say
from chalicelib.call.schema import form_schema
from chalicelib.call.wording import NBSP, number
from chalicelib.rules.completeness import judge
from chalicelib.web.problem_sentences import problem_in_words
from tests.forms import call_of, form_table, needed, question

NEEDED = {"q_language": "ru", "q_name": "А", "q_email": "a@example.kz", "q_title": "Т", "q_consent": True}


@pytest.fixture(scope="module")
def own() -> Call:
    share = question("share", "number", min=0.5, max=1234.25)
    return call_of(form_table([*needed(), share, question("why", asked_when={"share": {"above": 0.75}})]))


@pytest.mark.parametrize(
    ("typed", "stored"), [("0,5", 0.5), ("0.50", 0.5), (0.5, 0.5), ("1 234,25", 1234.25), ("7", 7), ("7,0", 7)]
)
def test_what_is_within_is_stored_as_it_was_meant(own: Call, typed: Any, stored: float) -> None:
    judged = judge(own.form, NEEDED | {"share": typed})
    assert judged.problems == () and judged.answers["share"] == stored
    jsonschema.validate(judged.answers, form_schema(own))


@pytest.mark.parametrize("typed", ["0,49", 0.499, "0", "1234,26", -1])
def test_what_is_beyond_is_refused_with_both_limits_as_they_are_written(own: Call, typed: Any) -> None:
    (problem,) = judge(own.form, NEEDED | {"share": typed}).problems
    expected = say("problems", "out_of_range_both", "ru", min="0,5", max="1234,25")
    assert problem_in_words(problem, "ru")["message"] == expected
    low, high = form_schema(own)["properties"]["share"]["minimum"], form_schema(own)["properties"]["share"]["maximum"]
    assert (low, high) == (0.5, 1234.25)


@pytest.mark.parametrize(("share", "asked"), [(0.75, False), (0.8, True), (1, True)])
def test_a_condition_on_a_decimal_is_one(own: Call, share: float, asked: bool) -> None:
    judged = judge(own.form, NEEDED | {"share": share, "why": "x"})
    assert ("why" in judged.answers) is asked


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.5, "0,5"),
        (-0.25, "-0,25"),
        (1234567, f"1{NBSP}234{NBSP}567"),
        (1234.5, "1234,5"),
        (12345.5, f"12{NBSP}345,5"),
        (0.00001, "0,00001"),
    ],
)
def test_a_number_is_written_with_a_comma(value: float, written: str) -> None:
    assert number(value) == written
