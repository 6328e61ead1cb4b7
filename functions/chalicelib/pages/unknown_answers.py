"""What was sent and no question can show: handed back all the same, as (place, words).

What an earlier version of the form asked is told by its question; what no version did, by the name it was sent with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..call import Call, Field, say
from ..call.field_kinds import TICKS
from . import display_values
from .form_renderer import MOST_STRAYS, ROWS_OVER, strays

NO_ANSWER = (None, "", False)


def leftovers(call: Call, language: str, answers: Mapping[str, object]) -> list[tuple[str, str]]:
    fields = call.form.by_id
    retired = {path: label[language] for path, label in call.form.retired.items()}
    pairs: list[tuple[str, str]] = []
    for name, value in answers.items():
        if name not in fields:
            pairs.append((retired.get(name, display_values.text(name)), display_values.text(value)))
        elif fields[name].columns:
            pairs += _of_table(fields[name], value, language, retired)
        elif more := strays(fields[name], value)[MOST_STRAYS:]:
            pairs.append((name, ", ".join(more)))
        elif fields[name].kind in TICKS and value not in (*NO_ANSWER, *display_values.TICKS):
            pairs.append((name, display_values.text(value)))
    return pairs


def _of_table(of: Field, value: object, language: str, retired: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if not isinstance(value, list):
        if value not in NO_ANSWER:
            yield of.id, display_values.text(value)
        return
    in_sight = of.max_rows + ROWS_OVER
    for i, row in enumerate(value[:in_sight]):
        if not isinstance(row, dict):
            yield f"{of.id}[{i}]", display_values.text(row)
        else:
            yield from _of_row(of, i, row, language, retired)
    if value[in_sight:]:
        yield f"{of.id}[{in_sight}…]", display_values.text(value[in_sight:])


def _of_row(
    of: Field, index: int, row: Mapping[str, object], language: str, retired: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    known = {column.id: column for column in of.columns}
    for name, cell in row.items():
        label = retired.get(f"{of.id}.{name}")
        if label and of.row:
            place = f"{of.row[language]} {index + 1}"
            yield say("page", "errors.cell", language, row=place, column=label), display_values.text(cell)
        elif name not in known:
            yield f"{of.id}[{index}].{display_values.text(name)}", display_values.text(cell)
        elif more := strays(known[name], cell)[MOST_STRAYS:]:
            yield f"{of.id}[{index}].{name}", ", ".join(more)
