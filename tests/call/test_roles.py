"""What the software needs of a form is declared in it; absent, doubled or of the wrong kind it is refused by name."""

from __future__ import annotations

import copy
import tomllib
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.call import Call, DefinitionError, say
from chalicelib.call.field_kinds import KINDS
from chalicelib.call.fingerprint import fingerprint
from chalicelib.call.form_definition import Field, Form, Section
from chalicelib.call.loading import build_call
from chalicelib.call.roles import ROLES, role_faults, role_text, role_value
from chalicelib.pages.form_renderer import FormRenderer
from tests.building import answers
from tests.paths.small_call import HERE, small_call_tables

pytestmark = pytest.mark.call_of_2021

Table = dict[str, Any]
BOTH = {"kk": "С", "ru": "С"}


def tables() -> tuple[Table, Table]:
    call = small_call_tables()
    return copy.deepcopy(call), tomllib.loads((HERE / "form.toml").read_text("utf-8"))


def fields_of(form: Table) -> list[Table]:
    return [field for section in form["section"] for field in section["field"]]


def refusal(call: Table, form: Table) -> DefinitionError:
    with pytest.raises(DefinitionError) as error:
        build_call(call, form)
    return error.value


def with_questions(call: Call, *roles: tuple[str, str]) -> Form:
    """A form of nothing but questions with these roles and kinds."""
    options = call.form.by_id["application_language"].options
    fields = tuple(
        Field(f"question_{index}", kind, BOTH, options=options, role=role) for index, (role, kind) in enumerate(roles)
    )
    return replace(call.form, sections=(Section("only", BOTH, fields),))


def refusal_of(form: Form) -> DefinitionError:
    return next(role_faults(form, "form", ("kk", "ru")))


NEEDED = sorted(name for name, role in ROLES.items() if role.is_needed)


@pytest.mark.parametrize("role", NEEDED)
def test_a_form_without_a_needed_role_is_refused_by_the_roles_name(role: str) -> None:
    call, form = tables()
    for field in fields_of(form):
        if field.get("role") == role:
            del field["role"]
    error = refusal(call, form)
    assert (error.code, error.place, error.params["role"]) == ("role_missing", "form", role)
    for language in ("kk", "ru"):
        assert f"«{role}»" in say("definition", error.code, language, place=error.place, **error.params)


@pytest.mark.parametrize("role", sorted(set(ROLES) - set(NEEDED)))
def test_a_form_without_an_optional_role_is_a_form(role: str) -> None:
    call, form = tables()
    for field in fields_of(form):
        if field.get("role") == role:
            del field["role"]
    assert build_call(call, form).form.role(role) is None


@pytest.mark.parametrize(
    ("role", "kind"), [(role, kind) for role in ROLES for kind in sorted(KINDS.keys() - ROLES[role].kinds)]
)
def test_a_role_on_a_question_of_another_kind_is_refused_at_the_question(call: Call, role: str, kind: str) -> None:
    error = refusal_of(with_questions(call, (role, kind)))
    assert (error.code, error.place) == ("role_of_kind", "form.section[0].field[0].role")
    assert (error.params["role"], error.params["kind"]) == (role, kind)


@pytest.mark.parametrize("role", sorted(name for name, role in ROLES.items() if not role.takes_several))
def test_a_role_that_two_questions_play_is_refused_at_the_second(call: Call, role: str) -> None:
    kind = min(ROLES[role].kinds)
    error = refusal_of(with_questions(call, (role, kind), (role, kind)))
    assert (error.code, error.params["role"]) == ("role_twice", role)
    assert error.place == "form.section[0].field[1].role"


def test_a_name_may_be_asked_in_several_questions_and_is_read_in_form_order(call: Call) -> None:
    assert [field.id for field in call.form.with_role("name")] == ["leader_last_name", "leader_first_name"]
    assert role_text(call.form, "name", answers()) == "Сәрсенова Әйгерім"
    assert role_text(call.form, "name", answers(leader_first_name=None)) == "Сәрсенова"
    assert role_text(call.form, "name", None) == ""


def test_the_answer_of_a_role_is_that_of_its_question(call: Call) -> None:
    assert role_value(call.form, "email", answers()) == "aigerim@example.kz"
    assert role_value(call.form, "email", {}) is None
    assert role_value(call.form, "email", None) is None


def test_a_role_is_no_part_of_what_answers_are_judged_by(call: Call) -> None:
    _, form = tables()
    bare = build_call(*tables()).form
    assert fingerprint(bare) == form["fingerprint"]
    table, form = tables()
    form["section"][0]["field"][1]["role"] = "group"
    assert fingerprint(build_call(table, form).form) == form["fingerprint"]


def test_a_role_of_consent_shows_its_words_and_puts_them_on_record_without_the_key(call: Call) -> None:
    by_role = {
        role: replace(field, consent="") for role in ("consent", "publication") if (field := call.form.role(role))
    }
    assert {role: field.consents_to for role, field in by_role.items()} == {
        "consent": "personal_data", "publication": "publication",
    }  # fmt: skip
    asking = FormRenderer(call, "ru")
    shown = {role: asking.question(field, field.id, True).consent for role, field in by_role.items()}
    assert shown == {"consent": call.consent.text["ru"], "publication": call.consent.publication["ru"]}
