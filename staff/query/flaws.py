"""What of an event cannot be told as its columns are typed, by name: one SQL text, and a view that lists it.

A damaged cell is empty in its column and named here, so that it silences neither the question nor the other cells. On
Athena single answers are not looked into: there the damaged answers, details, times, statuses and acts are named.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from chalicelib.call import Call, Field
from chalicelib.rules.lifecycle import ACTS, STATUSES

from .asked import DISTINCT_EVENTS, EVENTS
from .columns import quoted, text
from .form_columns import every_question, source_of

_NESTED = "('ARRAY', 'OBJECT')"


def readable(value: str) -> str:
    """A JSON text, or nothing where it is none."""
    return f"CASE WHEN TRY(json_extract({value}, '$')) IS NOT NULL THEN {value} END"


def of_event() -> str:
    """Of the item alone: its answers, its detail, its time, codes that nobody knows."""
    parts = [*map(_no_object, ("answers", "detail")), "CASE WHEN try_cast(\"at\" AS TIMESTAMPTZ) IS NULL THEN 'at' END"]
    parts += [_unknown("status", STATUSES), _unknown("act", ACTS)]
    return f"concat_ws(', ', {', '.join(parts)})"


def of_answers(call: Call) -> str:
    """Of each answer, by the question's column: DuckDB's words only."""
    fields = list(every_question(call))
    pieces = text(json.dumps({source_of(field): "JSON" for field in fields}))
    named = ", ".join(f"CASE WHEN {flaw} THEN {text(field.id)} END" for field in fields if (flaw := _flaw(field)))
    # A lambda, so that the answers are parsed once for all questions.
    return f"list_transform([TRY(json_transform(answers, {pieces}))], lambda p: concat_ws(', ', {named}))[1]"


def of_both(call: Call) -> str:
    return f"concat_ws(', ', nullif({of_event()}, ''), nullif({of_answers(call)}, ''))"


def damaged() -> str:
    """One row an event with flaws, and one an application whose events are not all there, or not once each."""
    gaps = "count(DISTINCT seq) <> max(seq) OR min(seq) <> 1"
    nothing = "CAST(NULL AS BIGINT) AS seq, CAST(NULL AS VARCHAR) AS act, CAST(NULL AS VARCHAR) AS status"
    return (
        f"SELECT number, seq, act, status, flaws AS parts FROM {DISTINCT_EVENTS} WHERE flaws <> ''"
        f" UNION ALL SELECT number, {nothing}, 'events' FROM {EVENTS} GROUP BY number HAVING {gaps}"
        f" UNION ALL SELECT number, {nothing}, 'repeated' FROM {EVENTS} GROUP BY number"
        " HAVING count(*) > count(DISTINCT seq)"
    )


def _no_object(part: str) -> str:
    is_object = f"{part} LIKE '{{%' AND TRY(json_extract({part}, '$')) IS NOT NULL"
    return f"CASE WHEN {part} IS NOT NULL AND NOT ({is_object}) THEN '{part}' END"


def _unknown(column: str, known: Iterable[str]) -> str:
    codes = ", ".join(text(code) for code in known)
    return f"CASE WHEN coalesce({column}, '') NOT IN ({codes}) THEN '{column}' END"


def _flaw(field: Field) -> str:
    """When an answer loses something in its column. An empty one says nothing and loses nothing."""
    piece = f"p.{quoted(source_of(field))}"
    if field.kind == "table":
        return _no_list(piece, "json_type(r) <> 'OBJECT'", *_cell_flaws(field, piece))
    if field.kind == "multi":
        return _no_list(piece, _no_code(field, "r"))
    return _scalar_flaw(field, piece)


def _scalar_flaw(field: Field, piece: str) -> str:
    nested = f"json_type({piece}) IN {_NESTED}"
    if field.options:
        return f"({nested} OR {_no_code(field, piece)})"
    if field.kind in ("integer", "number"):
        said = f"json_extract_string({piece}, '$')"
        return f"(json_type({piece}) IN ('ARRAY', 'OBJECT', 'BOOLEAN') OR {_no_number(piece, said)})"
    return nested


def _no_number(piece: str, said: str) -> str:
    return f"(json_type({piece}) = 'VARCHAR' AND trim({said}) <> '' AND try_cast({said} AS DOUBLE) IS NULL)"


def _no_code(field: Field, piece: str) -> str:
    codes = ", ".join(text(option.code) for option in field.options) or "''"
    return f"(json_type({piece}) <> 'NULL' AND json_extract_string({piece}, '$') NOT IN ('', {codes}))"


def _no_list(piece: str, odd: str, *more: str) -> str:
    """No list at all, or one with an odd element `r`."""
    empty = f"json_extract_string({piece}, '$') = ''"
    no_list = f"(json_type({piece}) NOT IN ('ARRAY', 'NULL') AND NOT coalesce({empty}, FALSE))"
    elements = f"len(list_filter(json_extract({piece}, '$[*]'), lambda r: {odd})) > 0"
    return f"({' OR '.join([no_list, elements, *more])})"


def _cell_flaws(field: Field, piece: str) -> Iterator[str]:
    for column in field.columns:
        cells = f"json_extract({piece}, {text(f'$[*].{source_of(column)}')})"
        odd = f"json_type(r) IN {_NESTED}"
        if column.kind in ("integer", "number"):
            said = "json_extract_string(r, '$')"
            odd += f" OR {_no_number('r', said)}"
        yield f"len(list_filter({cells}, lambda r: {odd})) > 0"
