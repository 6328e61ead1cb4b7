"""In which order questions can be answered: each after those that its conditions and limits speak of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from chalicelib.call import Field, Form


def questions_in_order(form: Form) -> tuple[Field, ...]:
    """Every question once; among those that wait for nothing the form's own order. A circle ends at its first."""
    order = dict[str, Field]()
    for field in form:
        _place(field, form.by_id, order, set())
    return tuple(order.values())


def _place(field: Field, by_id: Mapping[str, Field], order: dict[str, Field], on_the_way: set[str]) -> None:
    if field.id in order or field.id in on_the_way:
        return
    on_the_way.add(field.id)
    for name in needed_before(field):
        if name in by_id:
            _place(by_id[name], by_id, order, on_the_way)
    order[field.id] = field


def needed_before(field: Field) -> Iterator[str]:
    """Ids of the questions whose answers decide what this one may be answered."""
    conditions = [field.asked_when, field.required_when, *(only.when for only in field.only_with)]
    conditions += [field.more_rows[0]] if field.more_rows else []
    conditions += [column.required_when for column in field.columns]
    yield from (test.field for condition in conditions for test in condition)
    if field.not_before:
        yield field.not_before
    if field.adds_up:
        yield field.adds_up[1]
