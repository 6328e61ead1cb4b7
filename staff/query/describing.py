"""What there is to ask: every public view with its columns and their types, told by DuckDB itself."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from chalicelib.call import Call

from . import ground
from .asked import Asked
from .parts import public_views
from .views import views

Columns = Mapping[str, str]


def columns_of_views(call: Call) -> Mapping[str, Columns]:
    """Type by column by view. Over no data: definitions are enough."""
    made = {"items": ground.items_of([])}
    made |= views(Asked(call, call.opens_at), "items", ground.events_raw(call, "items"), ground.rows_of)
    with duckdb.connect() as connection:
        for name, sql in made.items():
            connection.execute(f'CREATE VIEW "{name}" AS {sql}')
        return {name: _columns(connection, name) for name in public_views(call, made)}


def _columns(connection: duckdb.DuckDBPyConnection, view: str) -> Columns:
    return {row[0]: row[1] for row in connection.execute(f'DESCRIBE "{view}"').fetchall()}
