"""The published schema follows the definition: required, limits, conditions."""

import copy
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from chalicelib.call import Call
from chalicelib.call.schema import form_schema
from tests.building import COMPLETE
from tests.rules.typed_cases import typed_cases

pytestmark = pytest.mark.call_of_2021


def wrong(call: Call, **changes: Any) -> list[str]:
    """Where the schema refuses COMPLETE with these changes; None takes an answer away."""
    answers = copy.deepcopy(COMPLETE) | changes
    answers = {name: value for name, value in answers.items() if value is not None}
    errors = Draft202012Validator(form_schema(call)).iter_errors(answers)
    return sorted({"/".join(map(str, error.absolute_path)) or error.message.split("'")[1] for error in errors})


@pytest.mark.parametrize(("changes", "places"), [
    ({}, []),
    ({"project_title": None}, ["project_title"]),
    ({"project_title": "б" * 151}, ["project_title"]),
    ({"project_title": ""}, ["project_title"]),
    ({"summary": "қысқа"}, ["summary"]),
    ({"direction": "d1"}, ["direction"]),
    ({"geography": []}, ["geography"]),
    ({"leader_iin": "12345"}, ["leader_iin"]),
    ({"period_to": "2022-13"}, ["period_to"]),
    ({"beneficiaries": 0}, ["beneficiaries"]),
    ({"declare_truth": False}, ["declare_truth"]),
    ({"stranger": 1}, ["stranger"]),
    ({"bin": None}, ["bin"]),
    ({"legal_status": "individual", "bin": None, "org_name": None}, ["legal_status"]),
    ({"team_experience": None}, ["team_experience"]),
    ({"stage": "running", "team_experience": None}, []),
    ({"team_members": [{"full_name": "А", "role": "Б"}]}, ["team_members/0"]),
    ({"stage": "running", "team_members": [{"full_name": "А", "role": "Б"}]}, []),
    ({"indicators": COMPLETE["indicators"][:1]}, ["indicators"]),
    ({"stage": "idea", "indicators": COMPLETE["indicators"][:1]}, []),
    ({"budget_total": 0, "budget_items": None}, []),
    ({"budget_items": None}, ["budget_items"]),
    ({"conflict_of_interest": "yes", "conflict_details": None}, ["conflict_details"]),
], ids=str)  # fmt: skip
def test_schema_refuses_exactly(call: Call, changes: dict[str, Any], places: list[str]) -> None:
    assert wrong(call, **changes) == places


ASKED = {"month": "period_from", "iin": "leader_iin", "bin": "bin", "phone": "leader_phone", "email": "leader_email",
         "url": "web_link"}  # fmt: skip
STORED = sorted({(ASKED[case.field.kind], case.outcome[1]) for case in typed_cases()
                 if case.field.kind in ASKED and case.outcome[0] == "stored"})  # fmt: skip


@pytest.mark.parametrize(("field", "stored"), STORED)
def test_schema_takes_what_is_stored(call: Call, field: str, stored: str) -> None:
    changes = {"period_to": "2026-01"} if field == "period_from" else {}
    assert wrong(call, **changes | {field: stored}) == []


def test_titles_and_choices_are_in_both_languages(call: Call) -> None:
    for field in call.form:
        of = form_schema(call)["properties"][field.id]
        assert of["x-title"] == dict(field.label)
        assert set(of.get("x-options", {})) == field.codes
