"""What is stored is what was meant, or it is refused: the table of what people type."""

from collections.abc import Mapping
from typing import Any

import pytest

from chalicelib.call import Call, Field, words
from chalicelib.call.sentences import sentence
from chalicelib.rules.completeness import judge
from chalicelib.rules.field_parsers import PARSERS, has_no_answer
from chalicelib.rules.problems import CODES
from tests.least_work import takes_less
from tests.rules.typed_cases import Case, typed_cases
from tests.small_building import answers, small_call

CASES = typed_cases()


@pytest.fixture
def call() -> Call:
    return small_call()


def outcome(field: Field, typed: Any) -> tuple[Any, ...]:
    if has_no_answer(field, typed):
        return ("none",)
    value, fault = PARSERS[field.kind](field, typed)
    return ("refused", fault.code, fault.sentence) if fault else ("stored", value)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_answer_is_stored_as_meant_or_refused_in_words_of_its_own(case: Case) -> None:
    assert outcome(case.field, case.typed) == case.outcome


def test_the_table_is_as_large_as_promised_and_has_every_kind() -> None:
    assert len({(case.field.kind, repr(case.typed)) for case in CASES}) >= 300
    assert {case.field.kind for case in CASES} == set(PARSERS)


@pytest.mark.parametrize("case", [case for case in CASES if case.outcome[0] == "stored"], ids=str)
def test_what_is_stored_is_read_again_as_it_stands(case: Case) -> None:
    assert outcome(case.field, case.outcome[1]) == case.outcome


@pytest.mark.parametrize("case", [case for case in CASES if case.outcome[0] == "refused"], ids=str)
def test_every_refusal_has_its_code_and_a_sentence_with_nothing_left_to_fill(case: Case) -> None:
    _, fault = PARSERS[case.field.kind](case.field, case.typed)
    assert fault is not None and fault.code in CODES
    for language, text in words("problems")[fault.sentence].items():
        params = {name: told[language] if isinstance(told, Mapping) else told for name, told in fault.params.items()}
        assert "{" not in sentence(text, params)


@pytest.mark.parametrize(("typed", "stored"), [("900", 900), ("0,9 мың", 900), ("1,500", None), ("4-6", None)])
def test_cells_of_a_table_are_read_alike(call: Call, typed: str, stored: int | None) -> None:
    rows = [answers()["costs"][0] | {"amount": typed}, answers()["costs"][1]]
    judgement = judge(call.form, answers(costs=rows))
    if stored is None:
        assert [(problem.field, problem.code) for problem in judgement.problems] == [
            ("costs[0].amount", "not_a_number")
        ]
    else:
        assert judgement.answers["costs"][0]["amount"] == stored and judgement.complete


def test_the_two_readings_named_are_each_understood() -> None:
    field = Field("asked", "number", {"kk": "", "ru": ""})
    for typed in ("1,500", "-1.250", "12,345", "1 500.000", "100,000"):
        _, fault = PARSERS["number"](field, typed)
        assert fault is not None
        values = [outcome(field, fault.params[name]) for name in ("thousands", "fraction")]
        assert [kind for kind, _ in values] == ["stored", "stored"] and values[0] != values[1]


@pytest.mark.parametrize(
    "kind", ["text", "textarea", "url", "email", "phone", "iin", "bin", "month", "integer", "number"]
)
@pytest.mark.parametrize("filling", [" ", "\u0301", "1", "1 ", "1,", "a.", "\u200b1", "x \n", "-", "@", "xn--a."])
def test_a_flood_is_refused_before_any_work_is_done_on_it(kind: str, filling: str) -> None:
    field = Field("asked", kind, {"kk": "", "ru": ""}, required=True, max=300)
    flood = "1" + filling * (200_000 // len(filling)) + "1"
    assert outcome(field, flood) == ("refused", "too_long", "too_long")
    assert takes_less(0.05, lambda: outcome(field, flood))
