"""A table answer: its rows, cell by cell, and what must hold over all of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from ..call import Field, Form
from ..call.field_kinds import DIGITS_OF_AN_IDENTIFIER, KINDS
from .field_conditions import Answers, holds
from .field_parsers import PARSERS, has_no_answer, is_empty
from .problems import Fault, Problem

Row = dict[str, Any]
# Enough to show what is wrong with a foreign row.
MOST_UNKNOWN = 20


def judge_table(form: Form, field: Field, raw: object, answers: Answers) -> tuple[list[Row], list[Problem]]:
    """Rows left wholly blank are no rows; problems name a row by its place among those sent, from 0."""
    if not isinstance(raw, list):
        return [], [Problem(field.id, Fault("wrong_type"))]
    sent = [(index, row) for index, row in enumerate(raw) if not is_empty(row)]
    rows, problems = [], list(_count_problems(field, len(sent), answers))
    for index, row in sent[: field.max_rows]:
        cells, problems_of_row = _row(form, field, row, f"{field.id}[{index}]", answers)
        rows += [cells] if cells else []
        problems += problems_of_row
    if field.adds_up and not problems:
        problems += _sum_problem(form, field, rows, answers)
    return rows, problems


def _count_problems(field: Field, count: int, answers: Answers) -> Iterator[Problem]:
    least = field.min_rows
    if field.more_rows and holds(field.more_rows[0], answers):
        least = max(least, field.more_rows[1])
    if count < least:
        yield Problem(field.id, Fault("too_few_rows", params={"limit": least, "length": count}))
    if count > field.max_rows:
        yield Problem(field.id, Fault("too_many_rows", params={"limit": field.max_rows, "length": count}))


def _row(form: Form, field: Field, row: object, place: str, answers: Answers) -> tuple[Row, list[Problem]]:
    if not isinstance(row, dict):
        return {}, [Problem(place, Fault("wrong_type"))]
    cells: Row = {}
    problems: list[Problem] = []
    for column in field.columns:
        value, fault = _cell(column, row.get(column.id), answers)
        if fault:
            problems.append(Problem(f"{place}.{column.id}", fault))
        elif value is not None:
            cells[column.id] = value
    known = {column.id for column in field.columns}
    strays = (name for name in row if name not in known and f"{field.id}.{name}" not in form.retired)
    problems += [Problem(f"{place}.{name}", Fault("unknown_field")) for name in islice(strays, MOST_UNKNOWN)]
    return cells, problems


def _cell(column: Field, raw: object, answers: Answers) -> tuple[object, Fault | None]:
    if has_no_answer(column, raw):
        missing = column.required or holds(column.required_when, answers)
        return None, missing_fault(column) if missing else None
    return PARSERS[column.kind](column, raw)


def _sum_problem(form: Form, field: Field, rows: list[Row], answers: Answers) -> Iterator[Problem]:
    column, to = field.adds_up or ("", "")
    actual, total = sum(row[column] for row in rows), answers.get(to)
    if total is not None and actual != total:
        params = {"sum": actual, "total": total, "other": form.by_id[to].label}
        yield Problem(field.id, Fault("sum_mismatch", params=params))


def missing_fault(field: Field) -> Fault:
    """What to do with a required question without an answer, which its kind says: write, choose, tick, add rows."""
    if field.kind == "accept":
        return Fault("must_accept")
    params: dict[str, object] = {}
    if field.kind == "table":
        params = {"limit": max(field.min_rows, 1)}
    elif KINDS[field.kind].has_digits:
        params = {"digits": DIGITS_OF_AN_IDENTIFIER}
    return Fault("required", f"required_{field.kind}", params)
