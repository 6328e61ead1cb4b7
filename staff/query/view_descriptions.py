"""What there is to ask: every public view with its columns and their types, told by DuckDB itself."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from chalicelib.call import Call

from . import base_views
from .call_cache import once_for_call
from .optional_views import public_views
from .public_views import views
from .question_scope import QuestionScope

Columns = Mapping[str, str]


@once_for_call
def columns_of_views(call: Call) -> Mapping[str, Columns]:
    """Type by column by view. Over no data: definitions are enough."""
    definitions = {"items": base_views.items_of([])}
    definitions |= views(
        QuestionScope(call, call.opens_at), "items", base_views.events_raw(call, "items"), base_views.rows_of
    )
    with duckdb.connect() as connection:
        for name, sql in definitions.items():
            connection.execute(f'CREATE VIEW "{name}" AS {sql}')
        types = _types(connection)
    return {name: types[name] for name in public_views(call, definitions)}


def _types(connection: duckdb.DuckDBPyConnection) -> Mapping[str, Columns]:
    """As they were bound when the views were made: to describe each view would bind it, and all below it, again."""
    asked = "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal ORDER BY column_index"
    types: dict[str, dict[str, str]] = {}
    for view, column, kind in connection.execute(asked).fetchall():
        types.setdefault(view, {})[column] = kind
    return types
