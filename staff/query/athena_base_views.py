"""The lowest views as Athena is asked for them."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.call import Call, Field
from chalicelib.call.field_kinds import LISTS

from .base_views import TEXTS, event_columns, from_events, number_columns
from .damage_views import of_event
from .field_columns import name, of_its_versions, quote, scalar, sql_type, text
from .form_columns import every_question
from .merged_forms import source_of


def items_on_athena(table: str, export: str) -> str:
    """The same items as Athena's JSON SerDe shows them (`Exported` in infra/resources.yaml), in DuckDB's words."""
    columns = [*(f"e.item.{quote(name)}.s AS {quote(name)}" for name in TEXTS), *number_columns("e.item", "n")]
    return f"SELECT {', '.join(columns)} FROM {table} AS e WHERE e.export = {text(export)}"


def events_on_athena(call: Call, items: str) -> str:
    fields = [f"{of_its_versions(f, _extraction(f))} AS {name(f)}" for f in every_question(call)]
    columns = f"{event_columns(call)}, {of_event()} AS flaws, answers IS NOT NULL AS has_answers"
    return f"SELECT {columns}, {', '.join(fields)} {from_events(items)}"


def rows_on_athena(field: Field, applications: str, shown: Sequence[str]) -> str:
    """Athena spreads an unnested row over columns, so rows are counted instead, as far as the form allows."""
    rows = f"a.{name(field)}"
    numbers = ", ".join(f"({number})" for number in range(1, field.max_rows + 1))
    inner = (
        f'SELECT a.number, a.status, n.i AS "row", element_at({rows}, n.i) AS r FROM {applications} AS a'
        f" JOIN (VALUES {numbers}) AS n(i) ON n.i <= array_length({rows})"
    )
    return f'SELECT number, status, "row", {", ".join(shown)} FROM ({inner}) AS u'


def _extraction(field: Field) -> str:
    path = text(f"$.{source_of(field)}")
    if field.kind in LISTS:
        return f"try_cast(TRY(json_extract(answers, {path})) AS {sql_type(field)})"
    value = f"TRY(json_extract_string(answers, {path}))"
    return value if scalar(field) == "VARCHAR" else f"try_cast({value} AS {scalar(field)})"
