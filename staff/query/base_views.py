"""The lowest views: items as they were written, and events with one column per field. One text for each engine.

Everything above them (public_views.py, the saved questions) is one SQL, translated for Athena.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from chalicelib.call import Call, Field

from .damage_views import of_answers, of_both, readable
from .field_columns import FORM_VERSION, from_answers, name, quote, text
from .form_columns import every_question
from .other_call_views import IS_EVENT, IS_OF_CALL

TEXTS = (
    "pk", "sk", "number", "at", "act", "actor", "status", "before", "answers", "answers_sha256", "detail",
    "rule", "route", "who", "command", "why", "call",
)  # fmt: skip
NUMBERS = ("seq", "version", "by_ms", "form", "failures")
# Numbers that an event counts by, and whether every event has it. One that is not whole is among its flaws.
COUNTED = {"seq": True, "version": True, "form": False}
# What views keep beside the answers. `press` and `key_sha256`, which stand for an applicant's key, are not in TEXTS.
PRESENT = (*(name for name in TEXTS if name != "answers"), *NUMBERS)
_ITEM = ", ".join(
    [f"{quote(name)} STRUCT(S VARCHAR)" for name in TEXTS] + [f"{quote(name)} STRUCT(N VARCHAR)" for name in NUMBERS]
)
# DuckDB takes two lines' worth of memory for each thread. An item of DynamoDB has 400 KB, its letters may be written
# as escapes of three times their size, and an incremental line may hold two of it.
_LINE = 4 * 2**20
_OPTIONS = f"format = 'newline_delimited', records = true, compression = 'gzip', maximum_object_size = {_LINE}"


def files(paths: Sequence[Path]) -> str:
    return f"[{', '.join(text(str(path)) for path in paths)}]"


def items_of(paths: Sequence[Path]) -> str:
    """The items of a full export's files, one column an attribute; attributes we do not know are passed over."""
    if not paths:
        return f"SELECT {_columns('i')} FROM (SELECT unnest(CAST([] AS STRUCT({_ITEM})[])) AS i)"
    source = f"read_json({files(paths)}, columns = {{Item: 'STRUCT({_ITEM})'}}, {_OPTIONS})"
    return f"SELECT {_columns('e.Item')} FROM {source} e"


def changes_of(paths: Sequence[Path]) -> str:
    """The same of an incremental export's, with when each was written (microseconds); `gone` for a deleted item.

    Microseconds come as a number's text, bare or typed: both have been seen.
    """
    keys = "STRUCT(pk STRUCT(S VARCHAR), sk STRUCT(S VARCHAR))"
    wanted = f"{{Metadata: 'STRUCT(WriteTimestampMicros JSON)', Keys: '{keys}', NewImage: 'STRUCT({_ITEM})'}}"
    source = f"read_json({files(paths)}, columns = {wanted}, {_OPTIONS})"
    stamp = "regexp_replace(CAST(e.Metadata.WriteTimestampMicros AS VARCHAR), '[^0-9]', '', 'g')"
    return (
        f"SELECT {_columns('e.NewImage')}, CAST({stamp} AS BIGINT) AS written, e.NewImage IS NULL AS gone,"
        f" e.Keys.pk.S AS key_pk, e.Keys.sk.S AS key_sk FROM {source} e"
    )


def merged_items(full: str, changes: Sequence[str]) -> str:
    """Items as the last export of a chain left them: of one key the last word counts, a deletion removes it."""
    if not changes:
        return full
    columns = ", ".join(quote(column) for column in (*TEXTS, *NUMBERS, "mistyped"))
    first = f"SELECT {columns}, 0 AS written, FALSE AS gone, pk AS key_pk, sk AS key_sk FROM ({full})"
    later = [f"SELECT {columns}, written, gone, key_pk, key_sk FROM ({change})" for change in changes]
    everything = " UNION ALL ".join([first, *later])
    newest = "row_number() OVER (PARTITION BY key_pk, key_sk ORDER BY written DESC) = 1"
    return f"SELECT {columns} FROM (SELECT * FROM ({everything}) QUALIFY {newest}) WHERE NOT gone"


def events_raw(call: Call, items: str) -> str:
    """Events over raw items: a field's column is parsed out of the answers when a question asks for it."""
    fields = [f"{from_answers(field, 'answers')} AS {name(field)}" for field in every_question(call)]
    columns = f"{event_columns(call)}, {of_both(of_answers(call))} AS flaws, answers IS NOT NULL AS has_answers"
    return f"SELECT {columns}, {', '.join(fields)} {from_events(items)}"


def made_events(call: Call, made: str) -> str:
    """Events over the Parquet file, in which the fields are columns already."""
    fields = ", ".join(name(field) for field in every_question(call))
    return f"SELECT {event_columns(call)}, flaws, has_answers, {fields} {from_events(made)}"


def rows_of(field: Field, applications: str, shown: Sequence[str]) -> str:
    """One line per row of a table answer; `shown` are the cells of `r`."""
    rows = name(field)
    unrolled = f'unnest({rows}) AS r, generate_subscripts({rows}, 1) AS "row"'
    return (
        f'SELECT number, status, "row", {", ".join(shown)} FROM (SELECT number, status, {unrolled} FROM {applications})'
    )


def from_events(items: str) -> str:
    return f"FROM {items} WHERE {IS_EVENT} AND {IS_OF_CALL}"


def event_columns(call: Call) -> str:
    """`at` is an instant; `local_at` the clock of the call's zone at it. What every event has its key can tell."""
    at = 'try_cast("at" AS TIMESTAMPTZ)'
    local = f"CAST({at} AT TIME ZONE {text(call.timezone)} AS TIMESTAMP)"
    return (
        "coalesce(number, replace(pk, 'application#', '')) AS number,"
        " coalesce(seq, try_cast(replace(sk, 'event#', '') AS BIGINT)) AS seq,"
        f' {at} AS "at", {local} AS local_at, act, actor, status, coalesce("before", \'\') AS "before",'
        f" coalesce(version, 0) AS version, {FORM_VERSION} AS form_version, answers_sha256,"
        f" {readable('detail')} AS detail"
    )


def _columns(item: str) -> str:
    named = [f"{item}.{quote(name)}.S AS {quote(name)}" for name in TEXTS]
    return ", ".join([*named, *number_columns(item, "N")])


def number_columns(item: str, member: str) -> list[str]:
    """Each number, and the names of those an event should count by that are no whole numbers."""
    raw = {name: f"{item}.{quote(name)}.{member}" for name in NUMBERS}
    whole = {column: f"regexp_matches({raw[column]}, '^[0-9]+$')" for column in COUNTED}
    numbers = {
        column: f"CASE WHEN {whole[column]} THEN {raw[column]} END" if column in COUNTED else raw[column]
        for column in NUMBERS
    }
    odd = (f"CASE WHEN NOT coalesce({whole[column]}, {'FALSE' if must else 'TRUE'}) THEN '{column}' END"
           for column, must in COUNTED.items())  # fmt: skip
    return [
        *(f"try_cast({value} AS BIGINT) AS {quote(column)}" for column, value in numbers.items()),
        f"concat_ws(', ', {', '.join(odd)}) AS mistyped",
    ]
