"""What was sent and no question can show: handed back all the same, as (place, words)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..call import Call, Field
from . import shown
from .questions import ROWS_OVER

NO_ANSWER = (None, "", False)


def leftovers(call: Call, language: str, answers: Mapping[str, object]) -> list[tuple[str, str]]:
    fields, retired = call.form.by_id, call.form.retired
    found: list[tuple[str, str]] = []
    for name, value in answers.items():
        if name not in fields:
            label = retired[name][language] if name in retired else shown.text(name)
            found.append((label, shown.text(value)))
        elif fields[name].columns:
            found += _of_table(fields[name], value)
        elif fields[name].kind in ("accept", "bool") and value not in (*NO_ANSWER, *shown.TICKS):
            found.append((name, shown.text(value)))
    return found


def _of_table(of: Field, value: object) -> Iterator[tuple[str, str]]:
    if not isinstance(value, list):
        if value not in NO_ANSWER:
            yield of.id, shown.text(value)
        return
    in_sight = of.max_rows + ROWS_OVER
    columns = {column.id for column in of.columns}
    for i, row in enumerate(value[:in_sight]):
        if not isinstance(row, dict):
            yield f"{of.id}[{i}]", shown.text(row)
        else:
            yield from ((f"{of.id}[{i}].{shown.text(k)}", shown.text(v)) for k, v in row.items() if k not in columns)
    if value[in_sight:]:
        yield f"{of.id}[{in_sight}…]", shown.text(value[in_sight:])
