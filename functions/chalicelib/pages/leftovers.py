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
            labels = {place: label[language] for place, label in retired.items()}
            found += _of_table(fields[name], value, labels)
        elif fields[name].kind in ("accept", "bool") and value not in (*NO_ANSWER, *shown.TICKS):
            found.append((name, shown.text(value)))
    return found


def _of_table(of: Field, value: object, retired: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Cells of a column that an earlier version of the form had are told by its label."""
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
            for name, cell in row.items():
                if name not in columns:
                    yield f"{of.id}[{i}].{retired.get(f'{of.id}.{name}', shown.text(name))}", shown.text(cell)
    if value[in_sight:]:
        yield f"{of.id}[{in_sight}…]", shown.text(value[in_sight:])
