"""Judging a whole set of answers: every problem at once, in form order (spec 4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ..call import Field, Form
from ..call.form_definition import OnlyWith
from ..call.sentences import quote
from .field_conditions import Answers, holds
from .field_parsers import PARSERS, has_no_answer, is_empty
from .problems import Fault, Problem
from .table_answers import judge_table, missing_fault

# Enough to show what is wrong with a foreign document without answering it with megabytes.
MOST_UNKNOWN = 100


class Judgement(NamedTuple):
    """`answers` is what a submission stores; `dropped` names answers to questions that were not asked.

    Among those are the questions of earlier versions of the form, as `id`, or `id.column` for a column of a table.
    """

    answers: Answers
    problems: tuple[Problem, ...]
    dropped: tuple[str, ...]

    @property
    def complete(self) -> bool:
        return not self.problems


def judge(form: Form, raw: Mapping[str, object]) -> Judgement:
    """`raw` maps field ids to whatever was sent. Judging the resulting answers again changes nothing."""
    single = {field.id: _read(field, raw.get(field.id)) for field in form if field.kind != "table"}
    values = {name: value for name, (value, _) in single.items() if value is not None}
    asked = [field for field in form if not field.asked_when or holds(field.asked_when, values)]
    scalars = {field.id: values[field.id] for field in asked if field.id in values}
    answers: dict[str, Any] = {}
    problems: list[Problem] = []
    for field in asked:
        value, faults_of_field = _judge_field(form, field, raw.get(field.id), single.get(field.id), scalars)
        answers |= {field.id: value} if value is not None else {}
        problems += faults_of_field
    asked_ids = {field.id for field in asked}
    dropped = tuple(f.id for f in form if f.id not in asked_ids and not has_no_answer(f, raw.get(f.id)))
    return Judgement(answers, (*problems, *_unknown(form, raw)), (*dropped, *retired_answers(form, raw)))


def is_required(field: Field, answers: Answers) -> bool:
    return field.required or holds(field.required_when, answers)


def _read(field: Field, raw: object) -> tuple[Any, Fault | None]:
    # An unticked box is not sent by a form; for a plain yes-or-no that is the answer no.
    if field.kind == "bool":
        return PARSERS["bool"](field, raw)
    if has_no_answer(field, raw) or (field.kind == "accept" and raw is False):
        return None, None
    return PARSERS[field.kind](field, raw)


def _judge_field(
    form: Form, field: Field, raw: object, read: tuple[object, Fault | None] | None, answers: Answers
) -> tuple[object, list[Problem]]:
    if read is None and not is_empty(raw):
        rows, problems = judge_table(form, field, raw, answers)
        return rows or None, problems
    value, fault = read or (None, None)
    if fault:
        return None, [Problem(field.id, fault)]
    if value is None:
        return None, [Problem(field.id, missing_fault(field))] if is_required(field, answers) else []
    return value, [Problem(field.id, fault_between) for fault_between in _between_fields(form, field, answers)]


def _between_fields(form: Form, field: Field, answers: Answers) -> Iterator[Fault]:
    value = answers[field.id]
    earlier = answers.get(field.not_before)
    if earlier is not None and value < earlier:
        yield Fault("wrong_order", params={"other": form.by_id[field.not_before].label})
    for only in field.only_with:
        if holds(only.when, answers) and value not in only.codes:
            yield Fault("wrong_combination", params=_combination(form, field, only, answers))


def _combination(form: Form, field: Field, only: OnlyWith, answers: Answers) -> dict[str, object]:
    because = form.by_id[only.when[0].field]
    label = next(option.label for option in because.options if option.code == answers[because.id])
    allowed = [option.label for option in field.options if option.code in only.codes]
    return {"because": label, "allowed": {lang: ", ".join(quote(a[lang]) for a in allowed) for lang in label}}


def retired_answers(form: Form, raw: Mapping[str, object]) -> Iterator[str]:
    """Answers to questions, and cells of columns, that an earlier version of the form asked."""
    for path in form.retired:
        name, _, column = path.partition(".")
        rows = raw.get(name)
        cells = [row.get(column) for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
        if any(not is_empty(answer) for answer in (cells if column else [rows])):
            yield path


def _unknown(form: Form, raw: Mapping[str, object]) -> Iterator[Problem]:
    names = [name for name in raw if name not in form.by_id and name not in form.retired]
    yield from (Problem(name, Fault("unknown_field")) for name in names[:MOST_UNKNOWN])
