import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.call import Call, current_call
from chalicelib.rules.completeness import judge
from chalicelib.rules.problems import CODES
from tests.building import answers
from tests.call.test_loading import built, tables

pytestmark = pytest.mark.call_of_2021


def problems(call: Call, **changes: Any) -> list[tuple[str, str]]:
    return [(problem.field, problem.code) for problem in judge(call.form, answers(**changes)).problems]


def test_a_complete_application_is_complete_and_stored_as_it_is(call: Call) -> None:
    judgement = judge(call.form, answers())
    assert judgement.problems == ()
    assert judgement.answers == answers()


ROW = {"full_name": "А", "role": "Б", "experience": "В"}
# Every problem code of form.md, each made by one change to a complete application.
CASES: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    ({"settlement": None}, [("settlement", "required")]),
    ({"settlement": " \u00a0\u200b\n"}, [("settlement", "required")]),
    ({"district": None}, [("district", "required")]),
    ({"interview_format": []}, [("interview_format", "required")]),
    ({"team_members": None}, [("team_members", "required")]),
    ({"team_members": [{"full_name": " ", "role": ""}]}, [("team_members", "required")]),
    ({"favourite_colour": "көк"}, [("favourite_colour", "unknown_field")]),
    ({"team_members": [ROW | {"age": "20"}]}, [("team_members[0].age", "unknown_field")]),
    ({"district": "750000000"}, [("district", "invalid_choice")]),
    ({"geography": ["196200000", "moon"]}, [("geography", "invalid_choice")]),
    ({"summary": "Қысқа"}, [("summary", "too_short")]),
    ({"settlement": "ә" * 101}, [("settlement", "too_long")]),
    ({"beneficiaries": "көп"}, [("beneficiaries", "not_a_number")]),
    ({"beneficiaries": 2.5}, [("beneficiaries", "not_a_number")]),
    ({"beneficiaries": 0}, [("beneficiaries", "out_of_range")]),
    ({"hours_per_week": 61}, [("hours_per_week", "out_of_range")]),
    ({"leader_email": "aigerim@example"}, [("leader_email", "invalid_email")]),
    ({"leader_email": "aigerim@gmail.сom"}, [("leader_email", "invalid_email")]),
    ({"leader_phone": "+79161234567"}, [("leader_phone", "invalid_phone")]),
    ({"leader_iin": "900101100015"}, [("leader_iin", "invalid_iin")]),
    ({"bin": "210940000016"}, [("bin", "invalid_bin")]),
    ({"web_link": "javascript:alert(1)"}, [("web_link", "invalid_url")]),
    ({"period_from": "2021-13"}, [("period_from", "invalid_month")]),
    ({"period_to": "2021-09"}, [("period_to", "wrong_order")]),
    ({"legal_status": "individual", "org_name": None, "bin": None}, [("legal_status", "wrong_combination")]),
    ({"acceleration_commitment": False}, [("acceleration_commitment", "must_accept")]),
    ({"declare_truth": None}, [("declare_truth", "must_accept")]),
    ({"budget_total": 1500001}, [("budget_items", "sum_mismatch")]),
    ({"indicators": answers()["indicators"][:1]}, [("indicators", "too_few_rows")]),
    ({"team_members": [ROW] * 16}, [("team_members", "too_many_rows")]),
    ({"settlement": "Тал\u0000ғар"}, [("settlement", "forbidden_characters")]),
    ({"problem": "a\ud800b"}, [("problem", "forbidden_characters")]),
    ({"settlement": ["Талғар"]}, [("settlement", "wrong_type")]),
    ({"team_members": "мен"}, [("team_members", "wrong_type")]),
    ({"team_members": ["мен"]}, [("team_members[0]", "wrong_type")]),
    ({"team_members": [ROW, {"full_name": "А"}]},
     [("team_members[1].role", "required"), ("team_members[1].experience", "required")]),
    ({"stage": "running", "team_experience": None, "team_members": [{"full_name": "А", "role": "Б"}]}, []),
    ({"stage": "idea", "team_experience": None}, [("team_experience", "required")]),
    ({"stage": "pilot", "results_achieved": None}, [("results_achieved", "required")]),
    ({"conflict_of_interest": "yes"}, [("conflict_details", "required")]),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "expected"), CASES)
def test_each_mistake_is_named_where_it_stands(
    call: Call, changes: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert problems(call, **changes) == expected


def test_a_project_may_begin_and_end_in_the_same_month(call: Call) -> None:
    assert judge(call.form, answers(period_from="2021-10", period_to="2021-10")).problems == ()


def test_every_problem_code_has_a_case() -> None:
    assert {code for _, expected in CASES for _, code in expected} == CODES


def test_all_problems_come_at_once_in_form_order(call: Call) -> None:
    order = [field.id for field in call.form]
    found = [problem.field for problem in judge(call.form, {}).problems]
    assert found == sorted(found, key=order.index)
    assert len(found) > 30


@pytest.mark.parametrize(
    ("changes", "dropped"),
    [
        ({"stage": "idea"}, ("results_achieved",)),
        ({"applicant_type": "sme", "legal_status": "individual"}, ("org_name", "bin")),
        ({"budget_total": 0}, ("budget_items",)),
    ],
)
def test_answers_to_hidden_questions_are_dropped_and_named(
    call: Call, changes: dict[str, Any], dropped: tuple[str, ...]
) -> None:
    judgement = judge(call.form, answers(**changes))
    assert (judgement.problems, judgement.dropped) == ((), dropped)
    assert not set(dropped) & set(judgement.answers)


@pytest.mark.parametrize(
    ("field", "sent", "stored"),
    [
        ("leader_phone", "8 (747) 900-26-40", "+77479002640"),
        ("leader_phone", "8-10-7-747-900-26-40", "+77479002640"),
        ("leader_phone", "7479002640", "+77479002640"),
        ("leader_iin", "900101 100014", "900101100014"),
        ("beneficiaries", "1 000\u00a0000", 1000000),
        ("period_from", "10.2021", "2021-10"),
        ("web_link", "instagram.com/zhetisu", "https://instagram.com/zhetisu"),
        ("interview_format", ["phone", "offline", "phone"], ["offline", "phone"]),
        ("settlement", "  и\u0306  ", "й"),
        ("problem", "бір\r\nекі\rүш", "бір\nекі\nүш"),
        ("acceleration_commitment", "on", True),
        ("problem", "\u202eкері\u200f аралас cлово", "кері\u200f аралас cлово"),
    ],
)
def test_answers_are_normalised_before_they_are_judged(call: Call, field: str, sent: Any, stored: Any) -> None:
    judgement = judge(call.form, answers(**{field: sent}))
    assert (judgement.problems, judgement.answers[field]) == ((), stored)


# Python reads these out of JSON; no float holds them.
BEYOND_A_DOUBLE = st.integers(10**308, 10**400)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | BEYOND_A_DOUBLE | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
FIELD_IDS = st.sampled_from([field.id for field in current_call().form])


@settings(max_examples=300)
@given(st.dictionaries(FIELD_IDS | st.text(max_size=10), ANYTHING, max_size=12))
def test_anything_is_judged_without_a_crash_and_judging_again_changes_nothing(changes: dict[str, Any]) -> None:
    form = current_call().form
    first = judge(form, answers() | changes)
    json.dumps(first.answers)
    # A broken answer is no answer the second time; what was stored stays as it is.
    assert judge(form, first.answers).answers == {"consent_publication": False} | dict(first.answers)


@pytest.mark.parametrize(("hours", "codes"), [(239, ["wrong_order"]), (240, []), (241, [])])
def test_an_order_holds_among_numbers_as_among_months(hours: int, codes: list[str]) -> None:
    call_table, form_table = tables()
    fields = [field for section in form_table["section"] for field in section["field"]]
    later = next(field for field in fields if field["id"] == "hours_per_week")
    later.update(not_before="beneficiaries", max=1000)
    form = built(call_table, form_table).form
    problems = judge(form, answers(beneficiaries=240, hours_per_week=hours)).problems
    assert [problem.code for problem in problems] == codes


def test_a_month_that_cannot_be_read_is_refused_with_the_questions_own_example(call: Call) -> None:
    (problem,) = judge(call.form, answers(period_to="2022")).problems
    assert (problem.code, problem.fault.params) == ("invalid_month", {"example": {"kk": "2022-05", "ru": "2022-05"}})
