"""What must hold between the questions of a form: ids told apart, an order that is no circle, sums that add up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from .allowed_characters import alike
from .condition_consistency import condition_faults, only_with_faults, own_condition_faults
from .definition_error import DefinitionError
from .field_kinds import KINDS
from .form_definition import Field, Form
from .page_ids import is_of_page


class FieldPosition(NamedTuple):
    """A question with the way to it in its file."""

    field: Field
    place: str


def form_faults(form: Form, root: str = "form") -> Iterator[DefinitionError]:
    """Every refusal of a form whose parts are each right by themselves; `root` begins their places."""
    yield from twins(((s.id, f"{root}.section[{i}].id") for i, s in enumerate(form.sections)))
    questions = list(placed_fields(form, root))
    yield from twins((field.id, f"{path}.id") for field, path in questions)
    yield from (DefinitionError("id_of_page", f"{path}.id", name=field.id) for field, path in questions
                if is_of_page(field.id))  # fmt: skip
    order = {field.id: index for index, (field, _) in reversed(list(enumerate(questions)))}
    for index, (field, path) in enumerate(questions):
        yield from _later_faults(field, f"{path}.asked_when", order, index)
        yield from _field_faults(form, field, path)
    yield from _document_faults(form, f"{root}.package")


def placed_fields(form: Form, root: str = "form") -> Iterator[FieldPosition]:
    for i, section in enumerate(form.sections):
        for j, field in enumerate(section.fields):
            yield FieldPosition(field, f"{root}.section[{i}].field[{j}]")


def twins(names: Iterable[tuple[str, str]]) -> Iterator[DefinitionError]:
    """A refusal for each name that stood before; each comes with its place."""
    known: set[str] = set()
    for name, path in names:
        if name in known:
            yield DefinitionError("twin_code", path, code=name)
        known.add(name)


def _later_faults(field: Field, place: str, order: Mapping[str, int], index: int) -> Iterator[DefinitionError]:
    """Whether a question is asked is known when one comes to it."""
    for test in field.asked_when:
        if order.get(test.field, -1) > index:
            yield DefinitionError("condition_on_later", f"{place}.{test.field}", field=test.field)


def _field_faults(form: Form, field: Field, place: str) -> Iterator[DefinitionError]:
    yield from own_condition_faults(form, field, field.asked_when, f"{place}.asked_when")
    yield from own_condition_faults(form, field, field.required_when, f"{place}.required_when")
    yield from only_with_faults(form, field, place)
    if field.more_rows:
        yield from own_condition_faults(form, field, field.more_rows[0], f"{place}.more_rows.when")
        if not field.min_rows <= field.more_rows[1] <= field.max_rows:
            yield DefinitionError("number_out_of_range", f"{place}.more_rows.min_rows", value=field.more_rows[1],
                                  low=field.min_rows, high=field.max_rows)  # fmt: skip
    yield from twins((column.id, f"{place}.column[{i}].id") for i, column in enumerate(field.columns))
    for i, column in enumerate(field.columns):
        yield from condition_faults(form, column.required_when, f"{place}.column[{i}].required_when")
    yield from _order_faults(form, field, f"{place}.not_before")
    yield from _sum_faults(form, field, f"{place}.adds_up")


def _order_faults(form: Form, field: Field, place: str) -> Iterator[DefinitionError]:
    """What must not come before another answer can be compared with it, and that one does not wait for it in turn."""
    if not field.not_before:
        return
    other = form.by_id.get(field.not_before)
    if not other:
        yield DefinitionError("unknown_field", place, field=field.not_before)
    elif field.id in _earlier_questions(form, field):
        yield DefinitionError("order_in_circle", place, field=other.id)
    elif KINDS[field.kind].comparable_as != KINDS[other.kind].comparable_as:
        yield DefinitionError("not_comparable", place, field=other.id)


def _earlier_questions(form: Form, field: Field) -> set[str]:
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
