"""What the software needs of a form, whatever its questions are called: a question is declared to play a role.

`form.toml` writes `role = "email"` on the question whose answer is the address that mail goes to. Code asks the form
for the question with the role, and never for a question by its id.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from .definition import Call
from .definition_error import DefinitionError
from .form_definition import Field, Form, Option


class Role(NamedTuple):
    """`kinds` are those of the questions that may play it; a needed one must be played in every form."""

    name: str
    kinds: frozenset[str]
    is_needed: bool = False
    takes_several: bool = False


ROLES: Mapping[str, Role] = {
    role.name: role
    for role in (
        Role("language", frozenset({"choice"}), is_needed=True),
        Role("name", frozenset({"text"}), is_needed=True, takes_several=True),
        Role("email", frozenset({"email"}), is_needed=True),
        Role("title", frozenset({"text"}), is_needed=True),
        Role("consent", frozenset({"accept"}), is_needed=True),
        Role("publication", frozenset({"accept", "bool"})),
        Role("group", frozenset({"choice"})),
        Role("territory", frozenset({"choice"})),
        Role("interview_format", frozenset({"choice", "multi"})),
        Role("organisation", frozenset({"text"})),
        Role("phone", frozenset({"phone"})),
    )
}


def role_value(form: Form, role: str, answers: Mapping[str, object] | None) -> object:
    """The answer to the question with the role; None where it is not asked or not answered."""
    field = form.role(role)
    return (answers or {}).get(field.id) if field else None


def role_text(form: Form, role: str, answers: Mapping[str, object] | None) -> str:
    """The answers to all questions with the role in form order, a space between; empty where there is none."""
    return " ".join(str(value) for field in form.with_role(role) if (value := (answers or {}).get(field.id)))


def options_of_role(call: Call, role: str) -> tuple[Option, ...]:
    """Every option that a version of the form has offered for the role, the current ones first, each code once."""
    asked = [field for form in reversed(call.forms) for field in form.with_role(role)]
    by_code = {option.code: option for field in reversed(asked) for option in field.options}
    current = [option.code for field in asked for option in field.options]
    return tuple(by_code[code] for code in dict.fromkeys(current))


def written_language(call: Call, answers: Mapping[str, object] | None) -> str:
    """The language of the call that the answers say they are in; the call's first where they say none."""
    language = role_value(call.form, "language", answers)
    return language if isinstance(language, str) and language in call.languages else call.languages[0]


def role_faults(form: Form, place: str, languages: Sequence[str]) -> Iterator[DefinitionError]:
    """Every needed role is played, none twice that one question plays, each by a kind that can.

    `place` is the form's.
    """
    first: dict[str, Field] = {}
    for where, field in _questions(form, place):
        yield from _column_faults(field, where)
        if not field.role:
            continue
        yield from _question_faults(field, f"{where}.role", languages)
        if field.role in first and field.role in ROLES and not ROLES[field.role].takes_several:
            yield DefinitionError(
                "role_twice", f"{where}.role", role=field.role, first=first[field.role].id, second=field.id
            )
        first.setdefault(field.role, field)
    for role in ROLES.values():
        if role.is_needed and role.name not in first:
            yield DefinitionError("role_missing", place, role=role.name, kinds=_names_in_a_row(role.kinds))


def _questions(form: Form, place: str) -> Iterator[tuple[str, Field]]:
    for at, section in enumerate(form.sections):
        for index, field in enumerate(section.fields):
            yield f"{place}.section[{at}].field[{index}]", field


def _column_faults(field: Field, where: str) -> Iterator[DefinitionError]:
    for number, column in enumerate(field.columns):
        if column.role:
            yield DefinitionError("role_of_column", f"{where}.column[{number}].role", role=column.role)


def _question_faults(field: Field, where: str, languages: Sequence[str]) -> Iterator[DefinitionError]:
    role = ROLES.get(field.role)
    if role is None:
        yield DefinitionError("unknown_role", where, role=field.role, known=_names_in_a_row(ROLES))
    elif field.kind not in role.kinds:
        yield DefinitionError("role_of_kind", where, role=role.name, kind=field.kind, kinds=_names_in_a_row(role.kinds))
    elif role.name == "language" and field.codes != frozenset(languages):
        yield DefinitionError(
            "role_language_codes", where, codes=_names_in_a_row(field.codes), languages=_names_in_a_row(languages)
        )


def _names_in_a_row(names: Any) -> str:
    return ", ".join(sorted(names))
