"""What must hold of the conditions in a form: each asks a question of the form what its kind of answer can be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .definition_error import DefinitionError
from .field_kinds import kinds_asked_by
from .form_definition import Condition, Field, Form, Test

# Codes that a refusal names of a list, which may be long.
MOST_NAMED = 12
_CODES, _ABOVE, _YOUNGER = (kinds_asked_by(clause) for clause in ("codes", "above", "younger_than"))


def condition_faults(form: Form, condition: Condition, place: str, by_age: bool = False) -> Iterator[DefinitionError]:
    """Each clause asks a question of the form for what its kind of answer can be. An age is known of documents only:
    it is counted on the day of the submission.
    """
    for test in condition:
        here = f"{place}.{test.field}"
        if test.field not in form.by_id:
            yield DefinitionError("unknown_field", here, field=test.field)
        elif test.younger_than is not None and not by_age:
            yield DefinitionError("age_of_documents_only", here, field=test.field)
        elif form.by_id[test.field].kind not in _kinds_for(test):
            yield DefinitionError("condition_not_on_kind", here, field=test.field, kind=form.by_id[test.field].kind,
                                  kinds=", ".join(_kinds_for(test)))  # fmt: skip
        elif unknown := test.codes - form.by_id[test.field].codes:
            yield _unknown_code(form.by_id[test.field], here, sorted(unknown)[0])


def _unknown_code(field: Field, place: str, code: str) -> DefinitionError:
    known = [option.code for option in field.options[:MOST_NAMED]]
    return DefinitionError("unknown_code", place, code=code, known=", ".join(known))


def _kinds_for(test: Test) -> Sequence[str]:
    return _ABOVE if test.above is not None else _YOUNGER if test.younger_than is not None else _CODES


def own_condition_faults(form: Form, field: Field, condition: Condition, place: str) -> Iterator[DefinitionError]:
    """A question's own answer is no condition of its being asked or required."""
    others = tuple(test for test in condition if test.field != field.id)
    if others != condition:
        yield DefinitionError("condition_on_itself", f"{place}.{field.id}", field=field.id)
    yield from condition_faults(form, others, place)


def only_with_faults(form: Form, field: Field, place: str) -> Iterator[DefinitionError]:
    """The codes left are the question's own; the refusal names the answer that leaves no others, so it is a choice."""
    for i, only in enumerate(field.only_with):
        here = f"{place}.only_with[{i}]"
        yield from own_condition_faults(form, field, only.when, f"{here}.when")
        for test in only.when:
            if test.above is not None and form.by_id.get(test.field, field).kind in _ABOVE:
                yield DefinitionError("condition_not_on_kind", f"{here}.when.{test.field}", field=test.field,
                                      kind=form.by_id[test.field].kind, kinds="choice")  # fmt: skip
        for j, code in enumerate(only.codes):
            if code not in field.codes:
                yield _unknown_code(field, f"{here}.codes[{j}]", code)
