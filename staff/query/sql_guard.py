"""What a question may touch: one SELECT over the public views. What is masked cannot be read around the mask."""

from __future__ import annotations

from collections.abc import Collection

from sqlglot import exp

from ..console.errors import USAGE, Failed
from .dialects import parse, tables_in

# Functions that make rows out of what is in the question itself; any other could open a file or run text as SQL.
ROW_MAKERS = frozenset({"unnest", "generate_series", "range", "explode"})
_READERS = ("read_", "parquet_", "sniff_", "query", "glob", "duckdb_", "pragma_", "from_substrait", "getenv", "which_")


def check(sql: str, public: Collection[str]) -> None:
    """Raises Failed that names the views there are."""
    tree = parse(sql)
    if not isinstance(tree, exp.Query):
        raise Failed("query.only_select", USAGE, "reports")
    unknown = sorted(tables_in(tree) - {name.lower() for name in public} - ROW_MAKERS)
    unknown += sorted(table.sql("duckdb") for table in tree.find_all(exp.Table) if table.db or not _is_plain(table))
    unknown += sorted(
        name for name in (_function(function) for function in tree.find_all(exp.Func)) if name.startswith(_READERS)
    )
    if unknown:
        raise Failed("query.no_view", USAGE, "reports", name=unknown[0], views=", ".join(public))


def _is_plain(table: exp.Table) -> bool:
    """A name, or a function that makes rows of values; not a file's name and not a function that reads one."""
    inside = table.this
    if isinstance(inside, exp.Func):
        return _function(inside) in ROW_MAKERS
    return isinstance(inside, exp.Identifier)


def _function(node: exp.Func) -> str:
    return (node.name if isinstance(node, exp.Anonymous) else node.sql_name()).lower()
