"""Errors of DuckDB as one line for people."""

from __future__ import annotations

from typing import Any

import duckdb

from ..console.errors import TROUBLE, USAGE, Failed
from ..export.export_opening import Export
from ..export.export_verification import blame


class DuckdbError:
    """A file that cannot be read is named, a mistake in the question is quoted."""

    def __init__(self, export: Export) -> None:
        self._export = export

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if not isinstance(error, duckdb.Error):
            return
        line = str(error).splitlines()[0]
        if isinstance(error, duckdb.IOException | duckdb.InvalidInputException) and ".json" in str(error):
            blame(self._export)
            raise Failed("export.unreadable", TROUBLE, "reports", message=line) from error
        if isinstance(error, duckdb.IOException | duckdb.InvalidInputException) and "baiqau-" in str(error):
            raise Failed("export.unreadable", TROUBLE, "reports", message=line) from error
        if isinstance(error, duckdb.OutOfMemoryException):
            raise Failed("query.too_large", TROUBLE, "reports", message=line) from error
        raise Failed("query.not_sql", USAGE, "reports", message=line) from error


def scanned_lines(operators: Any) -> int:
    """How many lines of the raw files the query read, by its profile."""
    count = 0
    for operator in operators if isinstance(operators, list) else [operators]:
        count += operator.get("rows_scanned", 0) if operator.get("extra_info", {}).get("Function") == "READ_JSON" else 0
        count += scanned_lines(operator.get("children", []))
    return count
