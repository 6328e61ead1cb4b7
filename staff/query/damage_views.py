"""What of an event cannot be told as its columns are typed, by name: one SQL text, and a view that lists it.

A damaged cell is empty in its column and named here, so that it silences neither the question nor the other cells. On
Athena single answers are not looked into: there the damaged answers, details, times, statuses and acts are named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chalicelib.call import Call, Field
from chalicelib.call.field_kinds import LISTS, NUMBERS
from chalicelib.rules.lifecycle import ACTS, STATUSES

from .field_columns import as_text, cell_of, of_its_versions, text, text_of
from .form_columns import every_question
from .merged_forms import source_of
from .question_scope import DISTINCT_EVENTS, EVENTS

_NESTED = "('ARRAY', 'OBJECT')"


def readable(value: str) -> str:
    """A JSON text, or nothing where it is none."""
    return f"CASE WHEN TRY(json_extract({value}, '$')) IS NOT NULL THEN {value} END"


def of_event(is_json: str = "") -> str:
    """Of the item alone: its answers, its detail, its time, codes that nobody knows, numbers that are none.

    `is_json` tells that of the answers, where they were read already.
    """
    parts = [_no_object("answers", is_json), _no_object("detail")]
    parts += ["CASE WHEN try_cast(\"at\" AS TIMESTAMPTZ) IS NULL THEN 'at' END"]
    parts += [_unknown("status", STATUSES), _unknown("act", ACTS), "nullif(mistyped, '')"]
    return f"concat_ws(', ', {', '.join(parts)})"


def of_answers(call: Call) -> str:
    """Of each answer, by the question's column, out of `answers` alone: DuckDB's words only."""
    # A lambda, so that the answers are parsed once for all questions.
    return f"list_transform([{as_text(every_question(call), 'answers')}], lambda t: {of_texts(call, 't')})[1]"


def of_texts(call: Call, texts: str) -> str:
    """The same, where `texts` holds the answers as columns.as_text makes them. `answers` is read again only where one
    of them may have lost something.
    """
    fields = list(every_question(call))
    words = [field for field in fields if _is_words(field)]
    named = [_named_flaw(field, texts) for field in fields if not _is_words(field)]
    if words:
        # This is rare, so it is asked once for all answers: one check each would cost half as much as parsing.
        nested = " OR ".join(_may_be_nested(text_of(field, texts, "answers")) for field in words)
        precise = ", ".join(_named_flaw(field, texts) for field in words)
        named.append(f"CASE WHEN {nested} THEN nullif(concat_ws(', ', {precise}), '') END")
    return f"concat_ws(', ', {', '.join(named)})"


def _named_flaw(field: Field, texts: str) -> str:
    flaw = _flaw(field, text_of(field, texts, "answers"))
    return of_its_versions(field, f"CASE WHEN {flaw} THEN {text(field.id)} END")


def of_both(answers: str, is_json: str = "") -> str:
    return f"concat_ws(', ', nullif({of_event(is_json)}, ''), nullif({answers}, ''))"


def damage_sql() -> str:
    """One row an event with flaws, and one an application whose events are not all there, or not once each."""
    gaps = "count(DISTINCT seq) <> max(seq) OR min(seq) <> 1"
    nothing = "CAST(NULL AS BIGINT) AS seq, CAST(NULL AS VARCHAR) AS act, CAST(NULL AS VARCHAR) AS status"
    return (
        f"SELECT number, seq, act, status, flaws AS parts FROM {DISTINCT_EVENTS} WHERE flaws <> ''"
        f" UNION ALL SELECT number, {nothing}, 'events' FROM {EVENTS} GROUP BY number HAVING {gaps}"
        f" UNION ALL SELECT number, {nothing}, 'repeated' FROM {EVENTS} GROUP BY number"
        " HAVING count(*) > count(DISTINCT seq)"
    )


def _no_object(part: str, is_json: str = "") -> str:
    is_json = is_json or f"TRY(json_extract({part}, '$')) IS NOT NULL"
    is_object = f"{part} LIKE '{{%' AND {is_json}"
    return f"CASE WHEN {part} IS NOT NULL AND NOT ({is_object}) THEN '{part}' END"


def _unknown(column: str, known: Iterable[str]) -> str:
    codes = ", ".join(text(code) for code in known)
    return f"CASE WHEN coalesce({column}, '') NOT IN ({codes}) THEN '{column}' END"


def _flaw(field: Field, value: str) -> str:
    """When an answer loses something in its column. An empty one says nothing and loses nothing."""
    if field.kind == "table":
        return f"(CASE WHEN {value} IS NULL THEN {_said_no_list(field)} ELSE {_odd_rows(field, value)} END)"
    if field.kind == "multi":
        odd = f"len(list_filter({value}, lambda r: {_no_code(field, 'r')})) > 0"
        return f"(CASE WHEN {value} IS NULL THEN {_said_no_list(field)} ELSE {odd} END)"
    if field.options:
        return _no_code(field, value)
    if field.kind in NUMBERS:
        return _no_number(value)
    return f"json_type(answers, {_path(field)}) IN {_NESTED}"


def _is_words(field: Field) -> bool:
    """Whether the column takes any text, tick or number, so that only a nested value is lost in it."""
    return not field.options and field.kind not in LISTS | NUMBERS


def _no_number(said: str) -> str:
    return f"(trim({said}) <> '' AND try_cast({said} AS DOUBLE) IS NULL)"


def _no_code(field: Field, said: str) -> str:
    codes = ", ".join(text(option.code) for option in field.options) or "''"
    return f"({said} NOT IN ('', {codes}))"


def _may_be_nested(said: str) -> str:
    return f"starts_with({said}, '{{') OR starts_with({said}, '[')"


def _said_no_list(field: Field) -> str:
    """The SQL that is true where the answer is neither a list nor an empty text."""
    kind, text_value = f"json_type(answers, {_path(field)})", f"json_extract_string(answers, {_path(field)})"
    return f"coalesce(TRY({kind} NOT IN ('ARRAY', 'NULL') AND {text_value} <> ''), FALSE)"


def _odd_rows(field: Field, rows: str) -> str:
    """Words where a number is asked; and, looked for only where a row may be none or hide something, what is no row
    and what is nested in a cell.
    """
    cells = [cell_of(cell) for cell in field.columns]
    empty = " AND ".join(f"{cell} IS NULL" for cell in cells)
    wordy = [_no_number(cell_of(cell)) for cell in field.columns if cell.kind in NUMBERS]
    suspect = " OR ".join(["r IS NULL", f"({empty})", *map(_may_be_nested, cells), *wordy])
    is_wordy = f"len(list_filter({rows}, lambda r: {' OR '.join(wordy)})) > 0" if wordy else "FALSE"
    precise = [is_wordy, _count(_path(field, "[*]"), "json_type(r) <> 'OBJECT'"), *_nested_cells(field)]
    any_suspect = f"len(list_filter({rows}, lambda r: {suspect})) > 0"
    return f"CASE WHEN {any_suspect} THEN {' OR '.join(precise)} ELSE FALSE END"


def _nested_cells(field: Field) -> Iterator[str]:
    return (_count(_path(field, f"[*].{source_of(cell)}"), f"json_type(r) IN {_NESTED}") for cell in field.columns)


def _count(path: str, odd: str) -> str:
    return f"len(list_filter(json_extract(answers, {path}), lambda r: {odd})) > 0"


def _path(field: Field, rest: str = "") -> str:
    return text(f"$.{source_of(field)}{rest}")
