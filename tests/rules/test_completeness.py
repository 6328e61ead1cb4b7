import json
import tomllib
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.call import Call, Field, current_call
from chalicelib.rules.completeness import judge
from chalicelib.rules.problems import CODES
from chalicelib.rules.table_answers import judge_table
from tests import building
from tests.call.test_loading import built
from tests.small_building import FOLDER, answers, small_call


@pytest.fixture(scope="session")
def call() -> Call:
    return small_call()


def problems(call: Call, **changes: Any) -> list[tuple[str, str]]:
    return [(problem.field, problem.code) for problem in judge(call.form, answers(**changes)).problems]


def test_a_complete_application_is_complete_and_stored_as_it_is(call: Call) -> None:
    judgement = judge(call.form, answers())
    assert judgement.problems == ()
    assert judgement.answers == answers()


ROW = {"item": "Домбыра", "amount": 75, "reason": "Ескісі сынған"}
# Every problem code of form.md, each made by one change to a complete application.
CASES: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    ({"project": None}, [("project", "required")]),
    ({"project": " \u00a0\u200b\n"}, [("project", "required")]),
    ({"category": None}, [("category", "required")]),
    ({"stage": None}, [("stage", "required")]),
    ({"costs": None}, [("costs", "required")]),
    ({"costs": []}, [("costs", "required")]),
    ({"costs": [{"item": " ", "reason": ""}]}, [("costs", "required")]),
    ({"favourite_colour": "көк"}, [("favourite_colour", "unknown_field")]),
    ({"costs": [ROW | {"amount": 1500, "age": "20"}]}, [("costs[0].age", "unknown_field")]),
    ({"topic": "opera"}, [("topic", "invalid_choice")]),
    ({"places": ["north", "moon"]}, [("places", "invalid_choice")]),
    ({"summary": "Қысқа"}, [("summary", "too_short")]),
    ({"project": "ә" * 151}, [("project", "too_long")]),
    ({"people": "көп"}, [("people", "not_a_number")]),
    ({"people": 2.5}, [("people", "not_a_number")]),
    ({"people": 0}, [("people", "out_of_range")]),
    ({"share": 99.6}, [("share", "out_of_range")]),
    ({"mail": "aigerim@example"}, [("mail", "invalid_email")]),
    ({"mail": "aigerim@gmail.сom"}, [("mail", "invalid_email")]),
    ({"iin": "900101100015"}, [("iin", "invalid_iin")]),
    ({"starts": "2026-13"}, [("starts", "invalid_month")]),
    ({"ends": "2026-04"}, [("ends", "wrong_order")]),
    ({"agreed": False}, [("agreed", "must_accept")]),
    ({"agreed": None}, [("agreed", "must_accept")]),
    ({"total": 1501}, [("costs", "sum_mismatch")]),
    ({"stage": "running", "costs": [ROW | {"amount": 1500}]}, [("costs", "too_few_rows")]),
    ({"costs": [ROW] * 21, "total": 1575}, [("costs", "too_many_rows")]),
    ({"project": "Ән\u0000кеш"}, [("project", "forbidden_characters")]),
    ({"summary": "Әр ауылда \ud800 бір кеш"}, [("summary", "forbidden_characters")]),
    ({"project": ["Ән"]}, [("project", "wrong_type")]),
    ({"costs": "мен"}, [("costs", "wrong_type")]),
    ({"costs": ["мен"]}, [("costs[0]", "wrong_type")]),
    ({"costs": [ROW | {"amount": 1500}, {"amount": 0}]},
     [("costs[1].item", "required"), ("costs[1].reason", "required")]),
    ({"stage": "running", "summary": None, "costs": [ROW | {"reason": "", "amount": 750}] * 2}, []),
    ({"summary": None}, [("summary", "required")]),
    ({"organisation": None}, [("organisation", "required")]),
]  # fmt: skip
# Of kinds of question that the small call has none of.
CASES_OF_2021: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    ({"interview_format": []}, [("interview_format", "required")]),
    ({"leader_phone": "+79161234567"}, [("leader_phone", "invalid_phone")]),
    ({"bin": "210940000016"}, [("bin", "invalid_bin")]),
    ({"web_link": "javascript:alert(1)"}, [("web_link", "invalid_url")]),
    ({"legal_status": "individual", "org_name": None, "bin": None}, [("legal_status", "wrong_combination")]),
    ({"hours_per_week": 61}, [("hours_per_week", "out_of_range")]),
    ({"stage": "pilot", "results_achieved": None}, [("results_achieved", "required")]),
    ({"conflict_of_interest": "yes"}, [("conflict_details", "required")]),
]


@pytest.mark.parametrize(("changes", "expected"), CASES)
def test_each_mistake_is_named_where_it_stands(
    call: Call, changes: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert problems(call, **changes) == expected


@pytest.mark.call_of_2021
@pytest.mark.parametrize(("changes", "expected"), CASES_OF_2021)
def test_each_mistake_in_the_form_of_2021_too(changes: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    found = judge(current_call().form, building.answers(**changes)).problems
    assert [(problem.field, problem.code) for problem in found] == expected


def test_a_project_may_begin_and_end_in_the_same_month(call: Call) -> None:
    assert judge(call.form, answers(starts="2026-05", ends="2026-05")).problems == ()


def test_every_problem_code_has_a_case() -> None:
    assert {code for _, expected in CASES + CASES_OF_2021 for _, code in expected} == CODES


def test_all_problems_come_at_once_in_form_order(call: Call) -> None:
    order = [field.id for field in call.form]
    found = [problem.field for problem in judge(call.form, {}).problems]
    assert found == sorted(found, key=order.index)
    assert len(found) > 9


@pytest.mark.parametrize(
    ("changes", "dropped"),
    [
        ({"category": "person"}, ("organisation",)),
        ({"total": 0}, ("costs",)),
        ({"category": "person", "total": 0}, ("organisation", "costs")),
    ],
)
def test_answers_to_hidden_questions_are_dropped_and_named(
    call: Call, changes: dict[str, Any], dropped: tuple[str, ...]
) -> None:
    judgement = judge(call.form, answers(**changes))
    assert (judgement.problems, judgement.dropped) == ((), dropped)
    assert not set(dropped) & set(judgement.answers)


def test_nothing_is_dropped_where_nothing_was_answered(call: Call) -> None:
    """A plain form sends the questions it does not ask, empty."""
    judgement = judge(call.form, answers(category="person", organisation=" ", total=0, costs=[{"item": ""}]))
    assert (judgement.problems, judgement.dropped) == ((), ())


def test_what_an_earlier_form_asked_is_dropped_and_named_and_no_mistake(call: Call) -> None:
    form = replace(call.form, retired={"motto": call.title, "costs.age": call.title, "costs.year": call.title})
    rows = [ROW | {"amount": 1500, "age": "20"}, {"item": "", "year": " "}]
    judgement = judge(form, answers(motto="Ән", costs=rows))
    assert (judgement.problems, judgement.dropped) == ((), ("motto", "costs.age"))
    assert judge(form, answers(motto=" ")).dropped == ()
    assert judgement.answers == answers(costs=[ROW | {"amount": 1500}])


def test_a_cell_left_blank_is_no_cell(call: Call) -> None:
    rows = [ROW | {"reason": " ", "amount": 750}, ROW | {"amount": 750}]
    judgement = judge(call.form, answers(stage="running", costs=rows))
    assert judgement.problems == ()
    assert judgement.answers["costs"] == [{"item": "Домбыра", "amount": 750}, rows[1]]


def test_of_a_foreign_row_twenty_names_are_told(call: Call) -> None:
    rows = [ROW | {"amount": 1500} | {f"x{number}": "?" for number in range(25)}]
    found = judge(call.form, answers(costs=rows)).problems
    assert [problem.field for problem in found] == [f"costs[0].x{number}" for number in range(20)]


def test_rows_add_up_to_a_total_only_where_one_was_given(call: Call) -> None:
    costs = call.form.by_id["costs"]
    rows = [ROW]
    assert judge_table(call.form, costs, rows, {}) == (rows, [])
    assert [problem.code for problem in judge_table(call.form, costs, rows, {"total": 74})[1]] == ["sum_mismatch"]


def test_a_box_that_may_stay_empty_may_be_unticked(call: Call) -> None:
    boxes = tuple(
        Field(name, "accept", call.title, required=required) for name, required in (("may", False), ("must", True))
    )
    form = replace(call.form, sections=(call.form.sections[0]._replace(fields=boxes),))
    judgement = judge(form, {"may": False, "must": False})
    assert ([(each.field, each.code) for each in judgement.problems], judgement.answers) == (
        [("must", "must_accept")], {},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("field", "sent", "stored"),
    [
        ("iin", "900101 100014", "900101100014"),
        ("people", "1 000", 1000),
        ("total", "1\u00a0500", 1500),
        ("starts", "05.2026", "2026-05"),
        ("mail", " aigerim@example.kz\u200b", "aigerim@example.kz"),
        ("places", ["all", "north", "all"], ["north", "all"]),
        ("project", "  и\u0306  ", "й"),
        ("summary", "бір бір\r\nекі екі\rүш", "бір бір\nекі екі\nүш"),
        ("agreed", "on", True),
        ("summary", "\u202eкері\u200f аралас cлово", "кері\u200f аралас cлово"),
    ],
)
def test_answers_are_normalised_before_they_are_judged(call: Call, field: str, sent: Any, stored: Any) -> None:
    judgement = judge(call.form, answers(**{field: sent}))
    assert (judgement.problems, judgement.answers[field]) == ((), stored)


@pytest.mark.call_of_2021
@pytest.mark.parametrize(
    ("field", "sent", "stored"),
    [
        ("leader_phone", "8 (747) 900-26-40", "+77479002640"),
        ("leader_phone", "8-10-7-747-900-26-40", "+77479002640"),
        ("leader_phone", "7479002640", "+77479002640"),
        ("web_link", "instagram.com/zhetisu", "https://instagram.com/zhetisu"),
    ],
)
def test_telephones_and_addresses_are_too(field: str, sent: str, stored: str) -> None:
    judgement = judge(current_call().form, building.answers(**{field: sent}))
    assert (judgement.problems, judgement.answers[field]) == ((), stored)


# Python reads these out of JSON; no float holds them.
BEYOND_A_DOUBLE = st.integers(10**308, 10**400)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | BEYOND_A_DOUBLE | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
FIELD_IDS = st.sampled_from([field.id for field in small_call().form])


@settings(max_examples=300)
@given(st.dictionaries(FIELD_IDS | st.text(max_size=10), ANYTHING, max_size=12))
def test_anything_is_judged_without_a_crash_and_judging_again_changes_nothing(changes: dict[str, Any]) -> None:
    form = small_call().form
    first = judge(form, answers() | changes)
    json.dumps(first.answers)
    # A broken answer is no answer the second time; what was stored stays as it is.
    assert judge(form, first.answers).answers == {"public": False} | dict(first.answers)


@pytest.mark.parametrize(("people", "codes"), [(11, ["wrong_order"]), (12, []), (13, [])])
def test_an_order_holds_among_numbers_as_among_months(people: int, codes: list[str]) -> None:
    call_table, form_table = (tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8")) for name in ("call", "form"))
    fields = [field for section in form_table["section"] for field in section["field"]]
    earlier, later = (next(field for field in fields if field["id"] == name) for name in ("people", "share"))
    fields_of = next(section["field"] for section in form_table["section"] if later in section["field"])
    fields_of.remove(later)
    fields_of.insert(fields_of.index(earlier), later | {"max": 99})
    earlier["not_before"] = "share"
    form = built(call_table, form_table).form
    problems = judge(form, answers(share=12, people=people)).problems
    assert [problem.code for problem in problems] == codes


def test_a_month_that_cannot_be_read_is_refused_with_the_questions_own_example(call: Call) -> None:
    (problem,) = judge(call.form, answers(ends="2027")).problems
    field = call.form.by_id["ends"]
    assert (problem.code, problem.fault.params) == ("invalid_month", {"example": field.example_words})


def test_an_example_of_a_month_that_is_typed_as_it_is_shown_is_accepted(call: Call) -> None:
    (field,) = (question for question in call.form if question.id == "ends")
    for words in field.example_words.values():
        assert not words.isascii() and judge(call.form, answers(ends=words)).problems == ()
