"""What must hold between the questions of a form: ids told apart, conditions on what can be known, sums that add up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from .allowed_characters import alike
from .definition_error import DefinitionError
from .field_kinds import KINDS, kinds_asked_by
from .form_definition import Condition, Field, Form, Test
from .page_ids import is_of_page

# Codes that a refusal names of a list, which may be long.
MOST_NAMED = 12
_CODES, _ABOVE, _YOUNGER = (kinds_asked_by(clause) for clause in ("codes", "above", "younger_than"))


class FieldPosition(NamedTuple):
    """A question with the way to it in its file."""

    field: Field
    place: str


def form_faults(form: Form, root: str = "form") -> Iterator[DefinitionError]:
    """Every refusal of a form whose parts are each right by themselves; `root` begins their places."""
    yield from twins(((s.id, f"{root}.section[{i}].id") for i, s in enumerate(form.sections)))
    questions = list(placed_fields(form, root))
    yield from twins((field.id, f"{place}.id") for field, place in questions)
    yield from (DefinitionError("id_of_page", f"{place}.id", name=field.id) for field, place in questions
                if is_of_page(field.id))  # fmt: skip
    order = {field.id: index for index, (field, _) in reversed(list(enumerate(questions)))}
    for index, (field, place) in enumerate(questions):
        yield from _later_faults(field, f"{place}.asked_when", order, index)
        yield from _field_faults(form, field, place)
    yield from _document_faults(form, f"{root}.package")


def placed_fields(form: Form, root: str = "form") -> Iterator[FieldPosition]:
    for i, section in enumerate(form.sections):
        for j, field in enumerate(section.fields):
            yield FieldPosition(field, f"{root}.section[{i}].field[{j}]")


def twins(names: Iterable[tuple[str, str]]) -> Iterator[DefinitionError]:
    """A refusal for each name that stood before; each comes with its place."""
    known: set[str] = set()
    for name, place in names:
        if name in known:
            yield DefinitionError("twin_code", place, code=name)
        known.add(name)


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


def _later_faults(field: Field, place: str, order: Mapping[str, int], index: int) -> Iterator[DefinitionError]:
    """Whether a question is asked is known when one comes to it."""
    for test in field.asked_when:
        if order.get(test.field, -1) > index:
            yield DefinitionError("condition_on_later", f"{place}.{test.field}", field=test.field)


def _field_faults(form: Form, field: Field, place: str) -> Iterator[DefinitionError]:
    yield from _own_condition(form, field, field.asked_when, f"{place}.asked_when")
    yield from _own_condition(form, field, field.required_when, f"{place}.required_when")
    yield from _only_with_faults(form, field, place)
    if field.more_rows:
        yield from _own_condition(form, field, field.more_rows[0], f"{place}.more_rows.when")
        if not field.min_rows <= field.more_rows[1] <= field.max_rows:
            yield DefinitionError("number_out_of_range", f"{place}.more_rows.min_rows", value=field.more_rows[1],
                                  low=field.min_rows, high=field.max_rows)  # fmt: skip
    yield from twins((column.id, f"{place}.column[{i}].id") for i, column in enumerate(field.columns))
    for i, column in enumerate(field.columns):
        yield from condition_faults(form, column.required_when, f"{place}.column[{i}].required_when")
    yield from _order_faults(form, field, f"{place}.not_before")
    yield from _sum_faults(form, field, f"{place}.adds_up")


def _own_condition(form: Form, field: Field, condition: Condition, place: str) -> Iterator[DefinitionError]:
    """A question's own answer is no condition of its being asked or required."""
    others = tuple(test for test in condition if test.field != field.id)
    if others != condition:
        yield DefinitionError("condition_on_itself", f"{place}.{field.id}", field=field.id)
    yield from condition_faults(form, others, place)


def _only_with_faults(form: Form, field: Field, place: str) -> Iterator[DefinitionError]:
    """The codes left are the question's own; the refusal names the answer that leaves no others, so it is a choice."""
    for i, only in enumerate(field.only_with):
        here = f"{place}.only_with[{i}]"
        yield from _own_condition(form, field, only.when, f"{here}.when")
        for test in only.when:
            if test.above is not None and form.by_id.get(test.field, field).kind in _ABOVE:
                yield DefinitionError("condition_not_on_kind", f"{here}.when.{test.field}", field=test.field,
                                      kind=form.by_id[test.field].kind, kinds="choice")  # fmt: skip
        for j, code in enumerate(only.codes):
            if code not in field.codes:
                yield _unknown_code(field, f"{here}.codes[{j}]", code)


def _order_faults(form: Form, field: Field, place: str) -> Iterator[DefinitionError]:
    """What must not come before another answer can be compared with it, and that one does not wait for it in turn."""
    if not field.not_before:
        return
    other = form.by_id.get(field.not_before)
    if not other:
        yield DefinitionError("unknown_field", place, field=field.not_before)
    elif field.id in _waited_for(form, field):
        yield DefinitionError("order_in_circle", place, field=other.id)
    elif _comparable_as(field) != _comparable_as(other):
        yield DefinitionError("not_comparable", place, field=other.id)


def _comparable_as(field: Field) -> str:
    return KINDS[field.kind].comparable_as if field.kind in KINDS else ""


def _waited_for(form: Form, field: Field) -> set[str]:
    """Every question that this one must not come before, directly or by way of another."""
    names: set[str] = set()
    name = field.not_before
    while name in form.by_id and name not in names:
        names.add(name)
        name = form.by_id[name].not_before
    return names


def _sum_faults(form: Form, field: Field, place: str) -> Iterator[DefinitionError]:
    """The amounts of all rows and their total are whole numbers that are there whenever a row is."""
    if not field.adds_up:
        return
    name, total = field.adds_up
    column = next((column for column in field.columns if column.id == name), None)
    if not column:
        yield DefinitionError("unknown_field", f"{place}.column", field=name)
    elif column.kind != "integer" or not column.required:
        yield DefinitionError("no_summand", f"{place}.column", field=name)
    if total not in form.by_id:
        yield DefinitionError("unknown_field", f"{place}.to", field=total)
    elif form.by_id[total].kind != "integer":
        yield DefinitionError("no_total", f"{place}.to", field=total)


def _document_faults(form: Form, place: str) -> Iterator[DefinitionError]:
    documents = form.package.documents
    yield from twins((document.kind, f"{place}.document[{i}].kind") for i, document in enumerate(documents))
    labels: set[tuple[str, str]] = set()
    for i, document in enumerate(documents):
        here, own = f"{place}.document[{i}]", {(lang, alike(words)) for lang, words in document.label.items()}
        if same := sorted(own & labels):
            yield DefinitionError("labels_alike", f"{here}.label", label=document.label[same[0][0]])
        labels |= own
        if document.required and document.required_when:
            yield DefinitionError("required_twice", f"{here}.required_when")
        yield from condition_faults(form, document.required_when, f"{here}.required_when", by_age=True)
